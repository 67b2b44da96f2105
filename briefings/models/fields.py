"""Pieces that several models share: anchors, choice checks, value objects."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q


class Anchored(models.Model):
    """An exact passage of one source: text[start:end] == exact, in code points from 0, half-open."""

    start = models.PositiveIntegerField(help_text="First code point of the passage, counted from 0.")
    end = models.PositiveIntegerField(help_text="Code point after the last one of the passage.")
    exact = models.TextField(help_text="The words of the passage, character for character as in the source.")
    prefix = models.CharField(max_length=64, blank=True, help_text="Up to 32 characters before it. Computed.")
    suffix = models.CharField(max_length=64, blank=True, help_text="Up to 32 characters after it. Computed.")

    class Meta:
        abstract = True


def ordered_span(name: str) -> models.CheckConstraint:
    """Return the constraint that a passage is not empty and not backwards."""
    return models.CheckConstraint(
        condition=Q(start__lt=F("end")), name=name, violation_error_message="A passage ends after it starts."
    )


def one_of(field: str, choices: type[models.TextChoices], name: str, *, empty: bool = False) -> models.CheckConstraint:
    """Return the constraint that a column holds one of a value list (or, with empty, nothing)."""
    allowed = [*choices.values, ""] if empty else list(choices.values)
    return models.CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=name)


def whole_pair(name: str, stem: str) -> models.CheckConstraint:
    """Return the constraint that <stem>_at and <stem>_by are both there or both missing."""
    both = Q(**{f"{stem}_at__isnull": False, f"{stem}_by__isnull": False})
    none = Q(**{f"{stem}_at__isnull": True, f"{stem}_by__isnull": True})
    return models.CheckConstraint(condition=both | none, name=name)


def value_object(help_text: str, **options) -> models.JSONField:
    """Return a column for a When, a Quantity or a Ratio; facts/values.py says what may stand in it."""
    return models.JSONField(null=True, blank=True, help_text=help_text, encoder=DjangoJSONEncoder, **options)


def value_list(help_text: str) -> models.JSONField:
    """Return a column for a short list of plain values."""
    return models.JSONField(default=list, blank=True, help_text=help_text)


class RowNumber(models.OneToOneField):
    """A primary key that is another row's, and on SQLite the row's own number.

    There only `integer` is one, `bigint` is a column beside it. Each index ends with the row's number, so that a page
    finds its documents without reading the rows that its index found.
    """

    def db_type(self, connection: Any) -> str:
        """Return the type of the column."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def rel_db_type(self, connection: Any) -> str:
        """Return the type of columns that name this one."""
        return super().db_type(connection)
