"""Readings: what one source says about one claim, silence included."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from briefings.admin import passages, steps
from briefings.admin.forms import ReadingAddForm
from briefings.admin.lists import COUNTED_AT_MOST
from briefings.admin.records import RecordAdmin
from briefings.choices import State
from briefings.errors import BriefingsError
from briefings.models import Citation, PublishedText, Reading, Record, Source
from briefings.text import edtf, searching

UNPUBLISHED = tuple(state for state in State if state != State.PUBLISHED)


def _passages(term: str) -> list[str]:
    """Return the slugs of readings with a published passage that holds the words, the last of them perhaps begun."""
    try:
        runs = searching.parsed(f"{term.rstrip()}*")
    except BriefingsError:  # neither a letter nor a digit, or too many words
        return []
    found = PublishedText.objects.matching(runs, ["passage"]).order_by("-id")
    return [f"{claim}--{source}" for claim, source in found.values_list("claim", "source")[:COUNTED_AT_MOST]]


@admin.register(Reading)
class ReadingAdmin(RecordAdmin):
    """One cell of the matrix, with its citations and their chains."""

    add_form = ReadingAddForm
    search_fields = ["slug", "citations__exact"]
    shown = ("claim", "source", "status")
    filters = ("status",)
    related = ("claim", "source")

    def find(self, request: HttpRequest, queryset: QuerySet, term: str) -> QuerySet:
        """Find by slug and by passage: published ones in the index of readers' search, the others one by one."""
        in_slug, in_passage = Q(), Q()
        for word in term.split():
            in_slug &= Q(slug__icontains=word)
            in_passage &= Q(exact__icontains=word)
        unpublished = Citation.objects.filter(in_passage, reading__state__in=UNPUBLISHED).values("reading")
        return queryset.filter(in_slug | Q(slug__in=_passages(term)) | Q(pk__in=unpublished))

    def text_slug(self, facts: dict[str, Any], record: Record) -> str | None:
        return facts["source"]

    def get_urls(self) -> list[Any]:
        return [path("edtf/", self.admin_site.admin_view(self.edtf_view), name="briefings_reading_edtf"),
                *super().get_urls()]  # fmt: skip

    def edtf_view(self, request: HttpRequest) -> HttpResponse:
        """Answer what an EDTF means in words, or what is wrong with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            return JsonResponse({"words": edtf.describe(request.GET.get("edtf", "")[:64])})
        except BriefingsError as error:
            return JsonResponse({"error": error.detail})

    def _page(self, request: HttpRequest, title: str, form: Any, more: dict[str, Any]) -> HttpResponse:
        is_text = request.GET.get("as") == "text"
        form.fields["citations"].widget.is_text = is_text
        return super()._page(request, title, form, {"as_text": is_text, "has_editor": True, **more})

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        source = Source.objects.select_related("text").get(pk=record.source_id)
        citations = Citation.objects.filter(reading=record).select_related("reading").order_by("start", "end")
        return {
            "pane": passages.segments(source.text.body, source.regions.all(), citations),
            "length": len(source.text.body),
            "claim": record.claim,
            "claim_url": steps.url_of(record.claim),
            "source_url": steps.url_of(record.source),
        }
