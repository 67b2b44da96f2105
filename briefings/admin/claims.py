"""Claims: questions with a true-or-false core."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse

from briefings.admin import origins, steps, widgets
from briefings.admin.records import RecordAdmin
from briefings.models import Claim, Record


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    """The question; what each source answers stands in its readings."""

    search_fields = ["slug", "proposition"]
    shown = ("proposition", "category", "subject")
    filters = ("category", "credibility")
    related = ("subject", "holder")

    def pages(self) -> dict[str, Callable]:
        return {"passages": self.passages_view, "origins": self.origins_view}

    def passages_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer the citations of the claim with their words, as JSON."""
        return JsonResponse({"passages": widgets.passages_of(self.found(request, object_id).pk)})

    def origins_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer the origins of the claim as computed from what is published, as JSON."""
        return JsonResponse(origins.of(self.found(request, object_id)))

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        readings = record.readings.select_related("source").order_by("source__slug")
        return {
            "readings": [{"row": row, "url": steps.url_of(row), "about": row.source.title or ""} for row in readings],
            "origins": origins.of(record),
            "judge_url": origins.judge_url(record),
            "compare_url": origins.compare_url(record),
        }
