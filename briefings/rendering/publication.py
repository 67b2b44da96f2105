"""Keep documents and published rows in step with the editions in force."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from briefings.choices import EditionKind, RecordType, TextAccess
from briefings.facts import canonical, records
from briefings.models import (
    ChainHead,
    Document,
    DocumentShows,
    DocumentsVersion,
    Edition,
    EditionReference,
    PublishedActor,
    PublishedBriefing,
    PublishedClaim,
    PublishedComparison,
    PublishedJudgement,
    PublishedReading,
    PublishedRow,
    PublishedSource,
)
from briefings.rendering import search, totals
from briefings.rendering.documents import BUILD
from briefings.rendering.in_force import PUBLIC, Held, InForce
from briefings.rendering.pages import Page
from briefings.rendering.rows import WRITE

Key = tuple[str, str]
ORDER = {record_type: rank for rank, record_type in enumerate(RecordType.values)}
ROWS: dict[str, type[PublishedRow]] = {
    "source": PublishedSource,
    "actor": PublishedActor,
    "briefing": PublishedBriefing,
    "claim": PublishedClaim,
    "reading": PublishedReading,
    "comparison": PublishedComparison,
    "judgement": PublishedJudgement,
}
AT_ONCE = 200  # stale documents rendered with the publication that made them stale; the rest by render_stale


def body_of(held: Held, in_force: InForce) -> tuple[dict[str, Any], set[Key]]:
    """Return a record's document as data, and which records it shows."""
    edition = held.edition
    if edition.kind == EditionKind.WITHDRAWN:
        return {"withdrawn_at": canonical.instant(edition.started_at), "reason": held.notes["reason"]}, set()
    if edition.kind == EditionKind.MERGED:
        target, _ = in_force.actor(edition.slug)
        return {"merged_into": target}, {("actor", held.facts["merged_into"])}
    page = Page(in_force)
    in_force.load(records.references(edition.record_type, held.facts))
    body = BUILD[edition.record_type](page, held)
    return body, page.shows - {(edition.record_type, edition.slug)}


def render(record_type: str, slug: str, in_force: InForce) -> None:
    """Write one record's document, what it shows, and its rows anew."""
    held = in_force.get(record_type, slug)
    if held is None:
        return
    shown, shows = body_of(held, in_force)
    body = orjson.dumps(shown)
    document = Document(
        record_type=record_type, slug=slug, kind=held.edition.kind, edition=held.edition.number,
        body=body, etag=canonical.sha256(body),
    )  # fmt: skip
    Document.objects.bulk_create(
        [document], update_conflicts=True, unique_fields=["record_type", "slug"],
        update_fields=["kind", "edition", "body", "etag", "stale_since"],
    )  # fmt: skip
    DocumentShows.objects.filter(document=document).delete()
    DocumentShows.objects.bulk_create(
        DocumentShows(document=document, record_type=kind, slug=name) for kind, name in sorted(shows)
    )
    ROWS[record_type]._default_manager.filter(document=document).delete()
    search.drop(document)
    if held.edition.kind in PUBLIC:
        WRITE[record_type](document, held, shown, in_force)
        search.write(document, shown)


def _render_all(keys: Iterable[Key], in_force: InForce) -> None:
    """Write the documents of several records anew, and keep the totals in step."""
    keys = in_order(keys)
    with totals.in_step(keys, in_force):
        for key in keys:
            render(*key, in_force)


def publish(editions: Iterable[Edition]) -> None:
    """Bring readers up to date with new editions, in the transaction that made them.

    The records themselves are rendered at once, and so are the claims and sources of readings and the targets of merges
    among them, and everything that shows a withdrawn record or a source whose rights were narrowed. Other documents
    that show a changed record are marked stale; up to AT_ONCE of the oldest are rendered here, the rest by
    render_stale.
    """
    editions = list(editions)
    changed = {(edition.record_type, edition.slug) for edition in editions}
    in_force = InForce()
    in_force.load(changed)
    now_keys = changed | _around_readings(changed, in_force) | _around_merges(changed, in_force)
    withdrawn = {(e.record_type, e.slug) for e in editions if e.kind == EditionKind.WITHDRAWN}
    at_once = withdrawn | _narrowed(changed, in_force)
    now_keys |= {(document.record_type, document.slug) for document in showing(at_once)}
    _render_all(now_keys, in_force)
    stale = [document.pk for document in showing(changed) if (document.record_type, document.slug) not in now_keys]
    Document.objects.filter(pk__in=stale, stale_since=None).update(stale_since=timezone.now())
    render_stale(limit=AT_ONCE)
    turn()


