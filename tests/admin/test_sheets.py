"""Files at the desk: exported from a list, shown before anything is written, imported as one batch or not at all."""

import csv
import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from briefings.actions import batches
from briefings.exchange.sheets import files, yaml_files
from briefings.facts import records as facts_of
from briefings.models import RECORDS, AuditEvent
from briefings.text.written import unseen
from tests import truth, universe
from tests.admin.desk import Desk, counts, messages_of
from tests.exchange.test_sheet_files import WORDS
from tests.truth import IMPORTED, OUTSIDE, ROLES, STATES, slug_of
from tests.universe import MORE, TYPES, fresh, get, published

FORMS = ("csv", "yaml")


def export(desk: Desk, record_type: str, form: str = "csv", **query: Any) -> bytes:
    return desk.get(f"briefings_{record_type}_export", form, **query).content


def upload(desk: Desk, record_type: str, raw: bytes | str, name: str = "a.csv", **options: Any) -> Any:
    body = raw.encode() if isinstance(raw, str) else raw
    return desk.post(f"briefings_{record_type}_import", file=SimpleUploadedFile(name, body), **options)


def confirm(desk: Desk, record_type: str, page: Any, **changed: Any) -> Any:
    """Press the button of a dry run's page: what it holds is sent."""
    asked = page.context["asked"]
    sent = {
        "file_name": asked.name, "content": page.context["content"], "seen": page.context["run"].seen,
        "batch": asked.batch.pk if asked.batch else "", "title": asked.title,
    }  # fmt: skip
    if asked.begin_revisions:
        sent["begin_revisions"] = "on"
    return desk.post(f"briefings_{record_type}_import", **{**sent, **changed})


