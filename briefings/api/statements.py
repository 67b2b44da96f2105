"""Statements made once: the SQL of a queryset with places for its values, run again with other values.

Building a queryset and compiling it costs many times what the database needs to answer. What the queryset is stays
declared in one place; here it is compiled twice with probes, values that stand out. Where the two differ, and only
there, values go in. A queryset that does anything else with its values than hand them on (a pattern made of one, a
condition that depends on one) is refused, and has to be built each time.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections, router
from django.db.models import QuerySet

from briefings.models import Document

Adapt = Callable[[Any], Any]
ROUNDS = (1, 2)
MARK = re.compile(r"(?<!%)%s")  # the place of a value; %%s is a percent sign and an s


class NotCompiled(Exception):
    """A queryset cannot be a statement: its SQL depends on its values in more than their places."""


# How the number-th probe of a round looks, by the type of the value that it stands for.
PROBES: dict[type, Callable[[int, int], Any]] = {
    str: lambda turn, number: f"\x02probe {turn} {number}\x03",
    int: lambda turn, number: 1_000_000_007 * turn + number,
    Decimal: lambda turn, number: Decimal(f"{910_000_000 * turn + number}.1375"),
    date: lambda turn, number: date(6000 + 1000 * turn, 1, 1) + timedelta(days=number),
    datetime: lambda turn, number: datetime(6000 + 1000 * turn, 1, 1, 1, 2, 3, 4, UTC) + timedelta(hours=number),
}


def shape_of(value: Any) -> Any:
    """Return what of a value the SQL depends on: its type; of lists, that of each part; null and flags themselves.

    Raises NotCompiled for a value of a type that has no probe.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (list, tuple)):
        return (type(value), *(shape_of(part) for part in value))
    if type(value) not in PROBES:
        raise NotCompiled(f"there is no probe for {type(value).__name__}")
    return type(value)


def leaves(value: Any) -> Iterator[Any]:
    """Yield the parts of a value that are handed to the database, in order."""
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from leaves(part)
    elif value is not None and not isinstance(value, bool):
        yield value


def probe(shape: Any, turn: int) -> Any:
    """Return a value of a shape, made of probes that stand out."""
    numbers = iter(range(10_000))

    def like(part: Any) -> Any:
        if isinstance(part, tuple):
            return part[0](like(each) for each in part[1:])
        if part is None or isinstance(part, bool):
            return part
        return PROBES[part](turn, next(numbers))

    return like(shape)


@dataclass(frozen=True)
class Statement:
    """A statement with places for values. places: for each, the number of the leaf that goes there and how."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int, Adapt], ...]
    converters: dict[int, Any]
    alias: str

    def rows(self, values: Any) -> list[tuple[Any, ...]]:
        """Return the rows for values of the shape that it was made for, as the database gives them."""
        given = list(leaves(values))
        params = list(self.params)
        for place, number, adapt in self.places:
            params[place] = adapt(given[number])
        return execute(self.alias, self.sql, params)

    def converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return a row as the queryset would give it."""
        if not self.converters:
            return row
        connection, found = connections[self.alias], list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                found[place] = convert(found[place], expression, connection)
        return tuple(found)


def execute(alias: str, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows. Where somebody listens to statements, it goes past them."""
    connection = connections[alias]
    if connection.queries_logged or connection.execute_wrappers or connection.connection is None:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()
    with connection.wrap_database_errors:
        return connection.connection.execute(_own(connection.vendor, sql), params).fetchall()


@cache
def _own(vendor: str, sql: str) -> str:
    """Return a statement with the marks that the engine's own driver reads."""
    return MARK.sub("?", sql).replace("%%", "%") if vendor == "sqlite" else sql


class Prepared:
    """A queryset that becomes a statement once for each shape of its values.

    build: from values to a queryset of plain rows (`values_list`). Keeps the `most` statements used last, in each
    process; a shape that cannot be one is kept as such.
    """

    def __init__(self, build: Callable[..., QuerySet], most: int = 32) -> None:
        self.build = build
        self._kept = lru_cache(maxsize=most)(self._made)

    def statement(self, *values: Any) -> Statement | None:
        """Return the statement for values of this shape, or None when it has to be built each time."""
        try:
            return self._kept(shape_of(values), router.db_for_read(Document))
        except NotCompiled:
            return None

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows for these values. Costs one query."""
        statement = self.statement(*values)
        if statement is None:
            return list(self.build(*values))
        found = statement.rows(values)
        return [statement.converted(row) for row in found] if statement.converters else found

    def _made(self, shape: Any, alias: str) -> Statement | None:
        try:
            return made(self.build, shape, alias)
        except NotCompiled:
            return None


def made(build: Callable[..., QuerySet], shape: Any, alias: str) -> Statement:
    """Return the statement of build for all values of a shape. Raises NotCompiled."""
    given = [probe(shape, turn) for turn in ROUNDS]
    compilers = [build(*each).query.get_compiler(alias) for each in given]
    try:
        (sql, first), (again, second) = [compiler.as_sql() for compiler in compilers]
    except (EmptyResultSet, FullResultSet):
        raise NotCompiled("it can have no rows") from None
    if sql != again or len(first) != len(second):
        raise NotCompiled("its SQL depends on its values")
    one, two = (list(leaves(each)) for each in given)
    places = tuple(_places(first, second, one, two, _adapts(alias)))
    if {number for _, number, _ in places} != set(range(len(one))):
        raise NotCompiled("a value does not reach the database as it is")
    converters = compilers[0].get_converters([column for column, _, _ in compilers[0].select or ()])
    return Statement(sql, tuple(first), places, converters, alias)


def _adapts(alias: str) -> dict[type, tuple[Adapt, ...]]:
    """Return the ways in which a value of each type may be handed to the database."""
    ops = connections[alias].ops
    return {
        date: (ops.adapt_datefield_value,),
        datetime: (ops.adapt_datetimefield_value,),
        Decimal: (lambda value: ops.adapt_decimalfield_value(value, 19, 4),),
    }


def _places(
    first: Sequence[Any], second: Sequence[Any], probes: list[Any], others: list[Any], adapts: dict[type, Any]
) -> Iterator[tuple[int, int, Adapt]]:
    """Yield where values go: (place, number of the leaf, how). Raises NotCompiled where more than a value differs."""
    for place, (one, two) in enumerate(zip(first, second, strict=True)):
        if type(one) is type(two) and one == two:
            continue
        ways = (
            (place, number, adapt)
            for number, (here, there) in enumerate(zip(probes, others, strict=True))
            for adapt in (*adapts.get(type(here), ()), _as_it_is)
            if _same(one, adapt(here)) and _same(two, adapt(there))
        )
        found = next(ways, None)
        if found is None:
            raise NotCompiled("a value is changed on its way to the database")
        yield found


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other


def _as_it_is(value: Any) -> Any:
    return value
