"""How far a second, blind annotation of a report agrees with the fixtures.

Two citations of the same claim pair up when their passages share at least half of the characters that either has
(intersection over union), best pairs first, each citation once. Passages agree as 2 × pairs / (first + second). Of
paired citations, each value and each chain either agrees or does not.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefings.exchange import fixtures
from briefings.exchange.fixture_shapes import Facts, Problem

LEAST_SHARED = 0.5
Cited = tuple[str, Facts]  # claim and citation


def _keys(name: str, *keys: str) -> Callable[[Facts], Any]:
    return lambda citation: tuple(citation[name][key] for key in keys) if citation[name] else None


def _chain(citation: Facts) -> list[Any]:
    """Return who passed it on to whom, and how each chain ends: what independence is computed from."""
    return [
        (chain["end"], chain["alternative"], [(link["role"], sorted(link["actors"])) for link in chain["links"]])
        for chain in citation["chains"]
    ]


VALUES: dict[str, Callable[[Facts], Any]] = {
    "quantity": _keys("quantity", "comparator", "min", "max", "currency", "per"),
    "ratio": _keys("ratio", "factor"),
    "when": _keys("when", "edtf"),
    "modality": lambda citation: citation["modality"],
    "certainty": lambda citation: citation["certainty"],
    "polarity": lambda citation: citation["polarity"],
    "speech": lambda citation: citation["speech"],
    "chains": _chain,
}


@dataclass
class Agreement:
    """Counts of one report, and every difference in words."""

    source: str
    first: int = 0
    second: int = 0
    pairs: int = 0
    same: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    @property
    def passages(self) -> float:
        """Return the share of passages that pair up, 0 to 1."""
        return 2 * self.pairs / (self.first + self.second) if self.first + self.second else 1.0

    @property
    def values(self) -> float:
        """Return the share of values and chains of paired citations that agree, 0 to 1."""
        return self.same.total() / (self.pairs * len(VALUES)) if self.pairs else 1.0

    def share(self, name: str) -> float:
        """Return the share of paired citations that agree on one value, 0 to 1."""
        return self.same[name] / self.pairs if self.pairs else 1.0


def read_second(fixtures_dir: Path, seeds_dir: Path, annotations: Path) -> tuple[fixtures.Fixtures, list[Problem]]:
    """Return the fixtures with a second annotator's readings in the place of the first's, for the reports he has."""
    with tempfile.TemporaryDirectory() as folder:
        merged = Path(folder) / "fixtures"
        shutil.copytree(fixtures_dir, merged)
        for path in annotations.glob("*.yaml"):
            shutil.copy(path, merged / "readings" / path.name)
        return fixtures.read(merged, seeds_dir)


def compare(first: fixtures.Fixtures, second: fixtures.Fixtures, source: str) -> Agreement:
    """Return how far two annotations of one report agree."""
    ours, theirs = _citations(first, source), _citations(second, source)
    found = Agreement(source, first=len(ours), second=len(theirs))
    paired_ours, paired_theirs = set(), set()
    for at, to in _pairs(ours, theirs):
        paired_ours.add(at)
        paired_theirs.add(to)
        found.pairs += 1
        _compare_values(found, ours[at], theirs[to])
    found.differences += [f"only first: {_label(ours[at])}" for at in range(len(ours)) if at not in paired_ours]
    found.differences += [f"only second: {_label(theirs[at])}" for at in range(len(theirs)) if at not in paired_theirs]
    return found


def _citations(content: fixtures.Fixtures, source: str) -> list[Cited]:
    return [
        (reading["claim"], citation)
        for reading in content.readings
        if reading["source"] == source
        for citation in reading["citations"]
    ]


def _pairs(ours: list[Cited], theirs: list[Cited]) -> Iterator[tuple[int, int]]:
    scored = sorted(
        (-_shared(one, other), at, to)
        for at, (claim, one) in enumerate(ours)
        for to, (same, other) in enumerate(theirs)
        if claim == same and _shared(one, other) >= LEAST_SHARED
    )
    taken_ours: set[int] = set()
    taken_theirs: set[int] = set()
    for score, at, to in sorted(scored, key=lambda row: (row[0], _unlike(ours[row[1]], theirs[row[2]]), row[1:])):
        if score and at not in taken_ours and to not in taken_theirs:
            taken_ours.add(at)
            taken_theirs.add(to)
            yield at, to


def _unlike(one: Cited, other: Cited) -> int:
    """Return on how many values two citations differ: of one span cited twice, like goes with like."""
    return sum(value(one[1]) != value(other[1]) for value in VALUES.values())


def _shared(one: Facts, other: Facts) -> float:
    """Return intersection over union of two spans."""
    both = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return max(0, both) / (max(one["end"], other["end"]) - min(one["start"], other["start"]))


def _compare_values(found: Agreement, one: Cited, other: Cited) -> None:
    for name, value in VALUES.items():
        mine, his = value(one[1]), value(other[1])
        if mine == his:
            found.same[name] += 1
        else:
            found.differences.append(f"{name}: {_label(one)}: first {mine}, second {his}")


def _label(cited: Cited) -> str:
    return f"{cited[0]} [{cited[1]['start']}, {cited[1]['end']}) {cited[1]['exact'][:70]!r}"
