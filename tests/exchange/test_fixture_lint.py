"""The linter: each thing that it refuses, on a made-up fixture that is otherwise clean."""

import pytest

from briefings.exchange import fixture_lint

READING = "readings/report.yaml: army-3000--report /citations/0"
NEW_CLAIM = {"slug": "new", "proposition": "New.", "category": "plan"}
CITATION = [
    {
        "id": "c1",
        "quote": "3,000 men",
        "modality": "asserted",
        "certainty": "certain",
        "polarity": "positive",
        "speech": "indirect",
        "chains": [{"end": "own_voice"}],
    }
]
LINK = f"{READING}/chains/0/links"


def problems(made_up) -> list[str]:
    return [str(problem) for problem in fixture_lint.lint(*made_up.write())]


def test_lint_clean_fixture_has_no_problems(made_up):
    assert problems(made_up) == []


def test_lint_collects_all_problems(made_up):
    made_up.citation["quote"] = "absent"
    made_up.data["claims"][1]["category"] = "gossip"
    made_up.data["actors"][0]["parent"] = "nobody"

    found = problems(made_up)

    assert [line.split(":")[0] for line in found[:3]] == ["readings/report.yaml", "claims.yaml", "actors.yaml"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"quantity": {"literal": "over 4,000", "comparator": "gt", "min": 4000}},
         "/quantity/literal: the passage 'The army has over 3,000 men' does not hold 'over 4,000'"),
        ({"quantity": {"literal": "000", "comparator": "eq", "min": 0, "max": 0}},
         "/quantity/literal: the passage 'The army has over 3,000 men' does not hold '000'"),
        ({"quantity": {"literal": "over 3,000", "comparator": "gt", "min": 3000, "max": 3000}},
         "/quantity: comparator gt with min 3000 and max 3000: gt and ge have no max"),
        ({"quantity": {"literal": "over 3,000", "comparator": "eq", "min": 3000, "max": 3000}},
         "/quantity/literal: 'over 3,000' says gt 3000 None, the record says eq 3000 3000"),
        ({"quantity": {"literal": "3,000", "comparator": "more", "min": 3000}},
         "/quantity/comparator: 'more' is not one of eq, approx, gt, ge, lt, le, range"),
        ({"quantity": {"literal": "over 3,000", "comparator": "gt", "min": 3000, "currency": "dollars"}},
         "/quantity/currency: 'dollars' is not ISO 4217"),
        ({"ratio": {"literal": "double", "factor": 2}},
         "/ratio/literal: the passage 'The army has over 3,000 men' does not hold 'double'"),
        ({"when": {"literal": "May", "edtf_printed": "XXXX-05", "edtf": "2024-05", "basis": "unclear"}},
         "/when/edtf: basis unclear resolves nothing: edtf is null or edtf_printed"),
        ({"when": {"literal": "May", "edtf_printed": "XXXX-05", "edtf": None, "basis": "unclear"}},
         "/when/literal: 'May' stands neither in the passage nor in a literal_anchor"),
        ({"when": {"literal": "army", "edtf_printed": None, "edtf": "2024-05", "basis": "same_source"}},
         "/when/anchor: basis same_source needs the anchor that the date was resolved from"),
        ({"when": {"literal": "army", "edtf_printed": "XXXX-05", "edtf": "2024-05", "basis": "printed"}},
         "/when/edtf: basis printed needs edtf = edtf_printed, not '2024-05' and 'XXXX-05'"),
        ({"when": {"literal": "army", "edtf_printed": "2024-02-30", "edtf": "2024-02-30", "basis": "printed"}},
         "/when/edtf: '2024-02-30' is not an EDTF date: the calendar has no 2024-02-30 (years 0001 to 9999)"),
        ({"modality": "said"}, "/modality: 'said' is not one of asserted, assessed, estimated,"),
        ({"certainty": "sure"}, "/certainty: 'sure' is not one of certain, probable, possible, underspecified"),
        ({"polarity": "no"}, "/polarity: 'no' is not one of positive, negative, unknown"),
        ({"speech": "loud"}, "/speech: 'loud' is not one of direct, indirect, mixed"),
        ({"id": "first"}, "/id: 'first' is not c and a number: c1, c2"),
        ({"speech": "mixed"}, "/quoted: mixed speech names its quoted spans"),
        ({"quoted": ["army"]}, "/quoted: indirect speech has no quoted spans: with some it is mixed"),
        ({"hedges": ["reportedly"]}, "/hedges/0: 'reportedly' is not in the sentence that holds the passage"),
        ({"chains": []}, "/chains: no chain: a passage in the source's own voice has one that ends own_voice"),
        ({"chains": [{"end": "own_voice", "alternative": True}]},
         "/chains/0/alternative: the first chain is the reading itself; alternatives follow it"),
        ({"quote": "according to lawmaker Ann Lee. She spoke", "quantity": None},
         ": the passage runs over 2 sentences: at most one is allowed"),
        ({"quote": "grows\n\nThe army has over 3,000 men"},
         ": the passage crosses the border of a region: quote inside or outside it"),
    ],
)  # fmt: skip
def test_lint_citation_is_refused(made_up, change, expected):
    made_up.citation.update(change)

    assert any(line.startswith(READING + expected) for line in problems(made_up)), problems(made_up)


