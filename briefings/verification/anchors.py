"""Every text and document still hashes to what was received, and every anchor still holds its words."""

from collections.abc import Iterable, Iterator
from typing import Any

from briefings.facts import canonical
from briefings.models import SourceOriginal, SourceText
from briefings.text import received
from briefings.verification.problems import Problem

Found = tuple[str, str, int, int, str]  # pointer, source slug, start, end, exact
Facts = dict[str, Any]


def texts() -> Iterator[Problem]:
    """Yield every source whose bytes are not those received."""
    for row in SourceText.objects.select_related("source").order_by("source__slug").iterator(chunk_size=100):
        if received.sha256(row.body) != row.sha256:
            yield Problem("text", f"source {row.source.slug}", f"its text does not hash to {row.sha256}")


def originals() -> Iterator[Problem]:
    """Yield every kept document whose bytes are not those received."""
    for row in SourceOriginal.objects.select_related("source").order_by("source__slug").iterator(chunk_size=20):
        if canonical.sha256(bytes(row.body)) != row.sha256:
            yield Problem("original", f"source {row.source.slug}", f"its document does not hash to {row.sha256}")


def moved(records: Iterable[tuple[str, str, str, Facts]]) -> Iterator[Problem]:
    """Yield every anchor of some records whose words do not stand at its offsets.

    records: what to call each, its type, slug and facts. Costs one query, and holds the texts that their anchors are
    in.
    """
    found = [
        (label, anchor)
        for label, record_type, slug, facts in records
        for anchor in anchors_in(facts, {"source": slug, "reading": facts.get("source")}.get(record_type))
    ]
    texts = SourceText.objects.filter(source__slug__in={source for _, (_, source, *_) in found})
    bodies = dict(texts.values_list("source__slug", "body"))
    for label, (pointer, source, start, end, exact) in found:
        if bodies.get(source, "")[start:end] != exact:
            yield Problem("anchor", label, f"{pointer}: {source}[{start}:{end}] is not {exact[:60]!r}")


def anchors_in(value: Any, own: str | None, pointer: str = "") -> Iterator[Found]:
    """Yield every anchor in facts with its JSON pointer and the source it stands in."""
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from anchors_in(part, own, f"{pointer}/{index}")
    elif isinstance(value, dict):
        source = value.get("source")
        here = source if isinstance(source, str) else own
        if value.get("exact") and value.get("start") is not None and here:
            yield pointer, here, value["start"], value["end"], value["exact"]
        for key, part in value.items():
            yield from anchors_in(part, here, f"{pointer}/{key}")
