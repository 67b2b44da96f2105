"""Claims: questions with a true-or-false core."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse

from briefings.admin import origins, steps, widgets
from briefings.admin.lists import row_id
from briefings.admin.records import RecordAdmin
from briefings.models import Claim, Record

AFTER_AT_MOST = 100_000  # passages of one claim that are paged through; beyond, one searches


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
        """Answer the citations of the claim that hold the words of ?q=, from after the number ?after=, as JSON."""
        claim, after = self.found(request, object_id), row_id(request.GET.get("after", "")) or 0
        return JsonResponse(widgets.passages_of(claim.pk, request.GET.get("q", ""), min(after, AFTER_AT_MOST)))

    def origins_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer the origins of the claim as computed from what is published, as JSON."""
        return JsonResponse(origins.of(self.found(request, object_id)))

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        readings = record.readings.select_related("source").order_by("source__slug")
        return {
            "readings": [
                {"row": row, "url": steps.url_of(row), "about": row.source.title or row.source.slug} for row in readings
            ],
            "origins": origins.of(record),
            "judge_url": origins.judge_url(record),
            "compare_url": origins.compare_url(record),
        }
