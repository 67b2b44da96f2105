"""What the facts refuse of words: those that are not seen as they are, those that are too long, lists without end."""

from collections.abc import Iterator
from typing import Any

import pytest
from rest_framework import serializers

from briefings.actions import approvals, batches, records, sources, users
from briefings.errors import BriefingsError
from briefings.facts import records as facts_of
from briefings.facts.keepable import MOST
from briefings.facts.refusals import InvalidFacts
from briefings.text import received, written
from tests.universe import LEFT_C1, PARK_LINK, RECEIVED, TEXT_A, facts, get, published, seen

OVERRIDE = "Park\u202e"
WHEN = {"literal": None, "edtf_printed": None, "edtf": "2024", "basis": "unclear"}
# One field of each kind: type, what is changed, the pointer of the refusal.
FIELDS = [
    ("claim", {"proposition": OVERRIDE}, "/proposition"),
    ("claim", {"proposition": "one\ntwo"}, "/proposition"),
    ("claim", {"counted": OVERRIDE}, "/counted"),
    ("claim", {"unit": OVERRIDE}, "/unit"),
    ("actor", {"names": [{"text": OVERRIDE, "kind": "full"}]}, "/names/0/text"),
    ("actor", {"names": [{"text": "Park\r\nX-Injected: 1", "kind": "full"}]}, "/names/0/text"),
    ("briefing", {"title": OVERRIDE}, "/title"),
    ("briefing", {"place": OVERRIDE}, "/place"),
    ("briefing", {"when": {**WHEN, "note": OVERRIDE}}, "/when/note"),
    ("source", {"title": OVERRIDE}, "/title"),
    ("source", {"dateline": OVERRIDE}, "/dateline"),
    ("source", {"original_url": "https://example.org/\u202egpj"}, "/original_url"),
    ("source", {"original_url": "javascript:ran(1)"}, "/original_url"),
    ("source", {"asides": [{"reason": "rhetoric", "note": OVERRIDE, "quote": "silence"}]}, "/asides/0/note"),
    ("reading", {"note": OVERRIDE}, "/note"),
    ("reading", {"note": "one\rtwo"}, "/note"),
    ("comparison", {"reason": OVERRIDE}, "/reason"),
    ("judgement", {"names": [OVERRIDE]}, "/names/0"),
]


@pytest.mark.parametrize(("record_type", "changes", "pointer"), FIELDS)
def test_words_that_are_not_seen_as_they_are_are_refused(record_type, changes, pointer, u):
    row = published(record_type)

    with pytest.raises(InvalidFacts) as raised:
        u.edit(row, **changes)

    (error,) = raised.value.errors
    assert error["pointer"] == pointer
    assert error["code"] == ("invalid" if "javascript" in str(changes) else "unseen_character")


# Words of the first citation that are a report's own: what may be in them is what the report has there.
PRINTED = [
    ({"hedges": ["had left \u200fin October"]}, None),
    ({"hedges": ["had \u200bleft"]}, "/citations/0/hedges/0"),
    ({"when": {**WHEN, "literal": "left \u200fin"}}, None),
    ({"chains": [{"end": "no_source_given", "links": [{**PARK_LINK, "as_printed": "left \u200fin"}]}]}, None),
    ({"chains": [{"end": "no_source_given", "links": [{**PARK_LINK, "as_printed": "Pa\u200brk"}]}]},
     "/citations/0/chains/0/links/0/as_printed"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "pointer"), PRINTED)
def test_words_of_a_report_hold_what_the_report_holds(changes, pointer, u):
    citations = [{**LEFT_C1, **changes}]
    assert "\u200f" in TEXT_A

    if pointer is None:
        u.edit(published("reading"), citations=citations)
    else:
        with pytest.raises(InvalidFacts) as raised:
            u.edit(published("reading"), citations=citations)
        assert [error["pointer"] for error in raised.value.errors] == [pointer]


