"""Working rows and documents say what the editions in force say."""

from collections.abc import Iterator
from itertools import islice

import orjson
from django.db.models import Exists, Max, OuterRef

from briefings.actions.records import AFTER_EDITION
from briefings.choices import EditionKind, State
from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.models import (
    RECORDS,
    Document,
    Edition,
    PublishedCitation,
    PublishedClaim,
    PublishedDiscrepancy,
    Record,
    StaleDocument,
)
from briefings.rendering import totals as kept_totals
from briefings.rendering.in_force import PUBLIC, InForce
from briefings.rendering.publication import ROWS, body_of, fetch, keys_in_force
from briefings.rendering.rows import citation_body, differences, envelope
from briefings.verification.problems import Problem

TOGETHER = 100  # records looked at together: what they are checked against is fetched at once


def working_rows() -> Iterator[Problem]:
    """Yield every record that points to another edition than its latest, or is published and says something else."""
    for record_type in RECORDS:
        rows = facts_of.queryset(record_type).exclude(edition=None).order_by("slug").iterator(chunk_size=TOGETHER)
        while some := [*islice(rows, TOGETHER)]:
            editions = Edition.objects.filter(record_type=record_type, slug__in=[row.slug for row in some])
            latest = dict(editions.order_by().values_list("slug").annotate(Max("number")))
            for row in some:
                yield from _working_row(row, latest.get(row.slug))
    for record_type, model in RECORDS.items():
        row = model._default_manager.exclude(edition=None).filter(slug=OuterRef("slug"))
        without = Edition.objects.filter(~Exists(row), record_type=record_type, number=1).order_by("slug")
        for slug in without.values_list("slug", flat=True).iterator():
            yield Problem(
                "working row", f"{record_type} {slug}", "has editions, and no working row points to the latest"
            )


def _working_row(row: Record, latest: int | None) -> Iterator[Problem]:
    if latest != row.edition.number or row.edition.slug != row.slug:
        yield Problem("working row", row.label, f"points to {row.edition}, which is not its latest")
    settled = row.state in (State.PUBLISHED, State.MERGED)
    facts = facts_of.of(row)
    if settled and canonical.hash_of(facts) != row.edition.facts_hash:
        yield Problem("working row", row.label, f"is {row.state} and differs from edition {row.edition.number}")
    expected = AFTER_EDITION[EditionKind(row.edition.kind)]
    if settled and row.state != expected:
        yield Problem("working row", row.label, f"is {row.state}, its edition makes it {expected}")


def documents() -> Iterator[Problem]:
    """Yield every fresh document that differs from what its editions render to, is missing, or has none behind it."""
    keys = keys_in_force()
    while some := [*islice(keys, TOGETHER)]:
        types, slugs = {key[0] for key in some}, [key[1] for key in some]
        rows = Document.objects.filter(record_type__in=types, slug__in=slugs)
        there = {(row.record_type, row.slug): row for row in rows}
        stale = {*StaleDocument.objects.filter(document__in=rows).values_list("document", flat=True)}
        in_force = InForce()
        fetch(some, in_force)
        for key in some:
            row = there.get(key)
            if row is None:
                yield Problem("document", " ".join(key), "is missing")
            elif row.pk not in stale:
                yield from _differs(row, " ".join(key), in_force)
    edition = Edition.objects.filter(record_type=OuterRef("record_type"), slug=OuterRef("slug"))
    for key in Document.objects.filter(~Exists(edition)).order_by("pk").values_list("record_type", "slug"):
        yield Problem("document", " ".join(key), "has no edition behind it")


def _differs(row: Document, label: str, in_force: InForce) -> Iterator[Problem]:
    held = in_force.get(row.record_type, row.slug)
    if held is None:
        return
    shown, _ = body_of(held, in_force)
    if orjson.dumps(shown) != bytes(row.body) or canonical.sha256(bytes(row.body)) != row.etag:
        yield Problem("document", label, "does not match its editions")
    if (row.kind, row.edition) != (held.edition.kind, held.edition.number):
        yield Problem("document", label, f"says {row.kind} edition {row.edition}, in force is {held.edition}")
    has_row = ROWS[row.record_type].objects.filter(slug=row.slug).exists()
    if has_row != (held.edition.kind in PUBLIC):
        yield Problem("document", label, f"is {held.edition.kind} and {'has' if has_row else 'has no'} published row")
    if row.record_type == "claim" and has_row:
        numbers = envelope(shown)
        if PublishedClaim.objects.filter(slug=row.slug).values(*numbers).get() != numbers:
            yield Problem("document", label, "its published row has other numbers than its edition")
        wanted = differences(shown, in_force)
        kept = PublishedDiscrepancy.objects.filter(claim=row.slug).order_by("position")
        if list(kept.values(*(wanted[0] if wanted else ()))) != wanted:
            yield Problem("document", label, "its published discrepancies are not those of its edition")
    if row.record_type == "reading" and has_row:
        kept = PublishedCitation.objects.filter(reading__slug=row.slug).values_list("slug", "body", "etag")
        wanted = {citation["slug"]: citation_body(citation, shown) for citation in shown["citations"]}
        if {slug: (bytes(body), etag) for slug, body, etag in kept} != {
            slug: (body, canonical.sha256(body)) for slug, body in wanted.items()
        }:
            yield Problem("document", label, "its published citations are not those of its edition")


def totals() -> Iterator[Problem]:
    """Yield every kept total that is not what the published rows add up to."""
    kept, counted = kept_totals.stored(), kept_totals.everything()
    for total in sorted(kept.keys() | counted.keys()):
        if kept[total] != counted[total]:
            resource, scope, facet, is_null, value = total
            label = " ".join(part for part in (resource, scope, facet, "null" if is_null else value) if part)
            yield Problem("total", label, f"says {kept[total]}, counted are {counted[total]}")
