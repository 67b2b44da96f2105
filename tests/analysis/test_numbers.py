"""Every number leads to the passages that make it, in the same answer: counted again from the answer alone.

Nothing of `analysis/` counts here: the rules of docs/analysis.md are written down once more, as plainly as can be.
"""

from itertools import combinations
from math import inf, nextafter
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.analysis import answers, sourcing
from briefings.models import PublishedBriefing, PublishedClaim, PublishedSource
from tests.analysis import made

FIGURES, PUT = ("value", "precision"), ("polarity", "certainty", "modality")
RAISED = {"scope_shifted_from": "tension", "same_utterance": "variation", "contradicts": "contradiction"}


@pytest.fixture
def get(five_reports, db, client):
    """Return a function that gives the answer at an address."""

    def ask(path, **parameters):
        response = client.get(f"/api/v1/{path}", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return ask


@pytest.fixture
def texts(get):
    """The texts of the sources, by slug."""
    return {slug: get(f"sources/{slug}/")["text"] for slug in slugs(PublishedSource)}


def slugs(model):
    return list(model.objects.order_by("slug").values_list("slug", flat=True))


def every_page(get, path):
    found, cursor = [], None
    while True:
        page = get(path, page_size=100, **({"cursor": cursor} if cursor else {}))
        found += page["results"]
        if page["next"] is None:
            return found
        cursor = parse_qs(urlsplit(page["next"]).query)["cursor"][0]


def parts(value, key):
    """Yield whatever an answer holds under a key, at any depth."""
    for name, part in value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ()):
        if name == key:
            yield part
        yield from parts(part, key)


def stands(place, texts):
    return texts[place["source"]][place["start"] : place["end"]] == place["exact"]


def counted_again(numbers):
    """Return what is wrong with the numbers of a claim, by the origins and open ends that they list."""
    own = {"origins": numbers["origins_named"]["origins"], "open_ends": numbers["origins_unknown"]["open_ends"]}
    readings = [own, *numbers["other_readings"]]
    named = [sum(origin["counted"] for origin in one["origins"]) for one in readings]
    unknown = [len(one["open_ends"]) for one in readings]
    fewest = [0 if known else min(1, more) for known, more in zip(named, unknown, strict=True)]
    wanted = [min(named), named[0], max(named), min(fewest), unknown[0], max(unknown)]
    shown = [numbers[name][key] for name in ("origins_named", "origins_unknown") for key in ("min", "best", "max")]
    is_single = shown[0] == shown[2] == 1 and shown[5] == 0
    faults = [f"shown {shown}, listed {wanted}"] if shown != wanted else []
    faults += ["the verdict is not that of the numbers"] if (numbers["verdict"] == "single_origin") != is_single else []
    counts = [int(word) for word in numbers["reason"].split(" bodies affirm it")[0].split() if word.isdigit()][:1]
    says = " bodies affirm it" in numbers["reason"]
    return faults + (["the reason says another number"] if says and counts != [named[0]] else [])


def without_words(answer, listed):
    """Return the citations that an answer names and whose words it does not hold, and numbers that name none."""
    words = {passage["slug"] for passage in listed}
    named = list(parts(answer, "citations"))
    return [slug for citations in named for slug in citations if slug not in words] + [
        "nothing" for citations in named if not citations
    ]


def test_sourcing_of_each_claim_is_counted_again_from_its_answer(get, texts):
    found = {slug: get(f"claims/{slug}/sourcing/") for slug in slugs(PublishedClaim)}

    assert len(found) == 87
    for slug, answer in found.items():
        assert (slug, counted_again(answer)) == (slug, [])
        assert (slug, without_words(answer, answer["passages"])) == (slug, [])
        assert all(stands(passage, texts) for passage in answer["passages"])
        assert any(chain["alternative"] for chain in answer["chains"]) or ends_of_chains(answer) == ends_given(answer)


def ends_of_chains(answer):
    """Return the citations that lead to each end, by the chains that count."""
    found = {}
    for chain in answer["chains"]:
        if chain["counted"]:
            found.setdefault(chain["path"][-1], set()).add(chain["citation"])
    return found


def ends_given(answer):
    """Return the citations of each origin and open end, by the node that it is."""
    named = answer["origins_named"]["origins"]
    found = {"+".join(sorted(body["slug"] for body in each["bodies"])): set(each["citations"]) for each in named}
    return found | {each["id"]: set(each["citations"]) for each in answer["origins_unknown"]["open_ends"]}


