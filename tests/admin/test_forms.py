"""The form of a record: facts in, facts out, through actions; refusals beside their fields; nothing typed is lost."""

import re

import pytest

from briefings.actions import contributions
from briefings.choices import State
from briefings.facts import records as facts_of
from briefings.models import RECORDS, Actor, AuditEvent, Claim
from tests import hostile, universe
from tests.admin.desk import errors_of, filled, messages_of
from tests.pages import faults
from tests.universe import MORE, TYPES, fresh, get, published

HOSTILE = ("null", "2024-10-23", "~", "%00", *hostile.packed(hostile.WRITABLE, 300))


def pk(record_type: str, slug: str) -> int:
    return RECORDS[record_type].objects.get(slug=slug).pk


# What a person types to begin one more record of each type.
def typed(record_type: str) -> dict:
    return {
        "source": {"slug": "report-c", "kind": "post", "title": "A third", "text": "A report of its own."},
        "actor": {
            "slug": "ministry", "kind": "state_body", "parent": pk("actor", "seoul"),
            "names": "- text: Ministry\n  kind: full\n",
        },
        "briefing": {
            "slug": "remarks", "title": "Remarks", "kind": "remarks_to_reporters", "host": pk("actor", "agency"),
            "presenters": [pk("actor", "agency"), pk("actor", "park")],
            "when": "literal: Oct 23, 2024\nedtf_printed: 2024-10-23\nedtf: 2024-10-23\nbasis: printed\n"
            "literal_anchor: {source: report-a, quote: 'Oct 23, 2024'}\n",
            "passages": "- source: report-a\n  states: [presenter]\n  quote: The agency said\n",
        },
        "claim": {
            "slug": "minister-responds", "proposition": "A minister responds.", "category": "response",
            "subject": pk("actor", "agency"), "countries": "KR\r\nRU",
        },
        "reading": {
            "claim": pk("claim", "soldiers-planned"), "source": pk("source", "report-b"), "status": "carried",
            "citations": "- quote: a day like any other\n  chains:\n    - end: own_voice\n",
        },
        "comparison": {
            "slug": "planned-supersedes-left", "kind": "supersedes", "left_claim": pk("claim", "soldiers-planned"),
            "right_claim": pk("claim", "soldiers-left"), "right_citation": "soldiers-left--report-a--c1",
            "reason": "later",
        },
        "judgement": {
            "slug": "agency-is-not-twin", "kind": "not_same_person", "reason": "two addresses",
            "actors": [pk("actor", "agency"), pk("actor", "twin")],
            "passages": "- source: report-a\n  quote: The agency said\n",
        },
    }[record_type]  # fmt: skip


@pytest.mark.parametrize("record_type", TYPES)
def test_add_begins_a_draft_and_tells_the_audit_chain(record_type, u, curator):
    answer = curator.add(record_type, **typed(record_type))

    assert answer.status_code == 302, errors_of(answer)
    row = get(record_type, MORE[record_type][0])
    assert (row.state, row.created_by) == (State.DRAFT, u.curator)
    assert AuditEvent.objects.last().step == "create"
    assert contributions.of(row) == [u.curator]


def test_add_keeps_every_fact_that_was_typed(curator):
    curator.add("briefing", **typed("briefing"))

    facts = facts_of.read(get("briefing", "remarks"))
    assert facts["presenters"] == ["agency", "park"]
    assert facts["when"]["earliest"] == facts["when"]["latest"] == "2024-10-23"
    assert facts["passages"][0]["exact"] == "The agency said"
    assert (facts["place"], facts["committee"], facts["audience"]) == (None, None, [])


@pytest.mark.parametrize("record_type", TYPES)
def test_edit_of_a_published_record_opens_a_revision(record_type, u, curator):
    row = published(record_type)
    (name, value), *_ = universe.another(record_type, "Other words").items()

    answer = curator.save(row, **{name: "- text: Other words\n  kind: full\n" if name == "names" else value})

    assert answer.status_code == 302, errors_of(answer)
    after = fresh(row)
    assert (after.state, after.version, after.updated_by) == (State.DRAFT, row.version + 1, u.curator)
    assert "pending revision" in messages_of(answer)[0]
    assert "Other words" in str(facts_of.read(after)[name])


@pytest.mark.parametrize(("record_type", "slug"), universe.FACTS)
def test_form_sent_back_as_it_was_shown_changes_nothing(record_type, slug, curator, no_trace):
    row = get(record_type, slug)

    answer = curator.save(row)

    assert answer.status_code == 302, errors_of(answer)
    assert messages_of(answer) == [f"{row.label}: nothing was changed."]
    assert fresh(row).version == row.version


