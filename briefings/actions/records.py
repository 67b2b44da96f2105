"""The steps that one person takes on one record. Approval, withdrawal and batches have modules of their own."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Subquery
from django.utils import timezone

from briefings import permissions, workflow
from briefings.actions import assignments, audit, contributions, memberships, writing
from briefings.actions.transactions import one_writer, write_pending
from briefings.choices import EditionKind, State
from briefings.errors import Conflict, Invalid, PreconditionFailed
from briefings.facts import records as facts_of
from briefings.models import RECORDS, AuditEvent, Batch, Edition, Record, User
from briefings.models.records import SLUG

LONGEST_SLUG = 90  # two of them, joined, are a reading's
LONGEST_READING_SLUG = 2 * LONGEST_SLUG + len("--")
Key = tuple[str, str]  # type and slug
AFTER_EDITION = {
    EditionKind.PUBLISHED: State.PUBLISHED,
    EditionKind.UNMERGED: State.PUBLISHED,
    EditionKind.WITHDRAWN: State.WITHDRAWN,
    EditionKind.MERGED: State.MERGED,
}


class SlugTaken(Conflict):
    """The slug is, or once was, another record's."""

    code = "slug_taken"


class Stale(PreconditionFailed):
    """Somebody else changed the record first. changes holds what they changed: field to (before, after)."""

    code = "stale"

    def __init__(self, record: Record, version: int, changes: dict[str, Any]) -> None:
        self.changes = changes
        changed = ", ".join(sorted(changes)) or "its state"
        super().__init__(
            f"cannot change {record.label}: you saw version {version}, it is now version {record.version} "
            f"by {record.updated_by.pseudonym}, who changed {changed}"
        )


def model_of(record_type: str) -> type[Record]:
    """Return the model of a record type. Raises Invalid for what is none."""
    if record_type not in RECORDS:
        raise Invalid(f"there is no record type {record_type!r}; allowed: {', '.join(RECORDS)}")
    return RECORDS[record_type]


def get(record_type: str, slug: str) -> Record:
    """Return the working row under a slug. Raises Invalid for none."""
    rows = model_of(record_type)._default_manager.select_related("edition")
    row = rows.filter(slug=slug).first() if re.match(SLUG.regex, slug) else None  # NUL would be the database's error
    if row is None:
        raise Invalid(f"there is no {record_type} {slug!r}")
    return row


def get_all(keys: Iterable[Key], *, with_facts: bool = False) -> list[Record]:
    """Return the working rows under (type, slug), in that order: one query a type. Raises Invalid for one that is none.

    Their latest editions come with what these keep, and their batches with them. with_facts: and what facts_of.of
    reads, for eight queries a type at most.
    """
    keys = list(keys)
    found: dict[Key, Record] = {}
    for record_type in {record_type for record_type, _ in keys}:
        slugs = [slug for kind, slug in keys if kind == record_type and re.match(SLUG.regex, slug)]
        model = model_of(record_type)
        rows = facts_of.queryset(record_type) if with_facts else model._default_manager.all()
        rows = rows.select_related("edition__payload", "batch")
        found |= {(record_type, row.slug): row for row in rows.filter(slug__in=slugs)}
    return [found[key] if key in found else get(*key) for key in keys]


def create(
    *,
    record_type: str,
    slug: str,
    facts: Mapping[str, Any],
    by: User,
    batch: Batch | None = None,
    texts: Callable[[str], str] = facts_of.stored_text,
    before_parts: Callable[[Record], None] | None = None,
) -> Record:
    """Begin a record as a draft and return it.

    before_parts runs when the row exists and its parts do not yet (a source keeps its text there).
    Raises InvalidFacts, SlugTaken, Forbidden; nothing is kept then.
    """
    (row,) = create_all(
        record_type=record_type, drafts={slug: facts}, by=by, batch=batch, texts=texts, before_parts=before_parts
    )
    return row


