"""What was known at an instant: sources that had appeared by then for certain, and nothing that rests on later ones.

A source had appeared once its latest possible publication lay behind: the last instant of its date, 12 hours west of
UTC where no zone is printed (a later update counts, since its words are what we have), and never after we received it.
An undated source is known from when we received it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from briefings.analysis.envelopes import envelope
from briefings.choices import JudgementKind
from briefings.text import edtf

Document = dict[str, Any]


def known_from(source: Document) -> datetime:
    """Return the first instant at which a source had appeared for certain, UTC."""
    received = datetime.fromisoformat(source["received_at"])
    printed = [_latest(source[key]) for key in ("published", "updated") if is_dated(source[key])]
    last = [moment for moment in printed if moment is not None]
    return min(max(last), received) if last and len(last) == len(printed) else received


def _latest(when: Document) -> datetime | None:
    return edtf.instants(when["edtf"])[1]


def is_dated(when: Document | None) -> bool:
    """Return whether a date is resolved."""
    return bool(when and when["edtf"])


def known(sources: Iterable[Document], at: datetime) -> dict[str, Document]:
    """Return the sources that had appeared by an instant, by slug."""
    return {source["slug"]: source for source in sources if known_from(source) <= at}


def undated(sources: Iterable[Document]) -> list[str]:
    """Return the sources that print no date of their own: known from when we received them, reported apart."""
    return [source["slug"] for source in sources if not is_dated(source["published"])]


def source(document: Document, sources: Collection[str]) -> Document:
    """Return a source without the earlier version that it has, where that one is not known."""
    return document if document["version_of"] in sources else {**document, "version_of": None}


def claim(document: Document, sources: Collection[str]) -> Document:
    """Return a claim as it was known from these sources: readings, envelope and dates of others are left out.

    What a curator wrote with everything at hand, credibility and notes, is left out too; the last change is that of
    the claim itself, since later readings change it as well.
    """
    readings = [{**r, "note": ""} for r in document["readings"] if r["source"]["slug"] in sources]
    for reading in readings:
        reading["citations"] = [{**citation, "note": ""} for citation in reading["citations"]]
    kept = [without_later(reading, sources) for reading in readings]
    edition = {**document["edition"], "correction_note": ""}
    own = {"edition": edition, "changed_at": edition["started_at"], "credibility": None}
    return {**document, **own, **envelope(kept), "readings": kept}


def named_in(value: Any) -> set[str]:
    """Return the sources that a claim's document names: those that were read for it, and those its dates rest on."""
    if isinstance(value, list):
        return set().union(*map(named_in, value))
    if not isinstance(value, dict):
        return set()
    own = rests_on(value) if "edtf" in value else set()
    read = {value["source"]["slug"]} if isinstance(value.get("source"), dict) else set()
    return own.union(read, *map(named_in, value.values()))


def without_later(value: Any, sources: Collection[str]) -> Any:
    """Return facts in which no date is resolved from a source that is not known; the printed words stay."""
    if isinstance(value, list):
        return [without_later(part, sources) for part in value]
    if not isinstance(value, dict):
        return value
    parts = {key: without_later(part, sources) for key, part in value.items()}
    if "edtf" not in value:
        return parts
    if rests_on(value) <= set(sources):
        return {**parts, "note": ""}
    literal = None if _is_later(value.get("literal_anchor"), sources) else value["literal"]
    return {
        **parts, "literal": literal, "edtf": None, "earliest": None, "latest": None, "anchor": None,
        "literal_anchor": None, "basis": "unclear", "note": "",
    }  # fmt: skip


def rests_on(when: Document) -> set[str]:
    """Return the other sources that a date rests on: that it was resolved from, or that print its words."""
    anchors = [when.get(key) for key in ("anchor", "literal_anchor")]
    return {anchor["source"] for anchor in anchors if anchor and anchor.get("source")}


def _is_later(anchor: Document | None, sources: Collection[str]) -> bool:
    return bool(anchor and anchor.get("source") and anchor["source"] not in sources)


def judgements(found: Iterable[Document], sources: Collection[str]) -> list[Document]:
    """Return the judgements whose passages all stand in known sources; one of independence needs a passage."""
    return [
        each
        for each in found
        if all(passage["source"]["slug"] in sources for passage in each["passages"])
        and (each["passages"] or each["kind"] != JudgementKind.INDEPENDENCE_ESTABLISHED)
    ]


def comparisons(found: Iterable[Document], citations: Collection[str]) -> list[Document]:
    """Return the comparisons whose citations are known, without the reason, which may speak of others.

    One between claims as wholes rests on no passage that could be dated, so it is left out.
    """
    return [
        {**each, "reason": None}
        for each in found
        if all(each[side]["citation"] in citations for side in ("left", "right"))
    ]