@pytest.mark.parametrize(
    ("end", "roles", "expected"),
    [
        ("originator", [], "/end: end originator with the roles none: originator goes with a last link that is one"),
        ("originator", ["relayer"], "/end: end originator with the roles relayer: originator goes with a last link"),
        (
            "no_source_given",
            ["relayer", "originator"],
            "/end: end no_source_given with the roles relayer, originator: ",
        ),
        ("own_voice", ["relayer"], "/end: own_voice has no links, not relayer"),
        ("own_voice", ["originator"], "/end: end own_voice with the roles originator: originator goes with"),
        (None, ["relayer"], "/end: null is not allowed here"),
        ("nowhere", [], "/end: 'nowhere' is not one of originator, own_voice, no_source_given"),
        (
            "originator",
            ["originator", "relayer"],
            "/links: originator, relayer: the order is agency, relayer, presenter",
        ),
        ("originator", ["relayer", "agency", "originator"], "/links: relayer, agency, originator: the order is agency"),
        ("originator", ["originator", "originator"], "/links: originator, originator: the order is agency, relayer"),
    ],
)
def test_lint_chain_without_a_fitting_end_is_refused(made_up, end, roles, expected):
    link = {"basis": "stated", "as_printed": "the Ministry", "actors": ["ministry"]}
    made_up.citation["chains"] = [{"end": end, "links": [{**link, "role": role} for role in roles]}]

    assert any(line.startswith(f"{READING}/chains/0{expected}") for line in problems(made_up)), problems(made_up)


@pytest.mark.parametrize(
    ("end", "roles"),
    [
        ("own_voice", []),
        ("no_source_given", []),
        ("no_source_given", ["agency", "relayer"]),
        ("originator", ["agency", "agency", "relayer", "presenter", "originator"]),
    ],
)
def test_lint_chain_with_a_fitting_end_is_taken(made_up, end, roles):
    link = {"basis": "stated", "as_printed": "the Ministry", "actors": ["ministry"]}
    chain = {"end": end, "links": [{**link, "role": role} for role in roles]}
    made_up.citation["chains"].append({**chain, "alternative": True})

    assert problems(made_up) == []


@pytest.mark.parametrize(
    ("at", "change", "expected"),
    [
        (0, {"as_printed": "lawmaker Lee"}, "/0/as_printed: 'lawmaker Lee' is not in the sentence that holds"),
        (0, {"anchor": {"quote": "She spoke"}}, "/0/anchor: 'She spoke' is not in the sentence that holds the passage"),
        (0, {"as_printed": None}, "/0/as_printed: the words that name it are missing: every link is printed somewhere"),
        (0, {"basis": "context", "anchor": None}, "/0/anchor: basis context needs its own anchor"),
        (0, {"basis": "document", "anchor": None}, "/0/anchor: basis document needs its own anchor"),
        (0, {"basis": "document"}, "/0/anchor: basis document is anchored in a dateline, credit or other region"),
        (0, {"basis": "context", "anchor": {"quote": "She spoke"}},
         "/0/as_printed: 'lawmaker Ann Lee' is not in the sentence of the link's anchor 'She spoke'"),
        (0, {"basis": "guess"}, "/0/basis: 'guess' is not one of stated, context, document, unclear"),
        (0, {"role": "friend"}, "/0/role: 'friend' is not one of agency, relayer, presenter, originator"),
        (0, {"actors": ["ann-lee", "ministry"]}, "/0/distribution: 2 actors: say joint, each or unclear"),
        (0, {"distribution": "joint"}, "/0/distribution: joint is for several actors, there is 1"),
        (0, {"actors": ["nobody"]}, "/0/actors/0: there is no actor 'nobody'"),
        (0, {"candidates": ["nobody"]}, "/0/candidates/0: there is no actor 'nobody'"),
        (1, {"occasion": "tea"}, "/1/occasion: there is no briefing 'tea'"),
        (1, {"when": {"literal": "6 May", "basis": "unclear"}},
         "/1/when/literal: '6 May' stands neither in the passage nor in a literal_anchor"),
    ],
)  # fmt: skip
def test_lint_link_is_refused(made_up, at, change, expected):
    made_up.links[at] |= change

    assert any(line.startswith(LINK + expected) for line in problems(made_up)), problems(made_up)


