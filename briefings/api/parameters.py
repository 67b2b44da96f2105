"""Query strings, read strictly: what is not understood is refused, so that no answer is wider than what was asked."""

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from briefings.api.problems import BadParameters

MOST = 200  # parameters of one request
LONGEST = 4000  # characters of one value; each field narrows it
SHOWN = 40  # characters of a refused name that an answer repeats
# What readers type who come from other APIs; difflib cannot guess these.
SYNONYMS = {
    "limit": "page_size", "per_page": "page_size", "size": "page_size", "page": "cursor", "offset": "cursor",
    "after": "cursor", "sort": "ordering", "order": "ordering", "order_by": "ordering", "since": "changed_since",
    "occasion": "briefing", "publisher_name": "publisher", "date": "when__overlaps", "when": "when__overlaps",
}  # fmt: skip
Pair = tuple[str, str]


def refusal(parameter: str, code: str, detail: str, **more: Any) -> dict[str, Any]:
    """Return one entry of a problem's errors."""
    return {"parameter": parameter, "detail": detail, "code": code, **more}


def read(meta: Mapping[str, Any], allowed: Collection[str]) -> dict[str, str]:
    """Return the parameters of a request, each at most once and each among allowed.

    meta: the WSGI environment. Raises BadParameters with an entry for each thing that is wrong.
    """
    pairs = split(str(meta.get("QUERY_STRING", "")).encode("iso-8859-1"))
    counts = Counter(name for name, _ in pairs)
    errors = [error for name, value in dict(pairs).items() if (error := _wrong(name, value, counts[name], allowed))]
    if errors:
        raise BadParameters(errors)
    return dict(pairs)


def split(raw: bytes) -> list[Pair]:
    """Return the pairs of a query string in their order. Raises BadParameters for bytes that are not UTF-8."""
    parts = [part for part in raw.split(b"&") if part]
    if len(parts) > MOST:
        raise BadParameters([refusal("", "too_many", f"{len(parts)} parameters were given; {MOST} are allowed")])
    split_parts = (part.partition(b"=") for part in parts)
    return [(_decoded(name, name), _decoded(value, name)) for name, _, value in split_parts]


def _decoded(raw: bytes, name: bytes) -> str:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        shown = name.decode("ascii", "replace")[:SHOWN]
        detail = f"{shown} is not UTF-8: byte 0x{error.object[error.start]:02x} at offset {error.start}"
        raise BadParameters([refusal(shown, "not_utf8", detail)]) from None


def _wrong(name: str, value: str, count: int, allowed: Collection[str]) -> dict[str, Any] | None:
    """Return what is wrong with a parameter before its value is looked at, or None."""
    if name not in allowed:
        return _unknown(name[:SHOWN], allowed)
    if count > 1:
        return refusal(name, "repeated", f"{name} was given {count} times; once is allowed")
    if "\0" in value:
        return refusal(name, "nul", f"{name} holds NUL (U+0000)")
    if not value.strip():
        return refusal(name, "empty", f"{name} is empty: give a value or leave it out")
    if len(value) > LONGEST:
        return refusal(name, "too_long", f"{name} has {len(value)} characters; {LONGEST} are allowed")
    return None


def _unknown(name: str, allowed: Collection[str]) -> dict[str, Any]:
    guess = suggest(name, allowed)
    hint = f"; did you mean {guess}?" if guess else ""
    more = {"suggestion": guess} if guess else {}
    return refusal(name, "unknown_parameter", f"there is no parameter {name!r}{hint}", allowed=sorted(allowed), **more)


def suggest(name: str, allowed: Iterable[str]) -> str | None:
    """Return the allowed name that was probably meant, or None."""
    allowed = list(allowed)
    if SYNONYMS.get(name) in allowed:
        return SYNONYMS[name]
    close = difflib.get_close_matches(name.lower(), allowed, n=1, cutoff=0.6)
    return close[0] if close else None
