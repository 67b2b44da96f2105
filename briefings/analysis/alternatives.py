"""The ways to read unclear passages: one reading of all passages, and each that differs from it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod

from briefings.analysis.chains import Chain, Passage

MOST_READINGS = 512  # beyond it, bounds are taken that are wide enough for all of them


def readings(passages: Sequence[Passage]) -> tuple[list[list[Chain]], bool]:
    """Return the chains of each reading of all passages, the assumed one first, and whether these are all readings.

    Passages of one source that are unclear in the same way are read in the same way.
    """
    certain = [chain for passage in passages if len(passage.readings) == 1 for chain in passage.readings[0]]
    unclear: dict[object, list[Passage]] = {}
    for passage in passages:
        if len(passage.readings) > 1:
            unclear.setdefault((passage.origin, tuple(map(_shape, passage.readings))), []).append(passage)
    groups = list(unclear.values())
    sizes = [len(group[0].readings) for group in groups]
    is_exact = prod(sizes) <= MOST_READINGS
    choices: Iterable[Sequence[int]] = product(*map(range, sizes)) if is_exact else _one_at_a_time(sizes)
    found = [certain + _chosen(groups, choice) for choice in choices]
    if not is_exact:
        found += [certain, [chain for passage in passages for chain in passage.chains]]
    return found, is_exact


def _chosen(groups: Sequence[Sequence[Passage]], choice: Sequence[int]) -> list[Chain]:
    return [
        chain
        for group, number in zip(groups, choice, strict=True)
        for passage in group
        for chain in passage.readings[number]
    ]


def _shape(reading: tuple[Chain, ...]) -> object:
    return tuple((chain.end, tuple(link.node for link in chain.links)) for chain in reading)


def _one_at_a_time(sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield the assumed readings, and those that differ from them in one group."""
    yield (0,) * len(sizes)
    for place, size in enumerate(sizes):
        for number in range(1, size):
            yield tuple(number if other == place else 0 for other in range(len(sizes)))
