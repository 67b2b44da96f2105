"""Two questions about directed graphs: which nodes does every path pass, and where does it go round. Pure.

A graph is a mapping from each node to the nodes that it leads to; nodes that lead nowhere may be left out.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import reduce
from typing import TypeVar

N = TypeVar("N", bound=Hashable)
Graph = Mapping[N, Iterable[N]]


def postorder(graph: Graph[N], start: N, avoiding: set[N] | None = None) -> list[N]:
    """Return the nodes that start reaches, each after those it leads to, as far as there is no way round."""
    seen, order = {start} | (avoiding or set()), []
    stack: list[tuple[N, Iterator[N]]] = [(start, iter(graph.get(start, ())))]
    while stack:
        node, following = stack[-1]
        for other in following:
            if other not in seen:
                seen.add(other)
                stack.append((other, iter(graph.get(other, ()))))
                break
        else:
            order.append(node)
            stack.pop()
    return order


def immediate_dominators(graph: Graph[N], start: N) -> dict[N, N]:
    """Return, for each node that start reaches but start itself, the last other node that every path to it passes.

    Source: Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
    """
    order = postorder(graph, start)
    rank = {node: place for place, node in enumerate(order)}
    before = _before({node: graph.get(node, ()) for node in order})
    found: dict[N, N] = {start: start}

    def meet(left: N, right: N) -> N:
        while left != right:
            while rank[left] < rank[right]:
                left = found[left]
            while rank[right] < rank[left]:
                right = found[right]
        return left

    changed = True
    while changed:
        changed = False
        for node in reversed(order[:-1]):
            new = reduce(meet, (other for other in before[node] if other in found))
            if found.get(node) != new:
                found[node], changed = new, True
    del found[start]
    return found


def dominators(graph: Graph[N], start: N, end: N) -> list[N]:
    """Return the nodes that every path from start to end passes, in that order, without the two themselves."""
    above = immediate_dominators(graph, start)
    line: list[N] = []
    node = above.get(end, start)
    while node != start:
        line.append(node)
        node = above[node]
    return line[::-1]


def circles(graph: Graph[N]) -> list[list[N]]:
    """Return one shortest way round for each set of nodes that all reach each other, in order of appearance."""
    found = []
    for component in components(graph):
        first = component[0]
        if len(component) > 1 or first in set(graph.get(first, ())):
            found.append(_way_round(graph, first, set(component)))
    return found


def components(graph: Graph[N]) -> list[list[N]]:
    """Return the sets of nodes that all reach each other. Source: Kosaraju's two passes."""
    backward = _before(graph)
    order = [node for tree in _trees(graph, backward) for node in tree]
    place = {node: index for index, node in enumerate(backward)}
    found = [sorted(members, key=place.__getitem__) for members in _trees(backward, reversed(order))]
    return sorted(found, key=lambda members: place[members[0]])


def _before(graph: Graph[N]) -> dict[N, list[N]]:
    """Return, for every node of a graph, the nodes that lead to it."""
    found: dict[N, list[N]] = {node: [] for node in graph}
    for node, following in graph.items():
        for other in following:
            found.setdefault(other, []).append(node)
    return found


def _trees(graph: Graph[N], roots: Iterable[N]) -> Iterator[list[N]]:
    """Yield, for each root that none before it reaches, what it reaches and none before it does, in postorder."""
    seen: set[N] = set()
    for root in roots:
        if root not in seen:
            tree = postorder(graph, root, seen)
            seen.update(tree)
            yield tree


def _way_round(graph: Graph[N], start: N, within: set[N]) -> list[N]:
    """Return the nodes of a shortest way from start back to start, start first."""
    came: dict[N, N] = {}
    queue = [start]
    for node in queue:
        for other in graph.get(node, ()):
            if other == start:
                way = [node]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if other in within and other not in came:
                came[other] = node
                queue.append(other)
    raise ValueError(f"{start} is on no way round")
