"""Search folding that moves no offset: the folded text knows which stretch of the original each letter came from.

Folded away: case, accents and other combining marks (so NFC and NFD are one), width, compatibility forms, the kind of
quotation mark, apostrophe, dash and white space (a run of any, line ends and no-break spaces too, is one space),
zero-width and bidirectional controls. Hangul syllables become letters, so a search may stop in mid-syllable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefings.text.anchors import AnchorOutOfRange, Span

# Before decomposition: NFKD turns ´ and ¨ into a space and a mark.
ALIKE = dict.fromkeys("’‘‚‛′ʼʹ`´＇", "'") | dict.fromkeys("“”„‟″«»＂", '"') | dict.fromkeys("‐‑‒–—―−﹣－", "-")
# What needs more than lower case: all but ASCII, controls, the backquote, white space in a run.
_LONGEST = 50_000  # of which the origins are kept at hand
_UNUSUAL = re.compile(r"[^\n -_a-~]|[\n ]{2}")
_JOINERS = frozenset("\u034f\u115f\u1160\u180b\u180c\u180d\u180e\u3164\uffa0")


@dataclass(frozen=True)
class Folded:
    """A folded text; `origins[i]` is the stretch of the original that code point i of `text` came from."""

    text: str
    origins: tuple[Span, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the original that holds the folded [start, end). Raises AnchorOutOfRange."""
        if not 0 <= start < end <= len(self.text):
            raise AnchorOutOfRange(
                f"[{start}, {end}) is no stretch of the folded text: 0 <= start < end <= {len(self.text)}",
            )
        return Span(self.origins[start].start, self.origins[end - 1].end)

    def find_all(self, words: str) -> Iterator[Span]:
        """Yield where words, folded, stand in the original; words that fold to nothing stand nowhere."""
        needle = fold(words).text.strip(" ")
        at = self.text.find(needle) if needle else -1
        while at >= 0:
            yield self.span(at, at + len(needle))
            at = self.text.find(needle, at + len(needle))


def fold(text: str) -> Folded:
    """Return text folded for search, with the way back; linear in its length."""
    if len(text) <= _LONGEST and _UNUSUAL.search(text) is None:
        return Folded(text.lower().replace("\n", " "), _one_to_one(len(text)))
    return _each(text)


def _each(text: str) -> Folded:
    letters: list[str] = []
    origins: list[Span] = []
    for at, char in enumerate(text):
        folded = fold_character(char)
        if not folded and origins and origins[-1].end == at and unicodedata.combining(char):
            _stretch(origins, at + 1)
        elif folded == " " and letters and letters[-1] == " ":
            origins[-1] = Span(origins[-1].start, at + 1)
        else:
            letters.extend(folded)
            origins.extend([Span(at, at + 1)] * len(folded))
    return Folded("".join(letters), tuple(origins))


_ORIGINS: list[tuple[Span, ...]] = [()]  # the longest so far: shorter ones are cut from it


def _one_to_one(length: int) -> tuple[Span, ...]:
    """Return the origins of a text each of whose characters folds to one."""
    if len(_ORIGINS[0]) < length:
        _ORIGINS[0] = tuple(Span(at, at + 1) for at in range(min(2 * length, _LONGEST)))
    return _ORIGINS[0][:length]


@lru_cache(maxsize=4096)
def fold_character(char: str) -> str:
    """Return what one code point folds to: nothing, one letter, or several ("ß" gives "ss")."""
    if char in ALIKE:
        return ALIKE[char]
    if char.isspace():
        return " "
    if _is_ignored(char):
        return ""
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    # Compatibility forms may open with a space (U+00A8): the mark is gone, so is its carrier.
    return "".join(ALIKE.get(part, part) for part in lowered if not _is_ignored(part) and not part.isspace())


def _is_ignored(char: str) -> bool:
    is_variation = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return (
        is_variation
        or char in _JOINERS
        or unicodedata.combining(char) > 0
        or unicodedata.category(char) in ("Cf", "Cc")
    )


def _stretch(origins: list[Span], end: int) -> None:
    """Let the letters of the last original character end where its marks do, so a match takes its accents along."""
    last = origins[-1]
    for at in range(len(origins) - 1, -1, -1):
        if origins[at] != last:
            return
        origins[at] = Span(last.start, end)
