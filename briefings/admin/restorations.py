"""The page before an earlier edition is restored: what that changes against what stands now, then the button."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from briefings import workflow
from briefings.actions import audit, records
from briefings.admin import record_pages, steps
from briefings.errors import BriefingsError, Forbidden
from briefings.facts import records as facts_of
from briefings.models import Edition, Record


def page(request: HttpRequest, record: Record, number: int, context: dict[str, Any]) -> HttpResponse:
    """Show the differences, and open a revision that undoes them. Raises Http404 for an edition that there is not."""
    rows = Edition.objects.select_related("payload", "author")
    edition = rows.filter(record_type=record.record_type.value, slug=record.slug, number=min(number, 2**31 - 1)).first()
    if edition is None:
        raise Http404(f"{record.label} has no edition {number}"[:200])
    if request.method == "POST" and _restored(request, record, number):
        return HttpResponseRedirect(steps.url_of(record))
    difference = audit.difference(facts_of.read(record), records.edition_facts(edition))
    context |= {
        "title": f"Restore edition {number} of {record.label}?",
        "opts": record._meta,
        "record": record,
        "edition": edition,
        "problem": _problem(record, difference),
        "changes": record_pages.readable(record.record_type.value, difference),
    }
    return TemplateResponse(request, "desk/restore.html", context)


def _problem(record: Record, difference: dict[str, Any]) -> str:
    if not difference:
        return "Its facts are those that stand now: there is nothing to restore."
    try:
        workflow.check(record, "edit")
    except BriefingsError as error:
        return error.detail
    return ""


def _restored(request: HttpRequest, record: Record, number: int) -> bool:
    try:
        records.restore(record=record, number=number, by=request.user, version=steps.version_in(request))
    except Forbidden as error:
        raise PermissionDenied(error.detail) from error
    except BriefingsError as error:
        messages.error(request, error.detail)
        return False
    messages.success(
        request, f"{record.label}: edition {number} is the draft now. Submit it; readers wait for approval."
    )
    return True
