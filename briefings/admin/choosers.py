"""Choosing other records from a hundred thousand: Django's autocomplete, made safe against made-up row numbers."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models

from briefings.admin.lists import row_id


class _Known:
    """A widget that, shown again, leaves out what can be no row number."""

    def optgroups(self, name: str, value: list[Any], attrs: dict | None = None) -> list[Any]:
        return super().optgroups(name, [each for each in value if row_id(each) is not None], attrs)


class One(_Known, AutocompleteSelect):
    """A chooser of one record."""


class Several(_Known, AutocompleteSelectMultiple):
    """A chooser of several records."""


class OneField(forms.ModelChoiceField):
    """One record or none."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not isinstance(value, models.Model) and row_id(value) is None:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            )
        return super().to_python(value)


class SeveralField(forms.ModelMultipleChoiceField):
    """Several records, in no order."""

    def clean(self, value: Any) -> Any:
        wrong = [each for each in value or () if row_id(each) is None] if isinstance(value, (list, tuple)) else []
        if wrong:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": wrong[0]}
            )
        return super().clean(value)


def one(relation: models.Field, **options: Any) -> OneField:
    """Return a field for the record that a foreign key names."""
    return OneField(_rows(relation), widget=One(relation, admin.site), **options)


def several(relation: models.Field, **options: Any) -> SeveralField:
    """Return a field for the records that a many-to-many column names."""
    return SeveralField(_rows(relation), widget=Several(relation, admin.site), **options)


def _rows(relation: models.Field) -> models.QuerySet:
    return relation.related_model._default_manager.all()
