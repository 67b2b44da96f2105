"""A source's text cut into stretches, each with the regions and citations that cover it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from briefings.models import Aside, Citation, Region
from briefings.text.marks import invisible_marks

Cover = tuple[int, int, str, str]  # start, end, what it is, in which words
RETURN = "U+000D CARRIAGE RETURN"


@dataclass(frozen=True)
class Piece:
    """Words, or one character that a reader does not see, in whose stead its name is shown."""

    words: str
    unseen: str = ""
    start: int = 0  # where it begins in the text, in code points
    is_hidden: bool = False  # the carriage return of a line end: a browser would swallow it and miscount

    @property
    def code(self) -> str:
        """Return the unseen character's code point, as "200B"."""
        return self.unseen.partition(" ")[0].removeprefix("U+")


@dataclass(frozen=True)
class Segment:
    """A stretch of text that the same regions and citations cover throughout."""

    pieces: list[Piece]
    regions: list[str]
    citations: list[str]
    asides: list[str]

    @property
    def css(self) -> str:
        """Return the classes of its mark."""
        cited = ["overlap"] if len(self.citations) > 1 else ["cited"] if self.citations else []
        beside = [*(["region"] if self.regions else []), *(["aside"] if self.asides else [])]
        return " ".join([*beside, *cited])

    @property
    def title(self) -> str:
        """Return what covers it, in words."""
        return ", ".join([*self.regions, *self.asides, *self.citations])


def segments(
    text: str, regions: Iterable[Region], citations: Iterable[Citation], asides: Iterable[Aside] = ()
) -> list[Segment]:
    """Return the whole text in stretches, in order; joined, their words and unseen characters are the text."""
    covers: list[Cover] = [(row.start, row.end, "regions", row.get_kind_display()) for row in regions]
    covers += [(row.start, row.end, "citations", row.slug) for row in citations]
    covers += [(row.start, row.end, "asides", f"not a claim: {row.get_reason_display()}") for row in asides]
    unseen = dict(invisible_marks(text))
    edges = sorted({0, len(text), *(edge for cover in covers for edge in cover[:2] if 0 <= edge <= len(text))})
    return [_segment(text, start, end, covers, unseen) for start, end in pairwise(edges)]


def _segment(text: str, start: int, end: int, covers: list[Cover], unseen: dict[int, str]) -> Segment:
    over: dict[str, list[str]] = {"regions": [], "citations": [], "asides": []}
    for first, last, kind, said in covers:
        if first <= start and end <= last:
            over[kind].append(said)
    return Segment(pieces=_pieces(text, start, end, unseen), **over)


def _pieces(text: str, start: int, end: int, unseen: dict[int, str]) -> list[Piece]:
    pieces, first = [], start
    for at in range(start, end):
        if at in unseen or text[at] == "\r":
            pieces += [Piece(text[first:at], start=first)] if first < at else []
            pieces.append(Piece("", unseen.get(at, RETURN), start=at, is_hidden=at not in unseen))
            first = at + 1
    return [*pieces, Piece(text[first:end], start=first)] if first < end else pieces