links = st.sampled_from(["nis", "lee", "park", "united-states", "officials", "yonhap agency", "lee+park", "lee?park"])
ends = st.sampled_from(["originator", "originator", "originator", "own_voice", "no_source_given"])
chains = st.builds(
    lambda found, end, alternative: made.chain(
        *([] if end == "own_voice" else found), end=end, alternative=alternative
    ),
    st.lists(links, min_size=1, max_size=3), ends, st.booleans(),
)  # fmt: skip
passages = st.builds(
    lambda first, others, polarity: made.citation({**first, "alternative": False}, *others, polarity=polarity),
    chains, st.lists(chains, max_size=2), st.sampled_from(["positive", "positive", "negative"]),
)  # fmt: skip
claims = st.lists(st.lists(passages, min_size=1, max_size=2), min_size=1, max_size=3).map(
    lambda found: made.claim(*(made.reading(name, *own) for name, own in zip("abc", found, strict=False)))
)


@settings(max_examples=150, deadline=None)
@given(claims)
def test_sourcing_of_a_made_claim_with_unclear_passages_is_counted_again_from_its_answer(claim):
    answer = answers.document(sourcing.of(claim, made.world(claim)))

    assert counted_again(answer) == []
    assert without_words(answer, answer["passages"]) == []


def test_bounds_are_shown_with_the_readings_that_make_them():
    unclear = made.citation(made.chain("nis"), made.chain("lee", "united-states", alternative=True))
    claim = made.claim(made.reading("a", unclear), made.reading("b", made.citation(made.chain("nis"))))
    answer = answers.document(sourcing.of(claim, made.world(claim)))

    assert answer["origins_named"] == {**answer["origins_named"], "min": 1, "best": 1, "max": 2}
    (other,) = answer["other_readings"]
    assert other["makes"] == ["origins_named.max"]
    assert {origin["bodies"][0]["slug"]: origin["citations"] for origin in other["origins"]} == {
        "nis": ["troops--b--c1"], "united-states": ["troops--a--c1"],
    }  # fmt: skip


@pytest.mark.parametrize(("model", "place"), [(PublishedBriefing, "briefings"), (PublishedSource, "sources")])
def test_numbers_of_many_claims_are_counted_again_from_one_answer(get, texts, model, place):
    found = [get(f"{place}/{slug}/sourcing/") for slug in slugs(model)]
    listed = {numbers["claim"]["slug"] for answer in found for numbers in answer["claims"]}
    own = {slug: own_numbers(get(f"claims/{slug}/sourcing/")) for slug in listed}

    assert sum(len(answer["claims"]) for answer in found) > 80
    for answer in found:
        assert (answer["slug"], without_words(answer, answer["passages"])) == (answer["slug"], [])
        assert all(stands(passage, texts) for passage in answer["passages"])
        for numbers in answer["claims"]:
            assert (numbers["claim"]["slug"], counted_again(numbers)) == (numbers["claim"]["slug"], [])
            assert numbers == {**numbers, **own[numbers["claim"]["slug"]]}


def own_numbers(answer):
    names = ("origins_named", "origins_unknown", "other_readings", "is_exact", "verdict", "reason")
    return {name: answer[name] for name in names}


def interval(values):
    """Return least and largest number that a figure may mean, and in what it counts."""
    quantity, ratio = values["quantity"], values["ratio"]
    if quantity is None:
        return ratio["factor"], ratio["factor"], "ratio"
    low = -inf if quantity["min"] is None else quantity["min"]
    high = inf if quantity["max"] is None else quantity["max"]
    if quantity["comparator"] == "approx":
        low, high = low - abs(low) / 10, high + abs(high) / 10
    low = nextafter(low, inf) if quantity["comparator"] == "gt" else low
    high = nextafter(high, -inf) if quantity["comparator"] == "lt" else high
    return low, high, (quantity["unit"], quantity["currency"], quantity["per"])


def apart(values, other, kind):
    """Return whether two passages have no number, or no day, in common."""
    if kind == "date":
        (low, high), (low2, high2) = (
            (v["when"]["earliest"] or "", v["when"]["latest"] or "~") for v in (values, other)
        )
        return high < low2 or high2 < low
    (low, high, unit), (low2, high2, unit2) = interval(values), interval(other)
    return unit == unit2 and (high < low2 or high2 < low)


