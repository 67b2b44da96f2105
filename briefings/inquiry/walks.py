"""Discrepancies across the database, claim by claim in the order of slugs, then actor by actor.

Published rows say which discrepancies each claim has, so those that are asked for are found by an index; what they say
is computed from the documents, as for one claim. As known at an instant, and of names, no table holds them: a walk
goes in chunks, each at a bounded number of queries. It can be taken up at any place. A place is (phase, slug,
position): phase 0 are claims, phase 1 are names of actors; position counts the rows of one record.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

import orjson
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from briefings import models
from briefings.analysis import clock, discrepancies
from briefings.analysis.discrepancies import names
from briefings.analysis.discrepancies.rows import Kind, Row, Severity
from briefings.choices import RecordType
from briefings.inquiry import worlds
from briefings.inquiry.known import is_known

CHUNK = 50  # claims read at once
ACTOR_CHUNK = 10
MOST_CHUNKS = 4  # of one page; a page may hold fewer rows than asked for, and still have a next one
MOST_MENTIONS = 200  # citations that are searched for spellings of one name, beside the actor's roles
CLAIMS, ACTORS = 0, 1
START: "Place" = (CLAIMS, "", -1)
FIRST_LINKS = f"""
SELECT * FROM (
    SELECT id, actor, citation_id FROM briefings_publishedlink WHERE actor = %s
    ORDER BY citation_id LIMIT {MOST_MENTIONS}
) AS first_links
"""
Place = tuple[int, str, int]
Document = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which discrepancies are asked for; None or empty: all."""

    kinds: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    is_curated: bool | None = None
    claim: str | None = None
    source: str | None = None
    briefing: str | None = None
    known_by: datetime | None = None

    def has(self, row: Row) -> bool:
        """Return whether a row is asked for."""
        return (
            (not self.kinds or row.kind in self.kinds)
            and (not self.fields or (row.field or row.kind) in self.fields)
            and (not self.severities or row.severity in self.severities)
            and self.is_curated in (None, row.is_curated)
            and self.source in (None, *row.sources)
        )

    @property
    def has_names(self) -> bool:
        """Return whether names of actors can be among them."""
        is_of_claims = bool(self.claim or self.briefing or self.is_curated)
        return not is_of_claims and (not self.kinds or Kind.NAME in self.kinds)

    @property
    def has_claims(self) -> bool:
        """Return whether discrepancies of claims can be among them."""
        return self.kinds != {Kind.NAME}


@dataclass(frozen=True)
class Page:
    """Rows in order, and where the walk goes on; None: it has ended."""

    rows: list[Row]
    following: Place | None


def page(wanted: Wanted, after: Place, size: int) -> Page:
    """Return at most so many rows after a place.

    Costs eight queries, however many rows, and one more for each further value of a filter. Names, and what was known
    at an instant, cost by the chunk: at most MOST_CHUNKS times a dozen.
    """
    rows: list[Row] = []
    last, chunks = after, 0
    for place, row in _walk(wanted, after, size + 1):
        if row is not None and len(rows) == size:
            return Page(rows, last)
        last = place
        if row is not None:
            rows.append(row)
        elif (chunks := chunks + 1) == MOST_CHUNKS:
            return Page(rows, last)
    return Page(rows, None)


def _walk(wanted: Wanted, after: Place, size: int) -> Iterator[tuple[Place, Row | None]]:
    """Yield each row that is wanted with its place; no row marks the end of a chunk."""
    if wanted.has_claims and after[0] == CLAIMS:
        yield from _over_claims(wanted, after) if wanted.known_by else _over_kept(wanted, after, size)
    if wanted.has_names:
        yield from _over_actors(wanted, after if after[0] == ACTORS else (ACTORS, "", -1))


def _over_kept(wanted: Wanted, after: Place, size: int) -> Iterator[tuple[Place, Row | None]]:
    """Yield what the kept rows lead to, so many at a time; one that a stale document has no longer is passed over."""
    has_more = True
    while has_more and (kept := _kept(wanted, after, size)):
        has_more = len(kept) == size
        slugs = dict.fromkeys(claim for claim, _ in kept)
        read = worlds.read(list(worlds.documents(RecordType.CLAIM, slugs).values()))
        found = {claim["slug"]: discrepancies.of(claim, read.world) for claim in read.claims}
        for claim, position in kept:
            after = (CLAIMS, claim, position)
            for row in found.get(claim, [])[position : position + 1]:
                if wanted.has(row) and _is_told_here(row, claim, wanted):
                    yield after, row
        yield after, None


def _kept(wanted: Wanted, after: Place, size: int) -> list[tuple[str, int]]:
    """Return (claim, position) of the first kept rows after a place.

    A query for each of the values that are asked for, which reads an index in order, and one to put them in order.
    """
    rows = models.PublishedDiscrepancy.objects.filter(claim__gte=after[1])
    rows = rows.filter(Q(claim__gt=after[1]) | Q(position__gt=after[2]))
    rows = rows.filter(claim=wanted.claim) if wanted.claim else rows.filter(is_first=True)
    if wanted.is_curated is not None:
        rows = rows.filter(is_curated=wanted.is_curated)
    if wanted.source:
        rows = rows.filter(claim__in=models.PublishedReading.objects.filter(source=wanted.source).values("claim"))
    if wanted.briefing:
        rows = rows.filter(claim__in=models.PublishedLink.objects.filter(occasion=wanted.briefing).values("claim"))
    found: list[int] = []
    for values in _values(wanted):
        found += rows.filter(**values).order_by("claim", "position").values_list("pk", flat=True)[:size]
    ordered = models.PublishedDiscrepancy.objects.filter(pk__in=found).order_by("claim", "position")
    return list(ordered.values_list("claim", "position")[:size])


