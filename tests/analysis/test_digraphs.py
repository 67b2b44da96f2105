"""Dominators and circles: by hand, and against networkx on random graphs."""

import random

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.analysis import digraphs

DIAMOND = {"s": ["a", "b"], "a": ["c"], "b": ["c"], "c": ["e"]}


def test_dominators_of_a_line_are_its_inner_nodes_in_order():
    assert digraphs.dominators({"s": ["a"], "a": ["b"], "b": ["e"]}, "s", "e") == ["a", "b"]


def test_dominators_of_a_diamond_are_where_it_closes():
    assert digraphs.dominators(DIAMOND, "s", "e") == ["c"]


def test_dominators_with_a_way_past_are_none():
    assert digraphs.dominators({**DIAMOND, "s": ["a", "b", "e"]}, "s", "e") == []


def test_dominators_of_an_end_that_is_not_reached_are_none():
    assert digraphs.dominators({"s": ["a"], "b": ["e"]}, "s", "e") == []


def test_circles_gives_a_shortest_way_round_each():
    graph = {"a": ["b"], "b": ["c", "a"], "c": ["a"], "d": ["d"], "e": ["a"]}

    assert digraphs.circles(graph) == [["a", "b"], ["d"]]


def test_circles_of_a_graph_without_any_are_none():
    assert digraphs.circles(DIAMOND) == []


def check(edges: list[tuple[int, int]], start: int) -> None:
    """Compare with networkx; start is a node even without edges."""
    theirs = networkx.DiGraph(edges)
    theirs.add_node(start)
    ours = {node: list(theirs.successors(node)) for node in theirs}

    expected = {node: above for node, above in networkx.immediate_dominators(theirs, start).items() if node != start}
    assert digraphs.immediate_dominators(ours, start) == expected

    components = {frozenset(members) for members in digraphs.components(ours)}
    assert components == {frozenset(members) for members in networkx.strongly_connected_components(theirs)}

    circles = digraphs.circles(ours)
    assert {frozenset(c) for c in components if len(c) > 1 or theirs.has_edge(*list(c) * 2)} == {
        next(c for c in components if set(way) <= c) for way in circles
    }
    for way in circles:
        assert len(set(way)) == len(way)
        assert all(theirs.has_edge(one, other) for one, other in zip(way, way[1:] + way[:1], strict=True))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40))
@settings(max_examples=200)
def test_dominators_and_circles_are_those_of_networkx(edges):
    check(edges, 0)


@pytest.mark.deep
def test_dominators_and_circles_are_those_of_networkx_on_ten_thousand_graphs():
    chance = random.Random(5)
    for _ in range(10_000):
        nodes = chance.randint(1, 30)
        count = chance.randint(0, 3 * nodes)
        check([(chance.randrange(nodes), chance.randrange(nodes)) for _ in range(count)], 0)
