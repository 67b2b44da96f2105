"""The order in which readers see the keys of facts: as they are declared. Canonical JSON sorts them for hashing."""

from functools import cache
from typing import Any

from rest_framework import serializers

from briefings.facts.base import ANCHOR_KEYS, AnchorField
from briefings.facts.records import FACTS
from briefings.facts.values import ValueField

Order = dict[str, Any]  # key to the order of what stands under it; empty for a plain value


@cache
def of(record_type: str) -> Order:
    """Return the order of a type's facts."""
    return _fields(FACTS[record_type]())


def _fields(facts: serializers.BaseSerializer) -> Order:
    return {name: _under(field) for name, field in facts.fields.items()} if hasattr(facts, "fields") else {}


def _under(field: serializers.Field) -> Order:
    if isinstance(field, serializers.ListSerializer):
        return _fields(field.child)
    if isinstance(field, ValueField):
        return _fields(field.facts())
    if isinstance(field, AnchorField):
        return {key: {} for key in ANCHOR_KEYS}
    return _fields(field) if isinstance(field, serializers.BaseSerializer) else {}


def put(order: Order, value: Any) -> Any:
    """Return facts with their keys in order; keys that the order does not know follow as they come."""
    if isinstance(value, list):
        return [put(order, part) for part in value]
    if not isinstance(value, dict):
        return value
    known = [key for key in order if key in value]
    return {key: put(order.get(key) or {}, value[key]) for key in [*known, *(key for key in value if key not in order)]}