def _values(wanted: Wanted) -> Iterator[dict[str, str]]:
    """Yield the values of columns that are asked for, one of each."""
    severities = wanted.severities or (frozenset(map(str, Severity)) if wanted.fields else frozenset())
    asked = {"kind": wanted.kinds - {Kind.NAME}, "compared": wanted.fields, "severity": severities}
    columns = [[(name, value) for value in sorted(values)] or [None] for name, values in asked.items()]
    for choice in product(*columns):
        yield dict(each for each in choice if each)


def _over_claims(wanted: Wanted, after: Place) -> Iterator[tuple[Place, Row | None]]:
    """Yield what the claims have that known sources carry, a chunk of claims at a time."""
    for slugs in _chunks(claims(wanted), after[1]):
        read = worlds.read(list(worlds.documents(RecordType.CLAIM, slugs).values()), wanted.known_by)
        for claim in read.claims:
            rows = enumerate(discrepancies.of(claim, read.world))
            own = [(position, row) for position, row in rows if _is_told_here(row, claim["slug"], wanted)]
            yield from _after(after, CLAIMS, claim["slug"], own, wanted)
        yield (CLAIMS, slugs[-1], 10**6), None


def _is_told_here(row: Row, claim: str, wanted: Wanted) -> bool:
    """Return whether a row is listed with a claim: one across two claims with the first, unless the other is asked."""
    return row.claims[0] == claim or wanted.claim == claim


def _over_actors(wanted: Wanted, after: Place) -> Iterator[tuple[Place, Row | None]]:
    for slugs in _chunks(_with_several_names(), after[1], ACTOR_CHUNK):
        for slug, rows in spellings(worlds.documents(RecordType.ACTOR, slugs), wanted.known_by):
            yield from _after(after, ACTORS, slug, enumerate(rows), wanted)
        yield (ACTORS, slugs[-1], 10**6), None


def _after(
    after: Place, phase: int, slug: str, rows: Iterable[tuple[int, Row]], wanted: Wanted
) -> Iterator[tuple[Place, Row | None]]:
    for position, row in rows:
        if (phase, slug, position) > after and wanted.has(row):
            yield (phase, slug, position), row


def _chunks(rows: QuerySet[Any], start: str, size: int = CHUNK) -> Iterator[list[str]]:
    """Yield slugs in order, from a slug on, so many at a time. One query each."""
    ahead, has_more = rows.filter(slug__gte=start), True
    while has_more and (slugs := list(ahead.order_by("slug").values_list("slug", flat=True)[:size])):
        yield slugs
        ahead, has_more = rows.filter(slug__gt=slugs[-1]), len(slugs) == size


def claims(wanted: Wanted) -> QuerySet[models.PublishedClaim]:
    """Return the claims that can have a discrepancy that is wanted, as known at an instant."""
    cited = models.PublishedCitation.objects.filter(is_known(wanted.known_by), claim=OuterRef("slug"))
    rows = models.PublishedClaim.objects.filter(Exists(cited))
    if wanted.claim:
        rows = rows.filter(slug=wanted.claim)
    if wanted.source:
        read = models.PublishedReading.objects.filter(is_known(wanted.known_by), claim=OuterRef("slug"))
        rows = rows.filter(Exists(read.filter(source=wanted.source)))
    if wanted.briefing:
        own = is_known(wanted.known_by)
        at = models.PublishedLink.objects.filter(own, claim=OuterRef("slug"), occasion=wanted.briefing)
        rows = rows.filter(Exists(at))
    return rows


def _with_several_names() -> QuerySet[models.PublishedActor]:
    return models.PublishedActor.objects.annotate(forms=Count("names")).filter(forms__gte=2)


def spellings(actors: Mapping[str, Document], known_by: datetime | None) -> Iterator[tuple[str, list[Row]]]:
    """Yield the differing spellings of actors, by their roles and the first citations that name each.

    Costs two queries, with known_by a third.
    """
    named = _first_citations(list(actors))
    rows = models.PublishedCitation.objects.filter(pk__in=set().union(*named.values())).order_by("slug")
    cited = {pk: orjson.loads(bytes(body)) for pk, body in rows.values_list("pk", "body")}
    found = {}
    for slug, actor in actors.items():
        own = [{"source": each["source"], "citations": [each]} for key, each in cited.items() if key in named[slug]]
        found[slug] = list(names.mentions([{"readings": own}], actor))
    known: Collection[str] | None = None
    if known_by is not None:
        printing = {each["source"] for mentions in found.values() for each in mentions}
        known = clock.known(worlds.documents(RecordType.SOURCE, printing).values(), known_by)
    for slug, mentions in found.items():
        yield slug, list(names.differences(actors[slug], mentions, known))


def _first_citations(actors: Sequence[str]) -> dict[str, set[int]]:
    """Return the keys of the first citations that name each actor. One query: ranking all links would take longer."""
    found: dict[str, set[int]] = {slug: set() for slug in actors}
    if actors:
        for link in models.PublishedLink.objects.raw(" UNION ALL ".join([FIRST_LINKS] * len(actors)), actors):
            found[str(link.actor)].add(link.citation_id)
    return found


def of_claim(claim: Document, known_by: datetime | None) -> tuple[list[Row], worlds.Read]:
    """Return the discrepancies of one claim, spellings of the names in it among them."""
    read = worlds.read([claim], known_by)
    rows = discrepancies.of(read.claims[0], read.world)
    for actor in read.world.actors.values():
        if any(names.mentions(read.claims, {**actor, "roles": []})):
            rows += names.differences(actor, names.mentions(read.claims, actor), read.world.known)
    return rows, read
