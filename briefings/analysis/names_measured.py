"""How well names are found by other spellings: precision and recall over known persons, each with several forms."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from briefings.text import hangul, likeness
from briefings.text.likeness import Reason
from briefings.text.names import fold_name

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9)
Form = tuple[str, str]  # person, name


@dataclass(frozen=True)
class Pair:
    """Two forms of names that were found alike, or are of one person. score 0: not found."""

    one: Form
    other: Form
    score: float
    reason: Reason | None

    @property
    def is_right(self) -> bool:
        """Return whether both are of one person."""
        return self.one[0] == self.other[0]

    @property
    def scripts(self) -> str:
        """Return in which scripts they are written."""
        return " ~ ".join(sorted((script(self.one[1]), script(self.other[1]))))


@dataclass
class Measured:
    """The pairs of a table of names, and what finding them one by one gives."""

    pairs: list[Pair] = field(default_factory=list)
    asked: int = 0  # forms of persons who have another one
    first: int = 0  # of these, how often the first candidate is the person
    among_five: int = 0

    def at(self, least: float, pairs: Iterable[Pair] | None = None) -> tuple[int, int, int]:
        """Return how many pairs are of one person, how many have at least that score, how many of these are right."""
        chosen = self.pairs if pairs is None else list(pairs)
        found = [pair for pair in chosen if pair.score >= least]
        return sum(pair.is_right for pair in chosen), len(found), sum(pair.is_right for pair in found)


def script(name: str) -> str:
    """Return the script of a name's first letter."""
    first = next(char for char in name if char.isalpha())
    if hangul.FIRST <= ord(first) <= hangul.LAST:
        return "Hangul"
    return "Cyrillic" if "\u0400" <= first <= "\u04ff" else "Latin"


def measure(forms: Sequence[Form]) -> Measured:
    """Return what looking for each form among all others gives. Forms that are one word for word are one."""
    forms = list({(person, fold_name(name)): (person, name) for person, name in forms}.values())
    scores = dict(_scores(forms))
    right = {pair for pair in combinations(range(len(forms)), 2) if forms[pair[0]][0] == forms[pair[1]][0]}
    found = Measured([
        Pair(forms[one], forms[other], *scores.get((one, other), (0.0, None)))
        for one, other in sorted(right | set(scores))
    ])  # fmt: skip
    best: dict[int, dict[str, float]] = defaultdict(dict)
    for (one, other), (score, _) in scores.items():
        for place, against in ((one, other), (other, one)):
            person = forms[against][0]
            best[place][person] = max(score, best[place].get(person, 0))
    for place in sorted({place for pair in right for place in pair}):
        ranked = sorted(best[place], key=lambda person: (-best[place][person], person))
        found.asked += 1
        found.first += ranked[:1] == [forms[place][0]]
        found.among_five += forms[place][0] in ranked[:5]
    return found


def _scores(forms: Sequence[Form]) -> Iterator[tuple[tuple[int, int], tuple[float, Reason]]]:
    """Yield the pairs that share a key and are alike, as places in forms."""
    kept: dict[str, list[int]] = defaultdict(list)
    for place, (_, name) in enumerate(forms):
        for key in (fold_name(name), *likeness.stored_keys(name)):
            kept[key].append(place)
    for place, (_, name) in enumerate(forms):
        keys = (fold_name(name), *likeness.asked_keys(name))
        for other in sorted({other for key in keys for other in kept[key] if other != place}):
            alike = likeness.compare(name, forms[other][1])
            if alike is not None:
                yield (min(place, other), max(place, other)), (alike.score, alike.reason)
