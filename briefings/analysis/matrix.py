"""The matrix of a briefing: claims that were put on record there, by sources: carried, silent, not checked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from briefings.choices import ReadingStatus

Document = dict[str, Any]

NOT_CHECKED = "not_checked"
SHOWN = (
    "slug", "url", "start", "end", "exact", "region", "counted", "quantity", "ratio", "when",
    "modality", "certainty", "polarity", "speech",
)  # fmt: skip
COLUMNS = (
    "briefing", "claim", "proposition", "source", "status", "citation", "at_briefing", "printed", "literal",
    "comparator", "amount_min", "amount_max", "unit", "currency", "per", "factor", "when_literal", "when_edtf",
    "earliest", "latest", "modality", "certainty", "polarity", "speech", "region", "counted",
)  # fmt: skip


def is_at(citation: Document, briefing: str) -> bool:
    """Return whether a citation's attribution passes the briefing, as the curator reads it."""
    return any(
        link["occasion"] and link["occasion"]["slug"] == briefing
        for chain in citation["chains"]
        if not chain["alternative"]
        for link in chain["links"]
    )


def put_on_record(claims: Iterable[Document], briefing: str) -> list[Document]:
    """Return the claims that a counted passage of some source puts on record at the briefing."""
    return [
        claim
        for claim in claims
        if any(c["counted"] and is_at(c, briefing) for reading in claim["readings"] for c in reading["citations"])
    ]


def matrix(claims: Iterable[Document], briefing: str, sources: Sequence[str] | None = None) -> Document:
    """Return the matrix: a row a claim, a cell a source, in the order given.

    sources: the columns; None: every source that was read for some of the claims.
    """
    rows = put_on_record(claims, briefing)
    read = sorted({reading["source"]["slug"] for claim in rows for reading in claim["readings"]})
    columns = list(sources) if sources is not None else read
    return {
        "briefing": briefing,
        "sources": columns,
        "claims": [
            {
                "claim": {key: claim[key] for key in ("slug", "url", "proposition", "category")},
                "cells": _cells(claim, columns, briefing),
            }
            for claim in rows
        ],
    }


def _cells(claim: Document, columns: Sequence[str], briefing: str) -> dict[str, Document]:
    """Return a claim's cells by source, in the order of the columns."""
    blank: Document = {"status": NOT_CHECKED, "reading": None, "citations": []}
    cells = dict.fromkeys(columns, blank)  # one for all: most sources of a matrix were not read for most of its claims
    for reading in claim["readings"]:
        if reading["source"]["slug"] in cells:
            cells[reading["source"]["slug"]] = _cell(reading, briefing)
    return cells


def _cell(reading: Document, briefing: str) -> Document:
    return {
        "status": reading["status"],
        "reading": reading["slug"],
        "citations": [_citation(c, briefing) for c in reading["citations"]],
    }


def _citation(citation: Document, briefing: str) -> Document:
    return {**{key: citation[key] for key in SHOWN}, "at_briefing": is_at(citation, briefing)}


def flat(found: Document) -> Iterator[dict[str, Any]]:
    """Yield the matrix as flat rows under COLUMNS: one a citation, one for a cell without any."""
    for row in found["claims"]:
        for source, cell in row["cells"].items():
            head = {
                "briefing": found["briefing"], "claim": row["claim"]["slug"],
                "proposition": row["claim"]["proposition"], "source": source, "status": cell["status"],
            }  # fmt: skip
            for citation in cell["citations"] or [None]:
                yield dict.fromkeys(COLUMNS) | head | (_values(citation) if citation else {})


def _values(citation: Document) -> dict[str, Any]:
    quantity, ratio, when = (citation[key] or {} for key in ("quantity", "ratio", "when"))
    return {
        "citation": citation["slug"], "at_briefing": citation["at_briefing"], "printed": citation["exact"],
        "literal": quantity.get("literal") or ratio.get("literal"), "comparator": quantity.get("comparator"),
        "amount_min": quantity.get("min"), "amount_max": quantity.get("max"), "factor": ratio.get("factor"),
        **{key: quantity.get(key) for key in ("unit", "currency", "per")},
        "when_literal": when.get("literal"), "when_edtf": when.get("edtf"),
        **{key: when.get(key) for key in ("earliest", "latest")},
        **{key: citation[key] for key in ("modality", "certainty", "polarity", "speech", "region", "counted")},
    }  # fmt: skip


def tally(found: Document) -> Mapping[str, int]:
    """Return how many cells are carried, silent and not checked."""
    cells = [cell["status"] for row in found["claims"] for cell in row["cells"].values()]
    return {status: cells.count(status) for status in (*ReadingStatus.values, NOT_CHECKED)}
