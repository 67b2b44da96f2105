"""The values of parameters: one form field a kind of value, with the JSON Schema that OpenAPI and OPTIONS show."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import TextChoices

from briefings.text import edtf, folding, searching

MOST = 100  # values of one list
WHOLE = re.compile(r"[0-9]{1,15}", re.ASCII)
AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?", re.ASCII)
PLAIN_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")  # a year or a month stands for its first or last day
INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(?P<zone>Z|[+-]\d\d:\d\d)?", re.ASCII
)
COUNTRY = "[A-Z]{2}"
SLUG = "[a-z0-9]+(?:-{1,2}[a-z0-9]+)*"
LONGEST_SLUG = 220
LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
# What the published schemas ask of words, in the dialect that Python and ECMAScript share:
WORDS = r"\S"  # not blank
LISTED = r"^[^,]*[^,\s][^,]*$"  # nor with a comma, which ends a value of a list
_DAY = "-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
DAY_OR_INSTANT = f"^[0-9]{{4}}(-(0[1-9]|1[0-2])({_DAY}({_CLOCK})?)?)?$"
MOST_AMOUNT = 999_999_999_999_999
Bounds = tuple[date | None, date | None]


class Refused(forms.ValidationError):
    """A value that is not one of those allowed. Its message is never a template, as it repeats what readers sent."""

    def __init__(self, message: str, code: str, allowed: Sequence[str] | None = None) -> None:
        super().__init__(message, code=code)
        self.allowed = allowed


def free(longest: int) -> dict[str, Any]:
    """Return the schema of words that may be any, but not blank."""
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": WORDS}


def listed(one: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of up to 100 values, of which one is given."""
    items = {**one, "pattern": LISTED} if one.get("pattern") == WORDS else one
    return {"type": "array", "items": items, "minItems": 1, "maxItems": MOST}


def shown(value: str) -> str:
    """Return a refused value as messages repeat it."""
    return repr(value if len(value) <= 60 else value[:60] + "…")


class Value(forms.Field):
    """One value: `schema` describes it, `read` returns what it means or raises Refused."""

    schema: ClassVar[dict[str, Any]] = {"type": "string"}
    longest: int = 100

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: str | None) -> Any:
        if value is None:
            return None
        if len(value) > self.longest:
            raise Refused(f"a value of {len(value)} characters is too long: {self.longest} are allowed", "too_long")
        return self.read(value)

    def read(self, value: str) -> Any:
        """Return what the value means."""
        return value


class Text(Value):
    """Words, matched exactly."""

    def __init__(self, longest: int, pattern: str | None = None, example: str = "") -> None:
        super().__init__()
        self.longest, self.pattern, self.example = longest, pattern, example
        self.schema = {**free(longest), **({"pattern": f"^{pattern}$"} if pattern else {})}

    def read(self, value: str) -> str:
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise Refused(f"{shown(value)} has not the form {self.pattern}, as {self.example} has", "invalid")
        return value


class Choice(Value):
    """One of a value list."""

    def __init__(self, choices: type[TextChoices]) -> None:
        super().__init__()
        self.allowed = list(choices.values)
        self.schema = {"type": "string", "enum": self.allowed}

    def read(self, value: str) -> str:
        if value not in self.allowed:
            raise Refused(f"{shown(value)} is not one of {', '.join(self.allowed)}", "invalid_choice", self.allowed)
        return value


class Several(Value):
    """Up to 100 values of one kind, separated by commas; they are alternatives."""

    longest = 4000

    def __init__(self, one: Value) -> None:
        super().__init__()
        self.one = one
        self.schema = listed(one.schema)

    def read(self, value: str) -> list[Any]:
        return [self.one.to_python(part) for part in split(value)]


def split(value: str) -> list[str]:
    """Return values separated by commas, each once. Raises Refused for too many, or an empty one."""
    parts = value.split(",")
    if len(parts) > MOST:
        raise Refused(f"{len(parts)} values were given; {MOST} are allowed", "too_many")
    if not all(part.strip() for part in parts):
        raise Refused("a value between two commas is empty", "empty")
    return list(dict.fromkeys(parts))


class Slugs(Several):
    """Slugs separated by commas, published or not."""

    def __init__(self) -> None:
        super().__init__(Text(LONGEST_SLUG, SLUG, "nk-troops-sent-so-far"))


class Folded(Value):
    """Words, folded as for search."""

    longest = 300
    schema = free(300)

    def read(self, value: str) -> str:
        folded = folding.fold(value).text.strip()
        if not folded:
            raise Refused(f"{shown(value)} holds nothing to look for", "no_words")
        return folded


class Word(Value):
    """One of a few words."""

    def __init__(self, *words: str, default: str | None = None) -> None:
        super().__init__()
        self.words = words
        given = {} if default is None else {"default": default}
        self.schema = {"type": "string", "enum": list(words), **given}

    def read(self, value: str) -> str:
        if value not in self.words:
            raise Refused(f"{shown(value)} is not one of {', '.join(self.words)}", "invalid_choice", self.words)
        return value


