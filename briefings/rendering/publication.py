"""Keep documents and published rows in step with the editions in force."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import ForeignObjectRel, Max, Min, Model, Q, QuerySet
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
    StaleDocument,
)
from briefings.models.loads import refuse_unfinished
from briefings.rendering import rows, search, totals
from briefings.rendering.documents import BUILD
from briefings.rendering.in_force import PUBLIC, Held, InForce
from briefings.rendering.pages import Page

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
CHUNK = 100  # documents rendered together: what they are made of is fetched and written at once
WIDE = ("claim", "reading")  # whose documents show lines about what the records that they show name
NAMED_BY = {"claim": ("reading", "judgement", "comparison"), "source": ("reading",)}  # what documents are made of
MARK = (
    f"INSERT INTO {StaleDocument._meta.db_table} (document_id, since)"
    f" SELECT id, %s FROM {Document._meta.db_table} WHERE id IN ({{}}) ON CONFLICT (document_id)"
    f" DO UPDATE SET since = excluded.since WHERE {StaleDocument._meta.db_table}.since IS NULL"
)
MARKED_TOGETHER = 100_000  # documents, a narrow row each, which other writers wait for
AT_ONCE = 50  # stale documents rendered with a publication, which other writers wait for; the rest by render_stale


def body_of(held: Held, in_force: InForce) -> tuple[dict[str, Any], set[Key]]:
    """Return a record's document as data, and which records it shows."""
    edition = held.edition
    if edition.kind == EditionKind.WITHDRAWN:
        return {"withdrawn_at": canonical.instant(edition.started_at), "reason": held.notes["reason"]}, set()
    if edition.kind == EditionKind.MERGED:
        target, _ = in_force.actor(edition.slug)
        return {"merged_into": target}, {("actor", held.facts["merged_into"])}
    page = Page(in_force)
    in_force.load(held.references)
    body = BUILD[edition.record_type](page, held)
    return body, page.shows - {(edition.record_type, edition.slug)}


def render(keys: Iterable[Key], in_force: InForce) -> None:
    """Write the documents of records anew, what each shows, and its rows, and keep the totals in step.

    Costs some statements for each CHUNK of documents, and some for the rows of each table.
    """
    ordered = in_order(keys)
    with totals.in_step(ordered, in_force) as there:
        for some in _chunks(ordered):
            _render(some, in_force, there)


def _render(keys: list[Key], in_force: InForce, there: set[Key]) -> list[Document]:
    """Write some documents. there: those of them that there are already."""
    held = _fetch(keys, in_force)
    bodies = [body_of(each, in_force) for each in held]
    documents = [_document(each, shown) for each, (shown, _) in zip(held, bodies, strict=True)]
    _replace(documents, [shows for _, shows in bodies], there)
    public = [
        (document, each, shown)
        for document, each, (shown, _) in zip(documents, held, bodies, strict=True)
        if each.edition.kind in PUBLIC
    ]
    rows.write(row for document, each, shown in public for row in rows.of(document, each, shown, in_force))
    search.write((document, shown) for document, _, shown in public)
    return documents


def render_anew(keys: list[Key]) -> list[Document]:
    """Write and return documents that are not there; references are indexed already, totals are left to the caller."""
    in_force = InForce()
    fetch(keys, in_force)
    return _render(keys, in_force, there=set())


def fetch(keys: list[Key], in_force: InForce) -> None:
    """Have all at hand that the documents of these records need: some queries for however many they are."""
    _fetch(keys, in_force)
    if any(record_type in WIDE for record_type, _ in keys):
        for _ in ("what readings name", "what their sources and actors name"):
            in_force.load(in_force.named())


def _fetch(keys: list[Key], in_force: InForce) -> list[Held]:
    """Return the editions in force, with what their documents name at hand as far as it can be told beforehand."""
    in_force.load(keys)
    held = [row for key in keys if (row := in_force.get(*key)) is not None]
    in_force.load_naming(
        (record_type, row.edition.record_type, row.edition.slug)
        for row in held
        for record_type in NAMED_BY.get(row.edition.record_type, ())
    )
    in_force.load({named for row in held for named in row.references})
    return held


def _document(held: Held, shown: dict[str, Any]) -> Document:
    body, edition = orjson.dumps(shown), held.edition
    return Document(
        record_type=edition.record_type, slug=edition.slug, kind=edition.kind, edition=edition.number, body=body,
        etag=canonical.sha256(body),
    )  # fmt: skip


def _replace(documents: list[Document], shows: list[set[Key]], there: set[Key]) -> None:
    """Put documents, and which records each shows, in the place of those that there were; their rows go."""
    Document.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["record_type", "slug"],
        update_fields=["kind", "edition", "body", "etag"],
    )  # fmt: skip
    if old := [document for document in documents if (document.record_type, document.slug) in there]:
        _drop_rows(old)
    DocumentShows.objects.bulk_create(
        row for document, shown in zip(documents, shows, strict=True) for row in _shows(document, shown)
    )


