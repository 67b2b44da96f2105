"""Judgements: decisions that a curator records where computing is not honest."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from briefings.admin import origins
from briefings.admin.records import RecordAdmin
from briefings.choices import JudgementKind
from briefings.facts import records as facts_of
from briefings.models import Claim, Judgement, Record


@admin.register(Judgement)
class JudgementAdmin(RecordAdmin):
    """One decision with its reason."""

    search_fields = ["slug", "reason"]
    shown = ("kind", "claim", "reason")
    filters = ("kind",)
    related = ("claim",)

    def prefilled(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in the kind, and of a claim the exact set of origins that is computed now."""
        found = super().prefilled(request)
        if request.GET.get("kind") in JudgementKind.values:
            found["kind"] = request.GET["kind"]
        claim = Claim.objects.filter(pk=found.get("claim")).first()
        if claim is not None and found.get("kind") == origins.INDEPENDENT:
            found["origins"] = [each["id"] for each in origins.of(claim)["origins"]]
        return found

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        if record.kind != JudgementKind.INDEPENDENCE_ESTABLISHED:
            return {}
        return {"void": origins.void(record.claim, facts_of.read(record)["origins"])}
