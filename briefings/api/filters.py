"""The strict layer over django-filter: parameters declared once, for reading, OpenAPI and OPTIONS alike."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

import django_filters
from django.db.models import Model, Q, QuerySet, TextChoices
from django_filters.filterset import FilterSetMetaclass

from briefings.api import cursors
from briefings.api.conditions import Condition, Few, Indexed, Nothing, Where, of_one
from briefings.api.parameters import refusal
from briefings.api.problems import BadParameters
from briefings.api.references import Actor, Actors, with_parents
from briefings.api.shaping import Shape
from briefings.api.values import (
    Choice,
    FirstInstant,
    Flag,
    Refused,
    Several,
    Slugs,
    Switch,
    Text,
    Value,
    Whole,
    Word,
    shown,
)

DEFAULT_SIZE = 25
LARGEST_SIZE = 100


class Parameter(django_filters.Filter):
    """One parameter that narrows a list: a value, and the condition that the value stands for.

    in_passage: the condition is one on a citation; all of them together must hold for one and the same citation.
    """

    is_control = False
    is_required = False

    def __init__(self, value: Value, where: Where, help_text: str, *, in_passage: bool = False) -> None:
        super().__init__(help_text=help_text)
        self._field = value
        self.where, self.in_passage = where, in_passage

    def condition(self, meant: Any) -> Q:
        """Return the condition that a value stands for, in the form that it is meant in."""
        if isinstance(meant, Nothing):
            return Q(pk__in=())
        if isinstance(meant, Few) and isinstance(self.where, Condition):
            return self.where.listed(*meant)
        return self.where(meant)


class Control(Parameter):
    """One parameter that says how the list is given, and narrows nothing."""

    is_control = True

    def __init__(self, value: Value, help_text: str, *, is_required: bool = False) -> None:
        super().__init__(value, lambda _: Q(), help_text)
        self.is_required = is_required


class Family:
    """Up to three parameters in one declaration: one value, any of several (`__in`), none of several (`__not`).

    where: the condition that one of the values is met; unless: that none is.
    """

    def __init__(
        self,
        one: Value,
        several: Value,
        where: Where,
        help_text: str,
        *,
        in_passage: bool = False,
        unless: Where | None = None,
    ) -> None:
        self.one, self.several, self.where, self.help_text = one, several, where, help_text
        self.in_passage, self.unless = in_passage, unless

    def members(self, name: str) -> dict[str, Parameter]:
        """Return the parameters by name."""
        stem = stem_of(self.help_text)
        found = {
            name: Parameter(self.one, of_one(self.where), self.help_text, in_passage=self.in_passage),
            f"{name}__in": Parameter(self.several, self.where, f"{stem}: any of these.", in_passage=self.in_passage),
        }  # fmt: skip
        if self.unless:
            found[f"{name}__not"] = Parameter(
                self.several, self.unless, f"{stem}: none of these.", in_passage=self.in_passage
            )
        return found


def stem_of(help_text: str) -> str:
    """Return the first sentence of a help text without its end, for parameters that say how they differ from it."""
    return help_text.split(". ", 1)[0].removesuffix(".")


class Group:
    """Parameters and families that several lists declare alike."""

    def __init__(self, **declared: Parameter | Family) -> None:
        self.declared = declared

    def members(self) -> dict[str, Parameter]:
        """Return the parameters by name."""
        found: dict[str, Parameter] = {}
        for name, declared in self.declared.items():
            found |= declared.members(name) if isinstance(declared, Family) else {name: declared}
        return found


class OfMany(Group):
    """Parameters about a passage, on a list whose records have several: `__not` asks for one passage that is otherwise,
    and `__none` for a record without any passage that is so.

    having: the condition on a record that one of its passages meets a condition; noun: what a record is called.
    """

    def __init__(self, group: Group, having: Callable[[Q], Q], noun: str) -> None:
        super().__init__(**group.declared)
        self.having, self.noun = having, noun

    def members(self) -> dict[str, Parameter]:
        """Return the parameters by name."""
        found = super().members()
        for name, family in self.declared.items():
            if isinstance(family, Family) and family.unless:
                found |= {f"{name}__not": self._otherwise(name, family), f"{name}__none": self._without(family)}
        return found

    def _otherwise(self, name: str, family: Family) -> Parameter:
        stem = stem_of(family.help_text)
        told = f"{stem}: none of these, in one passage; the {self.noun} may have others (`{name}__none`: it has not)."
        return Parameter(family.several, family.unless or family.where, told, in_passage=True)

    def _without(self, family: Family) -> Parameter:
        told = f"{stem_of(family.help_text)}: no passage of the {self.noun} is so, for any of these."
        return Parameter(family.several, lambda values: ~self.having(family.where(values)), told)


def coded(
    value: Value, name: str, help_text: str, *, in_passage: bool = False, where: Where | None = None,
    unless: Where | None = None,
) -> Family:
    """Return the family about a column that holds a code or a common noun; a row without a value meets none.

    where, unless: the conditions that one of several values is met, or none, if they have more forms than one.
    """
    return Family(
        value, Several(value), where or column(name, "in"), help_text, in_passage=in_passage,
        unless=unless or (lambda values: Q(**{f"{name}__isnull": False}) & ~Q(**{f"{name}__in": values})),
    )  # fmt: skip


def chosen(choices: type[TextChoices], name: str, help_text: str, *, in_passage: bool = False) -> Family:
    """Return the family about a column that holds one of a value list; a row without a value meets none."""
    return coded(Choice(choices), name, help_text, in_passage=in_passage)


def acting(where: Where, help_text: str, *, in_passage: bool = False, unless: Where | None = None) -> Family:
    """Return the family about an actor; a row without one is none of those refused."""
    unless = unless or (lambda slugs: ~where(slugs))
    return Family(Actor(), Actors(), where, help_text, in_passage=in_passage, unless=unless)


class Declared(FilterSetMetaclass):
    """Makes parameters out of families, groups and shapes, named by what each is declared as."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        plain: dict[str, Any] = {}
        for key, value in attrs.items():
            if isinstance(value, Group):
                plain |= value.members()
            elif isinstance(value, Family):
                plain |= value.members(key)
            elif isinstance(value, Shape):
                plain |= {key: value, **value.members(Control)}
            else:
                plain[key] = value
        return super().__new__(cls, name, bases, plain)


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


