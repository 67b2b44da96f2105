"""Sentences of a report: a small, deterministic splitter, not a linguistic one.

A line end always ends a sentence. Inside a line a sentence ends at . ! ? … (with the closing quotes that follow) before
white space and anything but a lower-case letter; never inside a quotation that the same line has opened ("What? Left to
be seen," he said. is one sentence), after an initial ("N. Korea", "J."), dotted letters ("U.S.") or an abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefings.text.anchors import Span

# Case counts: "Sun." is a day, "sun." ends a sentence.
_ABBREVIATED = (
    "Mr Mrs Ms Dr Prof Gen Maj Col Lt Sgt Capt Cmdr Adm Brig Rep Sen Gov Pres Sec St Mt Jr Sr Inc Ltd Co Corp No Nos "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun vs approx est cf"
)
ABBREVIATIONS = frozenset(_ABBREVIATED.split())
LONGEST_WORD = 40
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』”’]*")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_LAST_WORD = re.compile(r"[^\s(\[\"“”‘’']*\Z")
_LETTER = re.compile(r"\w")


def sentences(text: str) -> list[Span]:
    """Return the sentences of text in order, without the white space around them; blank lines give none."""
    return [span for line in _LINE.finditer(text) for span in _of_line(text, line.start(), line.end())]


def sentence_span(text: str, start: int, end: int) -> Span:
    """Return the stretch from the first to the last sentence that [start, end) touches; it always holds the span."""
    return _around(touched(text, start, end), start, end)


def touched(text: str, start: int, end: int) -> list[Span]:
    """Return the sentences that share a code point with [start, end)."""
    wanted = Span(start, end)
    return [span for span in sentences(text) if span.overlaps(wanted)]


def _around(found: list[Span], start: int, end: int) -> Span:
    return Span(min([start, *(span.start for span in found)]), max([end, *(span.end for span in found)]))


def _of_line(text: str, start: int, end: int) -> Iterator[Span]:
    line = text[start:end]
    begin = 0
    for cut in [*_ends(line), len(line)]:
        piece = line[begin:cut]
        if piece.strip():
            left = begin + len(piece) - len(piece.lstrip())
            yield Span(start + left, start + begin + len(piece.rstrip()))
        begin = cut


def _ends(line: str) -> Iterator[int]:
    """Yield where a sentence ends within line, as offsets after the stop and its closing quotes."""
    seen, curly, straight = 0, 0, 0
    stops = list(_STOP.finditer(line))
    for stop, word in zip(stops, next_words(line, [stop.end() for stop in stops]), strict=True):
        # Counted stretch by stretch: a long line stays linear. Single quotes are apostrophes too often to count.
        curly += line.count("“", seen, stop.end()) - line.count("”", seen, stop.end())
        straight += line.count('"', seen, stop.end())
        seen = stop.end()
        goes_on = word is None or line[word].islower()
        is_quoting = curly > 0 or straight % 2 == 1
        if not (goes_on or is_quoting or _is_abbreviated(line, stop)):
            yield stop.end()


def next_words(text: str, offsets: list[int]) -> Iterator[int | None]:
    """Yield where the first letter or digit at or after each offset stands, or None. Offsets ascend: linear."""
    words = _LETTER.finditer(text)
    at: int | None = -1
    for offset in offsets:
        while at is not None and at < offset:
            match = next(words, None)
            at = match.start() if match else None
        yield at


def _is_abbreviated(line: str, stop: re.Match[str]) -> bool:
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return False
    match = _LAST_WORD.search(line[max(0, stop.start() - LONGEST_WORD) : stop.start()])
    word = match.group() if match else ""
    is_initial = len(word) == 1 and word.isupper() and word != "I"
    return is_initial or word in ABBREVIATIONS or _DOTTED.fullmatch(word) is not None
