"""Coverage: what the fixtures hold of a report, and what they leave."""

import pytest

from briefings.exchange import fixture_coverage, fixtures


def measured(made_up) -> dict[str, fixture_coverage.Coverage]:
    return {coverage.source: coverage for coverage in fixture_coverage.measure(fixtures.load(*made_up.write()))}


def test_coverage_counts_visible_body_characters(made_up):
    coverage = measured(made_up)["other"]

    # "The army has 3,000 men." and "Each man gets two coins a day." without white space; only the stops are left.
    assert (coverage.characters, coverage.held) == (19 + 24, 18 + 23)
    assert coverage.share_outside == pytest.approx(2 / 43)
    assert [(run.words, run.reason) for run in coverage.runs] == [(".", "punctuation"), (".", "punctuation")]
    assert coverage.passage_lengths == [22, 29]
    assert coverage.is_enough


def test_coverage_leaves_regions_out_and_names_the_aside(made_up):
    coverage = measured(made_up)["report"]

    body = (
        "The army has over 3,000 men, the Ministry said on 5 May 2024, according to lawmaker Ann Lee. "
        "She spoke “off the record”."
    )
    assert coverage.characters == len("".join(body.split()))
    assert [(run.words, run.reason) for run in coverage.runs] == [
        (",", "punctuation"),
        (",", "punctuation"),
        (".", "punctuation"),
        ("She spoke “off the record”.", "rhetoric"),
    ]
    assert not coverage.unexplained
    assert coverage.share_outside > fixture_coverage.LARGEST_SHARE_OUTSIDE
    assert not coverage.is_enough


def test_coverage_run_without_aside_is_unexplained(made_up):
    made_up.data["sources"][0]["asides"] = []

    coverage = measured(made_up)["report"]

    assert [run.words for run in coverage.unexplained] == [". She spoke “off the record”."]


def test_coverage_run_is_split_where_the_reason_changes(made_up):
    made_up.data["sources"][0]["asides"] = [{"quote": "She spoke", "reason": "attribution"}]

    coverage = measured(made_up)["report"]

    assert [(run.words, run.reason) for run in coverage.runs[2:]] == [
        (".", "punctuation"),
        ("She spoke", "attribution"),
        ("“off the record”.", "UNEXPLAINED"),
    ]


def test_coverage_lists_the_figure_that_no_citation_holds(made_up):
    made_up.data["readings/other"]["readings"].pop()

    coverage = measured(made_up)["other"]

    assert [(mention.start, mention.literal) for mention in coverage.figures] == [(38, "two")]
    assert not coverage.is_enough


def test_coverage_figure_held_by_a_link_only_is_left(made_up):
    made_up.citation.update({"quote": "The army", "quantity": None})
    made_up.links[0]["anchor"] = {
        "quote": "over 3,000 men, the Ministry said on 5 May 2024, according to lawmaker Ann Lee"
    }

    assert [mention.literal for mention in measured(made_up)["report"].figures] == ["3,000"]


def test_coverage_names_and_dates_may_be_held_by_links_and_occasions(made_up):
    coverage = measured(made_up)["report"]

    assert (coverage.dates, coverage.names) == ([], [])


def test_coverage_lists_names_and_dates_that_nothing_holds(made_up):
    made_up.texts["other.txt"] += "On Tuesday Bob Ray left.\n"

    coverage = measured(made_up)["other"]

    assert [mention.literal for mention in coverage.dates] == ["Tuesday"]
    assert [mention.literal for mention in coverage.names] == ["Bob Ray"]


def test_coverage_lines_are_for_people(made_up):
    made_up.data["readings/other"]["readings"].pop()
    made_up.data["sources"].pop(0)
    made_up.data["actors"] = made_up.data["briefings"] = []

    read, _ = fixtures.read(*made_up.write())
    lines = list(fixture_coverage.lines(fixture_coverage.measure(read)))

    assert lines == [
        "other: 43 characters of body, 58.1% outside (at most 7%), 1 passages, median 22 characters",
        "  outside [22, 54) UNEXPLAINED: '. Each man gets two coins a day.'",
        "  figures not held [38, 41): 'two'",
        "all: 1 passages, median 22 characters",
    ]
