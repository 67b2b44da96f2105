"""The columns that CSV may have, derived from the facts of each type, so that a new field has one by itself.

A column is a way through the facts, its keys joined by underscores: when_edtf, names_2_text. `#` stands for a number,
from 1, in a list of parts. Citations are rows, so their columns have no number; a citation's plain values are named
as the public CSV names them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from rest_framework import serializers

from briefings.facts.base import AnchorFacts, AnchorField, SlugsOf
from briefings.facts.comparisons import SideFacts, SideField
from briefings.facts.readings import QuotedFacts
from briefings.facts.records import FACTS
from briefings.facts.values import ValueField

Path = tuple[str, ...]

MANY = "#"
ROWS = {"reading": "citations"}  # the parts of which each is a row of its own
BY_OTHER_WAYS = frozenset({"merged_into", "quote"})  # merging takes two people and a page; a quote is its exact words
ON_THE_WAY_IN = frozenset({"prefix", "suffix"})  # they settle which of several passages is meant, and are computed
ANCHORS = frozenset({"anchor", "literal_anchor"})
# What a citation's columns are called where the way through its facts is another name.
NAMES: dict[str, str] = {
    "id": "citation", "note": "citation_note", "quantity_literal": "literal", "quantity_comparator": "comparator",
    "quantity_min": "amount_min", "quantity_max": "amount_max", "quantity_unit": "unit", "quantity_per": "per",
    "quantity_currency": "currency", "ratio_factor": "factor",
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column: the way to its value, numbers of parts as #, and how the value is checked."""

    path: Path
    name: str
    field: Any

    @property
    def is_of_rows(self) -> bool:
        """Return whether it is of a part that is a row, not of the record."""
        return len(self.path) > 2 and self.path[1] == MANY and self.path[0] in ROWS.values()

    @property
    def help(self) -> str:
        """Return what stands in it, and what is allowed where that is a list of words."""
        is_of_words = isinstance(self.field, serializers.ChoiceField)  # a reference has choices too: its whole table
        listed = f" One of {', '.join(self.field.choices)}." if is_of_words else ""
        return f"{self.field.help_text or ''}{listed}".strip()

    @property
    def is_always_there(self) -> bool:
        """Return whether an export has it though no row fills it: what is plain, not numbered and no anchor."""
        own = self.path[2:] if self.is_of_rows else self.path
        return MANY not in own and not ANCHORS & {*own} and own[-1] not in ON_THE_WAY_IN


@cache
def of(record_type: str) -> dict[Path, Column]:
    """Return the columns of a type by their ways, in the order of the facts."""
    rows = ROWS.get(record_type)
    return {path: Column(path, _name(path, rows), field) for path, field in _walk(FACTS[record_type](), ())}


def _name(path: Path, rows: str | None) -> str:
    if path[0] == rows:
        name = "_".join(path[2:])
        return NAMES.get(name, name)
    return "_".join(path)


def _walk(facts: Any, before: Path) -> Iterator[tuple[Path, Any]]:
    """Yield the way to each value that a person gives, and its field."""
    for key, field in facts.fields.items():
        if field.read_only or key in BY_OTHER_WAYS:
            continue
        path = (*before, key)
        inner = _inside(key, field)
        if inner is None:
            yield path, field
        else:
            yield from _walk(inner, (*path, MANY) if is_of_parts(field) else path)


def _inside(key: str, field: Any) -> Any:
    """Return the facts that stand under a key; None where it holds a value, or a list of plain ones."""
    if isinstance(field, serializers.ListSerializer):
        return field.child
    if isinstance(field, ValueField):
        return field.facts()
    if isinstance(field, AnchorField):
        return _own_anchor()
    if isinstance(field, SideField):
        return SideFacts()
    if key == "quoted":
        return QuotedFacts()
    return field if isinstance(field, serializers.Serializer) else None


def _own_anchor() -> AnchorFacts:
    facts = AnchorFacts()
    del facts.fields["source"]  # it stands where its part does
    return facts


def plain_name(column: Column) -> str:
    """Return a column's name with 1 for each number."""
    return column.name.replace(MANY, "1")


def is_of_parts(field: Any) -> bool:
    """Return whether a field holds a list of mappings."""
    return isinstance(field, serializers.ListSerializer) or field.field_name == "quoted"


def is_list(field: Any) -> bool:
    """Return whether a field holds several plain values."""
    return isinstance(field, (SlugsOf, serializers.ListField))


def with_number(path: Path, numbers: list[str]) -> Path:
    """Return a way with its numbers in the place of #."""
    left = iter(numbers)
    return tuple(next(left) if key == MANY else key for key in path)


def pattern(path: Path) -> Path:
    """Return a way with # in the place of its numbers."""
    return tuple(MANY if key.isdigit() else key for key in path)


def name_of(record_type: str, path: Path) -> str | None:
    """Return what the column of a way with numbers is called; None where there is none."""
    column = of(record_type).get(pattern(path))
    if column is None:
        return None
    numbers = [key for key in (path[2:] if column.is_of_rows else path) if key.isdigit()]
    return "_".join(with_number(tuple(column.name.split("_")), numbers))


@cache
def _by_name(record_type: str) -> dict[str, Column]:
    return {column.name: column for column in of(record_type).values()}


def named(record_type: str, name: str) -> Path | None:
    """Return the way that a column's name means, # for the row of a part that is one; None for what is no column."""
    parts = name.split("_")
    numbers = [part for part in parts if _is_place(part)]
    column = _by_name(record_type).get("_".join(MANY if _is_place(part) else part for part in parts))
    return column and with_number(column.path, [*([MANY] if column.is_of_rows else []), *numbers])


def _is_place(part: str) -> bool:
    """Return whether a piece of a name is a number of a part, from 1, at most three digits."""
    return part.isascii() and part.isdigit() and len(part) <= 3 and not part.startswith("0")


def at(record_type: str, way: Path) -> Path:
    """Return the way of the column that a way leads to or into, as into one of several values; itself if to none."""
    known = of(record_type)
    found = (way[:end] for end in range(1, len(way)) if pattern(way[:end]) in known)
    return next(found, way)


def in_order(record_type: str, paths: set[Path]) -> list[Path]:
    """Return ways in the order of the facts, the parts of a list one after the other."""
    ranks: dict[Path, int] = {}
    for path in of(record_type):
        for end in range(1, len(path) + 1):
            ranks.setdefault(path[:end], len(ranks))

    def rank(path: Path) -> list[tuple[int, int]]:
        known = pattern(path)
        return [
            (ranks[known[: at + 1]], int(key) if key.isdigit() else 0) for at, key in enumerate(path)
        ]

    return sorted(paths, key=rank)
