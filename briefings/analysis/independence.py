"""How many independent origins a claim has: named ones, open ends, and the verdict."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from briefings.analysis import alternatives
from briefings.analysis.bodies import Bodies
from briefings.analysis.chains import Chain, Passage
from briefings.choices import LinkRole


@dataclass(frozen=True)
class Origin:
    """Bodies that speak as one voice at the end of chains. counted: it adds to the number of origins."""

    bodies: tuple[str, ...]
    chains: tuple[Chain, ...]
    is_counted: bool


@dataclass(frozen=True)
class OpenEnd:
    """Chains that end with nobody named, as far as they may be one unknown."""

    via: Literal["agency", "relayer", "source"]
    names: tuple[str, ...]
    chains: tuple[Chain, ...]

    @property
    def node(self) -> str:
        """Return the id of its node in the graph."""
        return f"unknown {self.via} {'+'.join(self.names)}"


@dataclass(frozen=True)
class Tally:
    """What one reading of all passages counts."""

    origins: tuple[Origin, ...]
    open_ends: tuple[OpenEnd, ...]
    restated: tuple[Chain, ...]

    @property
    def named(self) -> int:
        """Return the number of origins that are named."""
        return sum(origin.is_counted for origin in self.origins)

    @property
    def unknown(self) -> int:
        """Return the number of open ends, each taken for an origin of its own."""
        return len(self.open_ends)

    @property
    def fewest_unknown(self) -> int:
        """Return how many unknowns there are at least: each may be a named origin, and all may be one."""
        return 0 if self.named else min(1, self.unknown)

    @property
    def kept(self) -> list[Chain]:
        """Return the chains that count."""
        named = [chain for origin in self.origins for chain in origin.chains]
        return named + [chain for end in self.open_ends for chain in end.chains]

    @property
    def bodies(self) -> frozenset[str]:
        """Return the bodies of the origins that count."""
        return frozenset(body for origin in self.origins if origin.is_counted for body in origin.bodies)


@dataclass(frozen=True)
class Bounds:
    """A number under every reading of unclear passages, and under the assumed one."""

    min: int
    best: int
    max: int


EXTREMES: dict[str, tuple[Callable[[Tally], int], Callable[[list[int]], int]]] = {
    "origins_named.min": (attrgetter("named"), min),
    "origins_named.max": (attrgetter("named"), max),
    "origins_unknown.min": (attrgetter("fewest_unknown"), min),
    "origins_unknown.max": (attrgetter("unknown"), max),
}


@dataclass(frozen=True)
class Count:
    """The origins of a claim: the assumed reading, and the bounds over all of them."""

    assumed: Tally
    tallies: tuple[Tally, ...]
    is_exact: bool  # false: too many readings to go through, the bounds may be wider than need be

    @property
    def named(self) -> Bounds:
        """Return how many origins are named."""
        numbers = [tally.named for tally in self.tallies]
        return Bounds(min(numbers), self.assumed.named, max(numbers))

    @property
    def unknown(self) -> Bounds:
        """Return how many unknowns there may be beside them."""
        fewest = min(tally.fewest_unknown for tally in self.tallies)
        return Bounds(fewest, self.assumed.unknown, max(tally.unknown for tally in self.tallies))

    @property
    def total(self) -> Bounds:
        """Return how many origins there may be, named and unknown together."""
        fewest = min(tally.named + tally.fewest_unknown for tally in self.tallies)
        most = max(tally.named + tally.unknown for tally in self.tallies)
        return Bounds(fewest, self.assumed.named + self.assumed.unknown, most)

    @property
    def extremes(self) -> list[tuple[list[str], Tally]]:
        """Return a reading for each least or most number that the assumed one does not make, with which it makes."""
        made: dict[int, list[str]] = {}
        for name, (number, extreme) in EXTREMES.items():
            numbers = [number(tally) for tally in self.tallies]
            made.setdefault(numbers.index(extreme(numbers)), []).append(name)
        return [(names, self.tallies[place]) for place, names in made.items() if place]

    @property
    def kept(self) -> frozenset[Chain]:
        """Return the chains that count in some reading."""
        return frozenset(chain for tally in self.tallies for chain in tally.kept)


def count(passages: Iterable[Passage], bodies: Bodies) -> Count:
    """Return the origins of a claim over the passages that affirm it."""
    affirming = [passage for passage in passages if passage.affirms]
    readings, is_exact = alternatives.readings(affirming)
    tallies = tuple(tally(chains, bodies) for chains in readings)
    return Count(tallies[0], tallies, is_exact)


def tally(chains: Sequence[Chain], bodies: Bodies) -> Tally:
    """Count the origins of one reading."""
    by_source: dict[str, list[Chain]] = {}
    for chain in chains:
        by_source.setdefault(chain.origin, []).append(chain)
    restated = {chain for own in by_source.values() for chain in own if is_restatement(chain, own)}
    kept = [chain for chain in chains if chain not in restated]
    named = [chain for chain in kept if chain.is_named]
    open_ended = [chain for chain in kept if not chain.is_named]
    shown = tuple(chain for chain in chains if chain in restated)
    return Tally(tuple(_origins(named, bodies)), tuple(open_ends(open_ended)), shown)


def is_restatement(chain: Chain, chains: Iterable[Chain]) -> bool:
    """Return whether another chain of the same source takes the claim further in.

    An open end is taken further by a named one and by one with more links; a named one by a longer chain that passes
    its last speaker and goes on.
    """
    others = [other for other in chains if other.origin == chain.origin]
    if not chain.is_named:
        return any(other.is_named or len(other.links) > len(chain.links) for other in others)
    last = set(chain.links[-1].actors)
    return any(
        other.is_named
        and len(other.links) > len(chain.links)
        and not last & set(other.links[-1].actors)
        and any(last <= set(link.actors) for link in other.links[:-1])
        for other in others
    )


def _origins(chains: Iterable[Chain], bodies: Bodies) -> Iterator[Origin]:
    """Yield each origin; a parent beside its child, and a joint voice beside one of its parts, add no count."""
    found: dict[tuple[str, ...], list[Chain]] = {}
    for chain in chains:
        found.setdefault(chain.links[-1].bodies, []).append(chain)

    def narrowness(origin: tuple[str, ...]) -> tuple[object, ...]:
        return len(origin), -sum(len(bodies.above(body)) for body in origin), origin

    counted: list[str] = []
    for origin in sorted(found, key=narrowness):
        is_new = not any(bodies.are_kin(body, other) for body in origin for other in counted)
        counted += origin if is_new else ()
        yield Origin(origin, tuple(found[origin]), is_new)


def open_ends(chains: Iterable[Chain]) -> Iterator[OpenEnd]:
    """Yield the unknowns: one for each agency credited, else for each relayer, else for each source."""
    found: list[tuple[str, set[str], list[Chain]]] = []
    for chain in chains:
        via, names = _behind(chain)
        same = [end for end in found if end[0] == via and end[1] & names]
        found = [end for end in found if end not in same]
        merged = (via, names.union(*(end[1] for end in same)), [each for end in same for each in end[2]] + [chain])
        found.append(merged)
    for via, names, members in found:
        yield OpenEnd(via, tuple(sorted(names)), tuple(members))  # type: ignore[arg-type]


def _behind(chain: Chain) -> tuple[str, set[str]]:
    """Return what an unknown stands behind."""
    agencies = {actor for link in chain.links if link.role == LinkRole.AGENCY for actor in link.actors}
    if agencies or chain.agencies:
        return "agency", agencies | set(chain.agencies)
    relayers = {actor for link in chain.links for actor in link.actors}
    return ("relayer", relayers) if relayers else ("source", {chain.origin})
