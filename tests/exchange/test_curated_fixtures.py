"""The curated fixtures themselves: clean, and holding the five reports."""

from pathlib import Path

import pytest

from briefings.exchange import fixture_coverage, fixture_lint, fixtures

ROOT = Path(__file__).parents[2]
SOURCES = ["report-000", "report-001", "report-002", "report-003", "report-004"]


@pytest.fixture(scope="module")
def curated() -> fixtures.Fixtures:
    return fixtures.load(ROOT / "fixtures", ROOT / "seeds")


def test_curated_fixtures_have_no_problems():
    assert fixture_lint.lint(ROOT / "fixtures", ROOT / "seeds") == []


def test_curated_texts_are_the_bytes_of_the_seeds(curated):
    seeds = sorted((ROOT / "seeds").glob("*.txt"))

    assert [text.encode() for text in curated.texts.values()] == [path.read_bytes() for path in seeds]
    assert list(curated.texts) == SOURCES


def test_curated_anchors_are_the_words_of_their_report(curated):
    citations = [(reading["source"], citation) for reading in curated.readings for citation in reading["citations"]]

    assert {source for source, _ in citations} == set(SOURCES)
    for source, citation in citations:
        assert curated.texts[source][citation["start"] : citation["end"]] == citation["exact"]


@pytest.mark.parametrize("at", range(5))
def test_curated_report_is_held(curated, at):
    coverage = fixture_coverage.measure(curated)[at]

    assert (coverage.source, coverage.unexplained) == (SOURCES[at], [])
    assert (coverage.figures, coverage.dates, coverage.names) == ([], [], [])
    assert 0 < coverage.share_outside <= 0.07
    assert coverage.is_enough


def test_curated_passages_are_short(curated):
    lengths = [length for coverage in fixture_coverage.measure(curated) for length in coverage.passage_lengths]

    assert sorted(lengths)[len(lengths) // 2] < 100
