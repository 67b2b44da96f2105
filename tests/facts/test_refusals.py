"""What facts are refused for: the code, the place and the words of each refusal, and that nothing of it is kept.

What is refused by its form or by a rule is asked on SQLite alone: the engine has no part in that.
"""

# ruff: noqa: E501  a case a line

import copy
from typing import Any

import pytest

from briefings.actions import records
from briefings.facts import records as facts_of
from briefings.facts.refusals import InvalidFacts
from briefings.models import RECORDS, AuditEvent, Contribution
from tests.universe import HEADLINE, LEFT_C1, PARK_LINK, PLANNED_C1, TEXT_A, get, published

READING = ("reading", "soldiers-left--report-a")
DEEP: Any = "x"
for _ in range(5000):
    DEEP = [DEEP]


def traces() -> tuple:
    counts = [model._default_manager.count() for model in RECORDS.values()]
    return (*counts, AuditEvent.objects.count(), Contribution.objects.count())


def refusal(u, record_type: str, slug: str, **changes: Any) -> InvalidFacts:
    """Return the refusal of an edit, after asserting that it left no trace."""
    row = get(record_type, slug)
    facts, before = facts_of.read(row), traces()
    with pytest.raises(InvalidFacts) as raised:
        records.edit(record=row, facts={**facts, **changes}, by=u.curator, version=row.version)
    assert traces() == before
    assert facts_of.read(get(record_type, slug)) == facts
    return raised.value


def expect(raised: InvalidFacts, pointer: str, detail: str, code: str | None = None) -> None:
    (error,) = raised.errors
    assert error["pointer"] == pointer
    assert detail in error["detail"]
    assert code is None or error["code"] == code
    assert raised.code == "invalid_facts" and raised.status == 400
    assert str(raised).startswith("cannot keep ")


def cite(**changes: Any) -> list:
    return [{**copy.deepcopy(LEFT_C1), **changes}]


def chain(end: str, *links: dict, **more: Any) -> list:
    return cite(chains=[{"end": end, "links": list(links), **more}])


def link(role: str, **changes: Any) -> dict:
    return {**PARK_LINK, "role": role, **changes}


ANCHORS = [
    ({"quote": "not there"}, "quote_not_found", "the quote 'not there' does not occur in the text"),
    ({"quote": "soldiers"}, "quote_ambiguous", "the quote 'soldiers' occurs 3 times"),
    ({"quote": "soldiers", "prefix": "zzz"}, "quote_not_found", "occurs 3 times, but not between the prefix"),
    ({"quote": "Jos\u00e9 Park"}, "quote_not_found", "does not occur in the text"),  # NFC of what the text has as NFD
    ({"quote": "1,500 more"}, "quote_not_found", "copy it character for character"),  # U+0020 for U+00A0
    ({"start": 0, "end": 9999, "exact": "x"}, "anchor_out_of_range", f"0 <= start < end <= {len(TEXT_A)}"),
    ({"start": 5, "end": 5, "exact": "x"}, "anchor_out_of_range", "[5, 5) is no stretch of the text"),
    ({"start": 9, "end": 5, "exact": "x"}, "anchor_out_of_range", "[9, 5) is no stretch of the text"),
    ({"start": 0, "exact": "Seoul"}, "anchor_out_of_range", "[0, None) is no stretch of the text"),
    ({"start": 1, "end": 6, "exact": "Seoul"}, "anchor_mismatch", "the text at [1, 6) is 'eoul ', not 'Seoul'"),
    ({"start": 0, "end": 5}, "anchor_mismatch", "the text at [0, 5) is 'Seoul', not ''"),
    ({}, "empty_quote", "the quote is empty"),
]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("anchor", "code", "detail"), ANCHORS, ids=[f"{code}-{n}" for n, (_, code, _) in enumerate(ANCHORS)]
)
def test_citation_whose_anchor_does_not_hold_is_refused(anchor, code, detail, u):
    citation = {**anchor, "chains": [{"end": "own_voice"}]}

    expect(refusal(u, *READING, citations=[citation]), "/citations/0", detail, code)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "anchor", [{"start": -1, "end": 3}, {"start": "a", "end": 3}, {"start": True, "end": 3}, {"start": 1.5, "end": 3}]
)
def test_offset_that_is_no_offset_is_refused(anchor, u):
    citation = {**anchor, "exact": "Seo", "chains": [{"end": "own_voice"}]}

    (error,) = refusal(u, *READING, citations=[citation]).errors

    assert error["pointer"] == "/citations/0/start"


