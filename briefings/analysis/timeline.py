"""A timeline of dates that are not exact: what certainly comes before what, and an order that never breaks it.

An entry has an earliest and a latest day; null is open. One comes before another for certain when its latest day lies
before the other's earliest: a partial order (an interval order), in which entries that overlap have no place before
each other. Sorting by earliest day, open ones first, then by latest day, open ones last, never puts an entry before
one that certainly precedes it: from a.latest < b.earliest follows a.earliest <= a.latest < b.earliest.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Document = dict[str, Any]

FIRST, LAST = "0000-00-00", "9999-99-99"  # stand for open bounds; ISO dates sort as text


def precedes(one: Document, other: Document) -> bool:
    """Return whether one entry comes before another for certain."""
    return bool(one["latest"] and other["earliest"] and one["latest"] < other["earliest"])


def place(entry: Document) -> tuple[str, str, str]:
    """Return the key that the timeline is sorted by."""
    return entry["earliest"] or FIRST, entry["latest"] or LAST, entry["id"]


def ordered(entries: Iterable[Document]) -> list[Document]:
    """Return entries in order, each with its rank.

    rank: how many entries in a row come before it for certain, one after the other. Two entries of one rank overlap;
    of two ranks the lower need not come first, ask precedes.
    """
    found = sorted(entries, key=place)
    return [{**entry, "rank": rank} for entry, rank in zip(found, _ranks(found), strict=True)]


def _ranks(found: Sequence[Document]) -> Iterator[int]:
    """Yield the length of the longest row of entries that certainly precede each; found is in order."""
    ends: list[str] = []  # ends[n]: the earliest latest day of entries of rank n
    for entry in found:
        rank = bisect_left(ends, entry["earliest"]) if entry["earliest"] else 0
        latest = entry["latest"] or LAST
        if rank == len(ends):
            ends.append(latest)
        else:
            ends[rank] = min(ends[rank], latest)
        yield rank


def events(claims: Iterable[Document]) -> Iterator[Document]:
    """Yield an entry for each date that a citation gives to the fact that it reports."""
    for claim in claims:
        for reading in claim["readings"]:
            for citation in reading["citations"]:
                if citation["when"]:
                    yield event(citation, claim, reading["source"]["slug"])


def event(citation: Document, claim: Document, source: str) -> Document:
    """Return the entry of one citation's date."""
    return {
        "id": citation["slug"],
        "kind": "event",
        **dated(citation["when"]),
        "claim": {key: claim[key] for key in ("slug", "proposition")},
        "briefing": None,
        "modality": citation["modality"],
        "certainty": citation["certainty"],
        "polarity": citation["polarity"],
        "sources": [source],
        "citations": [citation["slug"]],
        "passages": _giving(citation["when"], [_passage(citation, source)], source),
    }


def utterance(briefing: Document, citations: Sequence[str] = ()) -> Document:
    """Return the entry of an occasion: when information was put on record there. citations: those that pass it."""
    passages = [passage for passage in briefing["passages"] if "when" in passage["states"]] or briefing["passages"]
    return {
        "id": briefing["slug"],
        "kind": "utterance",
        **dated(briefing["when"]),
        "claim": None,
        "briefing": {key: briefing[key] for key in ("slug", "title", "kind")},
        "modality": None,
        "certainty": None,
        "polarity": None,
        "sources": sorted({passage["source"]["slug"] for passage in passages}),
        "citations": list(citations),
        "passages": _giving(briefing["when"], [_passage(each, each["source"]["slug"]) for each in passages], None),
    }


def _giving(when: Document | None, passages: list[Document], source: str | None) -> list[Document]:
    """Return the passages that give a date: its own, and those that its words and its resolved form rest on.

    source: where an anchor stands that names none.
    """
    anchors = [when[key] for key in ("literal_anchor", "anchor")] if when else []
    further = [_passage(anchor, anchor.get("source") or source) for anchor in anchors if anchor]
    return passages + [each for each in further if each["source"] and each not in passages]


def _passage(anchor: Document, source: str | None) -> Document:
    return {"source": source, **{key: anchor[key] for key in ("start", "end", "exact")}}


def dated(when: Document | None) -> Document:
    """Return a date with its words, basis and bounds; all null where none is printed."""
    keys = ("literal", "edtf_printed", "edtf", "basis", "earliest", "latest")
    return {key: when[key] if when else None for key in keys}
