"""Anchors: where a quotation stands in a report.

Offsets count Unicode code points from 0, half-open [start, end); text is never normalised and matching is never fuzzy.
Source: W3C Web Annotation Data Model, TextQuoteSelector and TextPositionSelector.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from briefings.errors import Invalid

CONTEXT_WIDTH = 32
COUNTED_AT_MOST = 100
SHOWN_AT_MOST = 5


class EmptyQuote(Invalid):
    """The quotation has no characters."""

    code = "empty_quote"


class QuoteNotFound(Invalid):
    """The quotation does not occur in the text."""

    code = "quote_not_found"


class QuoteAmbiguous(Invalid):
    """The quotation occurs more than once."""

    code = "quote_ambiguous"


class AnchorMismatch(Invalid):
    """The text between the offsets is not the quotation."""

    code = "anchor_mismatch"


class AnchorOutOfRange(Invalid):
    """The offsets are no stretch of the text."""

    code = "anchor_out_of_range"


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a text: code points [start, end)."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Say whether other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share a code point."""
        return self.start < other.end and other.start < self.end


def locate(quote: str, text: str, *, prefix: str = "", suffix: str = "") -> Span:
    """Return the one place where quote occurs in text, between prefix and suffix if given.

    Occurrences that overlap count. Raises EmptyQuote, QuoteNotFound for no occurrence, QuoteAmbiguous for several.
    """
    if not quote:
        raise EmptyQuote("the quote is empty: it needs at least one character of the text")
    starts = [at + len(prefix) for at in _occurrences(prefix + quote + suffix, text)]
    if not starts:
        raise _not_found(quote, text, prefix, suffix)
    if len(starts) > 1:
        raise _ambiguous(quote, starts)
    return Span(starts[0], starts[0] + len(quote))


def check(text: str, start: int, end: int, exact: str) -> Span:
    """Return the span if text[start:end] is exact, to the code point.

    Raises AnchorOutOfRange for offsets that are no stretch of text, AnchorMismatch for other words there.
    """
    span = _in_range(text, start, end)
    if text[start:end] != exact:
        raise AnchorMismatch(
            f"the text at [{start}, {end}) is {shorten(text[start:end])}, not {shorten(exact)}: they must be equal",
            start=start,
            end=end,
            exact=exact,
        )
    return span


def context(text: str, start: int, end: int, width: int = CONTEXT_WIDTH) -> tuple[str, str]:
    """Return up to width code points before and after the span: (prefix, suffix), empty at the borders."""
    _in_range(text, start, end)
    return text[max(0, start - width) : start], text[end : end + width]


def utf16_to_codepoints(text: str, start: int, end: int) -> Span:
    """Turn a browser's offsets (UTF-16 code units) into ours.

    Raises AnchorOutOfRange past the end and inside a surrogate pair.
    """
    where = {unit: index for index, unit in enumerate(_units_before(text))}
    for offset in (start, end):
        if not _is_offset(offset) or offset not in where:
            raise AnchorOutOfRange(
                f"UTF-16 offset {offset!r} is past the end or inside a surrogate pair: "
                f"allowed are the borders of characters from 0 to {max(where)}",
                offset=offset,
            )
    return _in_range(text, where[start], where[end])


def codepoints_to_utf16(text: str, start: int, end: int) -> Span:
    """Turn our offsets into a browser's (UTF-16 code units). Raises AnchorOutOfRange."""
    _in_range(text, start, end)
    units = _units_before(text)
    return Span(units[start], units[end])


def shorten(words: str, width: int = 60) -> str:
    """Return words as a Python literal, cut in the middle where long, for messages."""
    if len(words) <= width:
        return repr(words)
    return repr(f"{words[: width // 2]}…{words[-(width // 2) :]}")


def _occurrences(needle: str, text: str) -> list[int]:
    """Return where needle starts in text, overlapping ones too, the first COUNTED_AT_MOST."""
    found: list[int] = []
    at = text.find(needle)
    while at >= 0 and len(found) < COUNTED_AT_MOST:
        found.append(at)
        at = text.find(needle, at + 1)
    return found


def _not_found(quote: str, text: str, prefix: str, suffix: str) -> QuoteNotFound:
    elsewhere = len(_occurrences(quote, text)) if prefix or suffix else 0
    if elsewhere:
        detail = (
            f"the quote {shorten(quote)} occurs {_times(elsewhere)}, but not between the prefix "
            f"{shorten(prefix)} and the suffix {shorten(suffix)}: copy them from the text"
        )
    else:
        detail = (
            f"the quote {shorten(quote)} does not occur in the text: copy it character for character "
            "(curly quotes, no-break spaces)"
        )
    return QuoteNotFound(detail, quote=quote)


def _ambiguous(quote: str, starts: list[int]) -> QuoteAmbiguous:
    shown = ", ".join(str(at) for at in starts[:SHOWN_AT_MOST])
    more = ", …" if len(starts) > SHOWN_AT_MOST else ""
    return QuoteAmbiguous(
        f"the quote {shorten(quote)} occurs {_times(len(starts))}, at {shown}{more}: "
        "lengthen it, or add a prefix or suffix that settles which",
        quote=quote,
        starts=starts,
    )


def _times(count: int) -> str:
    if count == 1:
        return "once"
    return f"{count} times or more" if count >= COUNTED_AT_MOST else f"{count} times"


def _is_offset(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _in_range(text: str, start: int, end: int) -> Span:
    if not (_is_offset(start) and _is_offset(end) and start < end <= len(text)):
        raise AnchorOutOfRange(
            f"[{start!r}, {end!r}) is no stretch of the text: "
            f"start and end are whole numbers with 0 <= start < end <= {len(text)}",
            start=start,
            end=end,
        )
    return Span(start, end)


def _units_before(text: str) -> list[int]:
    """Return, for each code point border of text, how many UTF-16 code units stand before it."""
    return list(accumulate((2 if char > "\uffff" else 1 for char in text), initial=0))
