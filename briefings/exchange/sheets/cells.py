"""Facts as cells, one text for each value that is filled, and back."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from briefings.exchange.sheets import columns
from briefings.exchange.sheets.columns import MANY, ON_THE_WAY_IN, Path

Cells = Mapping[Path, str]

APART = "; "  # between slugs and codes of one cell, as in the public CSV
WORDS_APART = " | "  # between words as printed
WORDS = frozenset({"hedges", "names"})


def is_empty(value: Any) -> bool:
    """Return whether a fact is not filled: null, false, no text, an empty list or mapping; zero is a number."""
    return value is None or value is False or value in ("", [], {})


def flat(record_type: str, facts: Mapping[str, Any]) -> dict[Path, str]:
    """Return each filled fact as a cell, by its way with numbers; what is computed is left out."""
    known = columns.of(record_type)
    found = {}
    for path, value in _leaves(facts, ()):
        column = known.get(columns.pattern(path))
        if column and path[-1] not in ON_THE_WAY_IN and not is_empty(value):
            found[path] = cell(path[-1], value)
    return found


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, (*path, key))
    elif isinstance(value, list) and any(isinstance(part, Mapping) for part in value):
        for number, part in enumerate(value, start=1):
            yield from _leaves(part, (*path, str(number)))
    else:
        yield path, value


def cell(key: str, value: Any) -> str:
    """Return a value as a cell: numbers in plain digits, several values apart, or as JSON where that loses nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        joined = (WORDS_APART if key in WORDS else APART).join(value)
        return joined if split(key, joined) == value else json.dumps(value, ensure_ascii=False)
    return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)


def split(key: str, text: str) -> list[str]:
    """Return the values of a cell with several."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return found
    if key in WORDS:
        return text.split(WORDS_APART) if text else []
    return [each for part in re.split(";", text) if (each := part.strip())]


def nest(record_type: str, cells: Cells) -> tuple[dict[str, Any], dict[Path, Path]]:
    """Return cells as facts; and for each part of a list, by where it stands in them, its way in the cells."""
    tree: dict[str, Any] = {}
    for path, text in cells.items():
        node = tree
        for key in path[:-1]:
            node = node.setdefault(key, {})
        field = columns.of(record_type)[columns.pattern(path)].field
        node[path[-1]] = split(path[-1], text) if columns.is_list(field) else text
    ways: dict[Path, Path] = {}
    return _with_lists(tree, (), (), ways), ways


def _with_lists(node: Any, at: Path, way: Path, ways: dict[Path, Path]) -> Any:
    """Return a tree with a list where its keys are numbers; gaps between these mean nothing."""
    if not isinstance(node, dict):
        return node
    if not at or not all(key.isdigit() for key in node):
        return {key: _with_lists(part, (*at, key), (*way, key), ways) for key, part in node.items()}
    made = []
    for index, number in enumerate(sorted(node, key=int)):
        here = (*at, str(index))
        ways[here] = (*way, number)
        made.append(_with_lists(node[number], here, ways[here], ways))
    return made


def way_of(pointer: str, ways: Mapping[Path, Path]) -> Path:
    """Return the way in the cells to what a JSON pointer into the facts means."""
    at: Path = ()
    way: Path = ()
    for step in pointer.split("/")[1:]:
        at = (*at, step)
        way = ways.get(at, (*way, step))
    return way


def emptied(record_type: str, key: str) -> dict[str, Any]:
    """Return what a fact without any filled cell is; nothing where its default or its refusal holds."""
    inner = [column.field for path, column in columns.of(record_type).items() if path[0] == key]
    nested = [path for path in columns.of(record_type) if path[0] == key and len(path) > 1]
    if any(path[1] == MANY for path in nested) or (columns.is_list(inner[0]) and not nested):
        return {key: []}
    if nested or inner[0].allow_null:
        return {key: None}
    is_words = isinstance(inner[0], serializers.CharField) and inner[0].allow_blank
    return {key: ""} if is_words else {}


def as_it_was(before: Any, after: Any) -> Any:
    """Return what was given, with emptiness of the kind that stood there: null for null, no text for no text."""
    if is_empty(before) and is_empty(after):
        return before
    if isinstance(before, dict) and isinstance(after, dict):
        return {key: as_it_was(before[key], part) if key in before else part for key, part in after.items()}
    return after
