"""The shape of each record in fixtures/, as tables: key, how it is read, what it is when left out.

A reader is a function (value, place) that returns the fact and notes each problem at its place instead of raising, so
one run names everything that is wrong. Every quote becomes {start, end, exact, prefix, suffix}; the format is
documented in fixtures/README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from briefings.errors import BriefingsError
from briefings.text import anchors

Facts = dict[str, Any]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong: in which file and record, and where in it (a JSON pointer)."""

    file: str
    slug: str
    pointer: str
    message: str

    def __str__(self) -> str:
        where = " ".join(part for part in (self.slug, self.pointer) if part)
        return f"{self.file}: {where}: {self.message}" if where else f"{self.file}: {self.message}"


@dataclass(frozen=True)
class Place:
    """Where a value stands, the texts that its quotes may be in, and the list that problems go to."""

    file: str
    texts: Mapping[str, str]
    problems: list[Problem]
    slug: str = ""
    pointer: str = ""
    source: str | None = None

    def at(self, key: object) -> Place:
        """Return the place of a member."""
        return replace(self, pointer=f"{self.pointer}/{key}")

    def problem(self, message: str) -> None:
        """Note a problem here."""
        self.problems.append(Problem(self.file, self.slug, self.pointer, message))


Reader = Callable[[Any, Place], Any]


@dataclass(frozen=True)
class Key:
    """How a key is read; `default` makes the fact when the key is left out."""

    read: Reader
    default: Callable[[], Any] = lambda: None
    required: bool = False


Shape = Mapping[str, Key]


def _typed(expected: type | tuple[type, ...], words: str) -> Reader:
    def read(value: Any, place: Place) -> Any:
        if value is None or (isinstance(value, expected) and (expected is bool or not isinstance(value, bool))):
            return value
        place.problem(f"{value!r} is not {words}")
        return None

    return read


text = _typed(str, "text: write it in quotes")
flag = _typed(bool, "true or false")
number = _typed((int, Decimal), "a number")
whole = _typed(int, "a whole number")


def items(read: Reader) -> Reader:
    """Read a list, each member with `read`; members that fail are left out."""

    def read_all(value: Any, place: Place) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            place.problem(f"{value!r} is not a list")
            return []
        facts = [read(member, place.at(index)) for index, member in enumerate(value)]
        return [fact for fact in facts if fact is not None]

    return read_all


def mapping(shape: Shape, *, is_anchored: bool = False) -> Reader:
    """Read a mapping of exactly these keys; is_anchored: it is itself an anchor, with quote, prefix and suffix."""
    keys = {**shape, **(QUOTE if is_anchored else {})}

    def read(value: Any, place: Place) -> Facts | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            place.problem(f"{value!r} is not a mapping of {', '.join(keys)}")
            return None
        if isinstance(value.get("source"), str):
            place = replace(place, source=value["source"])
        _refuse_keys(value, keys, place)
        anchor = resolve(value, place) if is_anchored else {}
        rest = {key: _member(key, spec, value, place) for key, spec in shape.items()}
        return None if anchor is None else {**anchor, **rest}

    return read


def resolve(value: Mapping[str, Any], place: Place) -> Facts | None:
    """Return {start, end, exact, prefix, suffix} of a mapping with a quote, or None with the problem noted."""
    quote, prefix, suffix = (value.get(key) or "" for key in QUOTE)
    body = place.texts.get(place.source or "")
    if not all(isinstance(part, str) for part in (quote, prefix, suffix)):
        return None
    if body is None:
        place.problem(
            f"the quote's source {place.source!r} is no source with a text: name one of "
            f"{', '.join(place.texts) or 'none'}"
        )
        return None
    try:
        span = anchors.locate(quote, body, prefix=prefix, suffix=suffix)
    except BriefingsError as error:
        place.at("quote").problem(f"in {place.source}: {error}")
        return None
    before, after = anchors.context(body, span.start, span.end)
    return {"start": span.start, "end": span.end, "exact": quote, "prefix": before, "suffix": after}


def _member(key: str, spec: Key, value: Mapping[str, Any], place: Place) -> Any:
    if key not in value:
        if spec.required:
            place.problem(f"the key {key} is missing")
        return spec.default()
    if spec.required and value[key] is None:
        place.at(key).problem("null is not allowed here")
    read = spec.read(value[key], place.at(key))
    return spec.default() if read is None and value[key] is None else read


def _refuse_keys(value: Mapping[Any, Any], keys: Shape, place: Place) -> None:
    for key in value:
        if key not in keys:
            place.at(key).problem(f"unknown key; allowed: {', '.join(keys)}")


def _anchor(value: Any, place: Place) -> Facts | None:
    """Read an anchor; its source is kept where it is given."""
    facts: Facts | None = mapping(SOURCED, is_anchored=True)(value, place)
    if facts is not None and facts["source"] is None:
        del facts["source"]
    return facts


def _spans(value: Any, place: Place) -> list[Facts]:
    """Keep the quotes of spans inside a passage raw: they are located once the passage is."""
    raw: list[Facts] = items(_span)(value, place)
    return raw


