"""Assignments: give a record to a colleague, or take it back. It changes no facts, no state and no version."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils import timezone

from briefings import permissions, workflow
from briefings.actions import audit, notices
from briefings.actions.transactions import one_writer
from briefings.choices import State
from briefings.errors import Invalid
from briefings.models import Assignment, Record, User

ASSIGNABLE = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)


def of(record: Record) -> Assignment | None:
    """Return the assignment of a record, or None."""
    rows = Assignment.objects.filter(record_type=record.record_type.value, slug=record.slug)
    return rows.select_related("assignee", "assigned_by").first()


def assign(*, rows: Iterable[Record], to: User | None, by: User, desk_url: str = "") -> list[Record]:
    """Give records to a person, or to nobody; return those that were not theirs already. All of them, or none.

    They are told by e-mail, where it is configured, with the address of their desk. Costs ten queries a record.
    """
    permissions.require(by, "assign")
    if to is not None:
        _check_person(to)
    with one_writer():
        changed = [row for row in rows if _assigned(row, to, by)]
        if to is not None and to != by and changed:
            notices.assigned(rows=changed, to=to, by=by, desk_url=desk_url)
    return changed


def _check_person(to: User) -> None:
    """Raise Invalid for somebody who could not work on it."""
    if not permissions.colleagues().filter(pk=to.pk).exists():
        raise Invalid(f"cannot assign to {to.get_username()}: that takes an active account with a role at the desk")


def _assigned(row: Record, to: User | None, by: User) -> bool:
    held = of(row)
    before = held.assignee if held else None
    if before == to:
        return False
    state = type(row)._default_manager.values_list("state", flat=True).get(pk=row.pk)
    if to is not None and state not in ASSIGNABLE:
        raise workflow.WrongState(f"cannot assign {row.label}: it is {state}, assign needs {' or '.join(ASSIGNABLE)}")
    _write(row, to, by)
    audit.record(
        step="assign" if to else "unassign", record_type=row.record_type.value, slug=row.slug, by=by,
        extra={"to": to.pseudonym if to else None, "from": before.pseudonym if before else None},
    )  # fmt: skip
    return True


def _write(row: Record, to: User | None, by: User) -> None:
    key: dict[str, Any] = {"record_type": row.record_type.value, "slug": row.slug}
    if to is None:
        Assignment.objects.filter(**key).delete()
    else:
        columns = {"assignee": to, "assigned_at": timezone.now(), "assigned_by": by}
        Assignment.objects.update_or_create(defaults=columns, **key)


def end(rows: Iterable[Record]) -> None:
    """End the assignments of records whose work is done; the step that ended it tells in the audit chain.

    Call it in that step's transaction; costs one query.
    """
    theirs = Q(pk__in=[])
    keys = sorted((row.record_type.value, row.slug) for row in rows)
    for record_type, same in groupby(keys, key=lambda key: key[0]):
        theirs |= Q(record_type=record_type, slug__in=[slug for _, slug in same])
    Assignment.objects.filter(theirs).delete()
