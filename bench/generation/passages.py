"""Texts put together piece by piece, so that every anchor in them is known without looking for it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from briefings.text import anchors, edtf

Facts = dict[str, Any]
Span = tuple[int, int]


@dataclass
class Text:
    """A text in the making; its length is where the next piece starts."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    words: int = 0

    def add(self, piece: str) -> Span:
        """Append a piece and return where it stands."""
        start = self.length
        self.pieces.append(piece)
        self.length += len(piece)
        self.words += piece.count(" ")
        return start, self.length

    def whole(self) -> str:
        """Return the text."""
        return "".join(self.pieces)


def anchor(text: str, span: Span) -> Facts:
    """Return the whole anchor of a stretch."""
    start, end = span
    prefix, suffix = anchors.context(text, start, end)
    return {"start": start, "end": end, "exact": text[start:end], "prefix": prefix, "suffix": suffix}


@cache
def _bounds(value: str) -> tuple[str | None, str | None]:
    earliest, latest = edtf.bounds(value)
    return earliest.isoformat() if earliest else None, latest.isoformat() if latest else None


def when(literal: str, printed: str, resolved: str, *, basis: str = "printed", **anchors: Facts | None) -> Facts:
    """Return a When as facts hold it."""
    earliest, latest = _bounds(resolved)
    return {
        "literal": literal, "edtf_printed": printed, "edtf": resolved, "basis": basis,
        "anchor": anchors.get("anchor"), "literal_anchor": anchors.get("literal_anchor"), "note": "",
        "earliest": earliest, "latest": latest,
    }  # fmt: skip


def printed_day(day: date) -> str:
    """Return a day as the texts print it."""
    return f"{day.day} {day:%B %Y}"