def _span(value: Any, place: Place) -> Facts | None:
    if isinstance(value, str):
        return {"quote": value}
    if isinstance(value, dict):
        _refuse_keys(value, QUOTE, place)
        return value
    place.problem(f"{value!r} is not a quote")
    return None


def _reading(value: Any, place: Place) -> Facts | None:
    """Read a reading as a record of its own: problems name its slug, and pointers start at it."""
    if isinstance(value, dict) and isinstance(value.get("claim"), str):
        place = replace(place, slug=f"{value['claim']}--{place.source}", pointer="")
    facts: Facts | None = mapping(READING)(value, place)
    return facts


def _plain(*names: str) -> dict[str, Key]:
    return {name: Key(text) for name in names}


def _required(*names: str) -> dict[str, Key]:
    return {name: Key(text, required=True) for name in names}


def _list(read: Reader) -> Key:
    return Key(items(read), list)


def _note() -> Key:
    return Key(text, str)


QUOTE: Shape = {"quote": Key(text, required=True), "prefix": Key(text), "suffix": Key(text)}
SOURCED: Shape = _plain("source")
anchor: Reader = _anchor

WHEN: Shape = {
    **_plain("literal", "edtf_printed", "edtf"),
    **_required("basis"),
    "anchor": Key(anchor),
    "literal_anchor": Key(anchor),
    "note": _note(),
}
QUANTITY: Shape = {
    **_required("literal", "comparator"),
    "min": Key(number),
    "max": Key(number),
    **_plain("unit", "counted", "per", "currency"),
}
RATIO: Shape = {**_required("literal"), "factor": Key(number, required=True), "refers_to": Key(text)}
when: Reader = mapping(WHEN)

SOURCE: Shape = {
    **_required("slug", "file", "kind"),
    **_plain("title", "publisher"),
    "publisher_basis": Key(text, lambda: "not_stated"),
    "agencies": _list(mapping({**_required("actor"), "anchor": Key(anchor)})),
    **_plain("dateline"),
    "published": Key(when),
    "updated": Key(when),
    **_required("received_at", "language"),
    **_plain("original_url", "archive_url"),
    "regions": _list(mapping(_required("kind"), is_anchored=True)),
    "asides": _list(mapping({**_required("reason"), "note": _note()}, is_anchored=True)),
    **_plain("version_of", "version_kind"),
    "reliability": Key(text, lambda: "F"),
    "text_access": Key(text, lambda: "full"),
}
ACTOR: Shape = {
    **_required("slug", "kind"),
    "names": _list(mapping({**_required("text", "language", "script", "kind")})),
    "roles": _list(
        mapping(
            {
                **_required("title"),
                **_plain("organisation", "period"),
                **_required("source"),
                "anchor": Key(anchor, required=True),
            }
        )
    ),
    **_plain("parent", "country", "merged_into"),
}
BRIEFING: Shape = {
    **_required("slug", "title", "kind"),
    "when": Key(when),
    **_plain("place", "country", "host", "committee", "session"),
    "presenters": _list(text),
    "audience": _list(text),
    "passages": _list(mapping({**_required("source"), "states": _list(text)}, is_anchored=True)),
}
CLAIM: Shape = {
    **_required("slug", "proposition", "category"),
    **_plain("subject", "holder", "counted", "unit"),
    "countries": _list(text),
    "credibility": Key(whole, lambda: 6),
}
LINK: Shape = {
    **_required("role"),
    "actors": _list(text),
    **_plain("as_printed"),
    "candidates": _list(text),
    **_plain("distribution", "occasion"),
    "when": Key(when),
    "anchor": Key(anchor),
    **_required("basis"),
}
CHAIN: Shape = {"alternative": Key(flag, lambda: False), **_required("end"), "links": _list(mapping(LINK))}
CITATION: Shape = {
    **_required("id"),
    "quantity": Key(mapping(QUANTITY)),
    "ratio": Key(mapping(RATIO)),
    "when": Key(when),
    **_required("modality", "certainty", "polarity", "speech"),
    "quoted": Key(_spans, list),
    "hedges": _list(text),
    **_plain("translation"),
    "note": _note(),
    "chains": _list(mapping(CHAIN)),
}
READING: Shape = {**_required("claim"), "citations": _list(mapping(CITATION, is_anchored=True))}
READINGS: Shape = {**_required("source"), "readings": _list(_reading), "not_carried": _list(text)}
SIDE: Shape = {**_required("claim"), **_plain("citation")}
COMPARISON: Shape = {
    **_required("slug", "kind"),
    "left": Key(mapping(SIDE), required=True),
    "right": Key(mapping(SIDE), required=True),
    **_required("reason"),
}
JUDGEMENT: Shape = {
    **_required("slug", "kind"),
    "actors": _list(text),
    "names": _list(text),
    **_plain("claim"),
    "origins": _list(text),
    "passages": _list(mapping(_required("source"), is_anchored=True)),
    **_required("reason"),
}
