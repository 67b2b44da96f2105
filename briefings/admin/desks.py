"""The desk page, the admin's index: what waits for the person who looks, in a number of queries that never grows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from briefings.admin import filters, steps
from briefings.admin.access import may
from briefings.choices import State
from briefings.models import RECORDS, Assignment, Batch, Edition, VerifyRun

ROWS_SHOWN = 15
ROWS_OF_ONE_QUEUE = 200
LATEST_SHOWN = 8
QUEUES = {
    "returned": ("Returned to me", "Nothing was returned to you."),
    "assigned": ("Assigned to me", "Nothing is assigned to you."),
    "mine": ("My drafts", "You have no drafts."),
    "review": ("Waiting for my review", "Nothing waits for your review."),
}


@dataclass(frozen=True)
class Waiting:
    """One record of a queue."""

    record_type: str
    slug: str
    url: str
    updated_at: datetime
    batch: int | None
    beside: str | None


def index(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Show the desk page, or with ?queue= one queue; who has no role sees only what Django lists."""
    more = context(request) if may(request, "edit") else {}
    return admin.AdminSite.index(admin.site, request, {**more, **(extra_context or {})})


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the queues, and beside them what is open, what is new and what verify found.

    Costs eight queries beside the person's rights; of one queue alone, one.
    """
    shown = [name for name in QUEUES if name != "review" or may(request, "approve")]
    if (wanted := request.GET.get("queue")) in shown:
        return {"queues": [_queue(wanted, request, ROWS_OF_ONE_QUEUE)], "one_queue": True}
    return {
        "queues": [_queue(name, request, ROWS_SHOWN) for name in shown],
        "verified": VerifyRun.objects.order_by("-pk").first(),
        "open_batches": _open_batches(),
        "latest": [
            {"row": edition, "url": steps.url_of(edition)}
            for edition in Edition.objects.select_related("author", "approver").order_by("-sequence")[:LATEST_SHOWN]
        ],
        "more_editions": reverse("admin:briefings_edition_changelist"),
    }


def _queue(name: str, request: HttpRequest, most: int) -> dict[str, Any]:
    found = list(_rows(name, request).order_by("-updated_at")[: most + 1])
    title, nothing = QUEUES[name]
    rows = [_waiting(row) for row in found[:most]]
    lists = [(kind, f"{reverse(f'admin:briefings_{kind}_changelist')}?queue={name}") for kind in RECORDS]
    return {"name": name, "title": title, "nothing": nothing, "rows": rows, "lists": lists,
            "url": f"?queue={name}", "has_more": len(found) > most}  # fmt: skip


def _rows(name: str, request: HttpRequest) -> QuerySet:
    """Return the rows of all types in a queue, as one statement."""
    parts = [
        filters.QUEUES[name](model._default_manager.order_by(), request.user)
        .annotate(record_type=Value(kind, output_field=CharField()), beside=_beside(name, kind))
        .values("record_type", "pk", "slug", "updated_at", "batch_id", "beside")
        for kind, model in RECORDS.items()
    ]
    return parts[0].union(*parts[1:], all=True)


def _beside(name: str, kind: str) -> Any:
    """Return what is said beside a row: who assigned it, or why it was returned."""
    if name != "assigned":
        return F("return_reason")
    held = Assignment.objects.filter(record_type=kind, slug=OuterRef("slug"))
    return Subquery(held.values("assigned_by__username"))


def _waiting(row: dict[str, Any]) -> Waiting:
    url = reverse(f"admin:briefings_{row['record_type']}_change", args=[row["pk"]])
    return Waiting(row["record_type"], row["slug"], url, row["updated_at"], row["batch_id"], row["beside"])


def _open_batches() -> list[dict[str, Any]]:
    """Return the newest open batches, each with how many records of each state it holds."""
    batches = list(Batch.objects.filter(closed_at=None).select_related("created_by").order_by("-pk")[:ROWS_SHOWN])
    held: dict[int, dict[str, int]] = {batch.pk: {} for batch in batches}
    parts = [
        model._default_manager.filter(batch__in=held).order_by().values("batch_id", "state").annotate(count=Count("pk"))
        for model in RECORDS.values()
    ]
    for row in parts[0].union(*parts[1:], all=True) if held else ():
        states = held[row["batch_id"]]
        states[row["state"]] = states.get(row["state"], 0) + row["count"]
    return [
        {
            "row": batch,
            "url": steps.url_of(batch),
            "review_url": reverse("admin:briefings_batch_review", args=[batch.pk]),
            "drafts": held[batch.pk].get(State.DRAFT, 0),
            "submitted": held[batch.pk].get(State.IN_REVIEW, 0),
        }
        for batch in batches
    ]