class Facets(Control):
    """Which facets a list has, by name; rendering/facets.py says what each counts."""

    def __init__(self, facets: Iterable[str]) -> None:
        super().__init__(
            Several(Word(*facets)),
            "Count the records that match by each value of these, the 100 commonest; costs a query each.",
        )


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


def since(table: type[Model]) -> Parameter:
    """Return the parameter that narrows a list to what was published lately."""
    return Parameter(
        FirstInstant(), Indexed(table, column("changed_at", "gte")),
        "Only records whose edition in force started at or after this instant (RFC 3339), or since this day (UTC).",
    )  # fmt: skip


class Filters(django_filters.FilterSet, metaclass=Declared):
    """The parameters of one list; subclasses declare `ordering` and their own."""

    slug__in = Parameter(
        Slugs(), column("slug", "in"), "Only the records of these slugs; one that is not published adds nothing."
    )
    ordering = Ordering(slug=("slug",))
    page_size = Control(Whole(1, LARGEST_SIZE, DEFAULT_SIZE), "How many records a page holds.")
    cursor = Control(
        Text(cursors.LONGEST), "Where the page starts: take it from `next` or `previous`, do not make it up."
    )
    format = Control(
        Word("json", "csv", "ndjson", default="json"),
        "`json`: a page; `csv` or `ndjson`: all that matches, streamed, csv with fixed columns.",
    )
    bom = Control(Switch(), "With `format=csv`: start with a byte order mark, for Excel.")
    formula_safe = Control(
        Switch(), "With `format=csv`: put an apostrophe before what a spreadsheet would take for a formula."
    )
    count = Control(Flag(), "Whether to count all records that match; costs one more query, so ask for it once.")

    def __init__(self, given: Mapping[str, str], queryset: QuerySet) -> None:
        # Of two hundred filters a set copies each, and makes a form of them: those that are given are enough.
        self.base_filters = {name: each for name, each in type(self).base_filters.items() if name in given}
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
        return self.form.cleaned_data.get(name)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Return the rows that meet every parameter; `given` says then what these mean."""
        self.given = self.meant(self.form.cleaned_data)
        return self.narrowed(queryset, self.given)

    @classmethod
    def narrowed(cls, queryset: QuerySet, meant: Mapping[str, Any]) -> QuerySet:
        """Return the rows that meet every parameter, of values as `meant` gives them."""
        row, passage = cls.conditions(meant)
        return queryset.filter(row & cls.with_passage(passage, cls.is_listed(meant)))

    @classmethod
    def meant(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what narrows the list, of values as read; actors with their parts where these are asked for.

        The first that few rows meet is told apart (`Few`): a query for each up to it.
        """
        given = {name: value for name, value in values.items() if value is not None and name in cls.base_filters}
        found = {name: value for name, value in given.items() if not cls.base_filters[name].is_control}
        if given.get("with_parents"):
            actors = (name for name in found if isinstance(cls.base_filters[name].field, Actor))
            found |= {name: with_parents(found[name]) for name in actors}
        ways = {name: cls.base_filters[name].where for name in found}
        both = {name: where for name, where in ways.items() if isinstance(where, Condition)}
        counted = ((name, where.marked(where.beside(found[name], found))) for name, where in both.items())
        few = ((name, marked) for name, marked in counted if marked)
        walked = {name: where.walked(found[name]) for name, where in both.items()}
        return found | walked | dict(islice(few, 1))

    @classmethod
    def counted(cls, values: Mapping[str, Any], meant: Mapping[str, Any]) -> dict[str, Any]:
        """Return what narrows the list, in the forms by which all of it is counted. values: as read."""
        ways = ((name, cls.base_filters[name].where) for name in meant)
        both = ((name, where.gathered(values[name])) for name, where in ways if isinstance(where, Condition))
        return {**meant, **{name: value for name, value in both if value}}

    @classmethod
    def is_listed(cls, meant: Mapping[str, Any]) -> bool:
        """Return whether few citations meet what is asked of one."""
        return any(isinstance(value, Few) and cls.base_filters[name].in_passage for name, value in meant.items())

    @classmethod
    def conditions(cls, meant: Mapping[str, Any]) -> tuple[Q, Q]:
        """Return what is asked of a row itself, and what is asked of one and the same citation."""
        row, passage = Q(), Q()
        for name, parameter in cls.base_filters.items():  # in the order declared, whatever the order given
            if name not in meant:
                continue
            if parameter.in_passage:
                passage &= parameter.condition(meant[name])
            else:
                row &= parameter.condition(meant[name])
        return row, passage

    @classmethod
    def with_passage(cls, passage: Q, is_listed: bool) -> Q:
        """Return the condition on a row that follows from the conditions on a citation. is_listed: few meet them."""
        return passage


def read_values(given: Mapping[str, str], declared: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return what parameters were given as, null for those that were not. Raises BadParameters for each bad one."""
    values, errors = dict.fromkeys(declared), []
    for name, parameter in declared.items():
        try:
            values[name] = parameter.field.to_python(given.get(name))
        except Refused as error:
            errors.append(_error(name, error))
    if errors:
        raise BadParameters(errors)
    return values


def read_given(given: Mapping[str, str], declared: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return what the parameters that were given mean. Raises BadParameters for each bad one."""
    return read_values(given, {name: parameter for name, parameter in declared.items() if name in given})


def _error(name: str, error: Refused) -> dict[str, Any]:
    more = {"allowed": list(error.allowed)} if getattr(error, "allowed", None) else {}
    return refusal(name, error.code or "invalid", f"{name}: {error.message}", **more)
