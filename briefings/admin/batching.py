"""The list action that puts drafts into a batch."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from briefings.actions import batches
from briefings.actions.transactions import one_writer
from briefings.admin import steps
from briefings.admin.forms import OPEN_BATCHES_SHOWN
from briefings.admin.lists import row_id
from briefings.errors import BriefingsError, Forbidden, Invalid
from briefings.models import Batch

ROWS_AT_MOST = 200


@admin.action(description="Add to a batch…", permissions=["change"])
def add_to_batch(modeladmin: Any, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    """Ask which batch, then put the ticked drafts into it: all of them, or none."""
    rows = list(queryset.select_related("edition")[: ROWS_AT_MOST + 1])
    if len(rows) > ROWS_AT_MOST:
        messages.error(request, f"At most {ROWS_AT_MOST} records are put into a batch at once.")
        return None
    if "into" in request.POST and (batch := _added(request, rows)):
        return HttpResponseRedirect(steps.url_of(batch))
    context = {
        **modeladmin.admin_site.each_context(request),
        "title": "Add to a batch",
        "opts": modeladmin.opts,
        "rows": rows,
        "batches": Batch.objects.filter(closed_at=None).order_by("-pk")[:OPEN_BATCHES_SHOWN],
        "checkbox": helpers.ACTION_CHECKBOX_NAME,
        "new_title": request.POST.get("title", ""),
    }
    return TemplateResponse(request, "desk/add_to_batch.html", context)


def _added(request: HttpRequest, rows: list) -> Batch | None:
    try:
        with one_writer():  # a batch that is opened for drafts it then refuses is not opened
            batch = _chosen(request)
            batches.add(batch=batch, rows=rows, by=request.user)
    except Forbidden as error:
        raise PermissionDenied(error.detail) from error
    except BriefingsError as error:
        messages.error(request, error.detail)
        return None
    messages.success(request, f"{len(rows)} added to batch {batch.pk}.")
    return batch


def _chosen(request: HttpRequest) -> Batch:
    if not request.POST["into"]:
        return batches.open_(title=request.POST.get("title", ""), by=request.user)
    batch = Batch.objects.filter(pk=row_id(request.POST["into"])).first()
    if batch is None:
        raise Invalid(f"there is no batch {request.POST['into'][:20]}")
    return batch
