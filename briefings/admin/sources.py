"""Sources: received with their text, shown with what was cited from it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from briefings.actions import sources
from briefings.admin import passages, steps, workspaces
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

    def pages(self) -> dict[str, Callable]:
        return {"workspace": self.workspace_view, "claims": self.claims_view, "mark/<slug:what>": self.mark_view}

    def workspace_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the text to mark passages in."""
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        return workspaces.page(request, self.found(request, object_id), shared)

    def claims_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer the claims that a passage may be cited for."""
        return workspaces.claims(request, self.found(request, object_id))

    def mark_view(self, request: HttpRequest, object_id: str, what: str) -> HttpResponse:
        """Make a record of a marked passage."""
        return workspaces.mark(request, self.found(request, object_id), what)

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        citations = Citation.objects.filter(reading__source=record).select_related("reading").order_by("start", "end")
        readings = record.readings.select_related("claim").order_by("claim__slug")
        return {
            "workspace_url": reverse("admin:briefings_source_workspace", args=[record.pk]),
            "segments": passages.segments(record.text.body, record.regions.all(), citations, record.asides.all()),
            "text_sha256": record.text.sha256,
            "readings": [{"row": row, "url": steps.url_of(row), "about": row.claim.proposition} for row in readings],
        }
