"""Claims: questions with a true-or-false core."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from briefings.admin import steps
from briefings.admin.records import RecordAdmin
from briefings.models import Claim, Record


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    """The question; what each source answers stands in its readings."""

    search_fields = ["slug", "proposition"]
    shown = ("proposition", "category", "subject")
    filters = ("category", "credibility")
    related = ("subject", "holder")

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        readings = record.readings.select_related("source").order_by("source__slug")
        return {
            "readings": [{"row": row, "url": steps.url_of(row), "about": row.source.title or ""} for row in readings]
        }
