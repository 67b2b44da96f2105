"""The steps of one record: what they keep, what they refuse, what the loser of a race is told."""

import json

import pytest

from briefings.actions import contributions, records
from briefings.choices import State
from briefings.errors import BriefingsError, Invalid
from briefings.facts import records as facts_of
from briefings.models import AuditEvent, Citation, Contribution, Document, Edition, SourceText
from tests import universe
from tests.universe import MORE, TYPES, another, fresh, get, published


def traces() -> tuple:
    return AuditEvent.objects.count(), Contribution.objects.count(), Edition.objects.count(), SourceText.objects.count()


def document(row) -> tuple[bytes, str]:
    kept = Document.objects.get(record_type=row.record_type.value, slug=row.slug)
    return bytes(kept.body), kept.etag


# Create


@pytest.mark.parametrize("record_type", TYPES)
def test_created_record_is_a_draft_that_readers_do_not_see(record_type, u):
    row = u.more(record_type)

    assert (row.state, row.version, row.edition_id, row.created_by) == (State.DRAFT, 1, None, u.curator)
    assert not Document.objects.filter(record_type=record_type, slug=row.slug).exists()


@pytest.mark.parametrize("record_type", TYPES)
def test_creating_is_audited_with_all_its_facts(record_type, u):
    row = u.more(record_type)

    event = AuditEvent.objects.order_by("sequence").last()
    assert (event.step, event.record_type, event.slug, event.user) == ("create", record_type, row.slug, u.curator)
    assert json.loads(event.payload.body)["difference"] == {
        name: [None, value] for name, value in facts_of.read(row).items() if value is not None
    }


@pytest.mark.parametrize("record_type", TYPES)
def test_slug_of_a_discarded_draft_stays_taken(record_type, u):
    records.discard(record=u.more(record_type), by=u.curator)
    before = traces()

    with pytest.raises(records.SlugTaken) as refusal:
        u.draft(record_type, *MORE[record_type], **({"text": "Another text."} if record_type == "source" else {}))

    slug = MORE[record_type][0]
    assert str(refusal.value) == f"cannot create {record_type} {slug}: that slug is taken, and slugs are never reused"
    assert traces() == before


@pytest.mark.parametrize(
    "slug",
    ["", "Upper", "with space", "-a", "a-", "a_b", "a/b", "é", "a\n", "a\0", "x" * 201, "a---b", "\ud800", 5, None],
    ids=repr,
)
def test_bad_slug_is_refused(slug, u):
    before = traces()

    with pytest.raises(BriefingsError) as refusal:
        records.create(record_type="claim", slug=slug, facts=MORE["claim"][1], by=u.curator)

    assert refusal.value.code == "invalid"
    assert "A slug holds lower-case ASCII letters" in str(refusal.value)
    assert traces() == before


def test_two_hyphens_stand_in_slugs_of_readings_only(u):
    with pytest.raises(BriefingsError, match="two hyphens in a row stand in slugs of readings only"):
        u.draft("claim", "a--b", MORE["claim"][1])


@pytest.mark.parametrize("slug", ["soldiers-planned", "soldiers-planned--report-a", "other--report-b", "x--y"])
def test_slug_of_a_reading_that_is_not_of_its_claim_and_source_is_refused(slug, u):
    before = traces()

    with pytest.raises(BriefingsError) as refusal:
        u.draft("reading", slug, MORE["reading"][1])

    assert refusal.value.code in ("invalid", "slug_taken")
    assert traces() == before


def test_source_without_a_text_is_refused(u):
    before = traces()

    with pytest.raises(BriefingsError, match="a source is received with its text"):
        records.create(record_type="source", slug="bare", facts=MORE["source"][1], by=u.curator)

    assert traces() == before


# Edit


