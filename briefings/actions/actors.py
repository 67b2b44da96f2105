"""Merge two actors into one, and take it back. Both are edits that another person approves."""

from typing import Any, cast

from briefings import permissions, workflow
from briefings.actions import contributions, records
from briefings.actions.transactions import one_writer
from briefings.choices import State
from briefings.errors import Conflict
from briefings.facts import records as facts_of
from briefings.models import Actor, Record, User


def merge(*, actor: Actor, into: Actor, by: User, version: int) -> Actor:
    """Propose that actor is into. Once approved, readers of actor are sent there (308)."""
    permissions.require(by, "edit")
    if not into.is_public:
        raise Conflict(f"cannot merge {actor.label} into {into.label}: {into.slug} is {into.state}, not published")
    if Actor.objects.filter(merged_into=actor).exists():
        merged = ", ".join(Actor.objects.filter(merged_into=actor).values_list("slug", flat=True))
        raise Conflict(f"cannot merge {actor.label}: {merged} is merged into it; un-merge that first")
    facts = facts_of.read(actor)
    return _edit(actor, {**facts, "merged_into": into.slug}, by, version)


def unmerge(*, actor: Actor, by: User, version: int) -> Actor:
    """Propose that actor stands by itself again; readers are sent on until that is approved."""
    permissions.require(by, "unmerge")
    with one_writer():
        row = records.get("actor", actor.slug)
        workflow.check(row, "unmerge")
        if row.version != version:
            raise records.Stale(row, version, records.changes_since(row, version))
        facts = facts_of.read(row)
        records.move(row, by, state=State.DRAFT)
        contributions.add([row], by)
        return _edit(row, {**facts, "merged_into": None}, by, row.version)


def _edit(actor: Record, facts: dict[str, Any], by: User, version: int) -> Actor:
    return cast(Actor, records.edit(record=actor, facts=facts, by=by, version=version))
