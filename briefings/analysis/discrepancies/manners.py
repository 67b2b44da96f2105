"""Polarity, certainty and modality: how passages put the same thing."""

from collections.abc import Iterator, Sequence

from briefings.analysis.bodies import Bodies
from briefings.analysis.discrepancies.rows import Cited, Kind, Row, Severity, Side, sides_by


def certainty(cited: Sequence[Cited]) -> Iterator[Row]:
    """Yield a row where passages are not equally sure."""
    yield from _plain(cited, Kind.CERTAINTY)


def modality(cited: Sequence[Cited]) -> Iterator[Row]:
    """Yield a row where passages differ in modality."""
    yield from _plain(cited, Kind.MODALITY)


def polarity(cited: Sequence[Cited]) -> Iterator[Row]:
    """Yield a row where some affirm, deny or take no side; unknown is opposite to nothing."""
    yield from _plain(cited, Kind.POLARITY)


def _plain(cited: Sequence[Cited], kind: Kind) -> Iterator[Row]:
    sides = sides_by(cited, lambda each: each.citation[kind], str)
    if len(sides) > 1:
        yield Row(kind, _severity(sides), tuple(sides))


def _severity(sides: Sequence[Side]) -> Severity:
    return Severity.CONTRADICTION if {"positive", "negative"} <= {side.value for side in sides} else Severity.VARIATION


def stances(cited: Sequence[Cited], bodies: Bodies) -> Iterator[Row]:
    """Yield a row for each party that takes different stances: a body with its parts, each set of passages once."""
    ends = {(each.source, each.citation["slug"]): _ends(each) for each in cited}
    parties = dict.fromkeys(body for found in ends.values() for body in sorted(found))
    seen: set[tuple[Side, ...]] = set()
    for party in sorted(parties, key=lambda body: (-len(bodies.above(body)), body)):
        own = [
            each
            for each in cited
            if any(bodies.is_within(body, party) for body in ends[each.source, each.citation["slug"]])
        ]
        sides = tuple(sides_by(own, lambda each: each.citation["polarity"], str))
        if len(sides) > 1 and sides not in seen and len({each.source for each in own}) > 1:
            seen.add(sides)
            yield Row(Kind.POLARITY, _severity(sides), sides, party=party)


def _ends(each: Cited) -> set[str]:
    assumed = each.passage.readings[0] if each.passage.readings else ()
    return {body for chain in assumed if chain.is_named for body in chain.links[-1].bodies}
