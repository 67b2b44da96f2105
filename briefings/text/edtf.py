"""Dates as reports print them: EDTF (ISO 8601-2) read by a small grammar of our own, with bounds that are real dates.

Read are: year, month, day; digits left unspecified (2024-10-XX, 202X, XXXX-10-08, XXXX-XX-23); a qualifier at the end
of a date (~ about, ? uncertain, % both), which moves no bound; intervals, with `..` for an open end and nothing for an
unknown one; date-times to the minute or second, with Z, an offset, or none. Not read: seasons, sets, negative and long
years, times in intervals.
Why not a library: docs/decisions/0003-edtf.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from briefings.errors import Invalid
from briefings.text import edtf_words
from briefings.text.dates import Day, Interval, Moment

LONGEST = 64
# Where no zone is printed the clock may have been anywhere from UTC+14 to UTC-12.
EARLIEST_ZONE = timedelta(hours=14)
LATEST_ZONE = timedelta(hours=12)
EXAMPLES = "2024, 2024-10, 2024-10-23, XXXX-10-08, 202X, 2024-10~, 2024-10-08/2024-10-13, ../2024-12, 2024-10-23T16:47Z"
_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX|XXXX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|\dX|XX))?)?(?P<mark>[~?%]?)"
)
_TIME = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?"
)


class NotEdtf(Invalid):
    """The string is no date that we read."""

    code = "not_edtf"


@dataclass(frozen=True)
class Edtf:
    """What a string says: `value` is a Day, an Interval or a Moment."""

    text: str
    value: Day | Interval | Moment


def parse(s: str) -> Edtf:
    """Read s. Raises NotEdtf, which names the value and what is allowed."""
    if not isinstance(s, str) or not s or len(s) > LONGEST:
        raise _refused(s, f"a date has 1 to {LONGEST} characters")
    if not s.isascii():
        raise _refused(s, "a date has ASCII characters only")
    return Edtf(s, _interval(s) if "/" in s else _moment(s) if "T" in s else _day(s, s))


def bounds(s: str) -> tuple[date | None, date | None]:
    """Return the earliest and the latest day, as printed; None where open, unknown or without a year."""
    value = parse(s).value
    if isinstance(value, Moment):
        return value.local.date(), value.local.date()
    if isinstance(value, Interval):
        return _first(value.start), _last(value.end)
    return value.first(), value.last()


def instants(s: str) -> tuple[datetime | None, datetime | None]:
    """Return the earliest and the latest instant in UTC; None where bounds() has None.

    With a zone: the printed minute or second, exactly. Without: widened by -14 h and +12 h; days count from 00:00 to
    23:59:59.999999. At the ends of the calendar the widened instant is cut to year 1 or 9999.
    """
    value = parse(s).value
    if isinstance(value, Moment):
        return _utc(value.local, value.zone, -EARLIEST_ZONE), _utc(value.last(), value.zone, LATEST_ZONE)
    earliest, latest = bounds(s)
    return (
        None if earliest is None else _utc(datetime.combine(earliest, time.min), None, -EARLIEST_ZONE),
        None if latest is None else _utc(datetime.combine(latest, time.max), None, LATEST_ZONE),
    )


def precision(s: str) -> str:
    """Return what s is exact to: instant, day, month, year, decade, century, interval or open_interval.

    The last digit that is specified counts: 2024-10-XX is a month, XXXX-10-08 and XXXX-XX-23 are days, 2024-10-2X is a
    month. An interval with an open or unknown end is an open_interval.
    """
    value = parse(s).value
    if isinstance(value, Moment):
        return "instant"
    if isinstance(value, Interval):
        is_closed = isinstance(value.start, Day) and isinstance(value.end, Day)
        return "interval" if is_closed else "open_interval"
    if value.day is not None and "X" not in value.day:
        return "day"
    if value.month is not None and "X" not in value.month:
        return "month"
    return {0: "year", 1: "decade", 2: "century"}[value.year.count("X")]


def describe(s: str) -> str:
    """Return s in words that claim no more than it does: "8–13 October 2024", "no later than December 2024"."""
    return edtf_words.of(parse(s).value)


def _day(s: str, whole: str) -> Day:
    match = _DATE.fullmatch(s)
    if not match:
        raise _refused(whole)
    day = Day(match["year"], match["month"], match["day"], match["mark"])
    if not re.search(r"\d", s):
        raise _refused(whole, "at least one digit must be known")
    if not day.is_in_calendar():
        raise _refused(whole, f"the calendar has no {s} (years 0001 to 9999)")
    return day


def _interval(s: str) -> Interval:
    if s.count("/") > 1:
        raise _refused(s, "an interval has two ends")
    start, end = (_end(part, s) for part in s.split("/"))
    if not isinstance(start, Day) and not isinstance(end, Day):
        raise _refused(s, "one end at least must be a date")
    first, last = _first(start), _last(end)
    if first and last and first > last:
        raise _refused(s, "the start is after the end")
    return Interval(start, end)


def _end(part: str, whole: str) -> Day | str | None:
    if part in ("", ".."):
        return part or None
    return _day(part, whole)


def _moment(s: str) -> Moment:
    match = _TIME.fullmatch(s)
    if not match:
        raise _refused(s)
    try:
        day = date.fromisoformat(match["day"])
        clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
        moment = Moment(datetime.combine(day, clock), match["second"] is not None, _zone(match["zone"]))
    except ValueError as error:
        raise _refused(s, str(error)) from None
    if moment.zone and not _fits(moment):
        raise _refused(s, "in UTC it lies outside the years 0001 to 9999")
    return moment


def _zone(printed: str | None) -> timezone | None:
    if printed is None:
        return None
    if printed == "Z":
        return UTC
    digits = printed[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > EARLIEST_ZONE or int(digits[2:]) > 59:
        raise ValueError("an offset is at most 14:00")
    return timezone(-offset if printed[0] == "-" else offset)


def _fits(moment: Moment) -> bool:
    try:
        moment.local.replace(tzinfo=moment.zone).astimezone(UTC)
        moment.last().replace(tzinfo=moment.zone).astimezone(UTC)
    except OverflowError:
        return False
    return True


def _utc(local: datetime, zone: timezone | None, widened: timedelta) -> datetime:
    if zone is not None:
        return local.replace(tzinfo=zone).astimezone(UTC)
    try:
        moved = local + widened
    except OverflowError:
        moved = datetime.min if widened < timedelta(0) else datetime.max
    return moved.replace(tzinfo=UTC)


def _first(end: Day | str | None) -> date | None:
    return end.first() if isinstance(end, Day) else None


def _last(end: Day | str | None) -> date | None:
    return end.last() if isinstance(end, Day) else None


def _refused(s: object, why: str = "it is no form of date that is read here") -> NotEdtf:
    shown = s[:LONGEST] + "…" if isinstance(s, str) and len(s) > LONGEST else s
    return NotEdtf(f"{shown!r} is not an EDTF date: {why}; allowed are for example {EXAMPLES}", value=shown)
