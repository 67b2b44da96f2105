"""Order of dates that are not exact."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from briefings.analysis import timeline
from tests.analysis.made import chain, citation, claim, reading, when


def entry(name, earliest, latest):
    return {"id": name, "earliest": earliest, "latest": latest}


days = st.none() | st.integers(1, 9).map(lambda day: f"2024-10-0{day}")
entries = st.lists(st.tuples(days, days).filter(lambda pair: None in pair or pair[0] <= pair[1]), max_size=8).map(
    lambda pairs: [entry(str(number), *pair) for number, pair in enumerate(pairs)]
)


def test_precedes_only_where_no_day_is_shared():
    first, second = entry("a", "2024-10-08", "2024-10-13"), entry("b", "2024-10-13", "2024-10-14")

    assert not timeline.precedes(first, second)
    assert timeline.precedes(first, entry("c", "2024-10-14", None))
    assert not timeline.precedes(entry("d", "2024-10-08", None), second)


@given(entries)
def test_order_never_puts_an_entry_before_one_that_precedes_it(found):
    shown = timeline.ordered(found)

    assert sorted(each["id"] for each in shown) == sorted(each["id"] for each in found)
    assert not any(timeline.precedes(later, earlier) for earlier, later in combinations(shown, 2))


@given(entries)
def test_rank_is_the_longest_row_of_entries_before_it(found):
    shown = timeline.ordered(found)

    for place, each in enumerate(shown):
        before = [other["rank"] for other in shown[:place] if timeline.precedes(other, each)]
        assert each["rank"] == max(before, default=-1) + 1


def test_events_have_bounds_words_basis_and_passage():
    made = claim(
        reading("a", citation(chain("nis"), when=when("../2024-12", None, "2024-12-31")), citation(chain("nis")))
    )
    (found,) = timeline.events([made])

    assert found["id"] == "troops--a--c1"
    assert (found["literal"], found["edtf"], found["earliest"], found["latest"]) == (
        "then",
        "../2024-12",
        None,
        "2024-12-31",
    )
    assert (found["sources"], found["citations"]) == (["a"], ["troops--a--c1"])


def test_utterance_is_dated_by_the_sources_that_say_when():
    passages = [
        {"source": {"slug": "a"}, "states": ["when"], "start": 3, "end": 12, "exact": "on Monday"},
        {"source": {"slug": "b"}, "states": ["place"], "start": 0, "end": 8, "exact": "in Seoul"},
    ]
    briefing = {"slug": "talk", "title": "Talk", "kind": "statement", "when": None, "passages": passages}
    found = timeline.utterance(briefing, ["c1"])

    assert (found["kind"], found["sources"], found["citations"]) == ("utterance", ["a"], ["c1"])
    assert found["edtf"] is None
    assert found["passages"] == [{"source": "a", "start": 3, "end": 12, "exact": "on Monday"}]