def turn() -> None:
    """Give the documents, which have just changed, another version. Costs one query."""
    token = secrets.token_hex(16)
    if not DocumentsVersion.objects.filter(pk=1).update(token=token):
        DocumentsVersion.objects.create(pk=1, token=token)


def _around_readings(keys: set[Key], in_force: InForce) -> set[Key]:
    """Return the claims and sources whose documents nest or count the readings among keys."""
    held = [in_force.get(*key) for key in keys if key[0] == "reading"]
    return {(name, row.facts[name]) for row in held if row for name in ("claim", "source")}


def _narrowed(keys: set[Key], in_force: InForce) -> set[Key]:
    """Return the sources among keys of whose words readers may now have less than they are served."""
    slugs = [slug for record_type, slug in keys if record_type == "source"]
    served = dict(PublishedSource.objects.filter(slug__in=slugs).values_list("slug", "text_access"))
    held = {slug: in_force.public("source", slug) for slug in served}
    rank = TextAccess.values.index  # from full to hash
    return {
        ("source", slug)
        for slug, row in held.items()
        if row and rank(row.facts["text_access"]) > rank(served[slug])
    }


def _around_merges(keys: set[Key], in_force: InForce) -> set[Key]:
    """Return the actors whose documents list the merged ones among keys."""
    held = [in_force.get(*key) for key in keys if key[0] == "actor"]
    return {("actor", row.facts["merged_into"]) for row in held if row and row.edition.kind == EditionKind.MERGED}


def showing(keys: set[Key]) -> list[Document]:
    """Return the documents that show any of these records. One query a type."""
    found: dict[int, Document] = {}
    for record_type in {kind for kind, _ in keys}:
        slugs = [slug for kind, slug in keys if kind == record_type]
        rows = Document.objects.filter(shows__record_type=record_type, shows__slug__in=slugs).distinct()
        found.update({row.pk: row for row in rows.only("record_type", "slug", "kind")})
    return list(found.values())


def in_order(keys: Iterable[Key]) -> list[Key]:
    """Return keys in the order in which records refer to each other."""
    return sorted(keys, key=lambda key: (ORDER[key[0]], key[1]))


def render_stale(*, limit: int) -> int:
    """Render the documents that have been stale longest, at most limit; return how many there were."""
    with transaction.atomic():
        _hold_editions()
        rows = Document.objects.filter(stale_since__isnull=False).order_by("stale_since", "pk")[:limit]
        keys = [(row.record_type, row.slug) for row in rows.only("record_type", "slug")]
        _render_all(keys, InForce())
        if keys:
            turn()
    return len(keys)


def _hold_editions() -> None:
    """Let no edition be added until the transaction ends, so that no older one is rendered over a newer."""
    list(ChainHead.objects.select_for_update().filter(name="editions"))


def oldest_stale() -> datetime | None:
    """Return since when the longest stale document is stale; None: all are fresh."""
    return Document.objects.filter(stale_since__isnull=False).order_by("stale_since").values_list(
        "stale_since", flat=True
    ).first()  # fmt: skip


def keys_in_force() -> list[Key]:
    """Return (type, slug) of every record that ever had an edition."""
    return in_order(Edition.objects.order_by().values_list("record_type", "slug").distinct())


def rebuild() -> int:
    """Drop the whole projection and make it again from the editions in force; return how many documents it has."""
    with transaction.atomic():
        _hold_editions()
        Document.objects.all().delete()
        EditionReference.objects.all().delete()
        keys = keys_in_force()
        in_force = InForce()
        for record_type, slug in keys:
            held = in_force.get(record_type, slug)
            if held is not None and held.edition.kind != EditionKind.WITHDRAWN:
                index_references([(record_type, slug, held.facts)])
        for key in keys:
            render(*key, in_force)
        totals.rebuild()
        turn()
    return len(keys)


def index_references(in_force: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Keep which records editions in force name, for (type, slug, facts) of each."""
    EditionReference.objects.bulk_create(
        EditionReference(record_type=record_type, slug=slug, target_type=target_type, target_slug=target)
        for record_type, slug, facts in in_force
        for target_type, target in sorted(records.references(record_type, facts))
    )