def test_line_ends_that_a_browser_rewrites_are_no_change(u, curator):
    row = u.edit(get("reading", "soldiers-left--report-b"), note="one\ntwo\r\nthree")

    curator.save(row, note="one\r\ntwo\r\nthree")

    assert fresh(row).version == row.version


# Type, what is typed wrong, the field that says so, and what it says.
WRONG = [
    ("actor", {"names": ""}, "names", "This list may not be empty."),
    ("actor", {"names": "- text: [unclosed"}, "names", "line "),
    ("actor", {"names": "- text: A\n  text: B"}, "names", "the key 'text' comes twice"),
    ("actor", {"names": "- text: A\n  kind: full\n- text: B\n  kind: nick\n"}, "names",
     'line 4, 1 › kind: "nick" is not a valid choice.'),
    ("actor", {"names": "- text: A\n  kind: full\n  nom: B\n"}, "names", "unknown key"),
    ("actor", {"names": "text"}, "names", "Expected a list"),
    ("actor", {"kind": ""}, "kind", "This field is required."),
    ("actor", {"country": "Korea"}, "country", "'Korea' is not an ISO 3166-1 alpha-2 code such as KR"),
    ("actor", {"parent": "x"}, "parent", "Select a valid choice"),
    ("actor", {"parent": "9" * 30}, "parent", "Select a valid choice"),
    ("actor", {"slug": "Not A Slug"}, "slug", "A slug holds lower-case"),
    ("actor", {"slug": "seoul"}, "slug", "that slug is taken"),
    ("actor", {"slug": "a--b"}, "__all__", "two hyphens in a row"),
    ("claim", {"proposition": ""}, "proposition", "This field may not be blank."),
    ("claim", {"proposition": "a\0b"}, "proposition", "Null characters are not allowed."),
    ("claim", {"countries": "KR\nKorea"}, "countries", "ISO 3166-1"),
    ("briefing", {"when": "basis: printed\nedtf: 2024-13-45\nedtf_printed: 2024-13-45"}, "when", "line "),
    ("briefing", {"when": "basis: printed\nliteral: \"\\ud800\""}, "when", "line 2: found invalid Unicode"),
    ("briefing", {"passages": "- source: report-a\n  states: [host]\n  quote: not in it\n"}, "passages", "line 1, 0"),
    ("reading", {"citations": "- quote: day\n  start: 1\n  end: 999999999\n  chains: [{end: own_voice}]"},
     "citations", "line"),
    ("reading", {"citations": "- quote: a\n  chains: [{end: own_voice}]"}, "citations", "line 1, 0: "),
    ("reading", {"citations": ""}, "citations", "carried with 0 citations"),
    ("reading", {"claim": ""}, "__all__", "choose both"),
    ("comparison", {"right_citation": "no-such--c1"}, "right_citation", "has no citation no-such--c1"),
    ("comparison", {"left_claim": ""}, "left_claim", "may not be null"),
    ("judgement", {"kind": "independence_established"}, "origins", "two or more origins"),
    ("source", {"received_at": "yesterday"}, "received_at", "Datetime has wrong format"),
    ("source", {"version_kind": "reprint"}, "version_kind", "go together"),
    ("source", {"original_url": "javascript:alert(1)"}, "original_url", "Enter a valid URL."),
]  # fmt: skip


@pytest.mark.sqlite  # refused before a row is written
@pytest.mark.parametrize(("record_type", "wrong", "field", "said"), WRONG)
def test_wrong_value_is_refused_beside_its_field_and_kept_as_typed(record_type, wrong, field, said, curator, no_trace):
    answer = curator.add(record_type, **{**typed(record_type), **wrong})

    assert answer.status_code == 200
    assert said in " ".join(errors_of(answer)[field])
    (name, value), *_ = wrong.items()
    assert str(answer.context["form"][name].value()) == value


def test_every_wrong_value_is_named_at_once(curator, no_trace):
    answer = curator.add("claim", slug="c", proposition="", category="", countries="Korea")

    assert errors_of(answer).keys() == {"proposition", "category", "countries"}