LENGTHS = [
    ("claim", {"proposition": "a" * 501}, "/proposition", "501 characters: at most 500 are allowed"),
    ("source", {"title": "a" * 1001}, "/title", "1001 characters: at most 1000 are allowed"),
    ("source", {"dateline": "a" * 301}, "/dateline", "301 characters: at most 300 are allowed"),
    ("reading", {"note": "a" * 10_001}, "/note", "10001 characters: at most 10000 are allowed"),
    ("comparison", {"reason": "a" * 10_001}, "/reason", "10001 characters: at most 10000 are allowed"),
    ("judgement", {"reason": "a" * 10_001}, "/reason", "10001 characters: at most 10000 are allowed"),
    ("actor", {"names": [{"text": f"n{n}", "kind": "alias"} for n in range(201)]}, "/names",
     "201 name forms: at most 200 stand on one actor"),
    ("judgement", {"names": ["a"] * (MOST + 1)}, "/names", "a list of 1001: at most 1000 are allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("record_type", "changes", "pointer", "detail"), LENGTHS)
def test_what_is_too_long_is_refused_with_both_numbers(record_type, changes, pointer, detail, u):
    with pytest.raises(InvalidFacts) as raised:
        u.edit(published(record_type), **changes)

    assert [(error["pointer"], error["detail"]) for error in raised.value.errors] == [(pointer, detail)]


@pytest.mark.parametrize("reason", [OVERRIDE, "a" * (written.LONGEST_REASON + 1), "a\0"])
def test_reasons_and_notes_of_steps_are_held_to_the_same(reason, u):
    (row,) = u.submit(u.more("claim"))

    for step in (
        lambda: records.return_(record=row, by=u.reviewer, reason=reason),
        lambda: approvals.approve(rows=[row], by=u.reviewer, looked_at=seen(row), correction_note=reason),
        lambda: batches.open_(title=reason, by=u.curator),
    ):
        with pytest.raises(BriefingsError) as raised:
            step()
        assert raised.value.status == 400

    assert get("claim", row.slug).state == "in_review"


def test_names_of_people_are_held_to_the_same(u):
    with pytest.raises(written.Unseen) as raised:
        users.change(user=u.curator, values={"last_name": OVERRIDE}, roles=[], by=u.chief)

    assert raised.value.pointer == "/last_name"


def test_report_that_is_too_large_is_refused_with_both_numbers(u, monkeypatch):
    monkeypatch.setattr(received, "LARGEST", 10)

    with pytest.raises(received.TooLarge) as raised:
        sources.receive(slug="large", text="é" * 6, facts={"kind": "post", "received_at": RECEIVED}, by=u.curator)

    assert raised.value.detail == "the report has 12 bytes: at most 10 are allowed"


def test_facts_of_an_edition_from_before_these_rules_are_not_measured_again(u):
    old = {**facts("claim", "soldiers-left"), "proposition": OVERRIDE * 100}

    cleaned = facts_of.clean("claim", old, slug="soldiers-left", once_checked=True)

    assert cleaned["proposition"] == OVERRIDE * 100
    with pytest.raises(InvalidFacts):
        facts_of.clean("claim", old, slug="soldiers-left")


def fields_of(facts: Any) -> Iterator[tuple[str, serializers.Field]]:
    """Yield every field of facts and of their parts, with its path."""
    for name, field in facts.fields.items():
        yield name, field
        below = getattr(field, "child", field)
        if isinstance(below, serializers.Serializer):
            yield from ((f"{name}.{path}", each) for path, each in fields_of(below))


@pytest.mark.parametrize("record_type", facts_of.FACTS)
def test_what_may_be_null_is_never_blank(record_type):
    fields = [*fields_of(facts_of.FACTS[record_type]())]

    assert [path for path, field in fields if field.allow_null and getattr(field, "allow_blank", False)] == []
    assert any(field.allow_null for _, field in fields) is (record_type != "comparison")


@pytest.mark.parametrize(
    ("name", "code"), [("version_kind", "invalid_choice"), ("title", "blank"), ("archive_url", "blank")]
)
def test_blank_is_refused_where_null_says_it_and_kept_of_an_edition(name, code, u):
    given = {**facts("source", "report-a"), name: ""}

    with pytest.raises(InvalidFacts) as raised:
        facts_of.clean("source", given, slug="report-a")

    assert (raised.value.errors[0]["pointer"], raised.value.errors[0]["code"]) == (f"/{name}", code)
    if name != "version_kind":  # no row of the database could ever hold that
        assert facts_of.clean("source", given, slug="report-a", once_checked=True)[name] == ""
