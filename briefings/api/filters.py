"""The strict layer over django-filter: parameters declared once, for reading, OpenAPI and OPTIONS alike."""

from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from briefings.api import cursors
from briefings.api.parameters import refusal
from briefings.api.problems import BadParameters
from briefings.api.values import FirstInstant, Flag, Refused, Text, Value, Whole, shown

DEFAULT_SIZE = 25
LARGEST_SIZE = 100
Where = Callable[[Any], Q]


class Parameter(django_filters.Filter):
    """One parameter that narrows a list: a value, and the condition that the value stands for.

    in_passage: the condition is one on a citation; all of them together must hold for one and the same citation.
    """

    is_control = False

    def __init__(self, value: Value, where: Where, help_text: str, *, in_passage: bool = False) -> None:
        super().__init__(help_text=help_text)
        self._field = value
        self.where, self.in_passage = where, in_passage


class Control(Parameter):
    """One parameter that says how the list is given, and narrows nothing."""

    is_control = True

    def __init__(self, value: Value, help_text: str) -> None:
        super().__init__(value, lambda _: Q(), help_text)


class OrderingValue(Value):
    """The name of an ordering."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names
        self.schema = {"type": "string", "enum": names, "default": names[0]}

    def read(self, value: str) -> str:
        if value not in self.names:
            raise Refused(f"{shown(value)} is not one of {', '.join(self.names)}", "unknown_ordering", self.names)
        return value


class Ordering(Control):
    """Which orderings a list has: a name and the columns behind it, the last of which tells all rows apart."""

    def __init__(self, **columns: tuple[str, ...]) -> None:
        self.columns = {name: value for key, up in columns.items() for name, value in _both_ways(key, up)}
        super().__init__(OrderingValue(list(self.columns)), "Order of the list; a minus sign turns it round.")


def _both_ways(name: str, up: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Return an ordering and its reverse; rows without a value (`undated`) come last in both."""
    down = tuple(column if column == "undated" else f"-{column}" for column in up)
    return [(name, up), (f"-{name}", down)]


def column(name: str, lookup: str = "exact") -> Where:
    """Return the condition that a column of the row compares so with the value."""
    return lambda value: Q(**{f"{name}__{lookup}": value})


class Filters(django_filters.FilterSet):
    """The parameters of one list; subclasses declare `ordering` and their own."""

    changed_since = Parameter(
        FirstInstant(), column("changed_at", "gte"),
        "Only records whose edition in force started at or after this instant (RFC 3339), or since this day (UTC).",
    )  # fmt: skip
    ordering = Ordering(slug=("slug",))
    page_size = Control(Whole(1, LARGEST_SIZE, DEFAULT_SIZE), "How many records a page holds.")
    cursor = Control(
        Text(cursors.LONGEST), "Where the page starts: take it from `next` or `previous`, do not make it up."
    )
    count = Control(Flag(), "Whether to count all records that match; costs one more query, so ask for it once.")

    def __init__(self, given: Mapping[str, str], queryset: QuerySet) -> None:
        super().__init__(given, queryset)
        errors = self.form.errors.as_data()
        if errors:
            raise BadParameters([_error(name, each) for name in self.in_order() for each in errors.get(name, ())])

    @classmethod
    def in_order(cls) -> dict[str, Parameter]:
        """Return the parameters by name: those that narrow the list, then those that say how it is given."""
        return dict(sorted(cls.base_filters.items(), key=lambda item: item[1].is_control))

    def value(self, name: str) -> Any:
        """Return what a parameter was given as, or None."""
        return self.form.cleaned_data[name]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Return the rows that meet every parameter."""
        row, passage = Q(), Q()
        for name, parameter in self.filters.items():
            value = self.value(name)
            if value is None:
                continue
            if parameter.in_passage:
                passage &= parameter.where(value)
            else:
                row &= parameter.where(value)
        return queryset.filter(row & self.with_passage(passage))

    def with_passage(self, passage: Q) -> Q:
        """Return the condition on a row that follows from the conditions on a citation."""
        return passage


def _error(name: str, error: Refused) -> dict[str, Any]:
    more = {"allowed": list(error.allowed)} if getattr(error, "allowed", None) else {}
    return refusal(name, error.code or "invalid", f"{name}: {error.message}", **more)
