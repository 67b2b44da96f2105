"""Briefings: occasions on which information was put on record."""

from django.contrib import admin

from briefings.admin.records import RecordAdmin
from briefings.models import Briefing


@admin.register(Briefing)
class BriefingAdmin(RecordAdmin):
    """One occasion, with the passages that state it."""

    search_fields = ["slug", "title", "committee"]
    shown = ("title", "kind", "host")
    filters = ("kind",)
    related = ("host",)
