"""The attribution graph of a set of chains: sources, bodies and open ends; bottlenecks and circular reporting."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from briefings.analysis import digraphs
from briefings.analysis.bodies import Bodies
from briefings.analysis.chains import Chain
from briefings.analysis.independence import open_ends

START, END = "start", "end"  # before all sources and behind all ends; no node has such an id
Path = tuple[str, ...]
Edges = dict[str, list[str]]


@dataclass(frozen=True)
class Graph:
    """Chains as paths. A path runs from its source inwards; bodies that follow themselves are one step of it."""

    paths: dict[Chain, Path]
    bodies: Bodies

    @property
    def edges(self) -> dict[tuple[str, str], list[Chain]]:
        """Return the chains that take each step."""
        found: dict[tuple[str, str], list[Chain]] = {}
        for chain, path in self.paths.items():
            for step in pairwise(path):
                found.setdefault(step, []).append(chain)
        return found

    @property
    def voices(self) -> dict[str, tuple[str, ...]]:
        """Return the bodies of each voice, by the id of its node."""
        return {link.node: link.bodies for chain in self.paths for link in chain.links}

    def passing(self, body: str) -> list[Chain]:
        """Return the chains that pass a body or a part of it."""
        return [
            chain
            for chain in self.paths
            if any(self.bodies.is_within(each, body) for link in chain.links for each in link.bodies)
        ]


def source_node(source: str) -> str:
    """Return the id of a source's node."""
    return f"source {source}"


def build(chains: Iterable[Chain], bodies: Bodies) -> Graph:
    """Return the graph of chains."""
    chains = list(chains)
    ends = open_ends(chain for chain in chains if not chain.is_named)
    behind = {chain: end.node for end in ends for chain in end.chains}
    return Graph({chain: _path(chain, behind.get(chain)) for chain in chains}, bodies)


def _path(chain: Chain, unknown: str | None) -> Path:
    path = [source_node(chain.origin)]
    for node in [link.node for link in chain.links] + ([unknown] if unknown else []):
        if node != path[-1]:
            path.append(node)
    return tuple(path)


def bottlenecks(graph: Graph) -> list[str]:
    """Return the bodies that every path to every end passes, from the sources inwards; one that spoke jointly too.

    Where every path passes a body or its only parts that the graph has, in one line below each other, that body is
    one; given is the narrowest. Without circular reporting a path is a chain; with it, a path may change over from
    one chain to another where both pass a body.
    """
    if not graph.paths:
        return []
    present = dict.fromkeys(body for bodies in graph.voices.values() for body in bodies)
    narrow = [body for body in present if _is_passed(graph, body, {body})]
    wide = [
        body
        for body in present
        if (line := _line_below(body, present, graph.bodies)) and not {body, *line} & set(narrow)
        if _is_passed(graph, body, {body, *line})
    ]
    narrowest = [body for body in wide if not any(_is_above(body, other, graph.bodies) for other in wide)]
    return sorted(narrow + narrowest, key=_places(graph).__getitem__)


def _is_above(body: str, other: str, bodies: Bodies) -> bool:
    return body != other and bodies.is_within(other, body)


def _line_below(body: str, present: Iterable[str], bodies: Bodies) -> list[str]:
    """Return the parts of a body that are present, if no two of them are siblings; else none."""
    parts = [other for other in present if _is_above(body, other, bodies)]
    is_line = all(bodies.are_kin(one, other) for one in parts for other in parts)
    return parts if is_line else []


def _is_passed(graph: Graph, body: str, parts: set[str]) -> bool:
    """Return whether every path passes a voice with one of the parts of a body; parts: the body itself among them."""
    if not all(any(parts & set(link.bodies) for link in chain.links) for chain in graph.paths):
        return False  # most bodies: no dominators need be looked for
    merged = {node: body for node, bodies in graph.voices.items() if parts & set(bodies)}
    edges: dict[str, dict[str, None]] = {START: {}}
    for path in graph.paths.values():
        nodes = [merged.get(node, node) for node in path]
        for one, other in pairwise([START, *nodes, END]):
            if one != other:
                edges.setdefault(one, {})[other] = None
    return body in digraphs.dominators(edges, START, END)


def _places(graph: Graph) -> dict[str, int]:
    """Return how far inwards on the first path each body stands, and each that it is part of."""
    places: dict[str, int] = {}
    for place, link in enumerate(next(iter(graph.paths)).links):
        for body in link.bodies:
            for each in (body, *graph.bodies.above(body)):
                places.setdefault(each, place)
    return places


def circles(graph: Graph, publishers: dict[str, str]) -> list[list[str]]:
    """Return the ways round: a chain, or chains that follow each other, that come back to where they were.

    publishers: who publishes a source, by its slug, where that is known. A body that a chain names leads on to the
    sources that it publishes.
    """
    edges: Edges = {}
    for one, other in graph.edges:
        edges.setdefault(one, []).append(other)
    named = {node for path in graph.paths.values() for node in path}
    for source, publisher in publishers.items():
        if publisher in named and source_node(source) in named:
            edges.setdefault(publisher, []).append(source_node(source))
    return digraphs.circles(edges)
