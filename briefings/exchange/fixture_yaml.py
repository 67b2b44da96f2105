"""Strict YAML: what YAML 1.2 calls the core schema, with duplicate keys refused.

PyYAML reads YAML 1.1, where `country: NO` is false, `16:47` is 1007 and a date is an object. Here only null, true,
false and plain decimal numbers are anything but text; numbers with a point are Decimal, never floats. Merge keys are
no part of it either: they double what they stand for a line, before anything is counted.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

import yaml

from briefings.errors import Invalid

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVERS = (
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", "~nN\0"),
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("tag:yaml.org,2002:int", r"[-+]?[0-9]+", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
)


class NotYaml(Invalid):
    """The file is not YAML, or has one key twice."""

    code = "not_yaml"


class StrictLoader(_Base):
    """A safe loader without YAML 1.1's surprises."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


def _add_resolvers() -> None:
    for tag, pattern, first in _RESOLVERS:
        characters = ["" if char == "\0" else char for char in first]
        StrictLoader.add_implicit_resolver(tag, re.compile(rf"^(?:{pattern})$"), characters)


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Hashable, Any]:
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} comes twice", node.start_mark)
        seen.add(key)
    mapping: dict[Hashable, Any] = loader.construct_mapping(node, deep=True)
    return mapping


_add_resolvers()
StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)
StrictLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
StrictLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(node.value))


def parse(text: str, *, deepest: int = 60, most: int = 1_000_000) -> object:
    """Return what the YAML text says. Raises NotYaml with the line.

    deepest: nesting that is allowed, counted before anything is built, as the parser's own recursion ends the process.
    most: values that are allowed, aliases counted as often as they stand for something: a few lines can stand for
    millions.
    """
    try:
        _refuse_nested(text, deepest)
        value = yaml.load(text, Loader=StrictLoader)
    except (ValueError, yaml.YAMLError) as error:  # ValueError: a number of more digits than are read
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}: " if mark else ""
        raise NotYaml(f"{line}{getattr(error, 'problem', None) or error}") from None
    except RecursionError:
        raise NotYaml("nested too deeply") from None
    _refuse_endless(value, deepest, most)
    return value


def _refuse_nested(text: str, deepest: int) -> None:
    """Raise NotYaml for what is nested too deep, event by event."""
    depth = 0
    for event in yaml.parse(text, Loader=StrictLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > deepest:
            raise NotYaml(f"line {event.start_mark.line + 1}: nested more than {deepest} deep")


def _refuse_endless(value: object, deepest: int, most: int) -> None:
    """Raise NotYaml for aliases that repeat themselves."""
    waiting, count = [(value, 0)], 0
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if count > most or depth > deepest:
            raise NotYaml(f"too much: at most {most} values, nested at most {deepest} deep")
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        waiting += [(each, depth + 1) for each in inner]