def rows_of(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def as_csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def outcomes(page: Any) -> dict[str, str]:
    return {result.slug: result.outcome for result in page.context["run"].results}


def problems(page: Any) -> list[str]:
    """Return what a page says is wrong, with the place."""
    if "problems" in page.context:
        return [str(problem) for problem in page.context["problems"]]
    return [str(problem) for result in page.context["run"].results for problem in result.problems]


def test_story_of_a_changed_cell(u, curator):
    row = u.more("claim")
    raw = export(curator, "claim", q="minister")
    assert [each["slug"] for each in rows_of(raw)] == [row.slug]
    before = counts()

    page = upload(curator, "claim", raw.replace(b"A minister acts.", b"A minister answers."))

    (told,) = page.context["taken"]
    assert told["changes"] == [{"field": "proposition", "before": "A minister acts.", "after": "A minister answers."}]
    assert counts() == before
    answer = confirm(curator, "claim", page)
    now = fresh(row)
    assert (now.proposition, now.state, now.batch.title) == ("A minister answers.", "draft", "Import of a.csv")
    assert answer.url == f"/admin/briefings/batch/{now.batch_id}/change/"
    assert messages_of(answer) == ["Imported: 0 begun, 1 changed, all of it as drafts."]
    last = AuditEvent.objects.order_by("sequence").last()
    body = json.loads(last.payload.body)
    assert (last.step, last.user, body["file"], body["changed"]) == ("import", u.curator, "a.csv", 1)
    assert body["sha256"].startswith(last.slug)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("record_type", TYPES)
def test_records_of_any_type_are_begun_from_a_file_of_others(record_type, form, u, curator):
    row = u.more(record_type)
    raw = export(curator, record_type, form, state__exact="draft")
    wanted = facts_of.read(row)
    assert list(outcomes(upload(curator, record_type, raw, f"a.{form}")).values()) == ["same"]

    other, raw = _as_another(record_type, row.slug, raw, form)
    page = upload(curator, record_type, raw, f"a.{form}", title="A title")

    assert outcomes(page) == {other: "created"}
    assert confirm(curator, record_type, page).status_code == 302
    made = get(record_type, other)
    computed = ("text_sha256", "text_length", "claim")
    assert {**facts_of.read(made), **dict.fromkeys(computed)} == {**wanted, **dict.fromkeys(computed)}
    assert (made.state, made.batch.title, made.created_by) == ("draft", "A title", u.curator)


def _as_another(record_type: str, slug: str, raw: bytes, form: str) -> tuple[str, bytes]:
    """Return the file with another slug, and whatever else makes it another record."""
    text, other = raw.decode(), f"{slug}-again"
    if record_type == "reading":  # its slug is made of its claim's
        other = slug.replace("soldiers-planned", "soldiers-left-again")
        universe.Universe.draft(None, "claim", "soldiers-left-again", MORE["claim"][1], by=_curator())
        text = text.replace("soldiers-planned", "soldiers-left-again")
    elif record_type == "source" and form == "csv":
        text = text.replace("version,", 'version,"text",', 1).replace('"version"', '"version","text"').replace(
            f'"{slug}","1",', f'"{other}","1","\'=A text.\r\nOf two lines.",')  # fmt: skip
    elif record_type == "source":
        text = text.replace(f"slug: {slug}", f'slug: {other}\n  text: "A text.\\r\\nOf two lines."')
    return other, text.replace(f'"{slug}",', f'"{other}",').replace(f"slug: {slug}\n", f"slug: {other}\n").encode()


def _curator() -> Any:
    return RECORDS["actor"].objects.get(slug="agency").created_by


@pytest.mark.parametrize("form", FORMS)
def test_every_character_comes_back(form, u, curator):
    write, _ = files.FORMS[form]
    blank = {**dict.fromkeys(yaml_files.keys_of("claim")), "category": "plan", "credibility": "6", "countries": []}
    words = [f"{word}?{word}" for word in WORDS if unseen(f"{word}?{word}") is None]  # a proposition may hold no others
    assert len(words) > 10
    rows = [(f"c-{at}", 1, {**blank, "proposition": proposition}) for at, proposition in enumerate(words)]

    page = upload(curator, "claim", write("claim", rows), f"a.{form}")

    assert set(outcomes(page).values()) == {"created"}
    assert confirm(curator, "claim", page).status_code == 302
    for at, proposition in enumerate(words):
        assert get("claim", f"c-{at}").proposition == proposition
    again = upload(curator, "claim", export(curator, "claim", form), f"a.{form}")
    assert set(outcomes(again).values()) == {"same"}


def test_column_that_is_not_there_leaves_and_an_empty_cell_empties(u, curator):
    row = u.draft("claim", "c", {**universe.FACTS["claim", "soldiers-left"], "unit": "soldier"})

    page = upload(curator, "claim", f"slug,version,counted\nc,{row.version},\n")
    assert confirm(curator, "claim", page).status_code == 302

    after = facts_of.read(fresh(row))
    assert (after["counted"], after["unit"], after["countries"]) == (None, "soldier", ["KR", "RU"])


def test_citations_are_rows_changed_added_and_left_out(u, curator):
    row = published("reading")
    rows = rows_of(export(curator, "reading", q="left--report-a"))
    assert [each["citation"] for each in rows] == ["c1", "c2", "c3"]
    upside_down = upload(curator, "reading", as_csv(rows[::-1]))
    assert outcomes(upside_down) == {row.slug: "same"}

    rows[0]["amount_min"] = rows[0]["amount_max"] = "1501"
    rows[1] = {**rows[0], "citation": "", "start": "", "end": "", "exact": "a lawmaker", "literal": "",
               "comparator": "", "amount_min": "", "amount_max": "", "unit": "", "when_literal": "", "when_edtf": "",
               "when_edtf_printed": "", "when_basis": ""}  # fmt: skip
    rows[1] |= {name: "" for name in rows[1] if name.startswith("when_")}
    page = upload(curator, "reading", as_csv(rows), begin_revisions="on")

    assert outcomes(page) == {row.slug: "revised"}
    assert confirm(curator, "reading", page).status_code == 302
    citations = facts_of.read(get("reading", row.slug))["citations"]
    assert [each["id"] for each in citations] == ["c1", "c3", "c4"]
    assert citations[0]["quantity"]["min"] == 1501
    assert (citations[2]["exact"], citations[2]["chains"]) == ("a lawmaker", citations[0]["chains"])


@pytest.mark.parametrize(
    ("record_type", "raw", "told"),
    [
        ("claim", "slug,category\nc,war\n", ['line 2, category: "war" is not a valid choice.']),
        ("claim", "slug,category\nc,\n", ["line 2, category: This field is required."]),
        ("claim", "slug,subject\nc,nobody\n", ["line 2, subject: there is no such slug: nobody"]),
        ("claim", "slug\n\n\nBad Slug\n", ["line 4: cannot create claim 'Bad Slug'"]),
        ("claim", "slug,version\na,x\n", ["line 2, version: 'x' is no version"]),
        ("claim", 'slug,proposition\nc,"a\nb"\nc,d\n', ["line 4, row 3, slug: c stands in line 2 already"]),
        ("claim", "slug,countries\nc,KR; Korea\n", ["line 2, countries: 'Korea' is not an ISO 3166-1 alpha-2 code"]),
        ("source", "slug\ns\n", ["a new source comes with its text"]),
        ("source", "slug,text\nreport-a,x\n", ["the text of a source never changes"]),
        ("actor", "slug,names_2_text,names_2_kind\na,=x,dwarf\n", ['names_2_kind: "dwarf" is not a valid choice.']),
        (
            "reading", "claim,source,status,citation,exact,modality,chains_1_end,amount_min\n"
            "soldiers-planned,report-b,carried,,Nothing was said,asserted,own_voice,\n"
            "soldiers-planned,report-b,carried,,a day,maybe,own_voice,ten\n",
            ['line 3, modality: "maybe" is not a valid choice.', "line 3, amount_min: A valid number is required."],
        ),
        (
            "reading", "claim,source,status,citation,exact\nsoldiers-planned,report-b,carried,,x\n"
            "soldiers-planned,report-b,not_carried,,y\n",
            ["line 3, status: soldiers-planned--report-b has 'carried' in line 2: say the same"],
        ),
    ],
)  # fmt: skip
def test_refusal_names_line_column_and_what_is_wrong(record_type, raw, told, u, curator, no_trace):
    page = upload(curator, record_type, raw)

    said = problems(page)
    for each in told:
        assert any(each in one for one in said), said
    assert b'name="seen"' not in page.content


def test_allowed_values_are_told_and_the_refused_one_is_shown(u, curator):
    page = upload(curator, "claim", "slug,category\nc,war\n")

    (told,) = page.context["refused"]
    problem = next(each for each in told["result"].problems if each.column == "category")
    assert problem.value == "war"
    assert "One of military_deployment" in problem.allowed or "One of deployment" in problem.allowed


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("a.xlsx", b"PK", "neither CSV nor YAML by its name"), ("a.csv", b"slug\n\xff", "not UTF-8"),
        ("a.yaml", b"- " * 100_000, "nested more than 30 deep"), ("a.yml", b"- slug: a\n  x: 1\n", "unknown key"),
        ("a.csv", b"slug\n" + b"a" * 2_000_001, "at most 2000000"), ("a.csv", b"x\n", "'slug' is missing"),
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_is_refused_on_the_page(name, raw, told, u, curator, no_trace):
    page = upload(curator, "claim", raw, name, title="Typed")

    assert told in " ".join(problems(page))
    if "form" in page.context:
        assert page.context["form"]["title"].value() == "Typed"


def test_one_refused_record_keeps_all_others_out(u, curator):
    raw = "slug,proposition,category\nc,Good.,plan\nd,Bad.,war\n"
    page = upload(curator, "claim", raw)
    assert outcomes(page) == {"c": "created", "d": "refused"}
    before = counts()

    again = confirm(curator, "claim", page)

    assert again.status_code == 200
    assert counts() == before


def test_what_changed_meanwhile_is_shown_again(u, curator, colleague):
    row = u.more("claim")
    page = upload(curator, "claim", f"slug,version,proposition\n{row.slug},{row.version},Mine.\n")
    u.edit(row, proposition="Theirs.", by=u.colleague)
    before = counts()

    again = confirm(curator, "claim", page)

    assert counts() == before
    assert outcomes(again) == {row.slug: "refused"}
    assert "you saw version 1, it is now version 2 by desk-colleague, who changed proposition" in problems(again)[0]
    assert "is not what you were shown" in again.content.decode()


@pytest.mark.parametrize(
    "changed", [{"seen": "0" * 64}, {"content": "c2x1Zwp4Cg=="}, {"content": "?"}, {"batch": "999"}, {"file_name": "x"}]
)
def test_only_what_was_shown_is_imported(changed, u, curator, no_trace):
    page = upload(curator, "claim", "slug,proposition,category\nc,Good.,plan\n")

    assert confirm(curator, "claim", page, **changed).status_code == 200


def test_import_goes_into_the_batch_that_was_chosen_and_leaves_others_where_they_are(u, curator):
    batch, other = (batches.open_(title=title, by=u.curator) for title in ("one", "other"))
    row = u.more("claim", batch=other)
    raw = f"slug,version,proposition,category\nc,,New.,plan\n{row.slug},{row.version},Changed.,response\n"

    page = upload(curator, "claim", raw, batch=batch.pk)

    assert [each["result"].note for each in page.context["taken"]] == ["", f"stays in batch {other.pk}"]
    confirm(curator, "claim", page)
    assert (get("claim", "c").batch, fresh(row).batch) == (batch, other)


def test_records_of_a_file_may_name_each_other_in_any_order(u, curator):
    raw = "slug,kind,names_1_text,names_1_kind,parent\nb,state_body,B,full,a\na,state,A,full,\n"

    page = upload(curator, "actor", raw)

    assert outcomes(page) == {"b": "created", "a": "created"}
    confirm(curator, "actor", page)
    assert get("actor", "b").parent == get("actor", "a")


def test_ticked_rows_are_exported(u, curator):
    rows = [published("claim"), u.more("claim")]

    for form in FORMS:
        sent = curator.post("briefings_claim_changelist", action=f"export_{form}", _selected_action=[rows[1].pk])
        assert sent["Content-Disposition"] == f'attachment; filename="claims.{form}"'
        assert b"minister-responds" in sent.content
        assert b"soldiers-left" not in sent.content
    assert messages_of(curator.get("briefings_claim_export", "csv", q="nothing-like-it")) == [
        "There is nothing to export."
    ]
    assert curator.get("briefings_claim_export", "xml").status_code == 404
    assert curator.get("briefings_claim_export", "csv", proposition__regex="x").status_code == 400


def test_who_only_looks_on_exports_and_imports_nothing(u, outsider, no_trace):
    u.outsider.user_permissions.set(Permission.objects.filter(codename="view_claim"))

    assert b"soldiers-left" in export(outsider, "claim")
    assert outsider.get("briefings_claim_import").status_code == 403
    assert upload(outsider, "claim", "slug,proposition,category\nc,Good.,plan\n").status_code == 403
    assert b"Import\xe2\x80\xa6" not in outsider.get("briefings_claim_changelist").content
    u.outsider.user_permissions.clear()


def test_more_than_a_file_takes_is_not_exported(u, curator, monkeypatch):
    from briefings.exchange.sheets import entries, files

    monkeypatch.setattr(entries, "RECORDS_AT_MOST", 1)
    monkeypatch.setattr(files, "RECORDS_AT_MOST", 1)

    answer = curator.get("briefings_claim_export", "csv")

    assert messages_of(answer) == ["more than 1 records: that many are exported at once; filter the list, or tick"]


def test_too_many_changes_are_refused_before_any_is_tried(u, curator, no_trace):
    raw = "slug,proposition,category\n" + "".join(f"c-{number},x,plan\n" for number in range(201))

    assert problems(upload(curator, "claim", raw)) == [
        "the file begins or changes 201 records; at most 200 are written at once: split it"
    ]


@pytest.fixture(scope="module")
def every_state(built: universe.Universe, django_db_blocker) -> universe.Universe:
    """Make one actor in each state, in the module's transaction."""
    with django_db_blocker.unblock():
        return truth.build(built)


@pytest.mark.sqlite  # who may, and when, is no question of an engine
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_import_into_state_by_role(state, role, every_state, u):
    """The file changes one cell of one actor; a revision is begun only where that was asked for."""
    row, desk = get("actor", slug_of(state)), Desk(getattr(u, role, None))
    raw = f"slug,version,country\n{row.slug},{row.version},RU\n"

    for begin in ({}, {"begin_revisions": "on"}):
        before = counts()
        page = upload(desk, "actor", raw, **begin)
        assert counts() == before
        if role in OUTSIDE:
            assert page.status_code == (403 if role == "outsider" else 302)
            continue
        wanted = IMPORTED[bool(begin)].get(state, "refused")
        assert outcomes(page) == {row.slug: wanted}
        if wanted == "refused":
            assert counts() == before
            continue
        assert confirm(desk, "actor", page).status_code == 302
        now = fresh(row)
        assert (now.state, now.country, now.updated_by.username) == ("draft", "RU", role)
        break