CITATIONS = [
    (cite(quote="(Wire)\nThe agency", when=None, quantity=None), "/citations", "lies partly in a region and partly outside it"),
    ([*cite(id="c1"), {**PLANNED_C1, "id": "c1"}], "/citations", "an id stands once: c1, c1"),
    (cite(id="x1"), "/citations/0/id", "'x1' is not a citation id such as c1"),
    (cite(id="c0"), "/citations/0/id", "'c0' is not a citation id such as c1"),
    ([], "/citations", "carried with 0 citations: carried has one or more, not_carried none"),
    (cite(colour="red"), "/citations/0/colour", "unknown key; allowed: certainty, chains"),
    (cite(modality="maybe"), "/citations/0/modality", "is not a valid choice"),
    (cite(chains=[]), "/citations/0/chains", "may not be empty"),
    (cite(quantity={"literal": "1,600", "comparator": "eq", "min": 1600, "max": 1600}), "/citations/0/quantity", "'1,600' is not in the passage"),
    (cite(ratio={"literal": "double", "factor": 2, "refers_to": "x"}), "/citations/0/ratio", "'double' is not in the passage"),
    (cite(when={"literal": "yesterday", "edtf": None, "edtf_printed": None, "basis": "unclear"}), "/citations/0/when", "'yesterday' is not in the passage: give literal_anchor"),
    (cite(quoted=["not quoted"]), "/citations/0/quoted", "does not occur in the text"),
    (cite(quoted=[5]), "/citations/0/quoted", "each is the quoted words, or start, end and exact"),
    (cite(quoted=[{"quote": [5]}]), "/citations/0/quoted", ""),
    (cite(quoted=[{"start": "a", "end": 3, "exact": "x"}]), "/citations/0/quoted", ""),
    (cite(quoted=[{"start": 0, "end": 5, "exact": "Seoul"}]), "/citations/0/quoted", ""),
    (cite(quoted=[{"quote": "more", "colour": "red"}]), "/citations/0/quoted", ""),
    (cite(quoted="more"), "/citations/0/quoted", "Expected a list"),
    (cite(hedges=["x" * 301]), "/citations/0/hedges/0", "301 characters: at most 300 are allowed"),
]  # fmt: skip


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("citations", "pointer", "detail"), CITATIONS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_citation_that_does_not_hold_is_refused(citations, pointer, detail, u):
    raised = refusal(u, *READING, citations=citations)

    assert raised.errors[0]["pointer"].startswith(pointer)
    assert detail in raised.errors[0]["detail"]


CHAINS = [
    (chain("originator"), "/end", "has an originator as its last link"),
    (chain("originator", link("relayer")), "/end", "has an originator as its last link"),
    (chain("own_voice", link("relayer")), "/end", "own_voice: the source asserts it itself, so there are no links"),
    (chain("no_source_given", link("originator")), "/end", "ends originator, not no_source_given"),
    (chain("originator", link("originator"), link("relayer")), "/links", "links run agency ‹ relayer ‹ presenter ‹ originator, not originator ‹ relayer"),
    (chain("originator", link("presenter"), link("agency"), link("originator")), "/links", "not presenter ‹ agency ‹ originator"),
    (chain("somewhere"), "/end", "is not a valid choice"),
    (chain("originator", link("originator", anchor=None, basis="stated")), "/links/0/anchor", "basis stated wants an anchor of its own"),
    (chain("originator", link("originator", anchor=None, basis="context")), "/links/0/anchor", "basis context wants an anchor of its own"),
    (chain("originator", link("originator", anchor={"quote": "nobody"})), "/links/0/anchor", "the quote 'nobody' does not occur"),
    (chain("originator", link("originator", anchor={"quote": "said"})), "/links/0/anchor", "occurs 3 times"),
    (chain("originator", link("originator", anchor={"quote": "silence", "source": "report-a", "x": 1})), "/links/0/anchor/x", "unknown key"),
    (chain("originator", link("originator", anchor={"quote": "Nothing was said", "source": "report-b"})), "/links/0/anchor", "stands in report-a"),
    (chain("originator", link("originator", actors=["nobody"])), "/links/0/actors", "there is no such slug: nobody"),
    (chain("originator", link("originator", actors="agency")), "/links/0/actors", "a list of slugs is wanted"),
    (chain("originator", link("originator", actors=["a\0"])), "/links/0/actors/0", "NUL"),
    (chain("originator", link("originator", occasion="nowhere")), "/links/0/occasion", "there is no such slug: nowhere"),
    (chain("originator", link("originator", distribution="joint")), "/links/0/distribution", "only several actors on one link have a distribution"),
    (chain("originator", link("chairman")), "/links/0/role", "is not a valid choice"),
]  # fmt: skip


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("citations", "pointer", "detail"), CHAINS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_chain_that_does_not_hold_is_refused(citations, pointer, detail, u):
    expect(refusal(u, *READING, citations=citations), f"/citations/0/chains/0{pointer}", detail)


