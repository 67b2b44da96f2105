"""Conditions that are met through other rows, in two forms that find the same: walked and listed.

Walked, each row of a list is looked at in its turn, until a page is full: cheap where many rows meet the condition, as
dear as the whole list where few do. Listed, the rows that meet it are found first, by an index, and put in order: as
dear as there are many of them. Which form a value is given follows from how many rows it finds, counted up to a bound
(docs/decisions/0024-few-or-many.md). Neither engine can choose by itself: SQLite keeps no samples of values here, and
a statement that is made once serves every value.
"""

from collections.abc import Callable, Mapping
from functools import partial, reduce
from operator import and_
from typing import Any

from django.db.models import BooleanField, Exists, Func, Model, OuterRef, Q, QuerySet

from briefings.api.statements import Prepared
from briefings.models import PublishedCitation, PublishedTotal

Where = Callable[[Any], Q]
Rows = Callable[[Any], QuerySet]
# Walking costs more the longer the list is and the fewer rows meet a value, listing the more do. A list of LARGE claims
# and more is walked from MANY rows that meet it on, a shorter one from FEW.
FEW, MANY, LARGE = 1000, 5000, 50_000


_CLAIMS = Prepared(
    lambda: PublishedTotal.objects.filter(resource="claims", scope="", facet="").values_list("count")[:1]
)


def _is_large() -> bool:
    return sum(count for (count,) in _CLAIMS.rows()) >= LARGE


class Few(tuple):  # of one value
    """A value that few rows meet."""


class Nothing(Few):
    """A value that no row meets."""


def has_few(meant: Mapping[str, Any]) -> bool:
    """Return whether few rows meet one of the values."""
    return any(isinstance(value, Few) for value in meant.values())


def plain(meant: Any) -> Any:
    """Return a value, whether few rows meet it or many."""
    return meant[0] if isinstance(meant, Few) else meant


