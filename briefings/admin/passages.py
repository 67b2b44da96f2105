"""A source's text cut into stretches, each with the regions and citations that cover it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from briefings.models import Citation, Region
from briefings.text.marks import invisible_marks

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

    @property
    def css(self) -> str:
        """Return the classes of its mark."""
        cited = ["overlap"] if len(self.citations) > 1 else ["cited"] if self.citations else []
        return " ".join([*(["region"] if self.regions else []), *cited])

    @property
    def title(self) -> str:
        """Return what covers it, in words."""
        return ", ".join([*self.regions, *self.citations])


def segments(text: str, regions: Iterable[Region], citations: Iterable[Citation]) -> list[Segment]:
    """Return the whole text in stretches, in order; joined, their words and unseen characters are the text."""
    covers = [(row.start, row.end, row.get_kind_display(), "") for row in regions]
    covers += [(row.start, row.end, "", row.slug) for row in citations]
    unseen = dict(invisible_marks(text))
    edges = sorted({0, len(text), *(edge for cover in covers for edge in cover[:2] if 0 <= edge <= len(text))})
    return [_segment(text, start, end, covers, unseen) for start, end in pairwise(edges)]


def _segment(
    text: str, start: int, end: int, covers: list[tuple[int, int, str, str]], unseen: dict[int, str]
) -> Segment:
    over = [cover for cover in covers if cover[0] <= start and end <= cover[1]]
    return Segment(
        pieces=_pieces(text, start, end, unseen),
        regions=[region for *_, region, _ in over if region],
        citations=[slug for *_, slug in over if slug],
    )


def _pieces(text: str, start: int, end: int, unseen: dict[int, str]) -> list[Piece]:
    pieces, first = [], start
    for at in range(start, end):
        if at in unseen or text[at] == "\r":
            pieces += [Piece(text[first:at], start=first)] if first < at else []
            pieces.append(Piece("", unseen.get(at, RETURN), start=at, is_hidden=at not in unseen))
            first = at + 1
    return [*pieces, Piece(text[first:end], start=first)] if first < end else pieces
