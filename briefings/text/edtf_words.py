"""EDTF in words, for readers: never more exact than the date is, and never silent about a missing zone or year."""

from __future__ import annotations

from datetime import timedelta, timezone

from briefings.text.dates import Day, Interval, Moment

# Our own list: calendar.month_name speaks the server's language.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MARKS = {"": "{}", "~": "about {}", "?": "{} (uncertain)", "%": "about {} (uncertain)"}
OPEN_START, OPEN_END = "no later than {}", "no earlier than {}"
UNKNOWN_START, UNKNOWN_END = "from an unknown start to {}", "from {} to an unknown end"


def of(value: Day | Interval | Moment) -> str:
    """Return value in words."""
    if isinstance(value, Moment):
        return _moment(value)
    return _interval(value) if isinstance(value, Interval) else _day(value)


def _day(day: Day) -> str:
    return MARKS[day.mark].format(_bare(day))


def _bare(day: Day) -> str:
    words = " ".join(part for part in (_number(day), _month(day), _year(day)) if part)
    return words if day.has_year else f"{words} (year not known)"


def _number(day: Day) -> str:
    if day.day is None or day.day == "XX":
        return ""
    if "X" in day.day:
        return f"a day from {max(1, int(day.day[0] + '0'))} to {min(31, int(day.day[0] + '9'))}"
    return str(int(day.day)) if _month_number(day) else f"day {int(day.day)} of an unknown month"


def _month(day: Day) -> str:
    number = _month_number(day)
    return MONTHS[number - 1] if number else ""


def _month_number(day: Day) -> int:
    return int(day.month) if day.month and "X" not in day.month else 0


def _year(day: Day) -> str:
    unknown = day.year.count("X")
    first = day.year.replace("X", "0").lstrip("0") or "0"
    forms = {0: first, 1: f"the {first}s", 2: f"the years {first} to {day.year.replace('X', '9')}", 4: ""}
    words = forms[unknown]
    needs_of = _number(day) or _month(day)
    return f"in {words}" if unknown and words and needs_of else words


def _interval(interval: Interval) -> str:
    start, end = interval.start, interval.end
    if isinstance(start, Day) and isinstance(end, Day):
        return _both(start, end)
    if isinstance(end, Day):
        return (OPEN_START if start == ".." else UNKNOWN_START).format(_day(end))
    words = _day(start) if isinstance(start, Day) else "an unknown date"
    return (OPEN_END if end == ".." else UNKNOWN_END).format(words)


def _both(start: Day, end: Day) -> str:
    """Return both ends, without saying a shared month and year twice."""
    masks = (start.day or "", end.day or "", start.year, end.year)
    is_plain = not (start.mark or end.mark or any("X" in mask for mask in masks))
    shares_month = start.year == end.year and _month_number(start) == _month_number(end) > 0
    if is_plain and shares_month and start.day and end.day:
        return f"{int(start.day)}–{_bare(end)}"
    shares_year = start.year == end.year and _month_number(start) and _month_number(end)
    if is_plain and shares_year and not (start.day or end.day):
        return f"{_month(start)}–{_bare(end)}"
    return f"{_day(start)} to {_day(end)}"


def _moment(moment: Moment) -> str:
    local = moment.local
    clock = local.strftime("%H:%M:%S" if moment.has_seconds else "%H:%M")
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {clock} {_zone(moment.zone)}"


def _zone(zone: timezone | None) -> str:
    if zone is None:
        return "(no zone printed)"
    return "UTC" if zone.utcoffset(None) == timedelta(0) else str(zone)
