"""The order in which readers see the keys of facts: as they are declared. Canonical JSON sorts them for hashing."""

from functools import cache
from typing import Any

from rest_framework import serializers

from briefings.facts.base import ANCHOR_KEYS, AnchorField, SlugsOf
from briefings.facts.records import FACTS
from briefings.facts.values import ValueField

LISTS = (serializers.ListField, serializers.ListSerializer, SlugsOf)


class Order(dict[str, "Order"]):
    """Key to the order of what stands under it; empty for a plain value.

    blank: what the keys say by which an edition from before them says nothing.
    """

    blank: dict[str, Any] = {}


PLAIN = Order()


@cache
def of(record_type: str) -> Order:
    """Return the order of a type's facts."""
    return _fields(FACTS[record_type](), is_value=False)


def _fields(facts: serializers.BaseSerializer, *, is_value: bool) -> Order:
    fields = getattr(facts, "fields", {})
    found = Order({name: _under(field, is_value=is_value) for name, field in fields.items()})
    if not is_value:  # which is whole, or has the keys that it was given
        found.blank = {name: None if field.allow_null else [] for name, field in fields.items() if _may_be_blank(field)}
    return found


def _may_be_blank(field: serializers.Field) -> bool:
    return not field.write_only and (field.allow_null or (not field.required and isinstance(field, LISTS)))


def _under(field: serializers.Field, *, is_value: bool) -> Order:
    if isinstance(field, serializers.ListSerializer):
        return _fields(field.child, is_value=is_value)
    if isinstance(field, ValueField):
        return _fields(field.facts(), is_value=True)
    if isinstance(field, AnchorField):
        return Order(dict.fromkeys(ANCHOR_KEYS, PLAIN))
    return _fields(field, is_value=is_value) if isinstance(field, serializers.BaseSerializer) else PLAIN


def put(order: Order, value: Any, *, is_whole: bool = False) -> Any:
    """Return facts with their keys in order; keys that the order does not know follow as they come.

    is_whole: with the keys, too, that an edition from before them lacks.
    """
    if isinstance(value, list):
        return [put(order, part, is_whole=is_whole) for part in value]
    if not isinstance(value, dict):
        return value
    if is_whole:
        value = {**order.blank, **value}
    known = [key for key in order if key in value]
    keys = [*known, *(key for key in value if key not in order)]
    return {key: put(order.get(key, PLAIN), value[key], is_whole=is_whole) for key in keys}


def whole(record_type: str, facts: Any) -> Any:
    """Return facts of an edition in order, with the keys that there were not yet: null, or an empty list."""
    return put(of(record_type), facts, is_whole=True)
