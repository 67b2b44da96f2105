"""Sourcing as readers get it: every number with the passages that make it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from briefings.analysis import graph as graphs
from briefings.analysis.bodies import Bodies
from briefings.analysis.chains import Chain, Link, Passage
from briefings.analysis.independence import Count, OpenEnd, Origin, Tally
from briefings.analysis.sourcing import Sourcing, World

Document = dict[str, Any]

PASSAGE = ("slug", "url", "start", "end", "exact", "region", "counted", "polarity")


def document(sourcing: Sourcing) -> Document:
    """Return a claim's sourcing as readers get it."""
    count, world = sourcing.count, sourcing.world
    graph = graphs.build(sorted(count.kept, key=_place(sourcing.passages)), world.bodies)
    judgement = sourcing.judgement
    return {
        "claim": {key: sourcing.claim[key] for key in ("slug", "url", "proposition")},
        "verdict": sourcing.verdict,
        "reason": sourcing.reason,
        "judgement": judgement["slug"] if judgement else None,
        **numbers(sourcing),
        "passages": passages([sourcing.claim]),
        **graph_document(graph, world),
        "chains": [
            chain_line(chain, passage, count, graph) for passage in sourcing.passages for chain in passage.chains
        ],
    }


def numbers(sourcing: Sourcing) -> Document:
    """Return how many origins a claim has, each number with what makes it.

    other_readings: of unclear passages, those that make a least or most number which the assumed one does not.
    """
    count, bodies = sourcing.count, sourcing.world.bodies
    assumed = tally(count.assumed, bodies)
    return {
        "origins_named": {**asdict(count.named), "origins": assumed["origins"]},
        "origins_unknown": {**asdict(count.unknown), "open_ends": assumed["open_ends"]},
        "is_exact": count.is_exact,
        "other_readings": [{"makes": names, **tally(found, bodies)} for names, found in count.extremes],
    }


def tally(found: Tally, bodies: Bodies) -> Document:
    """Return what one reading of all passages counts."""
    return {
        "origins": [origin(each, bodies) for each in found.origins],
        "open_ends": [open_end(each) for each in found.open_ends],
    }


def summary(sourcing: Sourcing) -> Document:
    """Return a claim's numbers and verdict, for lists of claims."""
    return {
        "claim": {key: sourcing.claim[key] for key in ("slug", "url", "proposition")},
        "verdict": sourcing.verdict,
        "reason": sourcing.reason,
        **numbers(sourcing),
        "origins": sorted(sourcing.count.assumed.bodies),
        "citations": list(dict.fromkeys(passage.citation for passage in sourcing.passages if passage.affirms)),
    }


def passages(claims: Iterable[Document]) -> list[Document]:
    """Return the words of each citation, so that a number can be read up in the same answer."""
    return [
        {"source": reading["source"]["slug"], **{key: citation[key] for key in PASSAGE}}
        for claim in claims
        for reading in claim["readings"]
        for citation in reading["citations"]
    ]


def of_many(found: Sequence[Sourcing], world: World, is_meant: Callable[[Passage], bool]) -> Document:
    """Return the sourcing of several claims: each one's numbers, and one graph of the passages that are meant.

    Claims are told apart in the numbers only: a bottleneck of the graph stands behind all of the claims. Given are the
    words of all passages that make a number, in the graph or not.
    """
    chains = [
        chain
        for sourcing in found
        for passage in sourcing.passages
        if is_meant(passage)
        for chain in passage.chains
        if chain in sourcing.count.kept
    ]
    summaries = [summary(each) for each in found]
    meant = {chain.citation for chain in chains}.union(*(each["citations"] for each in summaries))
    return {
        "claims": summaries,
        **graph_document(graphs.build(chains, world.bodies), world),
        "passages": [each for each in passages(s.claim for s in found) if each["slug"] in meant],
    }


def _place(passages: Iterable[Passage]) -> Any:
    """Return a key that sorts chains as their passages stand."""
    places = {chain: place for place, chain in enumerate(each for passage in passages for each in passage.chains)}
    return places.__getitem__


