"""The page before a withdrawal: everything that goes off line with the record, then the button."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from briefings import workflow
from briefings.actions import withdrawals
from briefings.admin import record_pages, steps
from briefings.errors import BriefingsError, Forbidden
from briefings.models import Record

DEPENDENTS_AT_MOST = 500


def page(request: HttpRequest, record: Record, context: dict[str, Any]) -> HttpResponse:
    """Show the dependents, and withdraw exactly those that the form names."""
    if request.method == "POST" and _withdrawn(request, record):
        return HttpResponseRedirect(steps.url_of(record))
    keys = withdrawals.preview(record, at_most=DEPENDENTS_AT_MOST)
    rows = record_pages.find(keys[:DEPENDENTS_AT_MOST])
    context |= {
        "title": f"Withdraw {record.label}?",
        "opts": record._meta,
        "record": record,
        "problem": _problem(record) or _too_many(keys),
        "dependents": [{"value": " ".join(key), "row": row, "url": steps.url_of(row)} for key, row in rows.items()],
        "reason": request.POST.get("reason", ""),
    }
    return TemplateResponse(request, "desk/withdraw.html", context)


def _problem(record: Record) -> str:
    try:
        workflow.check(record, "withdraw", reason="asked")
    except BriefingsError as error:
        return error.detail
    return ""


def _too_many(keys: list[tuple[str, str]]) -> str:
    if len(keys) <= DEPENDENTS_AT_MOST:
        return ""
    return (
        f"more than {DEPENDENTS_AT_MOST} published records rest on it, and nobody can look through so many: so many "
        "are withdrawn at once here. Withdraw some of what rests on it first, or use the desk API."
    )


def _withdrawn(request: HttpRequest, record: Record) -> bool:
    also = [(kind, slug) for kind, _, slug in (value.partition(" ") for value in request.POST.getlist("also"))]
    try:
        made = withdrawals.withdraw(record=record, by=request.user, reason=request.POST.get("reason", ""), also=also)
    except Forbidden as error:
        raise PermissionDenied(error.detail) from error
    except BriefingsError as error:
        messages.error(request, error.detail)
        return False
    others = f", with {len(made) - 1} that rested on it" if made[1:] else ""
    messages.success(request, f"{record.label} was withdrawn{others}.")
    return True
