"""Working rows and documents say what the editions in force say."""

from collections.abc import Iterator

import orjson
from django.db.models import Max

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
    StaleDocument,
)
from briefings.rendering import totals as kept_totals
from briefings.rendering.in_force import PUBLIC, InForce
from briefings.rendering.publication import ROWS, body_of, keys_in_force
from briefings.rendering.rows import citation_body, differences, envelope
from briefings.verification.problems import Problem


def working_rows() -> Iterator[Problem]:
    """Yield every record that points to another edition than its latest, or is published and says something else."""
    latest = {
        (row["record_type"], row["slug"]): row["number"]
        for row in Edition.objects.order_by().values("record_type", "slug").annotate(number=Max("number"))
    }
    for record_type in RECORDS:
        for row in facts_of.queryset(record_type).exclude(edition=None).order_by("slug").iterator(chunk_size=500):
            if latest.pop((record_type, row.slug), None) != row.edition.number or row.edition.slug != row.slug:
                yield Problem("working row", row.label, f"points to {row.edition}, which is not its latest")
            settled = row.state in (State.PUBLISHED, State.MERGED)
            facts = facts_of.of(row)
            if settled and canonical.hash_of(facts) != row.edition.facts_hash:
                yield Problem("working row", row.label, f"is {row.state} and differs from edition {row.edition.number}")
            expected = AFTER_EDITION[EditionKind(row.edition.kind)]
            if settled and row.state != expected:
                yield Problem("working row", row.label, f"is {row.state}, its edition makes it {expected}")
    for key in latest:
        yield Problem("working row", " ".join(key), "has editions, and no working row points to the latest")


def documents() -> Iterator[Problem]:
    """Yield every fresh document that differs from what its editions render to, is missing, or has none behind it."""
    there = {(row.record_type, row.slug): row for row in Document.objects.defer("body").iterator()}
    stale = {*StaleDocument.objects.values_list("document", flat=True)}
    in_force = InForce()
    for key in keys_in_force():
        row = there.pop(key, None)
        label = " ".join(key)
        if row is None:
            yield Problem("document", label, "is missing")
        elif row.pk not in stale:
            yield from _differs(row, label, in_force)
    for key in there:
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
