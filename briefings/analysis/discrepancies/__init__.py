"""How the reports differ on a claim: computed row by row, and joined with what curators saw."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from briefings.analysis import chains as chains_of
from briefings.analysis.chains import Chain
from briefings.analysis.discrepancies import attribution, curated, dates, manners, quotations, silence, values
from briefings.analysis.discrepancies.rows import Cited, Differences, Kind, Row, Side
from briefings.analysis.sourcing import World

Document = dict[str, Any]

ACROSS: tuple[Differences, ...] = (
    values.differences, dates.differences, manners.polarity, manners.certainty, manners.modality,
    attribution.differences, quotations.differences,
)  # fmt: skip
SIDES = ("left", "right")
COMPARED = {  # what a passage shows of itself, by what it is compared in
    Kind.VALUE: ("quantity", "ratio"), Kind.PRECISION: ("quantity", "ratio"), Kind.DATE: ("when",),
    Kind.POLARITY: ("polarity",), Kind.CERTAINTY: ("certainty",), Kind.MODALITY: ("modality",),
    Kind.QUOTATION: ("speech", "quoted"),
}  # fmt: skip
BY_CHAINS = (Kind.ATTRIBUTION, Kind.QUOTATION)
WITHIN: tuple[Differences, ...] = (
    values.differences, dates.differences, manners.polarity, manners.certainty, manners.modality,
    attribution.differences, attribution.restatements,
)  # fmt: skip


def cited_in(claim: Document, world: World) -> list[Cited]:
    """Return the counted passages of a claim's document; captions, credits, link lines and widgets are left out."""
    citations = [(r["source"]["slug"], citation) for r in claim["readings"] for citation in r["citations"]]
    passages = chains_of.passages(claim, world.sources, world.bodies)
    found = [Cited(source, citation, passage) for (source, citation), passage in zip(citations, passages, strict=True)]
    return [each for each in found if each.passage.is_counted]


def of(claim: Document, world: World) -> list[Row]:
    """Return the discrepancies of a claim: across sources, within each, silence, and what curators compared."""
    cited = cited_in(claim, world)
    own = [each for each in world.comparisons if claim["slug"] in {each[side]["claim"]["slug"] for side in SIDES}]
    rows = [replace(row, claims=(claim["slug"],)) for row in _computed(claim, cited, world)]
    return list(curated.joined(rows, own, {each.citation["slug"]: each for each in cited}, world.citations))


def _computed(claim: Document, cited: list[Cited], world: World) -> Iterator[Row]:
    for find in ACROSS:
        yield from (row for row in find(cited) if len(row.sources) > 1)
    yield from manners.stances(cited, world.bodies)
    for source in dict.fromkeys(each.source for each in cited):
        own = [each for each in cited if each.source == source]
        for find in WITHIN:
            yield from (replace(row, kind=Kind.WITHIN_SOURCE, field=row.kind) for row in find(own))
    yield from silence.differences(claim, cited)


def document(row: Row) -> Document:
    """Return a discrepancy as readers get it."""
    return {
        "slug": row.slug,
        "kind": row.kind,
        "field": row.field,
        "level": row.level,
        "severity": row.severity,
        "found": "curated" if row.is_curated else "computed",
        "claims": list(row.claims),
        "party": row.party,
        "sources": row.sources,
        "sides": [side_document(side, row) for side in row.sides],
        "comparisons": [{key: each[key] for key in ("slug", "kind", "reason")} for each in row.comparisons],
    }


def side_document(side: Side, row: Row) -> Document:
    """Return one side with its passages, each with what is compared of it."""
    return {
        "value": side.value,
        "sources": side.sources,
        "passages": [*(_passage(each, row) for each in side.cited), *map(_mention, side.mentions)],
    }


def _passage(each: Cited, row: Row) -> Document:
    return {
        "source": each.source, "citation": each.citation["slug"], **_words(each.citation), "values": _values(each, row),
    }  # fmt: skip


def _values(each: Cited, row: Row) -> Document:
    compared = row.field or row.kind
    values = {key: each.citation[key] for key in COMPARED.get(compared, ())}
    if compared in BY_CHAINS or (compared == Kind.POLARITY and row.party):
        values["chains"] = [_chain(chain) for chain in each.passage.chains]
    return values


def _chain(chain: Chain) -> Document:
    links = [{"role": link.role, "basis": link.basis, "actors": list(link.actors)} for link in chain.links]
    return {"alternative": chain.alternative, "end": chain.end, "links": links}


def _mention(each: Document) -> Document:
    return {"source": each["source"], "citation": each["citation"], **_words(each["anchor"]), "values": {}}


def _words(anchor: Document) -> Document:
    return {key: anchor[key] for key in ("start", "end", "exact")}


def documents(rows: Iterable[Row]) -> list[Document]:
    """Return discrepancies as readers get them."""
    return [document(row) for row in rows]