def _shows(document: Document, shown: set[Key]) -> Iterator[DocumentShows]:
    return (DocumentShows(document=document, record_type=kind, slug=name) for kind, name in sorted(shown))


def rows_of(
    document: Document, held: Held, shown: dict[str, Any], shows: set[Key], in_force: InForce
) -> Iterator[Model]:
    """Yield all rows that stand beside a document, unsaved. shown, shows: what body_of returned."""
    yield from _shows(document, shows)
    if held.edition.kind in PUBLIC:
        yield from rows.of(document, held, shown, in_force)
        yield from search.rows(document, shown)


def _drop_rows(documents: list[Document]) -> None:
    StaleDocument.objects.filter(document__in=documents).delete()
    DocumentShows.objects.filter(document__in=documents).delete()
    for record_type in {document.record_type: None for document in documents}:
        same = [document for document in documents if document.record_type == record_type]
        ROWS[record_type]._default_manager.filter(document__in=same).delete()
    search.drop(documents)


def publish(editions: Iterable[Edition]) -> None:
    """Bring readers up to date with new editions, in the transaction that made them.

    The records themselves are rendered at once, and so are the claims and sources of readings, the claims of judgements
    and comparisons and the targets of merges among them, and everything that shows a withdrawn record or a source whose
    rights were narrowed. Other documents that show a changed record are marked stale; up to AT_ONCE of the oldest are
    rendered here, the rest by render_stale, which makes these before what mark_all has marked.
    """
    editions = list(editions)
    changed = {(edition.record_type, edition.slug) for edition in editions}
    in_force = InForce()
    in_force.keep_first(editions)
    in_force.load(changed)
    now_keys = changed | _around_readings(changed, in_force) | _around_merges(changed, in_force)
    now_keys |= _around_judgements(changed, in_force) | _around_comparisons(changed, in_force)
    withdrawn = {(e.record_type, e.slug) for e in editions if e.kind == EditionKind.WITHDRAWN}
    at_once = withdrawn | _narrowed(changed, in_force)
    now_keys |= {(document.record_type, document.slug) for document in showing(at_once)}
    _mark(changed)
    render(now_keys, in_force)
    render(_stale(AT_ONCE, has_changed=True), in_force)
    turn()


def _mark(keys: set[Key]) -> None:
    """Mark the documents that show any of these records as stale; one that is keeps its time. Costs a statement.

    keys: at least one.
    """
    shown, given = _showing(keys).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(MARK.format(shown), [timezone.now(), *given])


def mark_all() -> None:
    """Mark every document as stale: render_stale then makes all anew while readers are served and the desk goes on.

    What a publication marks, before or later, is made before them. Costs a statement, in a transaction of its own, for
    each MARKED_TOGETHER documents.
    """
    some = f"SELECT id FROM {Document._meta.db_table} WHERE id BETWEEN %s AND %s"
    last = Document.objects.aggregate(last=Max("pk"))["last"] or 0
    for first in range(0, last + 1, MARKED_TOGETHER):
        with transaction.atomic(), connection.cursor() as cursor:
            _hold_editions()
            cursor.execute(MARK.format(some), [None, first, first + MARKED_TOGETHER - 1])


def turn() -> None:
    """Give the documents, which have just changed, another version. Costs one query."""
    token = secrets.token_hex(16)
    if not DocumentsVersion.objects.filter(pk=1).update(token=token):
        DocumentsVersion.objects.create(pk=1, token=token)


def _around_readings(keys: set[Key], in_force: InForce) -> set[Key]:
    """Return the claims and sources whose documents nest or count the readings among keys."""
    held = [in_force.get(*key) for key in keys if key[0] == "reading"]
    return {(name, row.facts[name]) for row in held if row for name in ("claim", "source")}


def _around_judgements(keys: set[Key], in_force: InForce) -> set[Key]:
    """Return the claims whose verdicts the judgements among keys decide."""
    held = [in_force.get(*key) for key in keys if key[0] == "judgement"]
    return {("claim", row.facts["claim"]) for row in held if row and row.facts["claim"]}


def _around_comparisons(keys: set[Key], in_force: InForce) -> set[Key]:
    """Return the claims on the sides of the comparisons among keys, whose discrepancies these add to or explain."""
    held = [in_force.get(*key) for key in keys if key[0] == "comparison"]
    return {("claim", row.facts[side]["claim"]) for row in held if row for side in ("left", "right")}


def _narrowed(keys: set[Key], in_force: InForce) -> set[Key]:
    """Return the sources among keys of whose words readers may now have less than they are served."""
    held = [in_force.get(*key) for key in keys if key[0] == "source"]
    slugs = [row.edition.slug for row in held if row and row.edition.number > 1]
    if not slugs:
        return set()
    served = dict(PublishedSource.objects.filter(slug__in=slugs).values_list("slug", "text_access"))
    now = {slug: in_force.public("source", slug) for slug in served}
    rank = TextAccess.values.index  # from full to hash
    return {
        ("source", slug) for slug, row in now.items() if row and rank(row.facts["text_access"]) > rank(served[slug])
    }