WHENS = [
    ({"edtf": "soon"}, "/edtf", "soon"),
    ({"edtf": "2024-13"}, "/edtf", "2024-13"),
    ({"edtf": "2024-02-30", "edtf_printed": "2024-02-30"}, "", "2024-02-30"),
    ({"edtf": "../..x"}, "/edtf", "../..x"),
    ({"edtf_printed": "10/2024"}, "/edtf_printed", "10/2024"),
    ({"edtf": "2024" * 20}, "/edtf", "80 characters: at most 64 are allowed"),
    ({"basis": "printed"}, "/basis", "printed means edtf = edtf_printed, not 2024-10 and XXXX-10"),
    ({"anchor": None}, "/anchor", "basis same_source wants the passage it was resolved from"),
    ({"basis": "other_source"}, "/anchor", "basis other_source wants the other source's slug"),
    ({"basis": "guess"}, "/basis", "is not a valid choice"),
    (
        {"anchor": {"quote": "Nothing was said", "source": "no-report"}},
        "/anchor",
        "there is no source no-report with a text",
    ),
    ({"anchor": {"quote": "Oct 24, 2024"}}, "/anchor", "does not occur in the text"),
    ({"anchor": {"quote": "said", "source": "report-a"}}, "/anchor", "occurs 3 times"),
    ({"literal_anchor": {"quote": "nowhere"}}, "/literal_anchor", "does not occur in the text"),
    ({"century": 21}, "/century", "unknown key"),
]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("changes", "pointer", "detail"), WHENS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_when_that_does_not_hold_is_refused(changes, pointer, detail, u):
    raised = refusal(u, *READING, citations=cite(when={**LEFT_C1["when"], **changes}))

    assert raised.errors[0]["pointer"].startswith(f"/citations/0/when{pointer}")
    assert detail in raised.errors[0]["detail"]


QUANTITIES = [
    ({"comparator": "eq", "min": 1500, "max": 1600}, "/comparator", "eq and approx need min = max"),
    ({"comparator": "approx", "min": None, "max": None}, "/comparator", "eq and approx need min = max"),
    ({"comparator": "gt", "min": 1500, "max": 1500}, "/comparator", "gt and ge have no max"),
    ({"comparator": "le", "min": 1500, "max": 1500}, "/comparator", "lt and le have no min"),
    ({"comparator": "range", "min": 1500, "max": 1500}, "/comparator", "range needs min < max"),
    ({"comparator": "about", "min": 1500}, "/comparator", "is not a valid choice"),
    ({"comparator": "ge", "min": -1, "max": None}, "/comparator", "out of range"),
    ({"comparator": "ge", "min": "many", "max": None}, "/min", "A valid number is required"),
    ({"comparator": "ge", "min": "NaN", "max": None}, "/min", "A valid number is required"),
    ({"comparator": "ge", "min": float("inf"), "max": None}, "/min", "A valid number is required"),
    ({"comparator": "ge", "min": 1e15 + 1, "max": None}, "/min", "no more than 15 digits before the decimal point"),
    ({"comparator": "ge", "min": "1.00001", "max": None}, "/min", "no more than 4 decimal places"),
    (
        {"comparator": "ge", "min": "123456789012345.6789", "max": None},
        "/min",
        "more digits than a number in JSON holds",
    ),
    ({"comparator": "ge", "min": 10**19, "max": None}, "/min", "a number of 64 bits"),
    ({"comparator": "ge", "min": 10**5000, "max": None}, "/min", "bits"),
    ({"currency": "dollar"}, "/currency", "6 characters: at most 3 are allowed"),
    ({"currency": "usd"}, "/currency", "'usd' is not an ISO 4217 code such as USD"),
    ({"literal": ""}, "/literal", "may not be blank"),
]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("changes", "pointer", "detail"), QUANTITIES, ids=lambda each: each if isinstance(each, str) else ""
)
def test_quantity_outside_its_rule_is_refused(changes, pointer, detail, u):
    quantity = {"literal": "1,500", "comparator": "eq", "min": 1500, "max": 1500, **changes}

    expect(refusal(u, *READING, citations=cite(quantity=quantity)), f"/citations/0/quantity{pointer}", detail)


