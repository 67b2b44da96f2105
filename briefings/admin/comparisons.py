"""Comparisons: curated relations across claims or citations."""

from django.contrib import admin

from briefings.admin.records import RecordAdmin
from briefings.models import Comparison


@admin.register(Comparison)
class ComparisonAdmin(RecordAdmin):
    """Left, how it relates, right, and why."""

    search_fields = ["slug", "reason", "left_claim__slug", "right_claim__slug"]
    shown = ("left_claim", "kind", "right_claim")
    filters = ("kind",)
    related = ("left_claim", "right_claim")
