"""Assigning records to colleagues: on a record's page, and for the ticked rows of a list."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from briefings import permissions
from briefings.actions import assignments
from briefings.admin.access import may
from briefings.admin.lists import row_id
from briefings.errors import BriefingsError, Forbidden, Invalid
from briefings.models import Assignment, Record, User

ROWS_AT_MOST = 200
COLLEAGUES_SHOWN = 500


def with_assignee(rows: QuerySet) -> QuerySet:
    """Add to each row the user name of whom it is assigned to, or None, in the same statement."""
    held = Assignment.objects.filter(record_type=rows.model.record_type.value, slug=OuterRef("slug"))
    return rows.annotate(assignee=Subquery(held.values("assignee__username")))


def context(request: HttpRequest, record: Record) -> dict[str, Any]:
    """Return whom a record is assigned to, and whom it may be. Costs two queries."""
    is_open = may(request, "assign") and record.state in assignments.ASSIGNABLE
    return {"assignment": assignments.of(record), "colleagues": _colleagues() if is_open else []}


def _colleagues() -> QuerySet[User]:
    return permissions.colleagues()[:COLLEAGUES_SHOWN]


def desk_url(request: HttpRequest) -> str:
    """Return the address of the desk page, for a letter."""
    return request.build_absolute_uri(reverse("admin:index"))


def person_in(request: HttpRequest) -> User | None:
    """Return whom a form names, or None for nobody. Raises Invalid for no colleague."""
    text = request.POST.get("to", "")
    if not text:
        return None
    person = permissions.colleagues().filter(pk=row_id(text)).first()
    if person is None:
        raise Invalid(f"cannot assign to {text[:20]!r}: that is nobody who works at the desk")
    return person


@admin.action(description="Assign to…", permissions=["change"])
def assign_to(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    """Ask to whom, then assign the ticked records: all of them, or none."""
    rows = list(queryset[: ROWS_AT_MOST + 1])
    if len(rows) > ROWS_AT_MOST:
        messages.error(request, f"At most {ROWS_AT_MOST} records are assigned at once.")
        return None
    if "to" in request.POST and _assigned(request, rows):
        return None
    more = {
        "title": "Assign records", "opts": modeladmin.opts, "rows": rows, "colleagues": _colleagues(),
        "checkbox": helpers.ACTION_CHECKBOX_NAME,
    }  # fmt: skip
    return TemplateResponse(request, "desk/assign.html", {**modeladmin.admin_site.each_context(request), **more})


def _assigned(request: HttpRequest, rows: list[Record]) -> bool:
    try:
        to = person_in(request)
        changed = assignments.assign(rows=rows, to=to, by=request.user, desk_url=desk_url(request))
    except Forbidden as error:
        raise PermissionDenied(error.detail) from error
    except BriefingsError as error:
        messages.error(request, error.detail)
        return False
    messages.success(request, f"{len(changed)} assigned to {to}." if to else f"{len(changed)} are nobody's now.")
    return True
