"""Shapes: which parts of a document are given, and which lines about other records are given as their documents."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import orjson
from rest_framework import serializers

from briefings.api.references import SERVED
from briefings.api.schemas.shown import Shown
from briefings.api.values import Refused, Several, Value, Word, listed, shown, split
from briefings.models import Document

MEDIA_TYPE = "application/vnd.briefings.shaped+json"  # JSON of the shape that was asked for
Tree = dict[str, Any]


def tree_of(document: type[Shown]) -> Tree:
    """Return the keys of a document, each with the keys below it."""
    return {name: _below(field) for name, field in document().fields.items()}


def _below(field: serializers.Field) -> Tree:
    if isinstance(field, serializers.ListSerializer):
        field = field.child
    return tree_of(type(field)) if isinstance(field, Shown) else {}


class Paths(Value):
    """Names of parts of a document, separated by commas; a dot leads further down."""

    longest = 2000

    def __init__(self, document: type[Shown]) -> None:
        super().__init__()
        self.document = document

    @cached_property
    def schema(self) -> dict[str, Any]:
        """Return the schema; of names further down it has the form only."""
        return listed({"type": "string", "maxLength": 100, "pattern": rf"^({'|'.join(self.tree)})(\.[a-z0-9_]+)*$"})

    @cached_property
    def tree(self) -> Tree:
        """Return the parts that may be named."""
        return tree_of(self.document)

    def read(self, value: str) -> Tree:
        named: Tree = {}
        for path in split(value):
            self._check(path)
            below = named
            for key in path.split("."):
                below = below.setdefault(key, {})
            below[""] = {}  # the whole of it, whatever else is named below
        return named

    def _check(self, path: str) -> None:
        below = self.tree
        for key in path.split("."):
            if key not in below:
                detail = f"{shown(path)} is no part of this document; {shown(key)} is not one of {', '.join(below)}"
                raise Refused(detail, "unknown_field", list(below))
            below = below[key]


class Shape:
    """The parameters that shape one kind of document. expands: which lines may be given as documents, by their path."""

    def __init__(self, document: type[Shown], **expands: str) -> None:
        self.document = document
        self.expands = {path.replace("__", "."): record_type for path, record_type in expands.items()}

    def members(self, control: type) -> dict[str, Any]:
        """Return the parameters by name, made by control."""
        found = {
            "fields": control(
                Paths(self.document),
                "Only these parts of each record, separated by commas; a dot leads further down: `edition.number`.",
            ),
            "omit": control(Paths(self.document), "All but these parts of each record; a dot leads further down."),
        }  # fmt: skip
        if self.expands:
            found["expand"] = control(
                Several(Word(*self.expands)), "Lines to be given as the whole record that they stand for."
            )
        return found


def is_asked(asked: Mapping[str, Any]) -> bool:
    """Return whether any shape was asked for."""
    return any(asked.get(name) is not None for name in ("fields", "omit", "expand"))


def shaped_as_asked(bodies: list[bytes], asked: Mapping[str, Any], shape: Shape) -> list[bytes]:
    """Return documents as they are, unread, or in the shape that was asked for."""
    return shaped(bodies, asked, shape) if is_asked(asked) else bodies


def shaped(bodies: list[bytes], asked: Mapping[str, Any], shape: Shape) -> list[bytes]:
    """Return documents in the shape that was asked for. Costs a query for each type that is expanded."""
    documents = [orjson.loads(body) for body in bodies]
    if asked.get("fields"):
        named = _with_paths(asked["fields"], asked.get("expand") or ())
        documents = [_kept(document, named) for document in documents]
    if asked.get("omit"):
        documents = [_without(document, asked["omit"]) for document in documents]
    _expand(documents, {path: shape.expands[path] for path in asked.get("expand") or ()})
    return [orjson.dumps(document) for document in documents]


def _with_paths(named: Tree, paths: Iterable[str]) -> Tree:
    """Return what is kept: what was named, and what is to be expanded."""
    for path in paths:
        first, _, rest = path.partition(".")
        below = named.get(first, {})
        named = {**named, first: _with_paths(below, [rest]) if rest else {"": {}, **below}}
    return named


def _kept(value: Any, named: Tree) -> Any:
    if "" in named:
        return value
    if isinstance(value, list):
        return [_kept(part, named) for part in value]
    if not isinstance(value, dict):
        return value
    return {key: _kept(part, named[key]) for key, part in value.items() if key in named}


def _without(value: Any, named: Tree) -> Any:
    if isinstance(value, list):
        return [_without(part, named) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _without(part, named.get(key, {})) for key, part in value.items() if "" not in named.get(key, {})
    }


def _expand(documents: list[Any], paths: Mapping[str, str]) -> None:
    """Put documents in the place of lines; a line about what is not served stays as it is."""
    places = [(record_type, *place) for path, record_type in paths.items() for place in _places(documents, path)]
    wanted: dict[str, set[str]] = {}
    for record_type, holder, key in places:
        wanted.setdefault(record_type, set()).add(_slug(holder[key]))
    bodies = {
        (record_type, slug): body
        for record_type, slugs in wanted.items()
        for slug, body in Document.objects.filter(
            record_type=record_type, slug__in=slugs, kind__in=SERVED
        ).values_list("slug", "body")
    }
    for record_type, holder, key in places:
        body = bodies.get((record_type, _slug(holder[key])))
        if body is not None:
            holder[key] = orjson.Fragment(bytes(body))


def _slug(line: Any) -> str:
    return line["slug"] if isinstance(line, dict) else line


def _places(value: Any, path: str) -> Iterator[tuple[Any, Any]]:
    """Yield (holder, key) of each line at a path; lines whose slug was left out cannot be expanded."""
    if isinstance(value, list):
        for part in value:
            yield from _places(part, path)
        return
    key, _, rest = path.partition(".")
    if not isinstance(value, dict) or value.get(key) is None:
        return
    if rest:
        yield from _places(value[key], rest)
    elif isinstance(value[key], list):
        yield from ((value[key], at) for at, line in enumerate(value[key]) if _is_line(line))
    elif _is_line(value[key]):
        yield value, key


def _is_line(line: Any) -> bool:
    return isinstance(line, str) or (isinstance(line, dict) and "slug" in line)
