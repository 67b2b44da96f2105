"""Cursors: places in an ordered list, opaque to readers, signed, and bound to the list and its ordering."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.core import signing
from django.db.models import Q

from briefings.api.parameters import refusal
from briefings.api.problems import BadParameters
from briefings.api.signatures import QuickSigner

VERSION = 2  # 1 held row numbers
LONGEST = 1500
# Side of the place that the page lies on, and whether the row at the place belongs to it.
AFTER, BEFORE, FROM, UNTIL = "after", "before", "from", "until"
_signer = QuickSigner(salt="briefings.api.cursors")


@dataclass(frozen=True)
class Cursor:
    """A place: the values of the ordering's columns, and on which side of it the page lies."""

    side: str
    values: tuple[Any, ...]

    @property
    def is_backward(self) -> bool:
        """Return whether the page lies before the place."""
        return self.side in (BEFORE, UNTIL)


def encode(cursor: Cursor, *, bound_to: str) -> str:
    """Return a cursor as readers get it; it is good for bound_to (list and ordering) only."""
    values = [value.isoformat() if isinstance(value, datetime) else value for value in cursor.values]
    return _signer.sign(signing.b64_encode(orjson.dumps([VERSION, bound_to, cursor.side, values])).decode())


def decode(text: str, *, bound_to: str) -> Cursor:
    """Return the place. Raises BadParameters for a cursor that we did not make, or made for another list."""
    try:
        signed = _signer.unsign(text)  # read only once its signature is right
    except signing.BadSignature:
        raise _refused("is not one that this API made") from None
    version, bound, side, values = orjson.loads(signing.b64_decode(signed.encode()))
    if version != VERSION:
        raise _refused("is of another version of this API: start again without it")
    if bound != bound_to:
        raise _refused("belongs to another list or ordering: start again without it")
    return Cursor(side, tuple(values))


def _refused(why: str) -> BadParameters:
    return BadParameters([refusal("cursor", "invalid_cursor", f"the cursor {why}")])


def reversed_columns(columns: Sequence[str]) -> list[str]:
    """Return the ordering backwards."""
    return [column[1:] if column.startswith("-") else f"-{column}" for column in columns]


def beyond(columns: Sequence[str], cursor: Cursor) -> Q:
    """Return the condition for rows on the cursor's side, in keyset form.

    A column may be null only after one that says so (0 or 1), so that nulls have a place in every ordering.
    """
    ways = reversed_columns(columns) if cursor.is_backward else columns
    if len(ways) == 1:
        return Q(**{_way(ways[0], or_equal=cursor.side in (FROM, UNTIL)): cursor.values[0]})
    found, equal = Q(), Q()
    for column, value in zip(ways, cursor.values, strict=True):
        name = column.lstrip("-")
        if value is None:
            equal &= Q(**{f"{name}__isnull": True})
            continue
        found |= equal & Q(**{_way(column): value})
        equal &= Q(**{name: value})
    if cursor.side in (FROM, UNTIL):
        found |= equal
    # Implied by the rest, but an index on the first column can use it, and an OR it cannot.
    return Q(**{_way(ways[0], or_equal=True): cursor.values[0]}) & found


def _way(column: str, *, or_equal: bool = False) -> str:
    """Return the lookup for what comes after a place in a column of an ordering."""
    way = "lt" if column.startswith("-") else "gt"
    return f"{column.lstrip('-')}__{way}{'e' if or_equal else ''}"
