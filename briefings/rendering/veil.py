"""Keep a report's words from readers where its rights do not allow them (text_access)."""

from collections.abc import Callable
from typing import Any

from briefings.choices import TextAccess
from briefings.facts import canonical

_WORDS = frozenset({"exact", "literal", "as_printed", "title", "dateline", "translation", "counted", "refers_to"})
_AROUND = frozenset({"prefix", "suffix"})
_LISTS = frozenset({"hedges", "quoted"})


def veil(value: Any, access_of: Callable[[str], str], access: str) -> Any:
    """Return facts with the words that the source's text_access does not give replaced by null.

    full: as they are. passages: without what surrounds a passage. hash: offsets, and the SHA-256 of each passage.
    access_of: text_access of a source by slug, asked wherever a part names its own source.
    """
    if isinstance(value, list):
        return [veil(part, access_of, access) for part in value]
    if not isinstance(value, dict):
        return value
    own = value.get("source")
    here = access_of(own) if isinstance(own, str) else access
    shown = {key: veil(part, access_of, here) for key, part in value.items()}
    if _stands_in(value.get("literal_anchor"), access_of) == TextAccess.HASH:
        shown["literal"] = None
    if here == TextAccess.FULL:
        return shown
    shown.update(dict.fromkeys(_AROUND & shown.keys()))
    if here == TextAccess.HASH:
        if isinstance(value.get("exact"), str):
            shown["exact_sha256"] = canonical.sha256(value["exact"])
        shown.update(dict.fromkeys(_WORDS & shown.keys()))
        shown.update({key: [] for key in _LISTS & shown.keys()})
    return shown


def _stands_in(anchor: Any, access_of: Callable[[str], str]) -> str | None:
    """Return the access of the source that an anchor names; None where it names none."""
    return access_of(anchor["source"]) if isinstance(anchor, dict) and anchor.get("source") else None
