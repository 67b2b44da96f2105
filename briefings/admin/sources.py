"""Sources: received with their text, shown with what was cited from it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from briefings.actions import sources
from briefings.admin import passages, steps
from briefings.admin.forms import AddForm, SourceAddForm
from briefings.admin.records import RecordAdmin
from briefings.models import Citation, Record, Source


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Paste or upload a document; its text never changes afterwards."""

    add_form = SourceAddForm
    search_fields = ["slug", "title"]
    shown = ("title", "kind", "publisher", "received_at")
    filters = ("kind", "reliability", "text_access")
    related = ("publisher",)

    def begin(self, form: AddForm, request: HttpRequest) -> Record:
        return sources.receive(
            slug=form.cleaned_data["slug"], text=form.cleaned_data["body"], facts=form.facts(), by=request.user,
            batch=form.cleaned_data["batch"],
        )  # fmt: skip

    def text_slug(self, facts: dict[str, Any], record: Record) -> str | None:
        return record.slug

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        citations = Citation.objects.filter(reading__source=record).select_related("reading").order_by("start", "end")
        readings = record.readings.select_related("claim").order_by("claim__slug")
        return {
            "segments": passages.segments(record.text.body, record.regions.all(), citations),
            "text_sha256": record.text.sha256,
            "readings": [{"row": row, "url": steps.url_of(row), "about": row.claim.proposition} for row in readings],
        }
