"""Fetch what a claim is analysed with: published documents only, in a number of queries that no claim raises."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db.models import Q, QuerySet

from briefings import models
from briefings.analysis import clock
from briefings.analysis.bodies import LONGEST_LINE
from briefings.analysis.sourcing import World
from briefings.choices import JudgementKind, RecordType
from briefings.rendering.in_force import PUBLIC

Document = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """Claims as they are known at some instant, and the world they are read in."""

    claims: list[Document]
    world: World
    undated: list[str]  # sources of the claims that print no date: known from when we received them


# The documents of some actors, and of whom these show, and so on: a superset of the bodies above them. CROSS JOIN says
# the order to SQLite: by itself it may read what all actors show, or the documents of all actors.
LINES = """
WITH RECURSIVE line(slug) AS (
    SELECT slug FROM briefings_document WHERE record_type = 'actor' AND slug IN ({})
    UNION SELECT shown.slug FROM line CROSS JOIN briefings_document document CROSS JOIN briefings_documentshows shown
    WHERE document.record_type = 'actor' AND document.slug = line.slug
    AND shown.document_id = document.id AND shown.record_type = 'actor'
)
SELECT document.id, document.slug, document.kind, document.body FROM line CROSS JOIN briefings_document document
WHERE document.record_type = 'actor' AND document.slug = line.slug
"""


def documents(record_type: str, slugs: Iterable[str]) -> dict[str, Document]:
    """Return the documents of records that readers are served, by slug. One query."""
    rows = models.Document.objects.filter(record_type=record_type, slug__in=set(slugs), kind__in=PUBLIC)
    return {slug: orjson.loads(bytes(body)) for slug, body in rows.order_by("slug").values_list("slug", "body")}


def read(claims: Sequence[Document], known_by: datetime | None = None) -> Read:
    """Return claims' documents with their world, as known by an instant; None: all that is published."""
    sources = documents(RecordType.SOURCE, _sources(claims))
    actors = _actors(claims, sources)
    judgements = _judgements([claim["slug"] for claim in claims])
    comparisons = _comparisons([claim["slug"] for claim in claims])
    citations = _citations(comparisons)
    undated = clock.undated(sources.values())
    if known_by is None:
        world = World(sources, actors, judgements, comparisons, citations)
        return Read(list(claims), world, undated)
    known = _known(claims, sources, actors, judgements, citations, known_by)
    shown = {slug: each for slug, each in citations.items() if each["source"]["slug"] in known}
    kept = [clock.claim(claim, known) for claim in claims]
    own = {slug: clock.source(source, known) for slug, source in sources.items() if slug in known}
    world = World(
        own, _with_bodies(_named(kept, own), actors, known),
        clock.judgements(judgements, known), clock.comparisons(comparisons, shown), shown, frozenset(known),
    )  # fmt: skip
    return Read(kept, world, [slug for slug in undated if slug in known])


def _known(
    claims: Iterable[Document], sources: Mapping[str, Document], actors: Mapping[str, Document],
    judgements: Iterable[Document], citations: Mapping[str, Document], at: datetime,
) -> dict[str, Document]:  # fmt: skip
    """Return the sources known by an instant, those of dates, roles, judgements and comparisons too. One query."""
    named = {role["source"]["slug"] for actor in actors.values() for role in actor["roles"] if role["source"]}
    named |= {passage["source"]["slug"] for each in judgements for passage in each["passages"]}
    named |= {citation["source"]["slug"] for citation in citations.values()}
    named |= {source["version_of"] for source in sources.values()} - {None}
    named |= set().union(*map(clock.named_in, claims))
    others = documents(RecordType.SOURCE, named - sources.keys())
    return clock.known([*sources.values(), *others.values()], at)


def _sources(claims: Iterable[Document]) -> set[str]:
    return {reading["source"]["slug"] for claim in claims for reading in claim["readings"]}


def _actors(claims: Iterable[Document], sources: Mapping[str, Document]) -> dict[str, Document]:
    """Return the actors that chains name, with the bodies they count as and all that these are part of. One query."""
    named = _named(claims, sources)
    asked = sorted(named) or [""]  # of nobody too, so that a page costs the same whatever it holds
    rows = models.Document.objects.raw(LINES.format(", ".join(["%s"] * len(asked))), asked)
    found = {row.slug: orjson.loads(bytes(row.body)) for row in rows if row.kind in PUBLIC}
    return _with_bodies(named, found)


def _named(claims: Iterable[Document], sources: Mapping[str, Document]) -> set[str]:
    """Return the actors that chains name, and those that publish sources or are credited by them."""
    wanted = {actor["slug"] for claim in claims for actor in _in_chains(claim)}
    wanted |= {source["publisher"]["slug"] for source in sources.values() if source["publisher"]}
    return wanted | {agency["actor"]["slug"] for source in sources.values() for agency in source["agencies"]}


def _with_bodies(
    named: set[str], actors: Mapping[str, Document], known: Collection[str] | None = None
) -> dict[str, Document]:
    """Return actors with the bodies they count as and all that these are part of.

    known: the sources whose printed roles are known; None: all.
    """
    found: dict[str, Document] = {}
    wanted = named
    for _ in range(LONGEST_LINE):
        fresh = {slug: actors[slug] for slug in sorted(wanted - found.keys()) if slug in actors}
        found |= fresh
        wanted = {above["slug"] for actor in fresh.values() for above in _above(actor, known)}
    return found


def _above(actor: Document, known: Collection[str] | None) -> Iterator[Document]:
    for role in actor["roles"]:
        is_known = known is None or (role["source"] and role["source"]["slug"] in known)
        if role["organisation"] and is_known:
            yield role["organisation"]
    if actor["parent"]:
        yield actor["parent"]


def _in_chains(claim: Document) -> Iterator[Document]:
    for reading in claim["readings"]:
        for citation in reading["citations"]:
            for chain in citation["chains"]:
                for link in chain["links"]:
                    yield from link["actors"]
                    yield from link["candidates"]


def _judgements(claims: Sequence[str]) -> list[Document]:
    """Return the judgements on the independence of claims' origins. One query."""
    rows = models.PublishedJudgement.objects.filter(kind=JudgementKind.INDEPENDENCE_ESTABLISHED, claim__in=claims)
    return _bodies(rows)


def _comparisons(claims: Sequence[str]) -> list[Document]:
    """Return the comparisons that have one of the claims on a side. One query."""
    rows = models.PublishedComparison.objects.filter(Q(left_claim__in=claims) | Q(right_claim__in=claims))
    return _bodies(rows)


def _bodies(rows: QuerySet[Any]) -> list[Document]:
    """Return the documents of published rows that readers are served, in the order of slugs."""
    served = rows.filter(document__kind__in=PUBLIC).order_by("slug")
    return [orjson.loads(bytes(body)) for body in served.values_list("document__body", flat=True)]


def _citations(comparisons: Iterable[Document]) -> dict[str, Document]:
    """Return the citations that comparisons name, by slug. One query, as many as there may be."""
    named = {each[side]["citation"] for each in comparisons for side in ("left", "right")} - {None}
    rows = models.PublishedCitation.objects.filter(slug__in=named or [""])
    return {slug: orjson.loads(bytes(body)) for slug, body in rows.values_list("slug", "body")}
