"""What was known when."""

from datetime import UTC, datetime

import pytest

from briefings.analysis import answers, clock, sourcing
from tests.analysis.made import chain, citation, claim, line, reading, source, when, world

RECEIVED = "2024-11-01T00:00:00Z"


def at(day, hour=0, minute=0):
    return datetime(2024, 10, day, hour, minute, tzinfo=UTC)


def known_from(**facts):
    return clock.known_from(source("a", **{"received_at": RECEIVED, **facts}))


def printed(edtf):
    return when(edtf, None, None)


@pytest.mark.parametrize(
    ("facts", "instant"),
    [
        ({"published": printed("2024-10-23T16:47Z")}, datetime(2024, 10, 23, 16, 47, 59, 999999, tzinfo=UTC)),
        ({"published": printed("2024-10-23T16:47")}, datetime(2024, 10, 24, 4, 47, 59, 999999, tzinfo=UTC)),
        ({"published": printed("2024-10-23")}, datetime(2024, 10, 24, 11, 59, 59, 999999, tzinfo=UTC)),
        (
            {"published": printed("2024-10-23"), "updated": printed("2024-10-25")},
            datetime(2024, 10, 26, 11, 59, 59, 999999, tzinfo=UTC),
        ),
        ({"published": printed("2024")}, datetime(2024, 11, 1, tzinfo=UTC)),  # not after we received it
        ({"published": printed("2024-10/..")}, datetime(2024, 11, 1, tzinfo=UTC)),
        ({"published": printed(None)}, datetime(2024, 11, 1, tzinfo=UTC)),
        ({}, datetime(2024, 11, 1, tzinfo=UTC)),
    ],
)
def test_source_is_known_from_its_latest_possible_publication(facts, instant):
    assert known_from(**facts) == instant


def test_known_keeps_what_had_appeared_by_the_instant_itself():
    dated = source("a", published=printed("2024-10-23T16:47Z"))

    assert clock.known([dated], datetime(2024, 10, 23, 16, 47, 59, 999999, tzinfo=UTC)) == {"a": dated}
    assert clock.known([dated], at(23, 16, 47)) == {}


def test_undated_are_those_that_print_no_resolved_date():
    sources = [source("a", published=printed("2024-10-23")), source("b"), source("c", published=printed(None))]

    assert clock.undated(sources) == ["b", "c"]


def later(words="by December"):
    return when("2024-12", "2024-12-01", "2024-12-31", literal=words, anchor={"source": "b"}, basis="other_source")


def test_claim_leaves_out_later_readings_and_dates_resolved_from_them():
    made = claim(reading("a", citation(chain("nis"), when=later())), reading("b", citation(chain("ukraine"))))
    found = clock.claim({**made, "credibility": "2"}, {"a"})

    assert [each["source"]["slug"] for each in found["readings"]] == ["a"]
    assert found["credibility"] is None
    assert found["times"] is None
    assert found["counts"] == {"sources": 1, "not_carried": 0, "citations": 1}
    dated = found["readings"][0]["citations"][0]["when"]
    assert (dated["literal"], dated["edtf"], dated["earliest"], dated["basis"]) == (
        "by December",
        None,
        None,
        "unclear",
    )


def test_words_that_only_a_later_source_prints_are_left_out():
    occasion = later("on 23 October") | {"literal_anchor": {"source": "b"}}

    assert clock.without_later({"occasion": {"when": occasion}}, {"a"})["occasion"]["when"]["literal"] is None


def test_dates_resolved_from_known_sources_stay():
    assert clock.without_later(later(), {"a", "b"}) == later()


@pytest.mark.parametrize(("sources", "kept"), [(["a"], 1), (["a", "b"], 0), ([], 0)])
def test_judgements_rest_only_on_known_sources(sources, kept):
    judgement = {"kind": "independence_established", "passages": [{"source": {"slug": slug}} for slug in sources]}

    assert len(clock.judgements([judgement], {"a"})) == kept


def test_comparisons_of_later_citations_and_of_whole_claims_are_left_out():
    def comparison(left, right):
        return {"left": {"citation": left}, "right": {"citation": right}, "reason": "As source b shows."}

    found = clock.comparisons([comparison("x", "y"), comparison("x", "z"), comparison("x", None)], {"x", "y"})

    assert found == [comparison("x", "y") | {"reason": None}]


def test_roles_that_later_sources_print_make_no_body():
    made = claim(reading("a", citation(chain("zelensky"))))
    own = world(made, known=frozenset({"a"}))

    origin = answers.document(sourcing.of(made, own))["origins_named"]["origins"][0]
    assert origin["bodies"] == [line("zelensky")]
