"""Batches: a report with all that is new with it, submitted and approved together."""

from collections.abc import Iterable, Mapping

from django.utils import timezone

from briefings import permissions
from briefings.actions import approvals, audit, memberships, records
from briefings.actions.transactions import one_writer
from briefings.choices import State
from briefings.errors import Conflict, Invalid
from briefings.models import RECORDS, Batch, Edition, Record, User
from briefings.text import written

LONGEST_TITLE = 300
Key = tuple[str, str]  # type and slug


def open_(*, title: str, by: User) -> Batch:
    """Open a batch."""
    permissions.require(by, "create")
    written.refuse_unwritable(title, about="cannot open a batch: its title: ")
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise Invalid(f"cannot open a batch: its title has 1 to {LONGEST_TITLE} characters, not {len(title.strip())}")
    with one_writer():
        batch = Batch.objects.create(title=title, created_at=timezone.now(), created_by=by)
        audit.record(step="open", record_type="batch", slug=str(batch.pk), by=by, extra={"title": title})
    return batch


def members(batch: Batch) -> list[Record]:
    """Return the records in an open batch, in the order in which they refer to each other.

    Costs one query, and one for each type that is in it.
    """
    return [
        row
        for record_type in memberships.types_in(batch)
        for row in RECORDS[record_type]._default_manager.filter(batch=batch).select_related("edition").order_by("slug")
    ]


def add(*, batch: Batch, rows: Iterable[Record], by: User) -> None:
    """Put drafts into an open batch. A record is in one open batch at most."""
    permissions.require(by, "edit")
    with one_writer():
        memberships.check_open(batch, "add to")
        for row in rows:
            fresh = records.get(row.record_type, row.slug)
            if fresh.batch_id not in (None, batch.pk):
                raise Conflict(f"cannot add {fresh.label} to batch {batch.pk}: it is in open batch {fresh.batch_id}")
            if fresh.state != State.DRAFT:
                raise Conflict(f"cannot add {fresh.label} to batch {batch.pk}: it is {fresh.state}, a draft is wanted")
            records.move(fresh, by, state=State.DRAFT, batch=batch)
            records.log("add to batch", fresh, by)


def remove(*, row: Record, by: User) -> None:
    """Take a draft out of its batch."""
    permissions.require(by, "edit")
    with one_writer():
        fresh = records.get(row.record_type, row.slug)
        batch = fresh.batch
        if batch is None or fresh.state != State.DRAFT:
            raise Conflict(f"cannot take {fresh.label} out of a batch: it is {fresh.state}, in batch {fresh.batch_id}")
        records.move(fresh, by, state=State.DRAFT, batch=None)
        records.log("take out of batch", fresh, by, was_in_batch=batch.pk)
        memberships.close_if_empty(batch, by)


def submit(*, batch: Batch, by: User) -> list[Record]:
    """Submit every draft of a batch."""
    permissions.require(by, "submit")
    with one_writer():
        memberships.check_open(batch, "submit")
        drafts = _those(State.DRAFT, memberships.states_in(batch))
        if not drafts:
            raise Conflict(f"cannot submit batch {batch.pk}: it holds no draft")
        return records.submit_in_turn(drafts, by)


def recall(*, batch: Batch, by: User) -> list[Record]:
    """Take a submitted batch back to draft."""
    permissions.require(by, "recall")
    with one_writer():
        return [records.recall(record=row, by=by) for row in _submitted(batch, "recall")]


def return_(*, batch: Batch, by: User, reason: str) -> list[Record]:
    """Send a submitted batch back to its authors with a reason."""
    permissions.require(by, "return")
    with one_writer():
        return [records.return_(record=row, by=by, reason=reason) for row in _submitted(batch, "return")]


def approve(
    *,
    batch: Batch,
    by: User,
    looked_at: Mapping[tuple[str, str], approvals.Seen],
    rows: Iterable[Record] | None = None,
    correction_note: str = "",
) -> list[Edition]:
    """Approve a submitted batch, or some of its records: that part must be closed under references."""
    permissions.require(by, "approve")
    chosen = None if rows is None else [*rows]
    keys = _those(State.IN_REVIEW, memberships.states_in(batch)) if chosen is None else [_key(row) for row in chosen]
    ahead = approvals.candidates_under(keys, by)  # while other writers have their turn
    with one_writer():
        keys = _up(batch, chosen)
        return approvals.approve_in_turn(keys, ahead, by=by, looked_at=looked_at, correction_note=correction_note)


def close(*, batch: Batch, by: User) -> None:
    """Close a batch that holds nothing."""
    permissions.require(by, "edit")
    with one_writer():
        memberships.check_open(batch, "close")
        if held := members(batch):
            raise Conflict(f"cannot close batch {batch.pk}: it holds {len(held)} records")
        memberships.close_if_empty(batch, by)


def _up(batch: Batch, chosen: list[Record] | None) -> list[Key]:
    """Return which of a batch's records are to be approved: those chosen, or all that are submitted."""
    memberships.check_open(batch, "approve")
    states = memberships.states_in(batch)
    submitted = _those(State.IN_REVIEW, states)
    if not submitted:
        raise _nothing_submitted(batch, "approve")
    for row in chosen or ():
        if _key(row) not in states:
            raise Conflict(f"cannot approve {row.label} with batch {batch.pk}: it is not in it")
    return submitted if chosen is None else [_key(row) for row in chosen]


def _those(wanted: State, states: Mapping[Key, str]) -> list[Key]:
    return [key for key, state in states.items() if state == wanted]


def _key(row: Record) -> Key:
    return row.record_type.value, row.slug


def _nothing_submitted(batch: Batch, step: str) -> Conflict:
    return Conflict(f"cannot {step} batch {batch.pk}: nothing in it is {State.IN_REVIEW.value}")


def _submitted(batch: Batch, step: str) -> list[Record]:
    memberships.check_open(batch, step)
    rows = [row for row in members(batch) if row.state == State.IN_REVIEW]
    if not rows:
        raise _nothing_submitted(batch, step)
    return rows
