"""Agreement of two annotations: the measure itself, on small cases."""

from pathlib import Path

import pytest

from briefings.exchange.fixture_agreement import compare, read_second
from briefings.exchange.fixtures import Fixtures, load

ROOT = Path(__file__).parents[2]
WHERE = (ROOT / "fixtures", ROOT / "seeds")
ANNOTATIONS = ROOT / "tests" / "annotations"


def chain(end: str) -> dict:
    return {"end": end, "alternative": False, "links": []}


def citation(start: int, end: int, **values) -> dict:
    plain = {"quantity": None, "ratio": None, "when": None, "modality": "asserted", "certainty": "certain"}
    rest = {"polarity": "positive", "speech": "indirect", "chains": [chain("own_voice")]}
    return {"start": start, "end": end, "exact": "x" * (end - start), **plain, **rest, **values}


def annotation(*citations: dict, claim: str = "c") -> Fixtures:
    return Fixtures(readings=[{"claim": claim, "source": "s", "citations": list(citations)}])


def test_compare_of_equal_annotations_is_whole():
    found = compare(annotation(citation(0, 10)), annotation(citation(0, 10)), "s")

    assert (found.passages, found.values, found.differences) == (1.0, 1.0, [])


@pytest.mark.parametrize(("end", "pairs"), [(20, 1), (21, 0)])
def test_compare_pairs_passages_that_share_at_least_half(end, pairs):
    found = compare(annotation(citation(0, 10)), annotation(citation(0, end)), "s")

    assert found.pairs == pairs


def test_compare_does_not_pair_across_claims():
    found = compare(annotation(citation(0, 10)), annotation(citation(0, 10), claim="other"), "s")

    assert (found.pairs, found.passages) == (0, 0.0)
    assert len(found.differences) == 2


def test_compare_of_another_certainty_and_chain_counts_two_of_eight_as_different():
    theirs = citation(0, 10, certainty="possible", chains=[chain("no_source_given")])

    found = compare(annotation(citation(0, 10)), annotation(theirs), "s")

    assert found.values == 6 / 8
    assert (found.share("certainty"), found.share("chains"), found.share("modality")) == (0.0, 0.0, 1.0)


def test_compare_of_one_span_cited_twice_pairs_like_with_like():
    us = citation(0, 10, polarity="unknown")
    nato = citation(0, 10, polarity="negative")

    found = compare(annotation(us, nato), annotation(nato, us), "s")

    assert (found.pairs, found.values) == (2, 1.0)


@pytest.mark.parametrize("source", [path.stem for path in sorted(ANNOTATIONS.glob("*.yaml"))])
def test_compare_of_the_blind_annotations_with_the_fixtures_reaches_the_bar(source):
    second, problems = read_second(*WHERE, ANNOTATIONS)

    found = compare(load(*WHERE), second, source)

    assert problems == []
    assert found.passages >= 0.85
    assert found.values >= 0.90
