"""How alike two names are, why, and the keys that find the one by the other without looking at every name.

A score orders candidates for a person to look at. It decides nothing: Kim Sun-dong and Kim Seon-dong may be one man,
and two men of the South Korean parliament are both 김선동.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, islice, permutations

from rapidfuzz.distance import Levenshtein

from briefings.text import hangul, sounds
from briefings.text.names import fold_name

MOST_WORDS = 4  # of a name; of a longer one the first three and the last are compared
MOST_KEYS = 24  # of a name
LONGEST_KEY = 80
LEAST = 0.5  # candidates below it are not worth a look


class Reason(StrEnum):
    """Why two names are alike."""

    SAME_KEY = "same_key"  # the same letters, but for case, accents, spaces and hyphens
    WORD_ORDER = "word_order"  # the same words in another order
    HANGUL = "hangul"  # Hangul, and a romanisation that it can have
    ROMANISATION = "romanisation"  # two romanisations that one name in Hangul can have
    ROMANISATION_NEAR = "romanisation_near"  # of one sound, but some letter is told apart by these spellings
    TRANSLITERATION = "transliteration"  # alike in Latin letters, or in those of another script
    INITIALS = "initials"  # one gives initials only
    PART_OF_NAME = "part_of_name"  # one is a part of the other


@dataclass(frozen=True)
class Likeness:
    """How alike two names are, from LEAST to 1, and why."""

    score: float
    reason: Reason


def stored_keys(name: str) -> list[str]:
    """Return the keys that a name is kept under, beside its folded form."""
    words = _words(name)
    full, initials = _parted(words)
    found = [f"ko:{reading.key}" for reading in hangul.readings(name)]
    found += _pairs(full)
    scheme = "ab" if initials else "in"  # ab: nothing else is known of it
    found += [f"{scheme}:{code}|{first}" for code, first in _with_initials(full, initials)]
    found += [f"tk:{code}" for word in full for code in sounds.codes(word)]
    return _kept(found)


def asked_keys(name: str) -> list[str]:
    """Return the keys under which names like this one are kept."""
    words = _words(name)
    full, initials = _parted(words)
    found = [f"ko:{reading.key}" for reading in hangul.readings(name)]
    found += _pairs(full)
    schemes = ("ab", "in") if initials else ("ab",)
    found += [f"{scheme}:{code}|{first}" for code, first in _with_initials(full, initials) for scheme in schemes]
    if len(words) == 1:
        found += [f"tk:{code}" for code in sounds.codes(words[0])]
    return _kept(found)


def compare(name: str, other: str) -> Likeness | None:
    """Return how alike two names are; None: not enough to look at."""
    key = fold_name(name)
    if key and key == fold_name(other):
        return Likeness(1.0, Reason.SAME_KEY)
    words, others = _words(name), _words(other)
    if words and sorted(words) == sorted(others):
        return Likeness(0.95, Reason.WORD_ORDER)
    korean = _korean(hangul.readings(name), hangul.readings(other))
    if korean is not None:
        return korean if korean.score >= LEAST else None
    return _spelled(words, others)


def _korean(ours: Sequence[hangul.Reading], theirs: Sequence[hangul.Reading]) -> Likeness | None:
    """Return how alike two names are that can both be read as Korean; None: one of them cannot."""
    if not ours or not theirs:
        return None
    in_hangul = [any(each.is_hangul for each in readings) for readings in (ours, theirs)]
    if any(one.meets(other) for one in ours for other in theirs):
        return Likeness(0.9, Reason.HANGUL) if any(in_hangul) else Likeness(0.85, Reason.ROMANISATION)
    if not all(in_hangul) and {each.key for each in ours} & {each.key for each in theirs}:
        return Likeness(0.6, Reason.ROMANISATION_NEAR)
    return Likeness(0.0, Reason.ROMANISATION_NEAR)


def _spelled(words: list[str], others: list[str]) -> Likeness | None:
    """Return how alike two names are word by word, in whatever order."""
    (full, initials), (theirs, their_initials) = _parted(words), _parted(others)
    if not full or not theirs:
        return None
    shorter, longer = sorted((full, theirs), key=len)
    likeness = max(_mean(shorter, chosen) for chosen in permutations(longer, len(shorter)))
    if initials or their_initials:
        return _by_initials(full, initials, theirs, their_initials, likeness)
    if len(shorter) == 1:
        return Likeness(LEAST, Reason.PART_OF_NAME) if likeness >= 0.8 and len(words) + len(others) > 2 else (
            _scored(likeness) if len(longer) == 1 else None)  # fmt: skip
    return _scored(likeness - 0.05 * (len(longer) - len(shorter)))


def _scored(likeness: float) -> Likeness | None:
    score = round(0.9 * likeness, 2)
    return Likeness(score, Reason.TRANSLITERATION) if score >= LEAST else None


def _by_initials(
    full: list[str], initials: list[str], theirs: list[str], their_initials: list[str], likeness: float
) -> Likeness | None:
    """Return the likeness of names one of which has initials: they must be those of the other's words."""
    ours = {_initial(word) for word in [*full, *initials]}
    others = {_initial(word) for word in [*theirs, *their_initials]}
    fits = all(_initial(word) in others for word in initials) and all(_initial(word) in ours for word in their_initials)
    return Likeness(round(0.7 * likeness, 2), Reason.INITIALS) if fits and likeness >= 0.8 else None


def _mean(words: Sequence[str], others: Sequence[str]) -> float:
    """Return how alike words are in pairs; the least alike pair weighs as much as all, as it may be another name."""
    pairs = zip(words, others, strict=True)
    found = [Levenshtein.normalized_similarity(sounds.plain(one), sounds.plain(other)) for one, other in pairs]
    return (sum(found) / len(found) + min(found)) / 2


def _words(name: str) -> list[str]:
    found = sounds.words(name)
    return found if len(found) <= MOST_WORDS else [*found[: MOST_WORDS - 1], found[-1]]


def _parted(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the words that are written out, and the initials."""
    return [word for word in words if len(word) > 1], [word for word in words if len(word) == 1]


def _initial(word: str) -> str:
    """Return what a word's first letter sounds like."""
    return sounds.codes(word[0] if len(word) == 1 else word)[0][:1]


def _pairs(words: list[str]) -> list[str]:
    """Return a key for each two words, in whatever order: a name with a patronymic meets the one without."""
    return [
        f"pr:{'-'.join(sorted(pair))}"
        for one, other in combinations(words, 2)
        for pair in ((a, b) for a in sounds.codes(one) for b in sounds.codes(other))
    ]


def _with_initials(full: list[str], initials: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each word's code with the initial of another."""
    for word in full:
        rest = initials or [other for other in full if other is not word]
        for code in sounds.codes(word):
            yield from ((code, _initial(other)) for other in rest)


def _kept(keys: list[str]) -> list[str]:
    return list(islice((key[:LONGEST_KEY] for key in dict.fromkeys(keys)), MOST_KEYS))