def test_lint_link_anchored_in_another_report_is_refused(made_up):
    made_up.links[0]["anchor"] = {"source": "other", "quote": "Each man"}

    expected = f"{LINK}/0/anchor/source: 'other' is another report: a link is printed in the one that is cited"
    assert problems(made_up) == [expected]


@pytest.mark.parametrize(
    ("basis", "anchor", "resolved", "expected"),
    [
        ("same_source", {"quote": "5 May 2024"}, "2024-05", None),
        ("other_source", {"source": "other", "quote": "3,000 men"}, "2024-05", None),
        (
            "other_source",
            {"quote": "5 May 2024"},
            "2024-05",
            "/when/anchor: basis other_source, but the anchor is in report",
        ),
        (
            "same_source",
            {"source": "other", "quote": "3,000 men"},
            "2024-05",
            "/when/anchor: basis same_source, but the anchor is in other",
        ),
        (
            "same_source",
            {"quote": "5 May 2024"},
            "2024-06",
            "/when/edtf: '2024-06' contradicts what is printed, 'XXXX-05'",
        ),
    ],
)
def test_lint_resolved_date_rests_on_its_anchor(made_up, basis, anchor, resolved, expected):
    when = {"literal": "army", "edtf_printed": "XXXX-05", "edtf": resolved, "basis": basis, "anchor": anchor}
    made_up.citation["when"] = when

    assert problems(made_up) == ([READING + expected] if expected else [])


def test_lint_stated_link_may_stand_outside_the_passage(made_up):
    assert "Ann Lee" not in made_up.citation["quote"]

    assert problems(made_up) == []


def test_lint_document_link_in_a_credit_is_taken(made_up):
    agency = {"role": "agency", "as_printed": "Reuters", "anchor": {"quote": "Reuters"}, "basis": "document"}
    made_up.links.insert(0, agency)

    assert problems(made_up) == []


SOURCE, ACTOR, BRIEFING = "sources.yaml: report", "actors.yaml: ministry", "briefings.yaml: ministry-statement"
CLAIM, COMPARISON = "claims.yaml: army-3000", "comparisons.yaml: over-or-not"
WHEN_NOWHERE = {"literal": "1 May", "basis": "printed"}


def at(data, path):
    """Return the member that a path such as sources/0/regions names."""
    for key in path.replace("readings/", "readings.", 1).split("/"):
        data = data[int(key)] if key.isdigit() else data[key.replace(".", "/")]
    return data


