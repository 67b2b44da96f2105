"""Search in folded text: which words a text holds, what a reader's query asks for, where it is met.

Words are runs of letters and digits of the folded text. A run of Hangul, kana or ideographs is indexed as its
overlapping pairs of syllables, so that two syllables are found anywhere in it, particles or not. Words are spelled in
ASCII for the engines: neither has anything left to fold, split or stem, so both match the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefings.errors import Invalid
from briefings.text.anchors import Span
from briefings.text.folding import Folded, fold

MOST = 32  # words of one query
LONGEST_WORD = 60  # letters of a word that count
PART = 4000  # words of one search row: PostgreSQL keeps 256 places of a word in a row
AROUND = 80  # code points of a snippet on each side of what was found
_RUN = re.compile(r"[^\W_]+")
_DENSE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxy0123456789")  # z opens the spelling of all others
_UNSPELLED = re.compile("z([0-9a-f]{6})")
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
Run = tuple[tuple[str, ...], bool]


class BadQuery(Invalid):
    """A query that asks for nothing, or for too much."""

    code = "bad_query"


@dataclass(frozen=True)
class Word:
    """One indexed word, and the stretch of the folded text that it stands for."""

    spelling: str
    start: int
    end: int
    syllables: int = 0  # of a dense run: how many it holds


def spelled(word: str) -> str:
    """Return a word as the engines get it: x and ASCII letters and digits only."""
    return "x" + "".join(char if char in _PLAIN else f"z{ord(char):06x}" for char in word[:LONGEST_WORD])


def words(folded: str) -> Iterator[Word]:
    """Yield the words of a folded text in their order."""
    for run in _RUN.finditer(folded):
        at = run.start()
        for dense in _DENSE.finditer(folded, run.start(), run.end()):
            yield from _plain(folded, at, dense.start())
            yield from _pairs(dense.group(), dense.start())
            at = dense.end()
        yield from _plain(folded, at, run.end())


def _plain(folded: str, start: int, end: int) -> Iterator[Word]:
    if start < end:
        yield Word(spelled(folded[start:end]), start, end)


def _pairs(run: str, at: int) -> Iterator[Word]:
    """Yield each pair of syllables, and the last one by itself."""
    syllables = unicodedata.normalize("NFC", run)
    places = [at]
    for syllable in syllables:
        places.append(places[-1] + len(unicodedata.normalize("NFD", syllable)))
    for index in range(len(syllables)):
        pair = syllables[index : index + 2]
        yield Word(spelled(pair), places[index], places[index + len(pair)], len(pair))


def parts(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (start, part, words as indexed) of a text: one part, unless it is very long."""
    folded = fold(text)
    found = list(words(folded.text))
    for index in range(0, len(found), PART):
        part = found[index : index + PART]
        start = folded.origins[part[0].start].start if index else 0
        more = index + PART < len(found)
        end = folded.origins[found[index + PART].start].start if more else len(text)
        yield start, text[start:end], " ".join(word.spelling for word in part)


def parsed(query: str) -> list[Run]:
    """Return what a query asks for: runs of words that must all be there. Raises BadQuery.

    Words in quotation marks, or joined by a hyphen, an apostrophe or a comma, stand side by side; an asterisk at the
    end of a word leaves its ending open. Nothing else has a meaning of its own.
    """
    folded = fold(query.replace("“", '"').replace("”", '"')).text
    runs: list[Run] = []
    for piece in _PIECE.finditer(folded):
        given = piece.group(1) if piece.group(1) is not None else piece.group(2)
        found = list(words(given))
        if found:
            runs.append(_run(found, is_open=given.rstrip(" ").endswith("*")))
    count = sum(len(spellings) for spellings, _ in runs)
    if not runs:
        raise BadQuery("the query holds neither a letter nor a digit")
    if count > MOST:
        raise BadQuery(f"the query holds {count} words; {MOST} are allowed")
    return list(dict.fromkeys(runs))


def _run(found: list[Word], *, is_open: bool) -> Run:
    """Return words side by side. The last syllable of a dense run has no word of its own unless it is alone."""
    kept = [
        word for before, word in zip([None, *found], found, strict=False)
        if word.syllables != 1 or before is None or before.syllables != 2 or before.end != word.end
    ]  # fmt: skip
    return tuple(word.spelling for word in kept), is_open or kept[-1].syllables == 1


def spans(folded: Folded, runs: Sequence[Run]) -> list[Span]:
    """Return where the runs stand in the original, in order, none within another."""
    patterns = [_pattern(run) for run in runs] if folded.text.isascii() else [None]
    quick = [pattern for pattern in patterns if pattern]
    if len(quick) == len(patterns):
        places = sorted({each.span(1) for pattern in quick for each in pattern.finditer(folded.text)})
    else:
        places = _places(folded.text, runs)
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [folded.span(start, end) for start, end in merged]


def _places(folded: str, runs: Sequence[Run]) -> list[tuple[int, int]]:
    found = list(words(folded))
    spellings = [word.spelling for word in found]
    places = {(found[at].start, found[at + len(run[0]) - 1].end) for run in runs for at in _starts(spellings, run)}
    return sorted(places)


@lru_cache(maxsize=256)
def _pattern(run: Run) -> re.Pattern[str] | None:
    """Return what finds a run in a folded text of ASCII; None where a word may have been cut."""
    spellings, is_open = run
    wanted = [_UNSPELLED.sub(lambda each: chr(int(each[1], 16)), spelling[1:]) for spelling in spellings]
    if any(len(word) >= LONGEST_WORD for word in wanted):
        return None
    ending = "[0-9a-z]*" if is_open else "(?![0-9a-z])"
    return re.compile(f"(?<![0-9a-z])(?=({'[^0-9a-z]+'.join(map(re.escape, wanted))}{ending}))")


def _starts(spellings: list[str], run: Run) -> Iterator[int]:
    wanted, is_open = run
    *firm, last = wanted
    for at in range(len(spellings) - len(wanted) + 1):
        final = spellings[at + len(firm)]
        if spellings[at : at + len(firm)] == firm and (final.startswith(last) if is_open else final == last):
            yield at


def snippet(text: str, runs: Sequence[Run]) -> tuple[Span, list[Span]]:
    """Return a stretch of a text around the place that holds most of what was asked for, and what to mark in it."""
    found = spans(fold(text), runs)
    if not found:
        return Span(0, min(len(text), 2 * AROUND)), []
    reach = 2 * AROUND
    best = _fullest(found, reach) if len(found) > 1 else found[0]
    inside = [each for each in found if best.start <= each.start and each.end <= best.start + reach] or [best]
    start, end = _whole(text, best.start - AROUND), _whole(text, max(inside[-1].end, best.end) + AROUND)
    return Span(start, end), [each for each in found if start <= each.start and each.end <= end]


def _fullest(found: list[Span], reach: int) -> Span:
    """Return the span from which on the most others begin within reach."""
    return max(found, key=lambda span: sum(span.start <= each.start < span.start + reach for each in found))


def _whole(text: str, at: int) -> int:
    """Return the nearest place up to 20 code points off that cuts no word, or else the place itself."""
    if not 0 < at < len(text):
        return 0 if at <= 0 else len(text)
    for off in range(21):
        for near in (at - off, at + off):
            if 0 <= near <= len(text) and _cuts_nothing(text, near):
                return near
    return at


def _cuts_nothing(text: str, at: int) -> bool:
    return at in (0, len(text)) or (text[at - 1].isspace() and not text[at].isspace())