def graph_document(graph: graphs.Graph, world: World) -> Document:
    """Return nodes, edges, bottlenecks and circular chains."""
    publishers = {slug: facts["publisher"]["slug"] for slug, facts in world.sources.items() if facts["publisher"]}
    edges = graph.edges
    return {
        "nodes": nodes(graph, world),
        "edges": [
            {"from": one, "to": other, "bases": _bases(graph, chains, other), "citations": citations(chains)}
            for (one, other), chains in edges.items()
        ],
        "bottlenecks": [
            {"body": world.bodies.line(body), "citations": citations(graph.passing(body))}
            for body in graphs.bottlenecks(graph)
        ],
        "circular": [
            {"nodes": way, "citations": citations(chain for step in _steps(way) for chain in edges.get(step, []))}
            for way in graphs.circles(graph, publishers)
        ],
    }


def _steps(way: list[str]) -> Iterable[tuple[str, str]]:
    return zip(way, way[1:] + way[:1], strict=True)


def nodes(graph: graphs.Graph, world: World) -> list[Document]:
    """Return the nodes: sources, voices with the bodies they count as and the actors that spoke, open ends."""
    found: dict[str, Document] = {}
    for chain, path in graph.paths.items():
        found.setdefault(path[0], {"id": path[0], "kind": "source", "source": chain.origin, "versions": []})
        versions = found[path[0]]["versions"]
        versions += [chain.source] if chain.source not in (chain.origin, *versions) else []
        for link in chain.links:
            node = found.setdefault(link.node, _voice(link, world.bodies))
            new = [actor for actor in link.actors if actor not in {each["slug"] for each in node["actors"]}]
            node["actors"] += map(world.bodies.line, new)
        if not chain.is_named:
            found.setdefault(path[-1], {"id": path[-1], "kind": "unknown"})
    return list(found.values())


def _voice(link: Link, bodies: Bodies) -> Document:
    kind = "unnamed" if link.unnamed else "voice"
    return {"id": link.node, "kind": kind, "bodies": [bodies.line(body) for body in link.bodies], "actors": []}


def _bases(graph: graphs.Graph, chains: Iterable[Chain], node: str) -> list[str]:
    """Return what the step to a node rests on; nothing where it leads to an open end."""
    return sorted({link.basis for chain in chains for link in chain.links if link.node == node})


def origin(found: Origin, bodies: Bodies) -> Document:
    """Return an origin with the passages that lead to it; one that is not counted stands beside a part of it."""
    return {
        "bodies": [bodies.line(body) for body in found.bodies],
        "actors": [bodies.line(slug) for slug in dict.fromkeys(a for c in found.chains for a in c.links[-1].actors)],
        "counted": found.is_counted,
        "citations": citations(found.chains),
    }


def open_end(found: OpenEnd) -> Document:
    """Return an open end with its passages: behind whom the chain stops."""
    return {"id": found.node, "via": found.via, "behind": list(found.names), "citations": citations(found.chains)}


def chain_line(chain: Chain, passage: Passage, count: Count, graph: graphs.Graph) -> Document:
    """Return a chain with its path, and why it does not count, if so."""
    return {
        "citation": chain.citation,
        "source": chain.source,
        "alternative": chain.alternative,
        "path": list(graph.paths[chain]) if chain in graph.paths else None,
        "links": [
            {"role": link.role, "basis": link.basis, "actors": list(link.actors), "node": link.node}
            for link in chain.links
        ],
        "end": chain.end,
        "counted": chain in count.kept,
        "not_counted_because": _why_not(chain, passage, count),
    }


def _why_not(chain: Chain, passage: Passage, count: Count) -> str | None:
    if chain in count.kept:
        return None
    if not passage.is_counted:
        return f"region:{passage.region}"
    return "restatement" if passage.affirms else f"polarity:{passage.polarity}"


def citations(chains: Iterable[Chain]) -> list[str]:
    """Return the citations of chains, each once."""
    return list(dict.fromkeys(chain.citation for chain in chains))
