"""How long reported times last, in classes, so that an index finds those which share a day with another time.

A time of a class that begins earlier than the class is long has ended: of each class, only a stretch of beginnings is
looked at. An index on beginnings or on ends alone would lead through half of all times.
"""

from bisect import bisect_left
from datetime import date

DAYS = (0, 6, 30, 365, 3652, 36524)  # most days from first to last: of a day, week, month, year, decade, century


def of(earliest: date | None, latest: date | None) -> int | None:
    """Return the class of a time, from 0; len(DAYS) for what is longer than all. None where a bound is open."""
    if earliest is None or latest is None:
        return None
    return bisect_left(DAYS, (latest - earliest).days)
