"""The evidence card as a page: for the screen, for A4 paper, for a folder; it needs nothing but itself."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.template.loader import render_to_string

from briefings.text.marks import invisible_marks

AROUND = 160  # code points of the text that are shown before and after a passage, where it may be read
STYLE = render_to_string("evidence/card.css").strip()
STYLE_HASH = f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"  # what a policy allows
VERDICTS = {
    "single_origin": "One origin",
    "established": "Independent origins, as a curator judges",
    "not_established": "Independence is not established",
}
Document = dict[str, Any]


def html(card: Document, address: str) -> str:
    """Return a card as a page. address: where it was served, for the foot of the page."""
    names = {slug["slug"]: slug["name"] for slug in _lines(card["sourcing"])}
    return render_to_string("evidence/card.html", {
        "card": card,
        "style": STYLE,
        "address": address,
        "verdict": VERDICTS[card["sourcing"]["verdict"]],
        "carried": [_source(source, names) for source in card["sources"] if source["status"] == "carried"],
        "silent": [source for source in card["sources"] if source["status"] != "carried"],
        "differences": [_difference(row) for row in card["discrepancies"]],
    })  # fmt: skip


def _lines(value: Any) -> Iterator[Document]:
    """Yield every line about an actor in an answer."""
    if isinstance(value, dict):
        if {"slug", "name", "kind"} == value.keys():
            yield value
        for part in value.values():
            yield from _lines(part)
    elif isinstance(value, list):
        for part in value:
            yield from _lines(part)


def _source(source: Document, names: dict[str, str]) -> Document:
    return {**source, "passages": [_passage(each, source["text"]) for each in source["citations"]]}


def _passage(citation: Document, text: str | None) -> Document:
    """Return a passage in its context, with its values and chains in words."""
    start, end = citation["start"], citation["end"]
    before = text[max(0, start - AROUND) : start] if text is not None else citation["prefix"] or ""
    after = text[end : end + AROUND] if text is not None else citation["suffix"] or ""
    return {
        **citation,
        "before": list(pieces(before)),
        "words": list(pieces(citation["exact"])) if citation["exact"] is not None else None,
        "after": list(pieces(after)),
        "values": list(_values(citation)),
        "attributions": [_attribution(chain) for chain in citation["chains"]],
    }


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield stretches of a report's words, each with the unseen character that follows it, or nothing.

    A direction mark in a report could turn the words of this page round: it is named, not sent.
    """
    at = 0
    for place, name in invisible_marks(text):
        yield text[at:place], name
        at = place + 1
    yield text[at:], ""


def _values(citation: Document) -> Iterator[tuple[str, str]]:
    quantity, ratio, when = citation["quantity"], citation["ratio"], citation["when"]
    if quantity:
        bounds = " to ".join("open" if bound is None else f"{bound:,}" for bound in (quantity["min"], quantity["max"]))
        words = f"“{quantity['literal'] or '…'}”: {quantity['comparator']}, {bounds} {quantity['unit'] or ''}"
        yield "figure", words.strip()
    if ratio:
        yield "ratio", f"“{ratio['literal'] or '…'}”: {ratio['factor']}"
    if when:
        yield "date", f"“{when['literal'] or '…'}”: {when['edtf'] or 'not resolved'} ({when['basis']})"
    for name in ("modality", "certainty", "polarity", "speech"):
        yield name, citation[name]


def _attribution(chain: Document) -> Document:
    """Return a chain in words, from the source inwards."""
    return {
        "steps": [_step(link) for link in chain["links"]],
        "end": chain["end"].replace("_", " "),
        "alternative": chain["alternative"],
    }


def _step(link: Document) -> str:
    who = " with ".join(str(actor["name"]) for actor in link["actors"]) or "somebody not named"
    printed = f" (“{link['as_printed']}”)" if link["as_printed"] else ""
    return f"{link['role']} {who}{printed}, {link['basis']}"


def _difference(row: Document) -> Document:
    sides: Sequence[Document] = row["sides"]
    kind = " ".join(str(row[key]).replace("_", " ") for key in ("kind", "field", "level") if row[key])
    return {**row, "title": kind, "sides": sides}
