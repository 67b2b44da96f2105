"""The visual editor of parts: text (YAML, see parts.py) into fields, and fields back into the same text.

The text stays the one form of parts; this only shows and reads it. What does not fit the shape is edited as text.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from briefings.admin.shapes import Group, Leaf, Rows
from briefings.errors import BriefingsError
from briefings.exchange import parts
from briefings.facts import order
from briefings.text import anchors

Shape = Leaf | Group | Rows
AT = re.compile(r"(.*) @(\d{1,9})", re.DOTALL)
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,4})?")


def folded(shape: Rows, data: Mapping[str, Any], texts: parts.Texts, source: str | None) -> str | None:
    """Return the text of what the fields of a form hold; None where the form has no such fields."""
    if f"{shape.key}.visual" not in data:
        return None
    typed: dict[str, Any] = {}
    for name in data:
        path = name.split(".")
        if path[0] == shape.key and len(path) > 2:
            branch = typed
            for step in path[1:-1]:
                branch = branch.setdefault(step, {})
                if not isinstance(branch, dict):
                    return None
            branch[path[-1]] = str(data[name]).replace("\r\n", "\n")
    value = _read(shape, typed, texts, source)
    return parts.dump(_ordered(order.put(order.of("reading")[shape.key], value))) if value else ""


def _ordered(value: Any) -> Any:
    """Return parts in the order of parts.shorten: id and place first, so that what was not touched is the same text."""
    if isinstance(value, list):
        return [_ordered(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    first = ("id", "quote", "start", "end") if "quote" in value else ()
    return {key: _ordered(value[key]) for key in [*(k for k in first if k in value), *value]}


def _read(shape: Shape, typed: Any, texts: parts.Texts, source: str | None) -> Any:
    if isinstance(shape, Leaf):
        return READ.get(shape.kind, _text)(typed) if isinstance(typed, str) else None
    if not isinstance(typed, dict):
        return None
    if isinstance(shape, Rows):
        rows = sorted((int(key), row) for key, row in typed.items() if key.isascii() and key.isdigit() and len(key) < 6)
        return [_mapping(shape, row, texts, source) for _, row in rows if isinstance(row, dict)]
    return _mapping(shape, typed, texts, source) or None


def _mapping(shape: Group | Rows, typed: dict[str, Any], texts: parts.Texts, source: str | None) -> dict[str, Any]:
    found = {member.key: _read(member, typed.get(member.key), texts, source) for member in shape.members}
    found = {key: value for key, value in found.items() if value not in (None, "", [], {}, False)}
    if shape.is_anchor and "start" in found:
        _settle(found, texts, found.get("source") or source)
    return found


def _settle(found: dict[str, Any], texts: parts.Texts, source: str | None) -> None:
    """Leave out the offsets of words that were typed over, or that are found without them."""
    words, start, end = found.get("quote", ""), found["start"], found.get("end")
    try:
        text = texts(source or "")
        if text[start:end] != words or anchors.locate(words, text) == anchors.Span(start, end or 0):
            del found["start"], found["end"]
    except (BriefingsError, KeyError, TypeError):
        return


def _text(typed: str) -> str:
    return typed


def _number(typed: str) -> Any:
    """Return a number; what is none stays text, so that the facts refuse it and nothing is lost."""
    plain = typed.strip().replace(",", "")
    if not NUMBER.fullmatch(plain):
        return typed
    return float(plain) if "." in plain else int(plain)


def _offset(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def _lines(typed: str) -> list[str]:
    return [line for line in typed.split("\n") if line.strip()]


def _quoted(typed: str) -> list[Any]:
    found: list[Any] = []
    for line in _lines(typed):
        match = AT.fullmatch(line)
        start = int(match[2]) if match else 0
        found.append({"start": start, "end": start + len(match[1]), "exact": match[1]} if match else line)
    return found


READ: dict[str, Callable[[str], Any]] = {
    "number": _number, "offset": _offset, "lines": _lines, "quoted": _quoted, "flag": bool,
    "slugs": lambda typed: re.split(r"[\s,]+", typed.strip(" ,\n\t")) if typed.strip(" ,\n\t") else [],
}  # fmt: skip


def fits(shape: Shape, value: Any) -> bool:
    """Return whether a value can be shown in the fields of a shape without losing any of it."""
    if value is None:
        return True
    if isinstance(shape, Rows):
        return isinstance(value, list) and all(_fits_mapping(shape, row) for row in value)
    if isinstance(shape, Group):
        return _fits_mapping(shape, value)
    if shape.kind in ("lines", "slugs", "quoted"):
        return isinstance(value, list) and all(isinstance(each, str) or _is_span(shape, each) for each in value)
    return not isinstance(value, (list, dict))


def _fits_mapping(shape: Group | Rows, value: Any) -> bool:
    members = {member.key: member for member in shape.members}
    return isinstance(value, dict) and all(key in members and fits(members[key], part) for key, part in value.items())


def _is_span(shape: Leaf, value: Any) -> bool:
    return shape.kind == "quoted" and isinstance(value, dict) and value.keys() == {"start", "end", "exact"}


def node(shape: Shape, value: Any, name: str, errors: Mapping[tuple[str, ...], list[str]]) -> dict[str, Any]:
    """Return what the template shows of a shape. errors: refusals by the steps of their pointer below this node."""
    made = {"shape": shape, "name": name, "id": f"id_{name.replace('.', '-')}", "errors": errors.get((), [])}
    if isinstance(shape, Leaf):
        return {**made, "value": SHOW.get(shape.kind, _shown)(value), "errors": _flat(errors)}
    if isinstance(shape, Rows):
        rows = [
            _members(shape, row, f"{name}.{number}", _below(errors, str(number)), number)
            for number, row in enumerate(value or [])
        ]
        blank = _members(shape, {}, f"{name}.__{shape.depth}__", {}, None)
        return {**made, "rows": rows, "blank": blank, "mark": f"__{shape.depth}__"}
    return {**made, **_members(shape, value or {}, name, errors, None)}


def _members(
    shape: Group | Rows, value: Mapping[str, Any], name: str, errors: Mapping[tuple[str, ...], list[str]],
    number: int | None,
) -> dict[str, Any]:  # fmt: skip
    nodes = [node(each, value.get(each.key), f"{name}.{each.key}", _below(errors, each.key)) for each in shape.members]
    known = {each.key for each in shape.members}
    return {
        "name": name,
        "title": value.get("id") or ("" if number is None else number + 1),
        "errors": [text for steps, texts in errors.items() if not steps or steps[0] not in known for text in texts],
        "usual": [each for each in nodes if not each["shape"].is_rare],
        "rare": [each for each in nodes if each["shape"].is_rare],
        "is_anchor": shape.is_anchor,
        "is_open": any(value.get(each["shape"].key) or each["errors"] for each in nodes if each["shape"].is_rare),
    }


def _below(errors: Mapping[tuple[str, ...], list[str]], step: str) -> dict[tuple[str, ...], list[str]]:
    return {steps[1:]: texts for steps, texts in errors.items() if steps[:1] == (step,)}


def _flat(errors: Mapping[tuple[str, ...], list[str]]) -> list[str]:
    return [text for texts in errors.values() for text in texts]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _joined(separator: str) -> Callable[[Any], str]:
    return lambda value: separator.join(_line(each) for each in value or [])


def _line(value: Any) -> str:
    return value if isinstance(value, str) else f"{value['exact']} @{value['start']}"


SHOW: dict[str, Callable[[Any], Any]] = {
    "lines": _joined("\n"), "quoted": _joined("\n"), "slugs": _joined(", "), "flag": bool,
}  # fmt: skip


def occasions(value: Any) -> Iterator[str]:
    """Yield the slugs of the occasions that a value names."""
    for each in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        yield from occasions(each)
    if isinstance(value, dict) and isinstance(value.get("occasion"), str):
        yield value["occasion"]