def create_all(
    *,
    record_type: str,
    drafts: Mapping[str, Mapping[str, Any]],
    by: User,
    batch: Batch | None = None,
    texts: Callable[[str], str] = facts_of.stored_text,
    before_parts: Callable[[Record], None] | None = None,
) -> list[Record]:
    """Begin several records of one type, which do not name each other, as drafts. drafts: slug to facts.

    Costs some thirty queries for however many. Raises what create raises; nothing is kept then.
    """
    permissions.require(by, "create")
    model = model_of(record_type)
    for slug in drafts:
        _check_slug(record_type, slug)
        if record_type == "source" and before_parts is None:
            raise Invalid(f"cannot create source {slug}: a source is received with its text")
    with one_writer():
        if batch is not None:
            memberships.check_open(batch, "add to")
        for slug in model._default_manager.filter(slug__in=drafts).order_by("slug").values_list("slug", flat=True):
            raise SlugTaken(f"cannot create {record_type} {slug}: that slug is taken, and slugs are never reused")
        known = facts_of.known_to(record_type, drafts.values(), texts=texts)
        cleaned = {slug: facts_of.clean(record_type, facts, slug=slug, known=known) for slug, facts in drafts.items()}
        for slug in drafts:
            _check_cell(record_type, slug, cleaned[slug])
        rows = [_draft(model, slug, cleaned, by, batch) for slug in drafts]
        model._default_manager.bulk_create(rows)
        if before_parts:
            for row in rows:
                before_parts(row)
        writing.write(rows, [cleaned[row.slug] for row in rows], are_new=True)
        contributions.add(rows, by)
        after = facts_of.read_many(record_type, [row.pk for row in rows])
        for row in rows:
            log("create", row, by, before=None, after=after[row.pk])
    return rows


def _draft(
    model: type[Record], slug: str, cleaned: dict[str, dict[str, Any]], by: User, batch: Batch | None
) -> Record:
    """Return a new row, unsaved, with its columns; its citations get their ids."""
    now = timezone.now()
    row = model(slug=slug, created_at=now, created_by=by, updated_at=now, updated_by=by, batch=batch)
    cleaned[slug] = writing.minted(row, cleaned[slug])
    for name, value in writing.columns(model, cleaned[slug]).items():
        setattr(row, name, value)
    return row


def _check_slug(record_type: str, slug: str) -> None:
    """Raise Invalid for what is no slug; two hyphens join the slugs that a reading's is made of."""
    longest = LONGEST_READING_SLUG if record_type == "reading" else LONGEST_SLUG
    if not isinstance(slug, str) or len(slug) > longest or not re.match(SLUG.regex, slug):
        raise Invalid(f"cannot create {record_type} {slug!r}: {SLUG.message} At most {longest} characters.")
    if "--" in slug and record_type != "reading":
        raise Invalid(f"cannot create {record_type} {slug}: two hyphens in a row stand in slugs of readings only")


def _check_cell(record_type: str, slug: str, cleaned: Mapping[str, Any]) -> None:
    """Raise Invalid for a reading whose slug is not made of its claim's and its source's."""
    if record_type == "reading" and slug != (wanted := f"{cleaned['claim'].slug}--{cleaned['source'].slug}"):
        raise Invalid(f"cannot create reading {slug!r}: the slug of this reading is {wanted}")


def edit(*, record: Record, facts: Mapping[str, Any], by: User, version: int) -> Record:
    """Replace a record's facts and return the fresh row.

    version: the one the facts were made from; Stale if it is no longer the record's. A published record becomes a
    pending revision while readers keep its edition; a submitted one goes back to draft. Facts that change nothing
    change nothing, the version included.
    """
    permissions.require(by, "edit")
    with one_writer():
        row = get(record.record_type, record.slug)
        before = facts_of.read(row)
        if row.version != version:
            raise Stale(row, version, changes_since(row, version))
        workflow.check(row, "edit")
        cleaned = facts_of.clean(row.record_type, facts, slug=row.slug)
        _refuse_moving(row, cleaned)
        _replace(row, cleaned)
        after = facts_of.read(row)
        if after == before:
            return row
        move(row, by, state=State.DRAFT)
        contributions.add([row], by)
        log("edit", row, by, before=before, after=after)
    return row


