"""Readings: what one source says about one claim, silence included."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from briefings.admin import steps
from briefings.admin.forms import ReadingAddForm
from briefings.admin.records import RecordAdmin
from briefings.models import Reading, Record


@admin.register(Reading)
class ReadingAdmin(RecordAdmin):
    """One cell of the matrix, with its citations and their chains."""

    add_form = ReadingAddForm
    search_fields = ["slug", "citations__exact"]
    shown = ("claim", "source", "status")
    filters = ("status",)
    related = ("claim", "source")

    def text_slug(self, facts: dict[str, Any], record: Record) -> str | None:
        return facts["source"]

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        return {
            "claim": record.claim,
            "claim_url": steps.url_of(record.claim),
            "source_url": steps.url_of(record.source),
        }
