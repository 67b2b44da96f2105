"""verify finds whatever was changed behind the actions' back, and names the place first."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.utils import timezone

from briefings.facts import canonical
from briefings.facts.records import read
from briefings.models import (
    Document,
    PublishedChain,
    PublishedCitation,
    PublishedClaim,
    PublishedComparison,
    StaleDocument,
)
from briefings.rendering import publication
from briefings.rendering.in_force import InForce
from briefings.verification import checks, projection, published, working
from tests.universe import get

CITATION = "slug = 'soldiers-left--report-a--c1'"


def found() -> list[str]:
    return [str(problem) for problem in checks.run()]


def found_besides_totals() -> list[str]:
    """Return what is wrong besides the totals, which a published row that is gone puts wrong too."""
    problems = list(checks.run())
    assert any(problem.check == "total" for problem in problems)
    return [str(problem) for problem in problems if problem.check != "total"]


def first() -> str:
    return next(map(str, checks.run()), "all is well")


def test_universe_as_built_is_well(u):
    assert found() == []


def test_universe_after_every_sort_of_step_is_well(u):
    from briefings.actions import actors, batches, records, withdrawals

    row = u.edit(get("claim", "soldiers-left"), proposition="Anew.")
    records.discard(record=row, by=u.curator)
    merged = u.merge("twin", into="agency")
    u.publish(actors.unmerge(actor=merged, by=u.curator, version=merged.version))
    u.merge("twin", into="agency")
    reading = get("reading", "soldiers-planned--report-a")
    withdrawals.withdraw(record=reading, by=u.reviewer, reason="an error")
    records.reinstate(record=reading, by=u.curator)
    batch = batches.open_(title="One", by=u.curator)
    u.more("source", batch=batch)
    batches.submit(batch=batch, by=u.curator)

    assert found() == []


# Texts


def test_changed_byte_of_a_source_is_found(tamper):
    tamper("UPDATE briefings_sourcetext SET body = replace(body, 'they', 'thee')")

    assert first().startswith("text: source report-a: its text does not hash to ")


def test_changed_byte_of_a_kept_document_is_found(tamper):
    from briefings.models import SourceOriginal

    name = "CAST('<p>other</p>' AS blob)" if connection.vendor == "sqlite" else "'<p>other</p>'::bytea"
    tamper(f"UPDATE briefings_sourceoriginal SET body = {name}")

    assert SourceOriginal.objects.count() == 1
    assert first().startswith("original: source report-b: its document does not hash to ")


def test_changed_text_with_its_hash_changed_too_is_found(tamper):
    from briefings.models import SourceText
    from briefings.text import received

    body = SourceText.objects.get(source__slug="report-a").body.replace("they", "thee")
    tamper(
        "UPDATE briefings_sourcetext SET body = replace(body, 'they', 'thee'), "
        f"sha256 = '{received.sha256(body)}' WHERE body LIKE '%they%'"
    )

    assert first() == "working row: source report-a: is published and differs from edition 1"


@pytest.mark.parametrize(("key", "is_well"), [("holder", True), ("unit", True), ("counted", False)])
def test_edition_from_before_a_key_of_its_facts_is_well_where_that_is_blank(key, is_well, tamper, edition):
    facts = json.loads(edition.payload.facts)
    facts.pop(key)
    older = canonical.dumps(facts).replace("'", "''")
    tamper(f"UPDATE briefings_editionpayload SET facts = '{older}' WHERE edition_id = {edition.pk}")
    tamper(f"UPDATE briefings_edition SET facts_hash = '{canonical.hash_of(facts)}' WHERE id = {edition.pk}")

    told = [] if is_well else ["working row: claim soldiers-left: is published and differs from edition 1"]
    assert [str(problem) for problem in working.rows()] == told
    if is_well:
        shown, _ = publication.body_of(InForce().get("claim", "soldiers-left"), InForce())
        assert shown.keys() == json.loads(bytes(Document.objects.get(slug="soldiers-left").body)).keys()
        assert not shown[key]


# Anchors


@pytest.mark.parametrize(
    ("table", "where", "message"),
    [
        ("briefings_citation", CITATION, "anchor: reading soldiers-left--report-a: /citations/0: report-a["),
        ("briefings_region", "kind = 'dateline'", "anchor: source report-a: /regions/"),
        ("briefings_aside", "1 = 1", "anchor: source report-a: /asides/0: report-a["),
        ("briefings_agency", "1 = 1", "anchor: source report-a: /agencies/0/anchor: report-a["),
        ("briefings_role", "1 = 1", "anchor: actor park: /roles/0/anchor: report-a["),
        ("briefings_briefingpassage", "1 = 1", "anchor: briefing october-briefing: /passages/0: report-a["),
        ("briefings_judgementpassage", "1 = 1", "anchor: judgement park-is-not-agency: /passages/0: report-a["),
        (
            "briefings_link",
            "start IS NOT NULL",
            "anchor: reading soldiers-left--report-a: /citations/0/chains/0/links/0/anchor",
        ),
    ],
)
def test_moved_anchor_is_found(table, where, message, tamper):
    tamper(f'UPDATE {table} SET start = start + 1, "end" = "end" + 1 WHERE {where}')

    assert first().startswith(message)


def test_moved_anchor_inside_a_value_is_found(tamper, u):
    citation = get("reading", "soldiers-left--report-a").citations.get(slug="soldiers-left--report-a--c1")
    citation.when["anchor"]["start"] += 1
    citation.save()

    assert first().startswith("anchor: reading soldiers-left--report-a: /citations/0/when/anchor: report-a[")


# Editions


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'un_merged'", "started_at = '2020-01-01 00:00:00+00:00'", "slug = 'another'", "facts_hash = hash",
        "notes_hash = hash", "author_id = author_id + 1", "previous_hash = hash",
    ],
)  # fmt: skip
def test_edited_edition_is_found(change, tamper, edition):
    tamper(f"UPDATE briefings_edition SET {change} WHERE id = {edition.pk}")

    assert first().startswith("editions: claim ")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("facts = replace(facts, 'have left', 'have gone')", "its facts do not hash to "),
        ("notes = replace(notes, '\"\"', '\"new\"')", "its notes do not hash to "),
    ],
)
def test_edited_payload_of_an_edition_is_found(change, message, tamper, edition):
    tamper(f"UPDATE briefings_editionpayload SET {change} WHERE edition_id = {edition.pk}")

    assert first().startswith(f"editions: claim soldiers-left edition 1: {message}")


def test_removed_payload_of_an_edition_is_found(tamper, edition):
    tamper(f"DELETE FROM briefings_editionpayload WHERE edition_id = {edition.pk}")

    assert first() == "editions: claim soldiers-left edition 1: its payload is missing"


def test_removed_edition_is_found(tamper, edition):
    tamper(
        f"UPDATE briefings_claim SET edition_id = NULL, state = 'draft' WHERE edition_id = {edition.pk}",
        f"DELETE FROM briefings_editionpayload WHERE edition_id = {edition.pk}",
        f"DELETE FROM briefings_edition WHERE id = {edition.pk}",
    )

    assert first() == (
        f"editions: sequence {edition.sequence}: a row is missing or out of order: "
        f"found sequence {edition.sequence + 1}"
    )


def test_approval_by_a_contributor_is_found(u, edition):
    from briefings.models import Contribution

    Contribution.objects.create(
        record_type="claim", slug="soldiers-left", number=1, user=u.reviewer, contributed_at=edition.started_at
    )

    assert first() == "four eyes: claim soldiers-left edition 1: desk-reviewer approved and contributed"


# Working rows


def test_published_row_edited_by_sql_is_found(tamper):
    tamper("UPDATE briefings_claim SET proposition = 'Something else.' WHERE slug = 'soldiers-left'")

    assert found() == ["working row: claim soldiers-left: is published and differs from edition 1"]


def test_row_that_points_to_another_records_edition_is_found(tamper, edition):
    tamper(f"UPDATE briefings_claim SET edition_id = {edition.pk} WHERE slug = 'soldiers-planned'")

    assert first().startswith(
        "working row: claim soldiers-planned: points to claim soldiers-left edition 1, which is not"
    )


def test_row_that_forgot_its_edition_is_found(tamper):
    tamper("UPDATE briefings_claim SET edition_id = NULL, state = 'draft' WHERE slug = 'soldiers-left'")

    assert found() == ["working row: claim soldiers-left: has editions, and no working row points to the latest"]


def test_removed_row_is_found(tamper):
    tamper("DELETE FROM briefings_comparison")

    assert found() == [
        "working row: comparison left-refines-planned: has editions, and no working row points to the latest"
    ]


def test_withdrawn_row_shown_as_published_is_found(tamper, u):
    from briefings.actions import withdrawals

    withdrawals.withdraw(record=get("comparison", "left-refines-planned"), by=u.reviewer, reason="an error")
    tamper("UPDATE briefings_comparison SET state = 'published'")

    assert first() == "working row: comparison left-refines-planned: is published, its edition makes it withdrawn"


# Documents


def change_document(**values: object) -> None:
    Document.objects.filter(record_type="claim", slug="soldiers-left").update(**values)


def test_changed_document_is_found(u):
    body = bytes(Document.objects.get(record_type="claim", slug="soldiers-left").body)
    change_document(body=body.replace(b"have left", b"have gone"))

    assert found() == ["document: claim soldiers-left: does not match its editions"]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"etag": "0" * 64}, "does not match its editions"),
        ({"edition": 2}, "says published edition 2, in force is claim soldiers-left edition 1"),
        ({"kind": "withdrawn"}, "says withdrawn edition 1, in force is claim soldiers-left edition 1"),
    ],
)
def test_changed_column_of_a_document_is_found(values, message, u):
    change_document(**values)

    assert found() == [f"document: claim soldiers-left: {message}"]


def test_missing_document_is_found(u):
    Document.objects.filter(record_type="claim", slug="soldiers-left").delete()

    assert found_besides_totals() == ["document: claim soldiers-left: is missing"]


def test_document_without_an_edition_is_found(u):
    Document.objects.create(
        record_type="claim", slug="invented", kind="published", edition=1, body=b"{}", etag="0" * 64
    )

    assert found() == ["document: claim invented: has no edition behind it"]


def test_missing_published_row_is_found(u):
    PublishedClaim.objects.filter(slug="soldiers-left").delete()

    assert found_besides_totals() == [
        "published row: claim soldiers-left: published claim soldiers-left is missing",
        "published row: claim soldiers-left: published country KR, RU is missing",
        "published row: claim soldiers-left: published discrepancy soldiers-left, soldiers-left is missing",
    ]


def test_missing_published_citation_is_found_with_the_rows_that_went_with_it(u):
    PublishedCitation.objects.filter(slug="soldiers-left--report-a--c1").delete()

    assert found_besides_totals() == [
        f"published row: reading soldiers-left--report-a: published {name} is missing"
        for name in (
            "citation soldiers-left--report-a--c1",
            "link soldiers-left--report-a--c1, soldiers-left--report-a--c1",
            "chain soldiers-left--report-a--c1",
        )
    ]


def test_changed_body_of_a_published_citation_is_shown_where_it_differs(u):
    kept = PublishedCitation.objects.get(slug="soldiers-left--report-a--c1")
    PublishedCitation.objects.filter(pk=kept.pk).update(body=bytes(kept.body).replace(b'"min":1500', b'"min":9500'))

    [problem] = found()

    assert "published citation soldiers-left--report-a--c1: body is b'" in problem
    assert problem.index('"min":9500') < problem.index(" and should be b'") < problem.index('"min":1500')


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, path) for table in published.tables() for path in published.columns(table) if "__" not in path],
)
def test_every_column_of_published_rows_is_compared(table, column, u):
    row = table.objects.order_by("pk").first()
    was, kind = getattr(row, column), table._meta.get_field(column).get_internal_type()

    table.objects.filter(pk=row.pk).update(**{column: another(was, kind)})

    problem, *_ = [str(each) for each in projection.editions_in_force()]  # more of rows that belong to this one
    assert f"{column} is " in problem


def another(was: object, kind: str) -> object:
    """Return a value that a column does not have."""
    if kind == "BooleanField":
        return not was
    if kind in ("CharField", "TextField"):
        return "y" if was == "x" else "x"
    if kind == "DateTimeField":
        return datetime(2001, 1, 1, tzinfo=UTC)
    if kind == "DateField":
        return date(2001, 1, 1)
    return b"x" if kind == "BinaryField" else (was or 0) + 1000


@pytest.mark.parametrize("amount", [1_000_000_000_000, 12345678901234.56, 999_999_999_999_999, 0.0001])
def test_long_figures_are_well(amount, u):
    reading = get("reading", "soldiers-left--report-a")
    facts = deepcopy(read(reading)["citations"])
    facts[0]["quantity"] |= {"comparator": "eq", "min": amount, "max": amount}
    u.publish(u.edit(reading, citations=facts))

    assert found() == []


def test_row_that_is_there_twice_is_found(u):
    row = PublishedChain.objects.order_by("pk").first()
    PublishedChain(citation=row.citation, end=row.end, alternative=row.alternative).save()

    [problem] = [str(each) for each in projection.editions_in_force()]
    assert problem.endswith(f": published chain {row.citation.slug} is none that its editions make")


def test_rows_of_a_withdrawn_record_are_found(u):
    from briefings.actions import withdrawals

    withdrawals.withdraw(record=get("comparison", "left-refines-planned"), by=u.reviewer, reason="an error")
    document = Document.objects.get(record_type="comparison", slug="left-refines-planned")
    PublishedComparison.objects.create(
        document=document, slug=document.slug, changed_at=timezone.now(), kind="x", left_claim="x", right_claim="x"
    )

    assert [str(each) for each in projection.editions_in_force()] == [
        "published row: comparison left-refines-planned: published comparison left-refines-planned is none that its "
        "editions make"
    ]


def test_stale_document_is_not_wrong(u):
    change_document(body=b"{}")
    StaleDocument.objects.create(
        document=Document.objects.get(record_type="claim", slug="soldiers-left"), since="2024-11-01T00:00:00Z"
    )

    assert found() == []


# Triggers


def test_missing_trigger_is_found_before_all_else(u, settled):
    change_document(body=b"{}")
    with connection.cursor() as cursor:
        on = " ON briefings_edition" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER briefings_edition_no_delete{on}")

    assert first().startswith("trigger: briefings_edition_no_delete: is missing, switched off or changed")
