"""Audit events: who did what, when and why, to be read."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest

from briefings.admin.access import ReadOnly
from briefings.admin.lists import BoundedList
from briefings.admin.payloads import shown
from briefings.choices import RecordType
from briefings.models import AuditEvent


class TypeFilter(admin.SimpleListFilter):
    """What was touched; a fixed list, where Django would scan the table for one."""

    title = "type"
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name.capitalize()) for name in (*RecordType.values, "batch", "user")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(record_type=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly, BoundedList, admin.ModelAdmin):
    """Every step, drafts included."""

    change_form_template = "desk/read_only.html"
    list_display = ["sequence", "happened_at", "user", "step", "record_type", "slug"]
    list_filter = [TypeFilter]
    list_select_related = ["user"]
    search_fields = ["slug", "user__username"]
    ordering = ["-sequence"]
    fields = [
        "sequence", "happened_at", "person", "step", "record_type", "slug", "payload", "hash_before", "hash_after",
        "payload_hash", "previous_hash", "hash",
    ]  # fmt: skip
    readonly_fields = fields

    @admin.display(description="user")  # as words: the account's page is for administrators
    def person(self, event: AuditEvent) -> str:
        return str(event.user)

    @admin.display(description="reason and changes")
    def payload(self, event: AuditEvent) -> Any:
        try:
            return shown(event.payload.body)
        except ObjectDoesNotExist:
            return shown(None)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> Any:
        return self.change_view(request, object_id)
