"""The parts of a record as text to edit: names, roles, regions, citations with their chains, a When.

The text is YAML in the format of fixtures/: facts with every anchor as its quote and without what is computed. This is
the one module that knows how parts are edited; a visual editor has to give the same four functions.
"""

from collections.abc import Callable, Mapping
from typing import Any

import yaml

from briefings.errors import BriefingsError
from briefings.exchange.fixture_yaml import StrictLoader, parse
from briefings.facts.base import ANCHOR_KEYS
from briefings.facts.known import stored_text
from briefings.text import anchors

Texts = Callable[[str], str]  # source slug to text, KeyError for none

COMPUTED = frozenset({"earliest", "latest", "prefix", "suffix"})
LINE_ENDS = frozenset("\n\r\x85\u2028\u2029")
DEPTH_AT_MOST = 30
VALUES_AT_MOST = 50_000


class StoredTexts:
    """The texts of sources by slug, each read once. Raises KeyError as Texts does."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def __call__(self, slug: str) -> str:
        if slug not in self.known:
            self.known[slug] = stored_text(slug)
        return self.known[slug]


class _Dumper(yaml.SafeDumper):
    """Writes what StrictLoader reads back as it was: dates and `no` are words there, so they need no quotes."""

    yaml_implicit_resolvers = StrictLoader.yaml_implicit_resolvers

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _word(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """Write a word, in double quotes and escaped where it holds what YAML or a browser takes for a line end."""
    style = '"' if LINE_ENDS.intersection(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _word)


def show(value: Any, texts: Texts, source: str | None = None) -> str:
    """Return parts as text; empty for none. source: slug of the text the anchors stand in, where the record has one."""
    if value in (None, [], {}):
        return ""
    return dump(shorten(value, texts, source))


def dump(value: Any) -> str:
    """Return plain data as YAML, one key a line."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def shorten(value: Any, texts: Texts, source: str | None) -> Any:
    """Return facts without defaults and computed values, each anchor as its quote, with offsets where it needs them."""
    if isinstance(value, list):
        return [shorten(part, texts, source) for part in value]
    if not isinstance(value, Mapping):
        return value
    source = value.get("source") or source
    short: dict[str, Any] = {"id": value["id"]} if value.get("id") else {}
    hidden = COMPUTED
    if value.get("exact"):
        short |= {"quote": value["exact"], **_offsets(value, texts, source)}
        hidden = COMPUTED.union(ANCHOR_KEYS)  # elsewhere end is a chain's end
    for key, part in value.items():
        if key in hidden or part is None or part is False or part in ("", [], {}):  # zero is a figure
            continue
        short[key] = _quoted(part, value["exact"]) if key == "quoted" else shorten(part, texts, source)
    return short


def _offsets(anchor: Mapping[str, Any], texts: Texts, source: str | None) -> dict[str, int]:
    """Return start and end where the quote alone would not find the passage again."""
    try:
        span = anchors.locate(anchor["exact"], texts(source or ""))
        if (span.start, span.end) == (anchor["start"], anchor["end"]):
            return {}
    except (BriefingsError, KeyError):
        pass
    return {"start": anchor["start"], "end": anchor["end"]}


def _quoted(spans: list[dict[str, Any]], passage: str) -> list[Any]:
    return [span["exact"] if passage.count(span["exact"]) == 1 else span for span in spans]


def read(text: str) -> Any:
    """Return what the text says; None for an empty one. Raises NotYaml with the line."""
    return parse(text, deepest=DEPTH_AT_MOST, most=VALUES_AT_MOST)


def line_of(text: str, steps: list[str]) -> int | None:
    """Return the line, from 1, at which the value under a pointer's steps begins; of the nearest one that is there."""
    return line_in(yaml.compose(text, Loader=StrictLoader), steps)


def line_in(node: Any, steps: list[str]) -> int | None:
    """Return the same of a text that was composed."""
    line = None
    for step in steps:
        found = _inner(node, step)
        if found is None:
            break
        node, line = found, found.start_mark.line + 1
    return line


def _inner(node: Any, step: str) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return node.value[int(step)] if step.isdigit() and int(step) < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if getattr(key, "value", None) == step), None)
    return None