def _replace(row: Record, cleaned: dict[str, Any]) -> None:
    """Put checked facts into a row that is there, in the place of those it has."""
    cleaned = writing.minted(row, cleaned)
    for name, value in writing.columns(type(row), cleaned).items():
        setattr(row, name, value)
    row.save()
    writing.write([row], [cleaned])


def _refuse_moving(row: Record, cleaned: dict[str, Any]) -> None:
    """Raise Invalid when a reading would become the reading of another claim or source: its slug names both."""
    for name in ("claim", "source") if row.record_type == "reading" else ():
        if cleaned[name].pk != getattr(row, f"{name}_id"):
            raise Invalid(f"cannot edit {row.label}: a reading keeps its {name}, {getattr(row, name).slug}")


def changes_since(row: Record, version: int) -> dict[str, Any]:
    """Return which fields others changed after a version: field to (value at that version, value now)."""
    changes: dict[str, Any] = {}
    write_pending()
    events = AuditEvent.objects.filter(record_type=row.record_type, slug=row.slug).select_related("payload")
    events = events.exclude(step__in=("approve", "withdraw"))  # their differences are between editions
    for event in events.order_by("sequence"):
        body = json.loads(event.payload.body)
        if body.get("version", 0) <= version:
            continue
        for name, (old, new) in body["difference"].items():
            changes[name] = (changes.get(name, (old,))[0], new)
    return changes


def move(row: Record, by: User, *, state: State, **columns: Any) -> None:
    """Change a record's state and count its version up. Raises Stale when another writer was faster."""
    now = timezone.now()
    values = {"state": state, "updated_at": now, "updated_by": by, **columns}
    same = type(row)._default_manager.filter(pk=row.pk, version=row.version)
    if not same.update(version=F("version") + 1, **values):
        raise Stale(get(row.record_type, row.slug), row.version, {})
    row.version += 1
    for name, value in values.items():
        setattr(row, name, value)


def move_all(rows: Sequence[Record], by: User, *, state: State, **columns: Any) -> None:
    """Change the state of records as move does: one statement for those of one type and version."""
    if not rows:
        return
    now = timezone.now()
    values = {"state": state, "updated_at": now, "updated_by": by, **columns}
    alike: dict[tuple[type[Record], int], list[Record]] = defaultdict(list)
    for row in rows:
        alike[type(row), row.version].append(row)
    for (model, version), same in alike.items():
        theirs = model._default_manager.filter(pk__in=[row.pk for row in same], version=version)
        if theirs.update(version=F("version") + 1, **values) != len(same):
            changed = next(row for row in same if get(row.record_type, row.slug).version != version + 1)
            raise Stale(get(changed.record_type, changed.slug), version, {})
        for row in same:
            row.version += 1
            for name, value in values.items():
                if not isinstance(value, Subquery):  # what the database works out is the caller's to set
                    setattr(row, name, value)


def log(
    step: str, row: Record, by: User, *, before: Any = None, after: Any = None, reason: str = "", **extra: Any
) -> None:
    """Append the audit event of one step on one record."""
    audit.record(
        step=step, record_type=row.record_type.value, slug=row.slug, by=by, before=before, after=after, reason=reason,
        extra={"version": row.version, **({"batch": row.batch_id} if row.batch_id else {}), **extra},
    )  # fmt: skip


def submit(*, record: Record, by: User) -> Record:
    """Hand a draft in for review. Refused when it says nothing new."""
    (row,) = submit_all(rows=[record], by=by)
    return row


def submit_all(*, rows: Iterable[Record], by: User) -> list[Record]:
    """Hand several drafts in for review, all of them or none."""
    permissions.require(by, "submit")
    with one_writer():
        return submit_in_turn([(row.record_type.value, row.slug) for row in rows], by)


