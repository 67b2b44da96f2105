"""Judgements: decisions that a curator records where computing is not honest."""

from django.contrib import admin

from briefings.admin.records import RecordAdmin
from briefings.models import Judgement


@admin.register(Judgement)
class JudgementAdmin(RecordAdmin):
    """One decision with its reason."""

    search_fields = ["slug", "reason"]
    shown = ("kind", "claim", "reason")
    filters = ("kind",)
    related = ("claim",)
