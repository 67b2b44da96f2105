"""Filters of the changelists."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from briefings.choices import State
from briefings.models import Assignment, Contribution


class QueueFilter(admin.SimpleListFilter):
    """What waits for the person who looks."""

    title = "queue"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("mine", "My drafts"), ("assigned", "Assigned to me"), ("returned", "Returned to me"),
            ("review", "Waiting for my review"),
        ]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return QUEUES[self.value()](queryset, request.user) if self.value() in QUEUES else queryset


# Submitted again and recalled, a record is a draft like any other: the reason was answered.
RETURNED = Q(returned_at__gte=F("submitted_at")) & ~Q(return_reason="")


def _mine(rows: QuerySet, user: Any) -> QuerySet:
    """What was returned stands in a queue of its own."""
    return _drafts(rows, user).exclude(RETURNED)


def _returned(rows: QuerySet, user: Any) -> QuerySet:
    return _drafts(rows, user).filter(RETURNED)


def _drafts(rows: QuerySet, user: Any) -> QuerySet:
    return rows.filter(_worked_on(rows, user), state=State.DRAFT)


def _assigned(rows: QuerySet, user: Any) -> QuerySet:
    mine = Assignment.objects.filter(assignee=user, record_type=rows.model.record_type.value)
    return rows.filter(slug__in=mine.values("slug"))


def _for_review(rows: QuerySet, user: Any) -> QuerySet:
    return rows.filter(~_worked_on(rows, user), state=State.IN_REVIEW)


def _worked_on(rows: QuerySet, user: Any) -> Exists:
    """Return the condition that the person contributed to the record's next edition."""
    number = Coalesce(OuterRef("edition__number"), 0, output_field=IntegerField()) + 1
    return Exists(
        Contribution.objects.annotate(wanted=number).filter(
            record_type=rows.model.record_type.value, slug=OuterRef("slug"), number=F("wanted"), user=user
        )
    )


QUEUES: dict[str, Callable[[QuerySet, Any], QuerySet]] = {
    "mine": _mine, "assigned": _assigned, "returned": _returned, "review": _for_review,
}  # fmt: skip
