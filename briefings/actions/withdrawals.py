"""Withdraw: take a record, and what rests on it, off line at once. It takes one person and a public reason."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from briefings import permissions, workflow
from briefings.actions import assignments, contributions, editions, memberships, records
from briefings.actions.transactions import one_writer
from briefings.choices import Credibility, EditionKind, State
from briefings.errors import Conflict
from briefings.models import Edition, EditionReference, Judgement, Record, User
from briefings.rendering import publication

Key = tuple[str, str]


class Shown(Conflict):
    """Published records show what is to be withdrawn. dependents lists them."""

    code = "withdrawal_cascades"

    def __init__(self, row: Record, wanted: list[Key], agreed: list[Key]) -> None:
        self.dependents = wanted
        listed = ", ".join(f"{record_type} {slug}" for record_type, slug in wanted) or "nothing"
        super().__init__(
            f"cannot withdraw {row.label}: published records rest on it. Withdrawing it takes off line: {listed}; "
            f"agreed to were {len(agreed)}. Preview, and agree to exactly these"
        )


def preview(record: Record, at_most: int | None = None) -> list[Key]:
    """Return (type, slug) of every published record that rests on this one, nearest first.

    at_most: where there are more, some of them, but more than that many. Costs one query a generation of references.
    """
    own = (record.record_type.value, record.slug)
    seen: list[Key] = []
    wave: list[Key] = [own]
    while wave and (at_most is None or len(seen) <= at_most):
        known = {own, *seen}
        rows = _naming(wave).values_list("record_type", "slug").distinct().order_by("record_type", "slug")
        found = set(rows if at_most is None else rows[: at_most + 1 + len(known)])
        wave = sorted(found - known)
        seen += wave
    return seen


def _naming(keys: list[Key]) -> QuerySet[EditionReference]:
    """Return the references to any of the records."""
    named = Q()
    for record_type in {record_type for record_type, _ in keys}:
        slugs = [slug for kind, slug in keys if kind == record_type]
        named |= Q(target_type=record_type, target_slug__in=slugs)
    return EditionReference.objects.filter(named)


def withdraw(*, record: Record, by: User, reason: str, also: Iterable[Key] = ()) -> list[Edition]:
    """Withdraw a record and the dependents that were previewed; return their editions.

    also: exactly what preview returned; Shown is raised when that differs from what rests on the record now.
    """
    permissions.require(by, "withdraw")
    agreed: list[Key] = sorted((record_type, slug) for record_type, slug in also)
    with one_writer():
        row = records.get(record.record_type, record.slug)
        workflow.check(row, "withdraw", reason)
        _refuse_support(row)
        dependents = preview(row)
        if sorted(dependents) != agreed:
            raise Shown(row, dependents, agreed)
        rows = [*records.get_all(reversed(dependents)), row]
        made = _withdraw(rows, by, reason, because_of=row)
        assignments.end(rows)
        publication.publish(made)
        return made


def _refuse_support(row: Record) -> None:
    """Raise Conflict when the record is the judgement that a published claim's credibility 1 stands on."""
    if not isinstance(row, Judgement) or row.claim is None:
        return
    others = Judgement.objects.filter(kind=row.kind, claim=row.claim).exclude(pk=row.pk).select_related("edition")
    claim = records.published_facts(row.claim) if row.claim.is_public else None
    if claim and claim["credibility"] == Credibility.CONFIRMED and not any(other.is_public for other in others):
        raise Conflict(f"cannot withdraw {row.label}: {row.claim.label} has credibility 1 by it; lower that first")


def _withdraw(rows: list[Record], by: User, reason: str, *, because_of: Record) -> list[Edition]:
    facts = [records.published_facts(row) or {} for row in rows]
    editors = contributions.of_all(rows)
    made = editions.append(
        [
            editions.Step(row, EditionKind.WITHDRAWN, its, author=by, approver=None, reason=reason)
            for row, its in zip(rows, facts, strict=True)
        ]
    )
    for row, its, edition in zip(rows, facts, made, strict=True):
        batch = row.batch
        records.move(row, by, state=State.WITHDRAWN, edition=edition, batch=None)
        for editor in editors[row.record_type.value, row.slug]:
            contributions.add([row], editor)  # to a pending revision: its words stay, and it is reinstated with them
        extra = {} if row is because_of else {"because_of": because_of.label}
        records.log("withdraw", row, by, before=its, reason=reason, edition=edition.number, **extra)
        memberships.close_if_empty(batch, by)
    return made
