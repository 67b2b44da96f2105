"""YAML: a list of records, each its slug, its version and its facts in the format of fixtures/."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from briefings.exchange import parts
from briefings.exchange.fixture_yaml import StrictLoader, parse
from briefings.exchange.sheets import cells, columns
from briefings.exchange.sheets.columns import BY_OTHER_WAYS
from briefings.exchange.sheets.csv_writing import Row
from briefings.exchange.sheets.entries import (
    HEAD,
    NEW_TEXT,
    Entry,
    FileRefused,
    Problem,
    allowed_at,
    cell_slug,
    decoded,
    refuse_many,
    refuse_twice,
    whole_version,
)
from briefings.facts.records import FACTS

VALUES_AT_MOST = 200_000


def keys_of(record_type: str) -> list[str]:
    """Return the facts that a file may hold of a record."""
    fields = FACTS[record_type]().fields
    return [key for key, each in fields.items() if not each.read_only and key not in BY_OTHER_WAYS]


def write(record_type: str, rows: Iterable[Row]) -> bytes:
    """Return records as YAML: every fact by its key, anchors as their quotes, what is computed left out."""
    keys, texts = keys_of(record_type), parts.StoredTexts()
    told = []
    for slug, version, facts in rows:
        shown = {key: _shown(key, facts[key], _own(record_type, slug, facts), texts) for key in keys}
        told.append({"slug": slug, "version": version, **shown})
    return parts.dump(told).encode()


def _shown(key: str, value: Any, own: str | None, texts: parts.Texts) -> Any:
    return parts.shorten(value, texts, own) if isinstance(value, (list, dict)) else value


def _own(record_type: str, slug: str, facts: dict[str, Any]) -> str | None:
    """Return the source that a record's anchors stand in, where it is one for all."""
    return {"source": slug, "reading": facts.get("source")}.get(record_type)


@dataclass(eq=False)
class YamlEntry(Entry):
    """A record of a YAML file. given: its facts; a key that is not there stays as it is. node: where it stands."""

    given: dict[str, Any] = field(default_factory=dict)
    node: yaml.Node | None = None
    texts: parts.Texts = field(default_factory=parts.StoredTexts)

    def upon(self, existing: dict[str, Any] | None) -> dict[str, Any]:
        """Return the facts with those of the file in their place."""
        if existing is None:
            return self.given
        own = _own(self.record_type, self.slug, existing)
        if all(value == _shown(key, existing.get(key), own, self.texts) for key, value in self.given.items()):
            return existing
        facts: dict[str, Any] = cells.as_it_was(existing, {**existing, **self.given})
        return facts

    def problem(self, message: str, pointer: str = "") -> Problem:
        """Return a problem at the value that a pointer means, or at the nearest above it."""
        steps = pointer.split("/")[1:]
        way = columns.at(self.record_type, tuple(str(int(step) + 1) if step.isdigit() else step for step in steps))
        line = parts.line_in(self.node, steps) or self.line
        return Problem(message, line, None, " › ".join(steps), "", allowed_at(self.record_type, way))


def read(record_type: str, raw: bytes) -> list[Entry]:
    """Return what a YAML file says of each record. Raises FileRefused, NotYaml, or what received.decode raises."""
    text = decoded(raw)
    found = parse(text, deepest=parts.DEPTH_AT_MOST, most=VALUES_AT_MOST)
    if not isinstance(found, list) or not found:
        raise FileRefused([Problem("the file is no list of records: each begins with “- slug:”", 1)])
    refuse_many(len(found))
    nodes = yaml.compose(text, Loader=StrictLoader).value
    texts = parts.StoredTexts()
    entries: list[Entry] = []
    first: dict[str, int] = {}
    for value, node in zip(found, nodes, strict=True):
        entry = _entry(record_type, value, node, texts)
        if entry.slug in first:
            entry.problems.append(refuse_twice(entry.slug, first[entry.slug], entry.line))
        first.setdefault(entry.slug, entry.line)
        entries.append(entry)
    return entries


def _entry(record_type: str, value: Any, node: Any, texts: parts.Texts) -> YamlEntry:
    line = node.start_mark.line + 1
    if not isinstance(value, dict):
        entry = YamlEntry(record_type, "", line, node=node)
        entry.problems.append(Problem(f"{str(value)[:80]!r} is no record: each is a mapping with a slug", line))
        return entry
    slug = value.get("slug")
    if record_type == "reading":
        slug = cell_slug(slug or "", value.get("claim"), value.get("source"))
    entry = YamlEntry(record_type, slug if isinstance(slug, str) else "", line, node=node, texts=texts)
    if not entry.slug:
        entry.problems.append(Problem("no slug says which record this is", line, None, "slug", str(slug or "")[:80]))
    _fill(entry, value)
    return entry


def _fill(entry: YamlEntry, value: dict[Any, Any]) -> None:
    """Put the facts of a mapping into an entry; note keys that mean nothing."""
    keys = keys_of(entry.record_type)
    extra = [*HEAD, NEW_TEXT] if entry.record_type == "source" else [*HEAD]
    for key in value:
        if key not in keys and key not in extra:
            message = f"unknown key; allowed: {', '.join([*extra, *keys])}"
            entry.problems.append(Problem(message, parts.line_in(entry.node, [str(key)]), None, str(key)[:80]))
    entry.given = {key: value[key] for key in keys if key in value}
    text = value.get(NEW_TEXT)
    if text is not None and not isinstance(text, str):
        entry.problems.append(Problem("text is wanted: quote it", entry.line, None, NEW_TEXT, str(text)[:80]))
    entry.text = text if isinstance(text, str) else None
    entry.version = whole_version(entry, str(value.get("version") or ""))