OTHERS = [
    ("source", {"regions": [{"kind": "headline", "quote": HEADLINE}, {"kind": "caption", "quote": "Seoul counts"}]}, "/regions", "regions do not overlap: headline ends at"),
    ("source", {"regions": [{"kind": "body", "quote": HEADLINE}]}, "/regions/0/kind", "is not a valid choice"),
    ("source", {"publisher": None}, "/publisher_basis", "not_stated means none, and none means it"),
    ("source", {"version_kind": "reprint"}, "/version_kind", "version_of and version_kind go together"),
    ("source", {"version_of": "report-a", "version_kind": "reprint"}, "/version_of", "report-a cannot be its own version_of"),
    ("source", {"received_at": "yesterday"}, "/received_at", "wrong format"),
    ("source", {"received_at": "0001-01-01T00:00:00+14:00"}, "/received_at", ""),
    ("source", {"received_at": None}, "/received_at", "may not be null"),
    ("source", {"original_url": "javascript:alert(1)"}, "/original_url", "Enter a valid URL"),
    ("source", {"reliability": "G"}, "/reliability", "is not a valid choice"),
    ("source", {"language": "English, mostly"}, "/language", "is not a BCP 47 tag such as en"),
    ("source", {"agencies": [{"actor": "wire", "anchor": {"quote": "Nothing was said", "source": "report-b"}}]}, "/agencies/0/anchor", "stands in report-a"),
    ("source", {"agencies": [{"actor": "wire", "anchor": None}]}, "/agencies/0/anchor", "an anchor is wanted"),
    ("actor", {"parent": "agency"}, "/parent", "agency cannot be its own parent"),
    ("actor", {"merged_into": "agency"}, "/merged_into", "agency cannot be its own merged_into"),
    ("actor", {"parent": "nobody"}, "/parent", "there is no such slug: nobody"),
    ("actor", {"parent": ["seoul"]}, "/parent", ""),
    ("actor", {"country": "Korea"}, "/country", "'Korea' is not an ISO 3166-1 alpha-2 code such as KR"),
    ("actor", {"names": []}, "/names", "may not be empty"),
    ("actor", {"names": [{"text": "A", "kind": "full"}] * 2}, "/names", "a name form stands once an actor; twice here: A"),
    ("actor", {"names": [{"text": "A", "kind": "full", "script": "hangul"}]}, "/names/0/script", ""),
    ("actor", {"names": [{"text": "A", "kind": "full", "script": "1234"}]}, "/names/0/script", "is not an ISO 15924 code such as Latn"),
    ("actor", {"names": "A"}, "/names", "Expected a list"),
    ("actor", {"roles": [{"title": "t", "source": ["report-a"], "anchor": {"quote": "said"}}]}, "/roles/0/source", ""),
    ("actor", {"roles": [{"title": "t", "source": {"a": 1}, "anchor": {"quote": "said"}}]}, "/roles/0/source", ""),
    ("actor", {"roles": [{"title": "t", "source": "report-b", "anchor": {"quote": "a lawmaker"}}]}, "/roles/0/anchor", "does not occur in the text"),
    ("actor", {"roles": [{"title": "t", "source": "report-b", "anchor": {"quote": "a lawmaker", "source": "report-a"}}]}, "/roles/0/anchor", "stands in report-b"),
    ("briefing", {"passages": [{"source": "report-a", "states": ["weather"], "quote": "The agency said"}]}, "/passages/0/states/0", "is not a valid choice"),
    ("briefing", {"passages": [{"source": "report-a", "states": [], "quote": "The agency said"}]}, "/passages/0/states", "may not be empty"),
    ("briefing", {"when": {"edtf": "2024", "edtf_printed": None, "basis": "same_source", "anchor": {"quote": "2024"}}}, "/when/anchor", "say which source the words stand in"),
    ("claim", {"proposition": ""}, "/proposition", "may not be blank"),
    ("claim", {"category": "rumour"}, "/category", "is not a valid choice"),
    ("claim", {"countries": ["KR", "Kr"]}, "/countries/1", "is not an ISO 3166-1 alpha-2 code"),
    ("claim", {"countries": "KR"}, "/countries", "Expected a list"),
    ("claim", {"credibility": "7"}, "/credibility", "is not a valid choice"),
    ("comparison", {"right": {"claim": "soldiers-left", "citation": "soldiers-left--report-a--c1"}}, "/right", "nothing is compared with itself"),
    ("comparison", {"left": {"claim": "soldiers-planned", "citation": "soldiers-left--report-a--c1"}}, "/left/citation", "soldiers-planned has no citation soldiers-left--report-a--c1"),
    ("comparison", {"left": None}, "/left", "may not be null"),
    ("comparison", {"left": "soldiers-left"}, "/left", ""),
    ("judgement", {"claim": "soldiers-left"}, "/claim", "a judgement of persons has no claim"),
    ("judgement", {"actors": ["park"]}, "/actors", "two actors are judged, or several names of one"),
    ("judgement", {"kind": "independence_established", "claim": "soldiers-left", "origins": ["park"]}, "/origins", "independence is of a claim and two or more origins"),
    ("reading", {"status": "not_carried"}, "/citations", "not_carried with 3 citations"),
    ("reading", {"source": ["report-a"]}, "/source", ""),
    ("reading", {"source": {"slug": "report-a"}}, "/source", ""),
    ("reading", {"source": "report-z"}, "/source", "there is no such slug: report-z"),
]  # fmt: skip


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("record_type", "changes", "pointer", "detail"), OTHERS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_facts_that_do_not_hold_are_refused(record_type, changes, pointer, detail, u):
    raised = refusal(u, record_type, published(record_type).slug, **changes)

    assert raised.errors[0]["pointer"].startswith(pointer)
    assert detail in raised.errors[0]["detail"]


