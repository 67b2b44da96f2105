"""Actors: names, roles, and merging two rows that turned out to be one."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from briefings.actions import actors
from briefings.admin import steps
from briefings.admin.access import may
from briefings.admin.forms import MergeForm
from briefings.admin.records import RecordAdmin, taken
from briefings.models import Actor, Record


@admin.register(Actor)
class ActorAdmin(RecordAdmin):
    """Who acts, speaks, relays or is spoken of."""

    search_fields = ["slug", "names__text"]
    shown = ("kind", "country", "parent", "merged_into")
    filters = ("kind",)
    related = ("parent", "merged_into")

    def pages(self) -> dict[str, Callable]:
        return {"merge": self.merge_view}

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        if not record.merged_into_id:
            return {}
        return {"merged_into": record.merged_into, "merged_into_url": steps.url_of(record.merged_into)}

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose the actor that this row is (GET), look at both, and propose it (POST)."""
        record = self.found(request, object_id)
        if not may(request, "edit"):
            raise PermissionDenied("merging takes the role of a curator")
        form = MergeForm(request.POST if request.method == "POST" else request.GET or None)
        chosen = form.cleaned_data["into"] if form.is_bound and form.is_valid() else None
        if request.method == "POST" and chosen and self._merged(request, record, chosen):
            return HttpResponseRedirect(steps.url_of(record))
        context = {
            **self.admin_site.each_context(request), "title": f"Merge {record.slug} into another actor", "form": form,
            "media": self.media + form.media, "opts": self.opts, "record": record, "into": chosen,
            "both": [_described(row) for row in (record, chosen)] if chosen else [],
        }  # fmt: skip
        return TemplateResponse(request, "desk/merge.html", context)

    def _merged(self, request: HttpRequest, record: Record, into: Actor) -> bool:
        done = (
            f"{record.slug} is proposed as {into.slug}. Submit it; once another person approves, readers are sent on."
        )
        return taken(request, done, lambda: actors.merge(
            actor=record, into=into, by=request.user, version=steps.version_in(request)
        ))  # fmt: skip


def _described(actor: Actor) -> dict[str, Any]:
    return {"row": actor, "url": steps.url_of(actor), "names": list(actor.names.all())}
