"""Batches: records that are submitted and approved together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from briefings.actions import approvals, batches, records
from briefings.api.desk import bodies
from briefings.api.desk.base import CURATE, REVIEW, DeskView, answer
from briefings.api.desk.records import batch_of, head
from briefings.choices import State
from briefings.errors import Conflict
from briefings.facts import canonical
from briefings.facts.base import StrictFacts
from briefings.models import Batch, Record, User

MOST = 100  # open batches listed
Body = Mapping[str, Any]


def described(batch: Batch) -> dict[str, Any]:
    """Return a batch without its records."""
    return {
        "number": batch.pk,
        "url": reverse("desk_batch", kwargs={"number": batch.pk}),
        "title": batch.title,
        "created_at": canonical.instant(batch.created_at),
        "created_by": batch.created_by.pseudonym,
        "closed_at": canonical.instant(batch.closed_at) if batch.closed_at else None,
    }


def shown(number: int, by: User, status: int = 200, **headers: str) -> HttpResponse:
    """Return the answer that shows a batch with its records, each with the hash that an approval names.

    refusals: why this person could not approve them together now. The queries grow with the types, and a few a record.
    """
    batch = batch_of(number)
    rows = batches.members(batch)
    up = approvals.candidates(rows, by)
    submitted = [row for row in rows if row.state == State.IN_REVIEW]
    members = [{**head(each.row), "facts_sha256": each.seen.facts_hash} for each in up]
    refusals = [
        {"type": each.record_type, "slug": each.slug, "code": each.code, "detail": each.detail}
        for each in approvals.refusals(submitted, by)
    ]
    return answer({**described(batch), "records": members, "refusals": refusals}, status, **headers)


class BatchList(DeskView):
    """List the open batches, or open one."""

    name = "batches"
    scopes = CURATE
    shapes: ClassVar = {"POST": bodies.NewBatch}
    made = 201

    def get(self, request: Request) -> HttpResponse:
        """List the open batches, the latest first; a hundred at most."""
        rows = Batch.objects.filter(closed_at=None).select_related("created_by").order_by("-pk")[:MOST]
        return answer({"results": [described(batch) for batch in rows]})

    def post(self, request: Request) -> HttpResponse:
        """Open a batch."""
        return self.once(request)

    def act(self, request: Request, body: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Open the batch."""
        batch = batches.open_(title=body["title"], by=request.user)
        where = request.build_absolute_uri(reverse("desk_batch", kwargs={"number": batch.pk}))
        return shown(batch.pk, request.user, 201, Location=where)


class BatchDetail(DeskView):
    """Show a batch."""

    name = "batch"

    def get(self, request: Request, number: int) -> HttpResponse:
        """Show a batch with its records, and why you could not approve those that are submitted."""
        return shown(number, request.user)


@dataclass(frozen=True)
class Step:
    """One step of a batch."""

    summary: str
    scopes: tuple[str, ...]
    shape: type[StrictFacts]
    act: Callable[[Batch, User, Body], object]


def _rows(body: Body) -> list[Record]:
    return [records.get(each["type"], each["slug"]) for each in body["records"]]


def _remove(batch: Batch, by: User, body: Body) -> None:
    for row in _rows(body):
        if row.batch_id != batch.pk:
            raise Conflict(f"cannot take {row.label} out of batch {batch.pk}: it is not in it")
        batches.remove(row=row, by=by)


def _approve(batch: Batch, by: User, body: Body) -> None:
    looked_at = {
        (each["type"], each["slug"]): approvals.Seen(each["version"], each["facts_sha256"]) for each in body["records"]
    }
    note = body["correction_note"]
    batches.approve(batch=batch, by=by, rows=_rows(body), looked_at=looked_at, correction_note=note)


STEPS: dict[str, Step] = {
    "add": Step(
        "Put drafts into a batch", CURATE, bodies.Keys,
        lambda batch, by, body: batches.add(batch=batch, rows=_rows(body), by=by),
    ),
    "remove": Step("Take drafts out of a batch", CURATE, bodies.Keys, _remove),
    "submit": Step(
        "Submit every draft", CURATE, bodies.Nothing, lambda batch, by, _: batches.submit(batch=batch, by=by)
    ),
    "recall": Step(
        "Take a batch back", CURATE, bodies.Nothing, lambda batch, by, _: batches.recall(batch=batch, by=by)
    ),
    "return": Step(
        "Send a batch back", REVIEW, bodies.Reasoned,
        lambda batch, by, body: batches.return_(batch=batch, by=by, reason=body["reason"]),
    ),
    "approve": Step("Publish a batch, or a part of it", REVIEW, bodies.ApprovedBatch, _approve),
    "close": Step(
        "Close an empty batch", CURATE, bodies.Nothing, lambda batch, by, _: batches.close(batch=batch, by=by)
    ),
}  # fmt: skip


class BatchStep(DeskView):
    """Take one step; a subclass a step."""

    rule: ClassVar[Step]

    def post(self, request: Request, number: int) -> HttpResponse:
        """Take the step and return the batch as it stands then."""
        return self.once(request, number=number)

    def act(self, request: Request, body: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Take the step."""
        self.rule.act(batch_of(kwargs["number"]), request.user, body)
        return shown(kwargs["number"], request.user)


def view_of(name: str, rule: Step) -> type[BatchStep]:
    """Return the view of a step."""
    about = {
        "rule": rule, "name": f"batch_{name}", "summary": rule.summary, "scopes": rule.scopes,
        "shapes": {"POST": rule.shape},
    }  # fmt: skip
    return type(f"Batch{name.capitalize()}", (BatchStep,), about)


VIEWS = {name: view_of(name, rule) for name, rule in STEPS.items()}
