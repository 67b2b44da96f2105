"""Facts there and back, what they refer to, and the canonical JSON that hashes are taken over."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers

from briefings.actions import records
from briefings.facts import canonical, order
from briefings.facts import records as facts_of
from briefings.facts.base import AnchorFacts, SlugOf, SlugsOf
from briefings.facts.values import ValueField
from tests.universe import FACTS, TYPES, get, published

ALL = sorted(FACTS)


@pytest.mark.parametrize("key", ALL, ids=lambda key: " ".join(key))
def test_facts_read_cleaned_and_written_are_the_same(key, u):
    row = get(*key)
    facts = facts_of.read(row)

    through_json = json.loads(canonical.dumps(facts))
    row = records.edit(record=row, facts=through_json, by=u.curator, version=row.version)

    assert facts_of.read(row) == facts
    assert row.state == "published"
    assert canonical.hash_of(facts) == row.edition.facts_hash


@pytest.mark.parametrize("record_type", TYPES)
def test_read_many_reads_what_read_reads(record_type, u):
    row = published(record_type)

    assert facts_of.read_many(record_type, [row.pk]) == {row.pk: facts_of.read(row)}


@pytest.mark.parametrize("record_type", TYPES)
def test_reading_facts_takes_the_same_queries_for_more_rows(record_type, u, django_assert_num_queries):
    model = type(published(record_type))
    ids = list(model._default_manager.values_list("pk", flat=True))
    with django_assert_num_queries(8, exact=False):
        facts_of.read_many(record_type, ids)


def test_facts_of_the_universe_name_these_records(u):
    def named(record_type: str) -> set[tuple[str, str]]:
        return facts_of.references(record_type, facts_of.read(published(record_type)))

    assert named("source") == {("actor", "assembly"), ("actor", "wire")}
    assert named("actor") == {("actor", "seoul")}
    assert named("briefing") == {("actor", "assembly"), ("actor", "agency"), ("source", "report-a")}
    assert named("claim") == {("actor", "seoul")}
    assert named("reading") == {
        ("claim", "soldiers-left"), ("source", "report-a"), ("actor", "park"), ("actor", "agency"),
        ("briefing", "october-briefing"),
    }  # fmt: skip
    assert named("comparison") == {
        ("claim", "soldiers-left"), ("claim", "soldiers-planned"), ("reading", "soldiers-left--report-a"),
    }  # fmt: skip
    assert named("judgement") == {("actor", "park"), ("actor", "agency"), ("source", "report-a")}


def slug_paths(facts: serializers.Serializer, path: tuple[str, ...] = ()) -> set[str]:
    """Return every path of facts at which another record's slug may stand."""
    found: set[str] = set()
    for name, field in facts.fields.items():
        here = (*path, name)
        if isinstance(field, (SlugOf, serializers.SlugRelatedField)):
            found.add(".".join(here))
        elif isinstance(field, SlugsOf):
            found.add(".".join((*here, "*")))
        elif isinstance(field, serializers.ListSerializer):
            found |= slug_paths(field.child, (*here, "*"))
        elif isinstance(field, ValueField):
            found |= slug_paths(field.facts(), here)
        elif isinstance(field, AnchorFacts):
            found.add(".".join((*here, "source")))
        elif isinstance(field, serializers.Serializer):
            found |= slug_paths(field, here)
    return found


@pytest.mark.parametrize("record_type", [each for each in TYPES if each != "comparison"])
def test_every_place_that_may_name_a_record_is_a_reference(record_type):
    paths = slug_paths(facts_of.FACTS[record_type]())

    assert paths == {path for path, _ in facts_of._REFERENCES[record_type]}
    assert paths or record_type == "comparison"


# Editions from before a key


def test_facts_of_an_older_edition_have_the_keys_that_there_were_not_yet():
    """Of parts too; a value has the keys that it was given."""
    when = {"edtf": "2024"}
    facts = {"names": [{"text": "Seoul"}], "kind": "state", "unknown": 1}

    found = order.whole("actor", facts)
    reading = order.whole("reading", {"citations": [{"when": when}]})["citations"][0]

    assert [*found][-1] == "unknown" and found["parent"] is None and found["roles"] == []
    assert (found["names"][0]["text"], found["names"][0]["language"]) == ("Seoul", None)
    assert reading["when"] == when
    assert (reading["quantity"], reading["translation"]) == (None, None)


# Canonical JSON


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": {"d": 2, "c": 3}}, '{"a":{"c":3,"d":2},"b":1}'),
        ({"é": "\u00a0e\u0301\U0001fa96"}, '{"é":"\u00a0e\u0301\U0001fa96"}'),
        (
            [Decimal("1500"), Decimal("1500.00"), Decimal("1.50"), Decimal("0.0001"), Decimal("1E+3")],
            "[1500,1500,1.5,0.0001,1000]",
        ),
        (Decimal("999999999999999"), "999999999999999"),
        (datetime(2024, 10, 23, 9, 30, tzinfo=timezone(timedelta(hours=9))), '"2024-10-23T00:30:00.000000Z"'),
        (datetime(2024, 10, 23, 0, 30, 0, 1, tzinfo=UTC), '"2024-10-23T00:30:00.000001Z"'),
        (datetime(1, 5, 3, tzinfo=UTC), '"0001-05-03T00:00:00.000000Z"'),
        (date(2024, 10, 23), '"2024-10-23"'),
        ([True, None, '\u2028"\\\n'], '[true,null,"\u2028\\"\\\\\\n"]'),
    ],
)
def test_canonical_json(value, text):
    assert canonical.dumps(value) == text
    assert canonical.hash_of(value) == canonical.sha256(text.encode())


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_number_without_a_canonical_form_is_refused(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical.dumps({"a": value})


def test_value_without_a_canonical_form_is_refused():
    with pytest.raises(TypeError, match="set has no canonical form"):
        canonical.dumps({"a": {1}})


LEAVES = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
)


@given(VALUES)
def test_canonical_json_reads_back_and_is_its_own_canonical_form(value):
    text = canonical.dumps(value)

    assert json.loads(text) == value
    assert canonical.dumps(json.loads(text)) == text