def _around_merges(keys: set[Key], in_force: InForce) -> set[Key]:
    """Return the actors whose documents list the merged ones among keys."""
    held = [in_force.get(*key) for key in keys if key[0] == "actor"]
    return {("actor", row.facts["merged_into"]) for row in held if row and row.edition.kind == EditionKind.MERGED}


def showing(keys: set[Key]) -> list[Document]:
    """Return the documents that show any of these records. One query."""
    shown = Document.objects.filter(pk__in=_showing(keys)).only("record_type", "slug", "kind")
    return [*shown] if keys else []


def _showing(keys: set[Key]) -> QuerySet:
    shown = Q(pk__in=[])
    for record_type in {kind for kind, _ in keys}:
        shown |= Q(record_type=record_type, slug__in=[slug for kind, slug in keys if kind == record_type])
    return DocumentShows.objects.filter(shown).values("document")


def in_order(keys: Iterable[Key]) -> list[Key]:
    """Return keys in the order in which records refer to each other."""
    return sorted(keys, key=lambda key: (ORDER[key[0]], key[1]))


def render_stale(*, limit: int) -> int:
    """Render stale documents, at most limit; return how many there were.

    Those that show what has changed go first, the longest stale before the others; then those of mark_all.
    """
    with transaction.atomic():
        _hold_editions()
        keys = _stale(limit, has_changed=True)
        if len(keys) < limit:
            keys += _stale(limit - len(keys), has_changed=False)
        if keys:
            render(keys, InForce())
            turn()
    return len(keys)


def _stale(limit: int, *, has_changed: bool) -> list[Key]:
    """Return documents that are stale since a change, or that are to be made anew without one. One query."""
    stale = StaleDocument.objects.filter(since__isnull=not has_changed).order_by("since", "document")[:limit]
    return [*stale.values_list("document__record_type", "document__slug")]


def _hold_editions() -> None:
    """Let no edition be added until the transaction ends, so that no older one is rendered over a newer.

    Raises Unfinished while a dump is being loaded.
    """
    list(ChainHead.objects.select_for_update().filter(name="editions"))
    refuse_unfinished()


def count_stale() -> int:
    """Return how many documents are stale."""
    return StaleDocument.objects.count()


def oldest_stale() -> datetime | None:
    """Return since when the longest stale document shows what has changed; None: none does."""
    return StaleDocument.objects.aggregate(oldest=Min("since"))["oldest"]


def keys_in_force() -> Iterator[Key]:
    """Yield (type, slug) of every record that ever had an edition, in the order in which they refer to each other."""
    for record_type in ORDER:
        first = Edition.objects.filter(record_type=record_type, number=1).order_by("slug")
        for slug in first.values_list("slug", flat=True).iterator():
            yield record_type, slug


def rebuild() -> int:
    """Drop the whole projection and make it again from the editions in force; return how many documents it has.

    Holds CHUNK records at a time, however many there are.
    """
    count = 0
    with transaction.atomic():
        _hold_editions()
        _drop_all()
        for keys in _chunks(keys_in_force()):
            index_references(_naming(keys))
        for keys in _chunks(keys_in_force()):
            count += len(render_anew(keys))
        totals.rebuild()
        turn()
    return count


def _drop_all() -> None:
    """Delete every row of the projection, a statement a table: Django's own deletion would hold all of them."""
    tables: list[type[Model]] = [*_below(Document), Document, EditionReference]
    for table in dict.fromkeys(tables):
        table._default_manager.all()._raw_delete(connection.alias)


def _below(table: type[Model]) -> Iterator[type[Model]]:
    """Yield the tables whose rows belong to rows of a table, each before those that its own rows belong to."""
    for relation in table._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            yield from _below(relation.related_model)
            yield relation.related_model


def _chunks(keys: Iterable[Key]) -> Iterator[list[Key]]:
    several = iter(keys)
    while some := [*islice(several, CHUNK)]:
        yield some


def _naming(keys: list[Key]) -> list[tuple[str, str, dict[str, Any]]]:
    """Return type, slug and facts of the records among keys that name others: those that are not withdrawn."""
    in_force = InForce()
    in_force.load(keys)
    held = [row for key in keys if (row := in_force.get(*key)) is not None]
    return [
        (row.edition.record_type, row.edition.slug, row.facts)
        for row in held
        if row.edition.kind != EditionKind.WITHDRAWN
    ]


def index_references(in_force: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Keep which records editions in force name, for (type, slug, facts) of each."""
    EditionReference.objects.bulk_create(
        EditionReference(record_type=record_type, slug=slug, target_type=target_type, target_slug=target)
        for record_type, slug, facts in in_force
        for target_type, target in sorted(records.references(record_type, facts))
    )