@pytest.mark.parametrize(
    ("path", "change", "expected"),
    [
        ("sources/0", {"publisher": "nobody"}, f"{SOURCE} /publisher: there is no actor 'nobody'"),
        ("sources/0", {"version_of": "x"}, f"{SOURCE} /version_of: there is no source 'x'"),
        ("sources/0", {"reliability": "G"}, f"{SOURCE} /reliability: 'G' is not one of A, B, C, D, E, F"),
        ("sources/0", {"language": "English"}, f"{SOURCE} /language: 'English' is not a BCP 47 tag such as en"),
        ("sources/0", {"received_at": "today"}, f"{SOURCE} /received_at: 'today' is not an RFC 3339 instant in UTC"),
        ("sources/0", {"published": WHEN_NOWHERE}, f"{SOURCE} /published/literal: '1 May' stands neither in"),
        ("sources/0/regions/0", {"kind": "body"}, f"{SOURCE} /regions/0/kind: 'body' is not one of headline"),
        ("sources/0/regions/1", {"quote": "grows"}, f"{SOURCE} /regions: headline and credit overlap"),
        ("sources/0/asides/0", {"reason": "dull"}, f"{SOURCE} /asides/0/reason: 'dull' is not one of attribution"),
        ("actors/0", {"kind": "thing"}, f"{ACTOR} /kind: 'thing' is not one of person, organisation, state"),
        ("actors/0", {"country": "Korea"}, f"{ACTOR} /country: 'Korea' is not ISO 3166-1 alpha-2"),
        ("actors/0", {"parent": "ministry"}, f"{ACTOR} /parent: the parents of ministry lead back to it"),
        ("actors/0", {"slug": "ann-lee"}, "actors.yaml: ann-lee /slug: 'ann-lee' comes 2 times: a slug is unique"),
        ("actors/0/names/0", {"script": "latin"}, f"{ACTOR} /names/0/script: 'latin' is not an ISO 15924 code"),
        ("actors/0/names/0", {"kind": "nick"}, f"{ACTOR} /names/0/kind: 'nick' is not one of full, short, alias"),
        ("actors/1/roles/0", {"organisation": "x"}, "actors.yaml: ann-lee /roles/0/organisation: there is no actor"),
        ("briefings/0", {"kind": "party"}, f"{BRIEFING} /kind: 'party' is not one of committee_briefing"),
        ("briefings/0", {"host": "x"}, f"{BRIEFING} /host: there is no actor 'x'"),
        ("briefings/0/passages/0", {"states": ["mood"]}, f"{BRIEFING} /passages/0/states/0: 'mood' is not one of"),
        ("claims/0", {"slug": "army--3000"}, "claims.yaml: army--3000 /slug: 'army--3000' is no slug: lower-case"),
        ("claims/0", {"credibility": 7}, f"{CLAIM} /credibility: 7 is not 1 to 6"),
        ("claims/0", {"credibility": 1}, f"{CLAIM} /credibility: 1 (confirmed by other sources) needs a judgement"),
        ("claims/0", {"subject": "x"}, f"{CLAIM} /subject: there is no actor 'x'"),
        ("claims/0", {"countries": ["Russia"]}, f"{CLAIM} /countries/0: 'Russia' is not ISO 3166-1 alpha-2"),
        ("comparisons/0/left", {"citation": "report/c9"}, f"{COMPARISON} /left/citation: there is no citation"),
        ("comparisons/0/left", {"citation": "other/c1"}, f"{COMPARISON} /right: both sides are the same"),
        ("comparisons/0", {"kind": "likes"}, f"{COMPARISON} /kind: 'likes' is not one of contradicts, refines"),
        (
            "readings/other",
            {"not_carried": ["army-3000"]},
            "readings/other.yaml: army-3000: 2 readings of one claim: one is allowed, carried or not",
        ),
        (
            "readings/other",
            {"not_carried": ["army-size"]},
            "readings/other.yaml: army-size--other /claim: there is no claim 'army-size'",
        ),
        (
            "readings/other/readings/0",
            {"citations": []},
            "readings/other.yaml: army-3000--other /citations: carried without a citation",
        ),
        (
            "readings/other/readings/0",
            {"citations": 2 * CITATION},
            "readings/other.yaml: army-3000--other /citations: the id 'c1' comes 2 times",
        ),
    ],
)
def test_lint_changed_record_is_refused(made_up, path, change, expected):
    at(made_up.data, path).update(change)

    assert any(line.startswith(expected) for line in problems(made_up)), problems(made_up)


@pytest.mark.parametrize(
    ("name", "record", "expected"),
    [
        ("actors", {"slug": "idle", "kind": "person"}, "actors.yaml: idle: nothing names this actor: drop it"),
        ("briefings", {"slug": "tea", "title": "Tea", "kind": "meeting"}, "briefings.yaml: tea: no link has this"),
        ("claims", NEW_CLAIM, "claims.yaml: new: no reading carries it: drop it or cite it"),
        ("claims", NEW_CLAIM, "readings/report.yaml: new: no reading: carry it, or list it under not_carried"),
        ("claims", NEW_CLAIM, "readings/other.yaml: new: no reading: carry it, or list it under not_carried"),
        (
            "judgements",
            {"slug": "same", "kind": "same_person", "actors": ["nobody"], "reason": "So."},
            "judgements.yaml: same /actors/0: there is no actor 'nobody'",
        ),
        (
            "judgements",
            {"slug": "same", "kind": "alike", "actors": ["ministry"], "reason": "So."},
            "judgements.yaml: same /kind: 'alike' is not one of same_person",
        ),
    ],
)
def test_lint_added_record_is_refused(made_up, name, record, expected):
    made_up.data[name].append(record)

    assert any(line.startswith(expected) for line in problems(made_up)), problems(made_up)


def test_lint_confirmed_claim_with_a_judgement_is_taken(made_up):
    judgement = {"slug": "two", "kind": "independence_established", "claim": "army-3000", "origins": ["ministry"]}
    made_up.data["judgements"].append({**judgement, "reason": "Two agencies counted."})
    made_up.data["claims"][0]["credibility"] = 1

    assert problems(made_up) == []
