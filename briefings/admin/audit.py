"""Audit events: who did what, when and why, to be read."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest

from briefings.admin.access import ReadOnly
from briefings.admin.lists import BoundedList
from briefings.admin.payloads import shown
from briefings.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly, BoundedList, admin.ModelAdmin):
    """Every step, drafts included."""

    list_display = ["sequence", "happened_at", "user", "step", "record_type", "slug"]
    list_filter = ["record_type", "step"]
    list_select_related = ["user"]
    search_fields = ["slug", "user__username"]
    ordering = ["-sequence"]
    fields = [
        "sequence", "happened_at", "user", "step", "record_type", "slug", "payload", "hash_before", "hash_after",
        "payload_hash", "previous_hash", "hash",
    ]  # fmt: skip
    readonly_fields = fields

    @admin.display(description="reason and changes")
    def payload(self, event: AuditEvent) -> Any:
        try:
            return shown(event.payload.body)
        except ObjectDoesNotExist:
            return shown(None)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> Any:
        return self.change_view(request, object_id)
