"""The history of a record: who did what, when and why, from the audit chain; and its editions."""

import json
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from briefings.admin import record_pages, steps
from briefings.admin.access import may
from briefings.models import AuditEvent, Edition, Record

EVENTS_A_PAGE = 50


def page(request: HttpRequest, record: Record, context: dict[str, Any]) -> HttpResponse:
    """Show the record's audit events, the latest first."""
    events = AuditEvent.objects.filter(record_type=record.record_type.value, slug=record.slug)
    rows = events.select_related("user", "payload").order_by("-sequence")
    shown = Paginator(rows, EVENTS_A_PAGE).get_page(request.GET.get("p"))
    context |= {
        "title": f"History of {record.label}",
        "opts": record._meta,
        "record": record,
        "page": shown,
        "events": [{"event": event, **told(event)} for event in shown],
        "editions": [_edition(record, row) for row in record_pages.editions_of(record)],
        "may_restore": may(request, "edit"),
    }
    return TemplateResponse(request, "desk/history.html", context)


def _edition(record: Record, row: Edition) -> dict[str, Any]:
    name = f"admin:briefings_{record._meta.model_name}_restore"
    return {"edition": row, "url": steps.url_of(row), "restore_url": reverse(name, args=[record.pk, row.number])}


def told(event: AuditEvent) -> dict[str, Any]:
    """Return reason, changes and whatever else an event's payload says; nothing where it was redacted."""
    try:
        body = json.loads(event.payload.body)
    except ObjectDoesNotExist:
        return {"redacted": True}
    changes = record_pages.readable(event.record_type, body.pop("difference", {}))
    return {
        "reason": body.pop("reason", ""),
        "changes": changes,
        "is_new": not any(change["before"] for change in changes),
        "notes": "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in body.items() if value),
    }
