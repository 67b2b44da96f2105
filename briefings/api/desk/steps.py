"""The steps of one record: each an address to POST to, and one action behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from briefings import permissions
from briefings.actions import actors, approvals, assignments, records, withdrawals
from briefings.api.desk import bodies
from briefings.api.desk.base import CURATE, REVIEW, DeskView, answer
from briefings.api.desk.records import row_of, shown
from briefings.errors import Invalid, NotFound
from briefings.facts.base import StrictFacts
from briefings.models import Actor, Record, User

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One step: what it does, which scope it takes, the shape of its body, and the action."""

    summary: str
    scopes: tuple[str, ...]
    shape: type[StrictFacts]
    act: Callable[[Record, User, Body], object]
    names_version: bool = False  # in the body, or it changes none: If-Match is not wanted


def _approve(row: Record, by: User, body: Body) -> object:
    seen = approvals.Seen(body["version"], body["facts_sha256"])
    looked_at = {(row.record_type.value, row.slug): seen}
    return approvals.approve(rows=[row], by=by, looked_at=looked_at, correction_note=body["correction_note"])


def _withdraw(row: Record, by: User, body: Body) -> object:
    also = [(each["type"], each["slug"]) for each in body["also"]]
    return withdrawals.withdraw(record=row, by=by, reason=body["reason"], also=also)


def _actor(row: Record) -> Actor:
    if not isinstance(row, Actor):
        raise NotFound(f"only actors are merged, and {row.label} is none")
    return row


def _merge(row: Record, by: User, body: Body) -> object:
    into = _actor(records.get("actor", body["into"]))
    return actors.merge(actor=_actor(row), into=into, by=by, version=row.version)


def _assign(row: Record, by: User, body: Body) -> object:
    """Assign; it changes no version, so none is wanted."""
    to = permissions.colleagues().filter(pseudonym=body["to"]).first() if body["to"] else None
    if body["to"] and to is None:
        raise Invalid(f"cannot assign to {body['to']!r}: that is nobody who works at the desk", pointer="/to")
    return assignments.assign(rows=[row], to=to, by=by)


STEPS: dict[str, Step] = {
    "submit": Step("Hand in for review", CURATE, bodies.Nothing, lambda row, by, _: records.submit(record=row, by=by)),
    "recall": Step(
        "Take a submission back", CURATE, bodies.Nothing, lambda row, by, _: records.recall(record=row, by=by)
    ),
    "return": Step(
        "Send a submission back", REVIEW, bodies.Reasoned,
        lambda row, by, body: records.return_(record=row, by=by, reason=body["reason"]),
    ),
    "approve": Step("Publish what was seen", REVIEW, bodies.Approved, _approve, names_version=True),
    "withdraw": Step("Take off line", REVIEW, bodies.Withdrawn, _withdraw),
    "revise": Step("Open a revision", CURATE, bodies.Nothing, lambda row, by, _: records.revise(record=row, by=by)),
    "discard": Step(
        "Give up a draft", CURATE, bodies.Discarded,
        lambda row, by, body: records.discard(record=row, by=by, reason=body["reason"]),
    ),
    "reopen": Step(
        "Take up a discarded draft", CURATE, bodies.Nothing, lambda row, by, _: records.reopen(record=row, by=by)
    ),
    "reinstate": Step(
        "Open a withdrawn record", CURATE, bodies.Nothing, lambda row, by, _: records.reinstate(record=row, by=by)
    ),
    "assign": Step("Assign to a person", CURATE, bodies.Assigned, _assign, names_version=True),
    "restore": Step(
        "Make an earlier edition the revision", CURATE, bodies.Restored,
        lambda row, by, body: records.restore(record=row, number=body["number"], by=by, version=row.version),
    ),
    "merge": Step("Propose that an actor is another", CURATE, bodies.Merged, _merge),
    "unmerge": Step(
        "Propose that an actor stands by itself", CURATE, bodies.Nothing,
        lambda row, by, _: actors.unmerge(actor=_actor(row), by=by, version=row.version),
    ),
}  # fmt: skip


class StepView(DeskView):
    """Take one step; a subclass a step."""

    rule: ClassVar[Step]
    has_version = True

    def post(self, request: Request, plural: str, slug: str) -> HttpResponse:
        """Take the step and return the record as it stands then."""
        return self.once(request, plural=plural, slug=slug)

    def act(self, request: Request, body: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Take the step, on the version that If-Match names; where it is not wanted, it holds all the same."""
        rule, row = self.rule, row_of(**kwargs)
        is_bound = not rule.names_version or bodies.is_conditional(request)
        if is_bound and (version := bodies.version(request)) != row.version:
            raise records.Stale(row, version, records.changes_since(row, version))
        rule.act(row, request.user, body)
        return shown(row_of(**kwargs))


class Withdrawal(StepView):
    """Withdraw, or preview what a withdrawal takes off line."""

    def get(self, request: Request, plural: str, slug: str) -> HttpResponse:
        """List what rests on the record. It is withdrawn with it, and `also` must name exactly these."""
        keys = withdrawals.preview(row_of(plural, slug))
        return answer({"also": [{"type": record_type, "slug": each} for record_type, each in keys]})


def view_of(name: str, rule: Step) -> type[StepView]:
    """Return the view of a step."""
    about = {
        "rule": rule, "name": f"record_{name}", "summary": rule.summary, "scopes": rule.scopes,
        "shapes": {"POST": rule.shape}, "wants_version": not rule.names_version,
    }  # fmt: skip
    return type(f"Record{name.capitalize()}", (Withdrawal if name == "withdraw" else StepView,), about)


VIEWS = {name: view_of(name, rule) for name, rule in STEPS.items()}