def test_circle_of_parents_is_refused_with_its_way_round(u):
    u.edit(get("actor", "seoul"), parent="wire")

    raised = refusal(u, "actor", "wire", parent="agency")

    expect(raised, "/parent", "a circle of parent: wire > agency > seoul > wire")


def test_circle_of_versions_is_refused(u):
    u.edit(get("source", "report-b"), version_of="report-a", version_kind="reprint")

    expect(
        refusal(u, "source", "report-a", version_of="report-b", version_kind="reprint"),
        "/version_of",
        "a circle of version_of: report-a > report-b > report-a",
    )


@pytest.mark.sqlite
@pytest.mark.parametrize("record_type", RECORDS)
@pytest.mark.parametrize(
    "given", [None, [], "x", 5, DEEP, {"colour": DEEP}], ids=["null", "list", "text", "number", "deep", "deep key"]
)
def test_facts_that_are_no_mapping_or_too_deep_are_refused(given, record_type, u):
    row, before = published(record_type), traces()

    with pytest.raises(InvalidFacts):
        records.edit(record=row, facts=given, by=u.curator, version=row.version)

    assert traces() == before


@pytest.mark.parametrize("record_type", RECORDS)
@pytest.mark.parametrize(
    ("mark", "detail"),
    [("a\0b", "the text holds NUL"), ("a\ud800b", "the lone surrogate U+D800")],
    ids=["NUL", "surrogate"],
)
def test_text_no_database_keeps_is_refused_in_every_field(mark, detail, record_type, u):
    row = published(record_type)
    facts = facts_of.read(row)
    places = [place for place in _texts(facts) if not place[-1].startswith("text_")]

    for place in places:
        spoiled = copy.deepcopy(facts)
        _put(spoiled, place, mark)
        with pytest.raises(InvalidFacts) as raised:
            records.edit(record=row, facts=spoiled, by=u.curator, version=row.version)
        assert raised.value.errors[0]["pointer"] == "/" + "/".join(place)
        assert detail in raised.value.errors[0]["detail"]
    assert places


def _texts(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if isinstance(value, dict):
        return [found for key, part in value.items() for found in _texts(part, (*path, key))]
    if isinstance(value, list):
        return [found for index, part in enumerate(value) for found in _texts(part, (*path, str(index)))]
    return [path] if isinstance(value, str) else []


def _put(value: Any, path: tuple[str, ...], new: str) -> None:
    for key in path[:-1]:
        value = value[int(key)] if isinstance(value, list) else value[key]
    value[int(path[-1]) if isinstance(value, list) else path[-1]] = new


def test_every_error_is_told_not_the_first_alone(u):
    raised = refusal(u, "claim", "soldiers-left", category="rumour", credibility="7", colour="red")
    assert [error["pointer"] for error in raised.errors] == ["/colour"]

    raised = refusal(u, "claim", "soldiers-left", category="rumour", credibility="7")
    assert [error["pointer"] for error in raised.errors] == ["/category", "/credibility"]
