"""Editions: the public steps of records, to be read."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from briefings.admin import record_pages, steps
from briefings.admin.access import ReadOnly
from briefings.admin.lists import BoundedList, slug_starts
from briefings.admin.payloads import shown
from briefings.choices import RecordType
from briefings.models import Edition


@admin.register(Edition)
class EditionAdmin(ReadOnly, BoundedList, admin.ModelAdmin):
    """What readers were served, from when, by whom."""

    change_form_template = "desk/read_only.html"
    list_display = ["sequence", "record_type", "slug", "number", "kind", "started_at", "author", "approver"]
    sortable_by = ("sequence",)  # other columns have no index that sorts all of them
    list_filter = ["record_type", "kind"]
    list_select_related = ["author", "approver"]
    search_fields = ["slug"]
    search_help_text = "The start of a slug."
    ordering = ["-pk"]  # as -sequence, and every index has it for nothing
    fields = [
        "record", "sequence", "number", "kind", "started_at", "written_by", "approved_by", "batch", "notes", "facts",
        "facts_hash", "notes_hash", "previous_hash", "hash",
    ]  # fmt: skip
    readonly_fields = fields

    def find(self, request: HttpRequest, queryset: QuerySet, term: str) -> QuerySet:
        return queryset.filter(slug_starts(term), record_type__in=RecordType.values)

    @admin.display(description="record")
    def record(self, edition: Edition) -> Any:
        key = (edition.record_type, edition.slug)
        row = record_pages.find([key]).get(key)
        label = f"{edition.record_type} {edition.slug}"
        return format_html('<a href="{}">{}</a>', steps.url_of(row), label) if row else label

    @admin.display(description="author")  # as words: the account's page is for administrators
    def written_by(self, edition: Edition) -> str:
        return str(edition.author)

    @admin.display(description="approver")
    def approved_by(self, edition: Edition) -> str:
        return str(edition.approver or "")

    @admin.display(description="facts")
    def facts(self, edition: Edition) -> Any:
        return shown(_kept(edition, "facts"))

    @admin.display(description="public notes")
    def notes(self, edition: Edition) -> Any:
        return shown(_kept(edition, "notes"))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> Any:
        return self.change_view(request, object_id)


def _kept(edition: Edition, part: str) -> str | None:
    try:
        return getattr(edition.payload, part)
    except ObjectDoesNotExist:
        return None
