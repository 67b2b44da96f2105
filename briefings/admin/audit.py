"""Audit events: who did what, when and why, to be read."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest

from briefings.admin.access import ReadOnly
from briefings.admin.lists import BoundedList, slug_starts
from briefings.admin.payloads import shown
from briefings.choices import RecordType
from briefings.models import AuditEvent, User

TYPES = (*RecordType.values, "batch", "user", "token", "dump", "import")


class TypeFilter(admin.SimpleListFilter):
    """What was touched; a fixed list, where Django would scan the table for one."""

    title = "type"
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name.capitalize()) for name in TYPES]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(record_type=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly, BoundedList, admin.ModelAdmin):
    """Every step, drafts included."""

    change_form_template = "desk/read_only.html"
    list_display = ["sequence", "happened_at", "user", "step", "record_type", "slug"]
    sortable_by = ("sequence",)  # other columns have no index that sorts all of them
    list_filter = [TypeFilter]
    list_select_related = ["user"]
    search_fields = ["slug"]
    search_help_text = "A user name, or the start of a slug."
    ordering = ["-pk"]  # as -sequence, and every index has it for nothing
    fields = [
        "sequence", "happened_at", "person", "step", "record_type", "slug", "content", "hash_before", "hash_after",
        "payload_hash", "previous_hash", "hash",
    ]  # fmt: skip
    readonly_fields = fields

    def find(self, request: HttpRequest, queryset: QuerySet, term: str) -> QuerySet:
        user = User.objects.filter(username=term.strip()).first()
        return queryset.filter(user=user) if user else queryset.filter(slug_starts(term), record_type__in=TYPES)

    @admin.display(description="user")  # as words: the account's page is for administrators
    def person(self, event: AuditEvent) -> str:
        return str(event.user)

    @admin.display(description="reason and changes")  # under the name `payload` Django would show the relation
    def content(self, event: AuditEvent) -> Any:
        try:
            return shown(event.payload.body)
        except ObjectDoesNotExist:
            return shown(None)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> Any:
        return self.change_view(request, object_id)
