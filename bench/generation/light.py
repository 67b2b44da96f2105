"""Rows made in a fifth of the time: of a model's columns, without what Django does for rows that are edited."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import models
from django.db.models.base import ModelState


@contextmanager
def rows() -> Iterator[None]:
    """Make every model's rows light until the block ends. Columns are given by name, as the row writers do."""
    kept = models.Model.__init__
    models.Model.__init__ = _light  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        models.Model.__init__ = kept  # type: ignore[method-assign]


def _light(self: models.Model, **columns: Any) -> None:
    plain, fresh, relations = _columns(type(self))
    state = self._state = ModelState()
    own = self.__dict__
    own.update(plain)
    for name, make in fresh:
        own[name] = make()
    for name, value in columns.items():
        attname = relations.get(name)
        if attname is None:
            own[name] = value
        else:
            own[attname] = value.pk if value is not None else None
            state.fields_cache[name] = value


@cache
def _columns(model: type[models.Model]) -> tuple[dict[str, Any], list[tuple[str, Any]], dict[str, str]]:
    """Return the defaults of a model's columns, those that are made anew for each row, and the columns of relations."""
    fields = model._meta.concrete_fields
    fresh = [(field.attname, field.default) for field in fields if field.has_default() and callable(field.default)]
    plain = {field.attname: field.get_default() for field in fields}
    return plain, fresh, {field.name: field.attname for field in fields if field.is_relation}
