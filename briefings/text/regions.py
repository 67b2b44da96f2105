"""Which part of a document a passage lies in."""

from collections.abc import Iterable

Region = tuple[str, int, int]  # kind, start, end in code points, half-open

# Parts whose words count towards sources and origins; link lines, captions, credits and widgets never do.
COUNTED = frozenset({"body", "headline", "sub_heading", "dateline", "byline", "timestamp"})


def region_of(regions: Iterable[Region], start: int, end: int) -> str:
    """Return the kind of the region that holds the passage, or body for none."""
    for kind, first, last in regions:
        if first <= start and end <= last:
            return kind
    return "body"


def straddles(regions: Iterable[Region], start: int, end: int) -> bool:
    """Return whether the passage lies partly inside a region and partly outside it."""
    return any(
        start < last and first < end and not (first <= start and end <= last) for _, first, last in regions
    )