def submit_in_turn(keys: Iterable[Key], by: User) -> list[Record]:
    """Do what submit_all does, once it is its turn: call it inside one_writer(), for somebody who may submit."""
    fresh = get_all(keys)
    for row in fresh:
        workflow.check(row, "submit")
        if row.is_public and published_facts(row) == facts_of.read(row):
            same = "it equals the edition that readers have"
            raise Conflict(f"cannot submit {row.label}: {same}; discard it instead")
    move_all(fresh, by, state=State.IN_REVIEW, submitted_at=timezone.now(), submitted_by=by)
    for row in fresh:
        log("submit", row, by)
    return fresh


def edition_facts(edition: Edition) -> dict[str, Any]:
    """Return the facts an edition keeps."""
    facts: dict[str, Any] = json.loads(edition.payload.facts)
    return facts


def published_facts(row: Record) -> dict[str, Any] | None:
    """Return the facts of a record's latest edition, or None when it has none."""
    return edition_facts(row.edition) if row.edition else None


def recall(*, record: Record, by: User) -> Record:
    """Take one's own submission back to draft."""
    permissions.require(by, "recall")
    with one_writer():
        row = get(record.record_type, record.slug)
        workflow.check(row, "recall")
        if by not in contributions.of(row) and by.pk != row.submitted_by_id:
            raise Conflict(f"cannot recall {row.label}: {by.username} did not work on it; a reviewer can return it")
        move(row, by, state=State.DRAFT)
        log("recall", row, by)
    return row


def return_(*, record: Record, by: User, reason: str) -> Record:
    """Send a submission back to its authors with a reason."""
    permissions.require(by, "return")
    with one_writer():
        row = get(record.record_type, record.slug)
        workflow.check(row, "return", reason)
        move(row, by, state=State.DRAFT, returned_at=timezone.now(), returned_by=by, return_reason=reason)
        log("return", row, by, reason=reason)
    return row


def revise(*, record: Record, by: User) -> Record:
    """Open a pending revision of a published record; readers keep its edition meanwhile."""
    return _reopen(record, by, "revise")


def reinstate(*, record: Record, by: User) -> Record:
    """Open a withdrawn record as a draft, to be submitted and approved again by two people."""
    return _reopen(record, by, "reinstate")


def reopen(*, record: Record, by: User) -> Record:
    """Take up a discarded draft again."""
    return _reopen(record, by, "reopen")


def _reopen(record: Record, by: User, step: str) -> Record:
    permissions.require(by, step)
    with one_writer():
        row = get(record.record_type, record.slug)
        workflow.check(row, step)
        move(row, by, state=State.DRAFT)
        contributions.add([row], by)
        log(step, row, by)
    return row


def discard(*, record: Record, by: User, reason: str = "") -> Record:
    """Give up a draft: a revision goes back to its edition, a record never published is put aside with its slug."""
    permissions.require(by, "discard")
    with one_writer():
        row = get(record.record_type, record.slug)
        workflow.check(row, "discard", reason)
        before = facts_of.read(row)
        if row.edition:
            _rewrite(row, edition_facts(row.edition))
            state = AFTER_EDITION[EditionKind(row.edition.kind)]
        else:
            state = State.DISCARDED
        batch = row.batch
        move(row, by, state=state, batch=None)
        log("discard", row, by, before=before, after=facts_of.read(row), reason=reason)
        assignments.end([row])
        memberships.close_if_empty(batch, by)
    return row


def _rewrite(row: Record, facts: dict[str, Any]) -> None:
    """Put facts that were once checked back into the working row."""
    _replace(row, facts_of.clean(row.record_type, facts, slug=row.slug, once_checked=True))


def restore(*, record: Record, number: int, by: User, version: int) -> Record:
    """Make an earlier edition's facts the pending revision."""
    permissions.require(by, "edit")
    edition = Edition.objects.filter(record_type=record.record_type.value, slug=record.slug, number=number).first()
    if edition is None:
        raise Invalid(f"cannot restore {record.label}: it has no edition {number}")
    return edit(record=record, facts=edition_facts(edition), by=by, version=version)