@pytest.mark.parametrize("record_type", TYPES)
def test_edit_after_submission_returns_to_draft(record_type, u):
    (row,) = u.submit(u.more(record_type))

    row = u.edit(row, **another(record_type, "Anew"), by=u.colleague)

    assert (row.state, row.version) == (State.DRAFT, 3)
    assert contributions.of(row) == [u.curator, u.colleague]


@pytest.mark.parametrize("record_type", TYPES)
def test_edit_that_changes_nothing_keeps_state_and_version(record_type, u):
    (row,) = u.submit(u.more(record_type))
    before = traces()

    row = u.edit(row, by=u.colleague)

    assert (row.state, row.version) == (State.IN_REVIEW, 2)
    assert traces() == before


@pytest.mark.parametrize("record_type", TYPES)
def test_edit_of_a_version_that_is_gone_says_what_changed_and_by_whom(record_type, u):
    mine = published(record_type)
    u.edit(mine, **another(record_type, "By the first"), by=u.colleague)
    before = traces()

    with pytest.raises(records.Stale) as refusal:
        facts = {**facts_of.read(mine), **another(record_type, "Mine")}
        records.edit(record=mine, facts=facts, by=u.curator, version=mine.version)

    name = universe.WORDS[record_type]
    assert refusal.value.status == 412
    assert list(refusal.value.changes) == [name]
    assert "By the first" in str(refusal.value.changes[name][1])
    assert str(refusal.value) == (
        f"cannot change {mine.label}: you saw version {mine.version}, it is now version {mine.version + 1} "
        f"by desk-colleague, who changed {name}"
    )
    assert traces() == before


def test_stale_after_several_edits_tells_first_and_last_value(u):
    mine = u.more("claim")
    for text in ("Two.", "Three.", "Four."):
        u.edit(mine, proposition=text, by=u.colleague)

    with pytest.raises(records.Stale) as refusal:
        records.edit(record=mine, facts=facts_of.read(mine), by=u.curator, version=2)

    assert refusal.value.changes == {"proposition": ("Two.", "Four.")}


@pytest.mark.parametrize("way", ["submit", "approve", "withdraw"])
def test_stale_after_a_step_that_changed_no_facts_says_so(way, u):
    from briefings.actions import withdrawals

    mine = u.more("claim")
    version = mine.version
    if way == "submit":
        u.submit(mine)
    else:
        (published_row,) = u.publish(mine)
    if way == "withdraw":
        version = published_row.version
        withdrawals.withdraw(record=published_row, by=u.reviewer, reason="an error")

    with pytest.raises(records.Stale, match="who changed its state") as refusal:
        records.edit(record=mine, facts=facts_of.read(mine), by=u.curator, version=version)

    assert refusal.value.changes == {}


def test_version_of_the_future_is_refused(u):
    row = u.more("claim")

    with pytest.raises(records.Stale, match="you saw version 9, it is now version 1"):
        records.edit(record=row, facts=facts_of.read(row), by=u.curator, version=9)


@pytest.mark.parametrize("record_type", TYPES)
def test_facts_that_are_refused_leave_the_row_as_it_was(record_type, u):
    row = published(record_type)
    facts, before = facts_of.read(row), traces()

    with pytest.raises(BriefingsError, match="unknown key"):
        wrong = {**facts, **another(record_type, "Anew"), "colour": "red"}
        records.edit(record=row, facts=wrong, by=u.curator, version=row.version)

    assert (facts_of.read(row), traces(), fresh(row).version) == (facts, before, row.version)


@pytest.mark.parametrize(("key", "other"), [("claim", "soldiers-left"), ("source", "report-b")])
def test_reading_moved_to_another_cell_is_refused(key, other, u):
    row = get("reading", "soldiers-planned--report-a")
    facts = {**facts_of.read(row), "status": "not_carried", "citations": [], key: other}

    with pytest.raises(BriefingsError, match=f"a reading keeps its {key}"):
        records.edit(record=row, facts=facts, by=u.curator, version=row.version)


# Pending revisions


