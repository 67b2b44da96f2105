"""Every anchor, in working rows and in editions, still holds its words; every text its hash."""

from collections.abc import Iterator
from typing import Any

from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.models import RECORDS, SourceOriginal, SourceText
from briefings.rendering.in_force import InForce
from briefings.rendering.publication import keys_in_force
from briefings.text import received
from briefings.verification.problems import Problem

Found = tuple[str, str, int, int, str]  # pointer, source slug, start, end, exact


def texts() -> Iterator[Problem]:
    """Yield every source whose bytes are not those received."""
    for row in SourceText.objects.select_related("source").order_by("source__slug").iterator():
        if received.sha256(row.body) != row.sha256:
            yield Problem("text", f"source {row.source.slug}", f"its text does not hash to {row.sha256}")


def originals() -> Iterator[Problem]:
    """Yield every kept document whose bytes are not those received."""
    for row in SourceOriginal.objects.select_related("source").order_by("source__slug").iterator(chunk_size=20):
        if canonical.sha256(bytes(row.body)) != row.sha256:
            yield Problem("original", f"source {row.source.slug}", f"its document does not hash to {row.sha256}")


def working() -> Iterator[Problem]:
    """Yield every anchor of the working tables whose words do not stand at its offsets."""
    bodies = _bodies()
    for record_type in RECORDS:
        rows = facts_of.queryset(record_type).order_by("slug")
        for row in rows.iterator(chunk_size=500):
            facts = facts_of.of(row)
            yield from _moved(f"{record_type} {row.slug}", facts, _own(record_type, row.slug, facts), bodies)


def in_editions() -> Iterator[Problem]:
    """Yield every anchor of an edition in force whose words do not stand at its offsets."""
    bodies = _bodies()
    for record_type, slug in keys_in_force():
        held = InForce().get(record_type, slug)
        if held is not None:
            label = f"{record_type} {slug} edition {held.edition.number}"
            yield from _moved(label, held.facts, _own(record_type, slug, held.facts), bodies)


def _own(record_type: str, slug: str, facts: dict[str, Any]) -> str | None:
    return {"source": slug, "reading": facts.get("source")}.get(record_type)


def _bodies() -> dict[str, str]:
    return dict(SourceText.objects.values_list("source__slug", "body"))


def _moved(label: str, facts: Any, own: str | None, bodies: dict[str, str]) -> Iterator[Problem]:
    for pointer, source, start, end, exact in anchors_in(facts, own):
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
