"""The envelope of a claim: counts and outer bounds over its citations, to sort and to filter by beforehand."""

from dataclasses import asdict
from typing import Any

from briefings.analysis.sourcing import Sourcing
from briefings.choices import ReadingStatus

CARRIED = ReadingStatus.CARRIED.value
Document = dict[str, Any]


def envelope(readings: list[Document]) -> Document:
    """Return counts and outer bounds over a claim's counted citations; null where one of them is open."""
    carried = [reading for reading in readings if reading["status"] == CARRIED]
    counted = [citation for reading in carried for citation in reading["citations"] if citation["counted"]]
    sources = {reading["source"]["slug"] for reading in carried if any(c["counted"] for c in reading["citations"])}
    return {
        "counts": {
            "sources": len(sources),
            "not_carried": len(readings) - len(carried),
            "citations": sum(len(reading["citations"]) for reading in carried),
        },
        "amounts": _outer([c["quantity"] for c in counted if c["quantity"]], "min", "max"),
        "times": _outer([c["when"] for c in counted if c["when"] and c["when"]["edtf"]], "earliest", "latest"),
    }


def origins(sourcing: Sourcing) -> Document:
    """Return how many origins a claim has, and the verdict: the numbers of its sourcing."""
    count = sourcing.count
    return {
        "origins_named": asdict(count.named),
        "origins_unknown": asdict(count.unknown),
        "origins": asdict(count.total),
        "verdict": sourcing.verdict,
    }


def _outer(values: list[Document], low: str, high: str) -> Document | None:
    """Return the smallest lower and the largest upper bound; null for a bound that any value leaves open."""
    if not values:
        return None
    lows, highs = [value[low] for value in values], [value[high] for value in values]
    return {low: None if None in lows else min(lows), high: None if None in highs else max(highs)}