@pytest.mark.parametrize("record_type", TYPES)
def test_pending_revision_leaves_readers_their_document(record_type, u):
    row = published(record_type)
    before = document(row)

    row = u.edit(row, **another(record_type, "Unapproved"))
    assert document(row) == before
    (row,) = u.submit(row)
    assert document(row) == before
    u.approve(row, correction_note="A word was wrong.")

    body, etag = document(row)
    assert b"Unapproved" in body and etag != before[1]
    shown = json.loads(body)["edition"]
    assert (shown["number"], shown["correction_note"]) == (2, "A word was wrong.")


@pytest.mark.parametrize("record_type", TYPES)
def test_discarded_revision_is_the_edition_again(record_type, u):
    row = published(record_type)
    facts, before = facts_of.read(row), document(row)
    row = u.edit(row, **another(record_type, "Unapproved"))

    row = records.discard(record=row, by=u.curator, reason="no better")

    assert row.state == State.PUBLISHED
    assert facts_of.read(row) == facts
    assert document(row) == before


@pytest.mark.parametrize("record_type", TYPES)
def test_restored_edition_is_a_pending_revision_that_a_second_person_approves(record_type, u):
    row = published(record_type)
    first = facts_of.read(row)
    (row,) = u.publish(u.edit(row, **another(record_type, "Second")))
    before = document(row)

    row = records.restore(record=row, number=1, by=u.curator, version=row.version)

    assert row.state == State.DRAFT
    assert facts_of.read(row) == first
    assert document(row) == before
    (row,) = u.publish(row)
    assert [edition.facts_hash for edition in Edition.objects.filter(record_type=record_type, slug=row.slug)][::2] == [
        row.edition.facts_hash
    ] * 2


def test_submitting_a_revision_that_says_nothing_new_is_refused(u):
    row = records.revise(record=published("claim"), by=u.curator)

    with pytest.raises(BriefingsError, match="it equals the edition that readers have; discard it instead"):
        u.submit(row)


def test_discarding_a_reading_whose_source_moved_its_regions_is_possible(u):
    """A revision of the source may make a passage straddle a region; the reading must not be locked in by that."""
    reading = u.edit(get("reading", "soldiers-planned--report-a"), note="seen")
    source = get("source", "report-a")
    regions = facts_of.read(source)["regions"] + [{"kind": "caption", "quote": "10,000 by December."}]
    u.edit(source, regions=regions)

    row = records.discard(record=reading, by=u.curator)

    assert row.state == State.PUBLISHED
    assert facts_of.read(row)["note"] == ""


def test_citation_ids_are_given_once(u):
    row = get("reading", "soldiers-left--report-a")
    citations = facts_of.read(row)["citations"]

    row = u.edit(row, citations=citations[:1])
    added = {**universe.LEFT_C1, "quote": "had left", "quantity": None, "when": None}
    row = u.edit(row, citations=[*facts_of.read(row)["citations"], added])

    assert sorted(Citation.objects.filter(reading=row).values_list("slug", flat=True)) == [
        "soldiers-left--report-a--c1", "soldiers-left--report-a--c4",
    ]  # fmt: skip


def test_citation_id_of_a_passage_that_is_gone_is_not_given_to_another(u):
    row = get("reading", "soldiers-left--report-a")
    citations = facts_of.read(row)["citations"]
    (row,) = u.publish(u.edit(row, citations=citations[:1]))
    other = {**universe.LEFT_C1, "quote": "had left", "quantity": None, "when": None, "id": "c3"}

    with pytest.raises(BriefingsError, match="c3 was given to another passage"):
        u.edit(row, citations=[*facts_of.read(row)["citations"], other])


def test_an_unknown_record_type_is_refused_and_the_types_are_named(u):
    with pytest.raises(Invalid, match="there is no record type 'rumour'; allowed: source, actor"):
        records.create(record_type="rumour", slug="x", facts={}, by=u.curator)