class Condition:
    """A condition in both forms. Called with a value, it returns the walked one.

    found: the rows that are counted to choose; weight: how many rows of the list each stands for, about.
    """

    def __init__(self, found: Rows, weight: int = 1) -> None:
        self._reaches = {count: Prepared(partial(self._at, found, count // weight)) for count in (FEW, MANY)}

    @staticmethod
    def _at(found: Rows, count: int, value: Any) -> QuerySet:
        return found(value).order_by().values_list("pk")[count - 1 : count]

    def __call__(self, value: Any) -> Q:
        raise NotImplementedError

    def listed(self, value: Any) -> Q:
        """Return the condition in the form that is read from the rows which meet it."""
        raise NotImplementedError

    def walked(self, value: Any) -> Any:
        """Return a value as the walked form takes it."""
        return value

    def gathered(self, value: Any) -> Few | None:
        """Return the value as the listed form takes it, if all rows are counted in that, however many; None: walked.

        Most are walked: rows that an index leads to lie one here, one there, and cost a read each.
        """
        return None

    def beside(self, value: Any, asked: Mapping[str, Any]) -> Any:
        """Return the value with what else is asked that makes fewer rows meet it."""
        return value

    def marked(self, value: Any) -> Few | None:
        """Return the value as one that few rows meet, or none; None: many do."""
        return Few((value,)) if self.is_few(value) else None

    def is_few(self, value: Any) -> bool:
        """Return whether few rows meet the value. Costs a query, and two more where they are not so few."""
        return self._is_below(FEW, value) or (_is_large() and self._is_below(MANY, value))

    def _is_below(self, count: int, value: Any) -> bool:
        return not self._reaches[count].rows(value)


class Related(Condition):
    """The condition that a row is named by one of those that a value finds in another table.

    found: those rows; theirs: their column that names it; own: its column that they name it by.
    """

    def __init__(self, found: Rows, theirs: str, own: str = "pk", weight: int = 1) -> None:
        super().__init__(found, weight)
        self.found, self.theirs, self.own = found, theirs, own

    def __call__(self, value: Any) -> Q:
        return named_by(self.found(value), self.theirs, self.own)

    def listed(self, value: Any) -> Q:
        return named_by(self.found(value), self.theirs, self.own, is_listed=True)


def named_by(found: QuerySet, theirs: str, own: str = "pk", *, is_listed: bool = False) -> Q:
    """Return the condition that a row is named by one of those found, in one of the two forms."""
    if is_listed:
        return Q(**{f"{own}__in": found.values(theirs)})
    return Q(Exists(found.filter(**{theirs: OuterRef(own)})))


class Likely(Func):
    """A condition of which SQLite is told that most rows meet it: else it may read those that do, and sort them all."""

    template = "%(expressions)s"
    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="likely(%(expressions)s)", **context)


class Indexed(Condition):
    """The condition on columns of the row itself, which an index of its table answers."""

    def __init__(self, table: type[Model], where: Where) -> None:
        self.rows = table._default_manager
        super().__init__(lambda value: self.rows.filter(where(value)))
        self.where = where

    def __call__(self, value: Any) -> Q:
        return Q(Likely(self.where(value)))

    def listed(self, value: Any) -> Q:
        return Q(pk__in=self.rows.filter(self.where(value)).values("pk"))  # else the list's order might win


class Tallied(Indexed):
    """The same of a passage's column that has few different values and no index: the totals say how often each is.

    facet: its name there; is_other: the condition is met by the values that are not given, of those that there are.
    """

    def __init__(self, facet: str, column: str, *, is_other: bool = False) -> None:
        among, there = Q(**{f"{column}__isnull": False}), lambda values: Q(**{f"{column}__in": values})
        super().__init__(PublishedCitation, lambda values: among & ~there(values) if is_other else there(values))
        kept = PublishedTotal.objects.filter(resource="citations", scope="", facet=facet, is_null=False)
        found = kept.exclude if is_other else kept.filter
        self._counts = Prepared(lambda values: found(value__in=values).values_list("count"))

    def marked(self, value: Any) -> Few | None:
        """Return the value as one that few rows meet, or none: to find that out of the rows, all would be read."""
        few = super().marked(value)
        return few if few is None or self._count(value) else Nothing(few)

    def _is_below(self, count: int, value: Any) -> bool:
        return self._count(value) < count

    def _count(self, values: Any) -> int:
        return sum(each for (each,) in self._counts.rows(values))


class From(Condition):
    """A lower bound, which many rows may meet, and the upper one as many, where few lie between the two.

    alone: the condition of the bound itself; between: that of a pair, the lower bound and what follows from both;
    upper: the parameter that is the upper one.
    """

    def __init__(self, alone: Condition, between: Condition, upper: str) -> None:
        self.alone, self.between, self.upper = alone, between, upper

    def __call__(self, value: Any) -> Q:
        return self.alone(value)

    def listed(self, value: Any) -> Q:
        return self._of(value).listed(value)

    def beside(self, value: Any, asked: Mapping[str, Any]) -> Any:
        return (value, asked[self.upper]) if self.upper in asked else value

    def is_few(self, value: Any) -> bool:
        return self._of(value).is_few(value)

    def _of(self, value: Any) -> Condition:
        return self.between if isinstance(value, tuple) else self.alone


def at_least(table: type[Model], column: str, upper: str, bounds: tuple[str, str] = ("gte", "lte")) -> From:
    """Return the condition of a lower bound on a column that has an index.

    upper: the parameter of the upper bound, on this column or on one that is never less; bounds: how both compare.
    """
    low, high = (f"{column}__{bound}" for bound in bounds)
    return From(
        Indexed(table, lambda value: Q(**{low: value})),
        Indexed(table, lambda pair: Q(**{low: pair[0], high: pair[1]})),
        upper,
    )


class OfOne(Condition):
    """A condition on several values, for one of them; what reads one may give several all the same: of actors, a form
    of a name that several bear."""

    def __init__(self, several: Condition) -> None:
        self.several = several

    def __call__(self, value: Any) -> Q:
        return self.several(as_list(value))

    def listed(self, value: Any) -> Q:
        return self.several.listed(as_list(value))

    def marked(self, value: Any) -> Few | None:
        marked = self.several.marked(as_list(value))
        return marked and type(marked)((value,))

    def is_few(self, value: Any) -> bool:
        return self.several.is_few(as_list(value))


def of_one(where: Where) -> Where:
    """Return a condition on several values, for one of them."""
    return OfOne(where) if isinstance(where, Condition) else lambda value: where(as_list(value))


def as_list(value: Any) -> list[Any]:
    """Return several values as they are, and one as a list of it."""
    return value if isinstance(value, list) else [value]


class Each(Condition):
    """The condition that another is met by each of several values."""

    def __init__(self, one: Condition) -> None:
        self.one = one

    def __call__(self, value: Any) -> Q:
        return reduce(and_, (self.one([each]) for each in value))

    def listed(self, value: Any) -> Q:
        return reduce(and_, (self.one.listed([each]) for each in value))

    def is_few(self, value: Any) -> bool:
        return all(self.one.is_few([each]) for each in value)


class Either(Condition):
    """The condition that one of two is met."""

    def __init__(self, one: Condition, other: Condition) -> None:
        self.both = (one, other)

    def __call__(self, value: Any) -> Q:
        one, other = self.both
        return one(value) | other(value)

    def listed(self, value: Any) -> Q:
        one, other = self.both
        return one.listed(value) | other.listed(value)

    def is_few(self, value: Any) -> bool:
        return all(each.is_few(value) for each in self.both)