def severity(row):
    """Return how severe a discrepancy is, by the values of the passages that it lists."""
    kind = row["field"] or row["kind"]
    values = [passage["values"] for side in row["sides"] for passage in side["passages"]]
    is_raised = any(comparison["kind"] == "contradicts" for comparison in row["comparisons"])
    variation = "tension" if is_raised else "variation"
    if row["found"] == "curated":
        return RAISED[row["comparisons"][0]["kind"]]
    if kind in ("value", "date"):
        return "contradiction" if any(apart(*pair, kind) for pair in combinations(values, 2)) else variation
    if kind == "polarity":
        return "contradiction" if {"positive", "negative"} <= {each["polarity"] for each in values} else variation
    if kind == "attribution":
        chains = [chain for each in values for chain in each["chains"] if not chain["alternative"]]
        is_unclear = any(link["basis"] == "unclear" for chain in chains for link in chain["links"])
        return "ambiguity" if is_unclear and row["level"] != "restatement" else variation
    return "omission" if kind == "silent" else variation


def told(side, passage, row):
    """Return whether a passage has the value of its side."""
    kind, values = row["field"] or row["kind"], passage["values"]
    if row["found"] == "curated":
        return bool(side["value"])
    if kind in FIGURES:
        low, high = (values["quantity"]["min"], values["quantity"]["max"]) if values["quantity"] else (None, None)
        numbers = [f"{number:.15g}" for number in (low, high) if number is not None]
        return all(number in side["value"] for number in numbers) and bool(numbers or values["ratio"])
    if kind == "date":
        return (values["when"]["edtf"] or "") in side["value"]
    if kind in PUT:
        return values[kind] == side["value"]
    if kind == "quotation":
        return side["value"] is not None and values["speech"] in ("direct", "mixed") and bool(values["chains"])
    if kind == "attribution":
        ways = [[actor for link in chain["links"] for actor in link["actors"]] for chain in values["chains"]]
        return any(all(actor in side["value"] for actor in way) for way in ways)
    return side["value"] in passage["exact"] if kind == "name" else side["value"] == "carried"


def test_discrepancies_are_found_again_from_their_passages(get, texts):
    rows = [row for slug in slugs(PublishedClaim) for row in get(f"claims/{slug}/discrepancies/")["discrepancies"]]
    rows += every_page(get, "discrepancies/")

    assert {row["kind"] for row in rows} >= {"value", "precision", "date", "polarity", "attribution", "quotation"}
    for row in rows:
        assert (row["slug"], row["severity"]) == (row["slug"], severity(row))
        for side in row["sides"]:
            assert all(stands(passage, texts) and told(side, passage, row) for passage in side["passages"]), row["slug"]
            shown = sorted({passage["source"] for passage in side["passages"]})
            assert shown == side["sources"] or side["value"] == "not_carried", row["slug"]


def test_values_of_the_matrix_stand_beside_their_words(get, texts):
    found = [get(f"briefings/{slug}/matrix/") for slug in slugs(PublishedBriefing)]
    cells = [(source, cell) for each in found for row in each["claims"] for source, cell in row["cells"].items()]

    assert len(cells) > 200
    for source, cell in cells:
        assert bool(cell["citations"]) == (cell["status"] == "carried")
        for citation in cell["citations"]:
            assert stands({**citation, "source": source}, texts)
            literal = [citation[key]["literal"] for key in ("quantity", "ratio") if citation[key]]
            assert all(words in citation["exact"] for words in literal)


def test_dates_of_the_timeline_stand_in_the_passages_of_their_entry(get, texts):
    entries = every_page(get, "timeline/")

    assert len(entries) > 30
    for entry in entries:
        assert all(stands(passage, texts) for passage in entry["passages"])
        assert {passage["source"] for passage in entry["passages"]} >= set(entry["sources"])
        assert any(entry["literal"] in passage["exact"] for passage in entry["passages"]), entry["id"]


def test_bounds_and_counts_of_evidence_cards_are_those_of_their_passages(get):
    for slug in slugs(PublishedClaim)[::3]:
        card = get(f"claims/{slug}/evidence/")
        carried = [source for source in card["sources"] if source["status"] == "carried"]
        counted = [citation for source in carried for citation in source["citations"] if citation["counted"]]
        figures = [citation["quantity"] for citation in counted if citation["quantity"]]
        times = [citation["when"] for citation in counted if citation["when"] and citation["when"]["edtf"]]

        assert counted_again(card["sourcing"]) == []
        assert card["claim"]["counts"] == {
            "sources": sum(any(citation["counted"] for citation in source["citations"]) for source in carried),
            "not_carried": len(card["sources"]) - len(carried),
            "citations": sum(len(source["citations"]) for source in carried),
        }
        assert card["claim"]["amounts"] == outer(figures, "min", "max")
        assert card["claim"]["times"] == outer(times, "earliest", "latest")


def outer(values, low, high):
    lows, highs = [value[low] for value in values], [value[high] for value in values]
    if not values:
        return None
    return {low: None if None in lows else min(lows), high: None if None in highs else max(highs)}
