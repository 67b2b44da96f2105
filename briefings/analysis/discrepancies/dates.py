"""Dates of the reported fact, compared resolved; equal bounds in other words are a variation."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from briefings.analysis.discrepancies.rows import Cited, Kind, Row, Severity, affirming, sides_by

Bounds = tuple[str | None, str | None]


def dated(each: Cited) -> tuple[str, str | None, str | None, str | None] | None:
    """Return words, EDTF and bounds of a passage's date."""
    when = each.citation["when"]
    return (_folded(when["literal"]), when["edtf"], when["earliest"], when["latest"]) if when else None


def _folded(words: str | None) -> str:
    return " ".join((words or "").replace("’", "'").casefold().split())


def _label(value: Any) -> str:
    words, edtf, *_ = value
    return f"{words} = {edtf}" if edtf else words


def share(one: Bounds, other: Bounds) -> bool:
    """Return whether some day lies in both; an open bound reaches any day."""
    (start, end), (start2, end2) = one, other
    return not ((end and start2 and end < start2) or (end2 and start and end2 < start))


def differences(cited: Sequence[Cited]) -> Iterator[Row]:
    """Yield one row for all dates that differ in words or bounds."""
    sides = sides_by(affirming(cited), dated, _label)
    if len(sides) < 2:
        return
    bounds = [_bounds(side.cited[0]) for side in sides]
    is_apart = any(not share(one, other) for one, other in combinations(bounds, 2))
    yield Row(Kind.DATE, Severity.CONTRADICTION if is_apart else Severity.VARIATION, tuple(sides))


def _bounds(each: Cited) -> Bounds:
    when = each.citation["when"]
    return when["earliest"], when["latest"]
