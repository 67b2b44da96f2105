"""The rows beside a document, by which readers filter, sort and search: each is one that its edition makes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Context, Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from django.db.models import AutoField, Field, ForeignKey, ForeignObjectRel, Model

from briefings.models import Document, PublishedCitation, PublishedName, PublishedText, StaleDocument
from briefings.verification.problems import Problem

Row = tuple[type[Model], tuple[Any, ...]]  # its table, and what stands in the columns that columns() names
Rows = Counter[Row]
NAMED_BY = {PublishedCitation: "slug", PublishedName: "text"}  # what rows that other rows belong to are told by
DIGITS = Context(prec=15)
LONGEST = 60  # characters of a value that are shown
MOST = 3  # rows that are named


@cache
def tables() -> dict[type[Model], str]:
    """Return every table whose rows stand beside a document, with the path from a row to the document's number."""
    found: dict[type[Model], str] = {Document: "pk"}
    todo = [Document]
    for table in todo:
        for relation in table._meta.get_fields(include_hidden=True):
            if isinstance(relation, ForeignObjectRel) and relation.related_model is not StaleDocument:
                name, further = relation.field.name, found[table]
                found[relation.related_model] = name if further in ("pk", table._meta.pk.name) else f"{name}__{further}"
                todo.append(relation.related_model)
    return {table: path for table, path in found.items() if table is not Document}


@cache
def columns(table: type[Model]) -> tuple[str, ...]:
    """Return the paths of all that a row says: its own columns, and the name of the row that it belongs to."""
    return tuple(path for field in table._meta.concrete_fields if (path := _path(field)))


def _path(field: Field) -> str:
    if isinstance(field, ForeignKey):
        name = NAMED_BY.get(field.related_model)
        return f"{field.name}__{name}" if name else ""
    return field.name if field.model is PublishedText or not isinstance(field, AutoField) else ""


def kept(documents: list[Document]) -> dict[int, Rows]:
    """Return the rows that there are beside some documents, by the document's number. One query a table."""
    found: dict[int, Rows] = {document.pk: Counter() for document in documents}
    for table, path in tables().items():
        rows = table._default_manager.filter(**{f"{path}__in": [*found]}).order_by()
        for document, *values in rows.values_list(path, *columns(table)):
            found[document][table, tuple(map(_plain, values))] += 1
    return found


def _plain(value: Any) -> Any:
    """Return a value as every engine gives it back: SQLite keeps a decimal as a float, of which Django reads less."""
    if isinstance(value, Decimal):
        return DIGITS.create_decimal(value)
    return bytes(value) if isinstance(value, memoryview) else value


def differing(label: str, there: Rows, made: Iterable[Model]) -> Iterator[Problem]:
    """Yield, for each table, how the rows beside a document differ from those that its editions make."""
    wanted: Rows = Counter((type(row), _values(row)) for row in made)
    if there == wanted:
        return
    for table in tables():
        missing, extra = (sorted(_of(table, rows), key=str) for rows in (wanted - there, there - wanted))
        if missing or extra:
            yield Problem("published row", label, _difference(table, missing, extra))


def _values(row: Model) -> tuple[Any, ...]:
    return tuple(_plain(attrgetter(path.replace("__", "."))(row)) for path in columns(type(row)))


def _of(table: type[Model], rows: Rows) -> list[tuple[Any, ...]]:
    return [values for (kind, values), times in rows.items() if kind is table for _ in range(times)]


def _difference(table: type[Model], missing: list[tuple[Any, ...]], extra: list[tuple[Any, ...]]) -> str:
    """Say how rows of one table differ: where one row says something else, in what."""
    name, paths = table._meta.verbose_name, columns(table)
    if len(missing) == len(extra) == 1:
        pairs = [each for each in zip(paths, extra[0], missing[0], strict=True) if each[1] != each[2]]
        parts = (f"{path} is {_around(is_, made)} and should be {_around(made, is_)}" for path, is_, made in pairs)
        return f"{name} {extra[0][0]}: {', '.join(parts)}"
    return "; ".join(
        f"{name} {', '.join(str(row[0]) for row in rows[:MOST])}{', ...' if len(rows) > MOST else ''} {what}"
        for rows, what in ((missing, "is missing"), (extra, "is none that its editions make"))
        if rows
    )


def _around(value: Any, other: Any) -> str:
    """Return a value in short: of a long one, where it parts from the other."""
    if isinstance(value, (str, bytes)) and len(value) > LONGEST and isinstance(other, type(value)):
        apart = (at for at, (one, two) in enumerate(zip(value, other, strict=False)) if one != two)
        start = max(0, next(apart, min(len(value), len(other))) - LONGEST // 2)
        return f"{value[start : start + LONGEST]!r} (from {start})"
    return repr(value)
