"""Rows that are caught where the project's own row writers would insert them, with ids of their own."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from operator import attrgetter
from typing import Any

from django.db import connection, models

from bench.generation.sizes import IDS

Row = tuple[Any, ...]


class Caught:
    """Rows by model, in the order in which they came. Ids start where those of the block start, so that blocks can
    be made side by side."""

    def __init__(self, block: int) -> None:
        self.first = 1 + block * IDS
        self.rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._ids: dict[type[models.Model], count] = defaultdict(lambda: count(self.first))

    def add(self, row: Any) -> Any:
        """Keep a row; one that has no id yet gets the next of its table."""
        model = type(row)
        key = model._meta.pk.attname
        if row.__dict__[key] is None:
            row.__dict__[key] = next(self._ids[model])
        self.rows[model].append(row)
        return row

    def add_all(self, rows: Any) -> list[Any]:
        """Keep several rows."""
        return [self.add(row) for row in rows]

    @contextmanager
    def instead_of_inserting(self) -> Iterator[None]:
        """Catch what managers are told to create: the row writers of rendering/ then insert nothing and ask nothing."""
        own = {
            "create": lambda rows, **columns: self.add(rows.model(**columns)),
            "bulk_create": lambda rows, given, *_, **__: self.add_all(given),
        }
        kept = [(place, name, getattr(place, name)) for place in (models.Manager, models.QuerySet) for name in own]
        for place, name, _ in kept:
            setattr(place, name, own[name])
        try:
            yield
        finally:
            for place, name, usual in kept:
                setattr(place, name, usual)

    def as_columns(self) -> dict[str, list[Row]]:
        """Return the rows by table, as the engine takes them. Raises when a table has more than its ids."""
        found = {}
        for model, rows in self.rows.items():
            if len(rows) >= IDS:
                raise ValueError(f"{len(rows)} rows of {model.__name__} in one block; {IDS} ids are kept free for it")
            found[model._meta.db_table] = [*map(columns_of(model), rows)]
        return found


_COLUMNS: dict[type[models.Model], Callable[[models.Model], Row]] = {}


def columns_of(model: type[models.Model]) -> Callable[[models.Model], Row]:
    """Return the function that gives a row's columns as this engine takes them, in their order."""
    if model not in _COLUMNS:
        _COLUMNS[model] = _compiled(model)
    return _COLUMNS[model]


def _compiled(model: type[models.Model]) -> Callable[[models.Model], Row]:
    fields = model._meta.concrete_fields
    get = attrgetter(*(field.attname for field in fields))
    changed = [(at, kept) for at, field in enumerate(fields) if (kept := _conversion(field))]

    def convert(row: models.Model) -> Row:
        values = list(get(row))
        for at, kept in changed:
            if values[at] is not None:
                values[at] = kept(values[at])
        return tuple(values)

    return convert


def _conversion(field: Any) -> Callable[[Any], Any] | None:
    """Return how a field's values are kept; None: as they are."""
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, cls=field.encoder)
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.DateTimeField):
        return lambda value: str(value.replace(tzinfo=None))
    if isinstance(field, models.DateField):
        return str
    if isinstance(field, models.DecimalField):
        return lambda value: connection.ops.adapt_decimalfield_value(value, field.max_digits, field.decimal_places)
    return None
