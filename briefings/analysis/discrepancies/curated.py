"""Comparisons: what curators saw, beside the computed row that it explains or as a row of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefings.analysis.discrepancies.rows import Cited, Kind, Row, Severity, Side
from briefings.choices import ComparisonKind

Document = dict[str, Any]

SEVERITY = {  # of rows of their own; that one claim refines or supersedes another is a relation and no discrepancy
    ComparisonKind.CONTRADICTS: Severity.CONTRADICTION,
    ComparisonKind.SCOPE_SHIFTED_FROM: Severity.TENSION,
    ComparisonKind.SAME_UTTERANCE: Severity.VARIATION,
}
OWN_KIND = {ComparisonKind.SCOPE_SHIFTED_FROM: Kind.SCOPE, ComparisonKind.SAME_UTTERANCE: Kind.QUOTATION}
EXPLAINS = {  # kinds of computed rows that a comparison of two citations speaks of
    ComparisonKind.SAME_UTTERANCE: (Kind.QUOTATION,),
    ComparisonKind.CONTRADICTS: (Kind.POLARITY, Kind.VALUE, Kind.DATE, Kind.PRECISION),
    ComparisonKind.REFINES: (Kind.POLARITY, Kind.PRECISION, Kind.DATE, Kind.VALUE),
    ComparisonKind.SUPERSEDES: (Kind.POLARITY, Kind.VALUE, Kind.DATE, Kind.PRECISION),
}


def joined(
    rows: Iterable[Row], comparisons: Sequence[Document], cited: Mapping[str, Cited], elsewhere: Mapping[str, Document]
) -> Iterator[Row]:
    """Yield the rows with the comparisons that explain them, then rows for other differences that curators saw.

    A comparison explains a row whose different sides hold its two citations, of several the one with fewest passages.
    A contradiction that a curator saw raises a variation to a tension. cited: passages of the claim by slug of their
    citation; elsewhere: citations of other claims by slug.
    """
    rows = list(rows)
    explained: dict[int, list[Document]] = {}
    alone = []
    for comparison in comparisons:
        place = _explained(rows, comparison)
        if place is not None:
            explained.setdefault(place, []).append(comparison)
        elif comparison["kind"] in SEVERITY:
            alone.append(comparison)
    for place, row in enumerate(rows):
        yield _with(row, explained[place]) if place in explained else row
    for comparison in alone:
        yield own_row(comparison, cited, elsewhere)


def _explained(rows: Sequence[Row], comparison: Document) -> int | None:
    left, right = comparison["left"], comparison["right"]
    kinds = EXPLAINS.get(comparison["kind"], ())
    if left["claim"]["slug"] != right["claim"]["slug"] or left["citation"] is None or right["citation"] is None:
        return None
    fitting = [
        (sum(len(side.cited) for side in row.sides), place)
        for place, row in enumerate(rows)
        if row.kind in kinds and _stands_between(row, left["citation"], right["citation"])
    ]
    return min(fitting)[1] if fitting else None


def _stands_between(row: Row, left: str, right: str) -> bool:
    holding = [{each.citation["slug"] for each in side.cited} & {left, right} for side in row.sides]
    return {left} in holding and {right} in holding


def _with(row: Row, comparisons: Sequence[Document]) -> Row:
    raised = row.severity == Severity.VARIATION and any(
        each["kind"] == ComparisonKind.CONTRADICTS for each in comparisons
    )
    return replace(row, comparisons=tuple(comparisons), severity=Severity.TENSION if raised else row.severity)


def own_row(comparison: Document, cited: Mapping[str, Cited], elsewhere: Mapping[str, Document]) -> Row:
    """Return the row of a comparison that no computed row shows."""
    kind = OWN_KIND.get(comparison["kind"])
    ends = [comparison["left"], comparison["right"]]
    sides = [_side(end, cited, elsewhere) for end in ends]
    claims = tuple(dict.fromkeys(end["claim"]["slug"] for end in ends))
    return Row(
        kind or _differing(sides), SEVERITY[comparison["kind"]], tuple(sides), claims,
        comparisons=(comparison,), is_curated=True,
    )  # fmt: skip


def _side(end: Document, cited: Mapping[str, Cited], elsewhere: Mapping[str, Document]) -> Side:
    slug, claim = end["citation"], end["claim"]["proposition"]
    if slug in cited:
        return Side(claim, (cited[slug],))
    other = elsewhere.get(slug)
    if other is None:
        return Side(claim)
    return Side(claim, mentions=({"source": other["source"]["slug"], "citation": slug, "anchor": other},))


def _differing(sides: Sequence[Side]) -> Kind:
    """Return in what two citations differ first; scope where it is in nothing that has a field."""
    if not all(side.cited for side in sides):
        return Kind.SCOPE
    left, right = (side.cited[0].citation for side in sides)
    fields = {Kind.POLARITY: "polarity", Kind.VALUE: "quantity", Kind.DATE: "when"}
    return next((kind for kind, name in fields.items() if left[name] != right[name]), Kind.SCOPE)