def test_yaml_that_stands_for_millions_of_values_is_refused(curator, no_trace):
    bomb = "- &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"- &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )

    for text in (bomb, "&a [*a]", "[" * 100_000, "- " * 50_000, "1" * 5000, "- text: \0", "!!python/name:os.system x"):
        answer = curator.add("actor", **{**typed("actor"), "names": text})
        assert errors_of(answer).keys() == {"names"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_kept_as_they_are_and_escaped_on_every_page(text, u, curator):
    answer = curator.add("claim", slug="hostile", proposition=text, category="plan", counted=text, countries="")

    row = get("claim", "hostile")
    assert (row.proposition, row.counted) == (text, text)
    for page in (curator.open(row), curator.open(row, "history"), curator.get("briefings_claim_changelist")):
        assert faults(page.content.decode()) == []
    assert answer.status_code == 302
    curator.save(row)
    assert fresh(row).version == row.version


@pytest.mark.sqlite
@pytest.mark.parametrize("word", hostile.UNWRITABLE)
def test_words_that_are_not_seen_as_they_are_are_refused_by_code_point_and_stay_in_the_form(word, curator, no_trace):
    text = hostile.UNWRITABLE[word]

    answer = curator.add("claim", slug="hostile", proposition=text, category="plan", countries="")

    assert answer.context["form"]["proposition"].value() == text
    (error,) = errors_of(answer)["proposition"]
    at = re.match(r"U\+([0-9A-F]{4,6}) [A-Z0-9 -]+ at character (\d+), after ", error)
    assert at, error
    assert text.replace("\r\n", "\n")[int(at[2]) - 1] == chr(int(at[1], 16))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_parts_come_back_as_they_were(text, u, curator):
    row = u.draft("actor", "hostile", {"kind": "group", "names": [{"text": text, "kind": "alias"}]})

    assert faults(curator.open(row).content.decode()) == []
    curator.save(row)
    assert fresh(row).version == row.version
    assert facts_of.read(row)["names"][0]["text"] == text


def test_stale_edit_is_refused_keeps_what_was_typed_and_shows_what_the_other_changed(u, curator, colleague):
    row = u.draft("claim", "c", {"proposition": "old", "category": "plan", "counted": "troops"})
    page = curator.open(row)
    colleague.save(row, proposition="theirs", counted="soldiers")

    answer = curator.save(row, page=page, proposition="mine")

    form = answer.context["form"]
    assert fresh(row).proposition == "theirs"
    assert "you saw version 1, it is now version 2 by desk-colleague" in errors_of(answer)["__all__"][0]
    assert errors_of(answer)["proposition"] == ["colleague changed this too. It is now: theirs"]
    assert form["proposition"].value() == "mine"
    assert form["counted"].value() == "soldiers"  # untouched here, so it follows
    assert form["version"].value() == "2"


def test_stale_edit_sent_again_is_saved_over_the_version_that_was_shown(u, curator, colleague):
    row = u.draft("claim", "c", {"proposition": "old", "category": "plan", "counted": "troops"})
    page = curator.open(row)
    colleague.save(row, proposition="theirs", counted="soldiers")

    curator.save(row, page=curator.save(row, page=page, proposition="mine"))

    after = fresh(row)
    assert (after.proposition, after.counted, after.version) == ("mine", "soldiers", 3)


def test_stale_edit_of_parts_compares_them_as_text(u, curator, colleague):
    row = published("actor")
    page = curator.open(row)
    seoul, twin = Actor.objects.get(slug="seoul"), Actor.objects.get(slug="twin")
    colleague.save(row, names="- text: Theirs\n  kind: full\n", parent=twin.pk)

    answer = curator.save(row, page=page, country="RU")

    form = answer.context["form"]
    assert "text: Theirs" in form["names"].value()
    assert (form["parent"].value(), form["country"].value()) == (twin.pk, "RU")
    assert set(errors_of(answer)) == {"__all__"}
    assert seoul.pk != twin.pk


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 30])
def test_form_without_a_version_is_refused(version, curator, no_trace):
    answer = curator.save(published("claim"), version=version, proposition="other")

    assert answer.status_code == 200
    assert "version" in errors_of(answer)


def test_form_of_a_record_that_cannot_be_edited_is_locked(u, curator, no_trace):
    row = get("claim", "soldiers-left")
    Claim.objects.filter(pk=row.pk).update(state=State.WITHDRAWN)

    page = curator.open(row)

    assert all(field.field.disabled for field in page.context["form"])
    assert not page.context["is_open"]
    answer = curator.save(row, page=page, proposition="other")
    assert "cannot edit claim soldiers-left: it is withdrawn" in errors_of(answer)["__all__"][0]


def test_reading_keeps_its_claim_and_source(curator, no_trace):
    answer = curator.save(published("reading"), claim=pk("claim", "soldiers-planned"))

    assert "a reading keeps its claim" in errors_of(answer)["__all__"][0]


def test_address_may_fill_in_what_a_new_record_is_about(u, curator):
    claim = published("claim")

    page = curator.get("briefings_reading_add", claim=claim.pk, source="x", batch="9" * 30)

    assert filled(page)["claim"] == claim.pk
    assert "source" not in filled(page)


def test_citation_ids_are_kept_through_the_form(curator):
    row = published("reading")
    page = curator.open(row)

    curator.save(
        row, page=page, citations=filled(page)["citations"] + "- quote: a lawmaker\n  chains: [{end: own_voice}]\n"
    )

    assert [citation["id"] for citation in facts_of.read(row)["citations"]] == ["c1", "c2", "c3", "c4"]
