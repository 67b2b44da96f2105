"""Dates with unspecified digits, intervals and moments: what an EDTF string is read into."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import product


@dataclass(frozen=True)
class Day:
    """A date: masks of its digits, each None where the date stops before it; mark is '', ~, ? or %."""

    year: str
    month: str | None = None
    day: str | None = None
    mark: str = ""

    @property
    def has_year(self) -> bool:
        """Say whether any digit of the year is known."""
        return self.year != "XXXX"

    def is_in_calendar(self) -> bool:
        """Say whether any day of the years 0001 to 9999 fits."""
        return next(days(self), None) is not None

    def first(self) -> date | None:
        """Return the earliest day it may be, None without a year."""
        return next(days(self), None) if self.has_year else None

    def last(self) -> date | None:
        """Return the latest day it may be, None without a year."""
        return next(days(self, is_backward=True), None) if self.has_year else None


@dataclass(frozen=True)
class Moment:
    """A date-time as printed: local, with its zone or None."""

    local: datetime
    has_seconds: bool
    zone: timezone | None

    def last(self) -> datetime:
        """Return the last microsecond of the unit that is printed."""
        unit = timedelta(seconds=1) if self.has_seconds else timedelta(minutes=1)
        return self.local + (unit - timedelta(microseconds=1))


@dataclass(frozen=True)
class Interval:
    """From start to end; each is a date, None where unknown, or ".." where open."""

    start: Day | str | None
    end: Day | str | None


def days(day: Day, *, is_backward: bool = False) -> Iterator[date]:
    """Yield the calendar days that the masks allow, in order; XXXX stands for a leap year."""
    years = [2000] if not day.has_year else _matching(day.year, 1, 9999)
    months = _matching(day.month or "XX", 1, 12)
    days = _matching(day.day or "XX", 1, 31)
    order = (list(reversed(part)) if is_backward else part for part in (years, months, days))
    for year, month, number in product(*order):
        if number <= calendar.monthrange(year, month)[1]:
            yield date(year, month, number)


def _matching(mask: str, lowest: int, highest: int) -> list[int]:
    """Return the numbers from lowest to highest that a mask such as 202X allows."""
    low, high = int(mask.replace("X", "0")), int(mask.replace("X", "9"))
    return list(range(max(low, lowest), min(high, highest) + 1))