class Whole(Value):
    """A whole number of up to 15 digits."""

    def __init__(self, least: int = 0, most: int = 10**15 - 1, default: int | None = None) -> None:
        super().__init__()
        self.least, self.most = least, most
        given = {} if default is None else {"default": default}
        self.schema = {"type": "integer", "minimum": least, "maximum": most, **given}

    def read(self, value: str) -> int:
        if not WHOLE.fullmatch(value) or not self.least <= int(value) <= self.most:
            raise Refused(f"{shown(value)} is not a whole number from {self.least} to {self.most}", "out_of_range")
        return int(value)


class Amount(Value):
    """A decimal number of up to 15 digits before and 4 after the point."""

    schema = {"type": "number", "minimum": -MOST_AMOUNT, "maximum": MOST_AMOUNT}

    def read(self, value: str) -> Decimal:
        if not AMOUNT.fullmatch(value):
            detail = "is not a plain decimal number of up to 15 digits before and 4 after the point"
            raise Refused(f"{shown(value)} {detail}", "invalid_number")
        return Decimal(value)


class Share(Amount):
    """A decimal number up to 1."""

    def __init__(self, least: float = 0) -> None:
        super().__init__()
        self.least = Decimal(str(least))
        self.schema = {"type": "number", "minimum": least, "maximum": 1}

    def read(self, value: str) -> Decimal:
        found = super().read(value)
        if not self.least <= found <= 1:
            raise Refused(f"{shown(value)} is not a number from {self.least} to 1", "out_of_range")
        return found


class Flag(Value):
    """true or false."""

    schema = {"type": "boolean"}

    def read(self, value: str) -> bool:
        if value not in ("true", "false"):
            raise Refused(f"{shown(value)} is neither true nor false", "invalid_choice", ["true", "false"])
        return value == "true"


class Switch(Value):
    """1 or true, 0 or false."""

    schema = {"type": "string", "enum": ["1", "0", "true", "false"]}

    def read(self, value: str) -> bool:
        if value not in self.schema["enum"]:
            raise Refused(f"{shown(value)} is none of 1, 0, true, false", "invalid_choice", self.schema["enum"])
        return value in ("1", "true")


class Query(Value):
    """A full-text query: words, phrases in quotation marks, beginnings of words with an asterisk."""

    longest = 500
    schema = free(500)

    def read(self, value: str) -> list[searching.Run]:
        try:
            return searching.parsed(value)
        except searching.BadQuery as error:
            raise Refused(error.detail, error.code) from None


class Days(Value):
    """An EDTF date or interval, as its first and last day; at least one of them is known."""

    schema = {**free(edtf.LONGEST), "format": "edtf"}

    def read(self, value: str) -> Bounds:
        if "T" in value:  # its day would be a wider question
            raise Refused(f"{shown(value)} is an instant; reported times are compared by days: give one", "not_a_day")
        try:
            bounds = edtf.bounds(value)
        except edtf.NotEdtf as error:
            raise Refused(error.detail, error.code) from None
        if bounds == (None, None):
            raise Refused(f"{shown(value)} has no year, so no time can be compared with it", "no_year")
        return bounds


class FirstDay(Days):
    """The first day of an EDTF date, for `before`."""

    def read(self, value: str) -> date:
        first, _ = super().read(value)
        if first is None:
            raise Refused(f"{shown(value)} has no first day, so nothing is before it", "open")
        return first


class LastDay(Days):
    """The last day of an EDTF date, for `after`."""

    def read(self, value: str) -> date:
        _, last = super().read(value)
        if last is None:
            raise Refused(f"{shown(value)} has no last day, so nothing is after it", "open")
        return last


class FirstInstant(Value):
    """A day (its first instant in UTC) or an RFC 3339 instant."""

    schema = {"type": "string", "maxLength": 32, "pattern": DAY_OR_INSTANT}
    ends = 0
    clock = time.min

    def read(self, value: str) -> datetime:
        """Return the instant. Raises Refused for a time without a zone: it would be a day wide."""
        try:
            if "T" in value:
                return _instant(value)
            if PLAIN_DAY.fullmatch(value):  # of an interval or a qualifier, part would be dropped in silence
                return self._day(edtf.bounds(value)[self.ends])
        except (edtf.NotEdtf, ValueError, OverflowError):
            pass
        why = "is neither a date such as 2024-10-23 nor an instant such as 2024-10-23T16:47:00Z (write + as %2B)"
        raise Refused(f"{shown(value)} {why}", "not_an_instant")

    def _day(self, day: date) -> datetime:
        return datetime.combine(day, self.clock, UTC)


def _instant(value: str) -> datetime:
    """Return an RFC 3339 instant in UTC; seconds may be left out. Raises ValueError, Refused."""
    match = INSTANT.fullmatch(value)
    if match and not match["zone"]:
        raise Refused(f"{shown(value)} names no zone: add Z or an offset such as %2B09:00", "no_zone")
    if not match:
        raise ValueError(value)
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except OverflowError:
        years = f"{datetime.min.year} to {datetime.max.year}"
        raise Refused(f"{shown(value)} is in no year from {years} in UTC", "not_an_instant") from None


class LastInstant(FirstInstant):
    """A day (its last instant in UTC) or an RFC 3339 instant."""

    ends = 1
    clock = time.max
