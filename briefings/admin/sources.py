"""Sources: received with their text, shown with what was cited from it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from briefings.actions import sources
from briefings.admin import passages, steps, workspaces
from briefings.admin.forms import AddForm, SourceAddForm
from briefings.admin.records import RecordAdmin
from briefings.models import Citation, Record, Source, SourceOriginal


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Paste or upload a document; its text never changes afterwards."""

    add_form = SourceAddForm
    search_fields = ["slug", "title"]
    shown = ("title", "kind", "publisher", "received_at")
    filters = ("kind", "reliability", "text_access")
    related = ("publisher",)

    def begin(self, form: AddForm, request: HttpRequest) -> Record:
        typed, body = form.cleaned_data, form.cleaned_data["body"]
        about = {"slug": typed["slug"], "facts": form.facts(), "by": request.user, "batch": typed["batch"]}
        if typed["is_html"]:
            return sources.receive_html(html=body if isinstance(body, bytes) else body.encode(), **about)
        return sources.receive(text=body, **about)

    def text_slug(self, facts: dict[str, Any], record: Record) -> str | None:
        return record.slug

    def pages(self) -> dict[str, Callable]:
        return {"workspace": self.workspace_view, "claims": self.claims_view, "mark/<slug:what>": self.mark_view,
                "original": self.original_view}  # fmt: skip

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

    def original_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send the document that the text was reduced from, to be saved and never shown by the browser."""
        record = self.found(request, object_id)
        kept = SourceOriginal.objects.filter(source=record.pk).first()
        if kept is None:
            raise Http404(f"{record.label} was received as text")
        headers = {"Content-Disposition": f'attachment; filename="{record.slug}.html"', "Cache-Control": "no-store"}
        return HttpResponse(bytes(kept.body), content_type="application/octet-stream", headers=headers)

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        citations = Citation.objects.filter(reading__source=record).select_related("reading").order_by("start", "end")
        readings = record.readings.select_related("claim").order_by("claim__slug")
        return {
            "original": SourceOriginal.objects.filter(source=record.pk).defer("body").first(),
            "original_url": reverse("admin:briefings_source_original", args=[record.pk]),
            "workspace_url": reverse("admin:briefings_source_workspace", args=[record.pk]),
            "segments": passages.segments(record.text.body, record.regions.all(), citations, record.asides.all()),
            "text_sha256": record.text.sha256,
            "readings": [{"row": row, "url": steps.url_of(row), "about": row.claim.proposition} for row in readings],
        }
