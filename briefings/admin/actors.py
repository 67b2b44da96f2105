"""Actors: names, roles, and merging two rows that turned out to be one."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from briefings.actions import actors, judgements
from briefings.admin import duplicates, steps
from briefings.admin.access import may
from briefings.admin.forms import MergeForm
from briefings.admin.lists import row_id
from briefings.admin.records import RecordAdmin, taken
from briefings.models import Actor, Record
from briefings.models.records import SLUG


@admin.register(Actor)
class ActorAdmin(RecordAdmin):
    """Who acts, speaks, relays or is spoken of."""

    change_list_template = "admin/briefings/actor/change_list.html"
    search_fields = ["slug", "names__text"]
    shown = ("kind", "country", "parent", "merged_into")
    filters = ("kind",)
    related = ("parent", "merged_into")

    def pages(self) -> dict[str, Callable]:
        return {"merge": self.merge_view, "apart": self.apart_view}

    def get_urls(self) -> list[Any]:
        own = path("duplicates/", self.admin_site.admin_view(self.duplicates_view), name="briefings_actor_duplicates")
        return [own, *super().get_urls()]

    def more(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        if record.merged_into_id:
            return {"merged_into": record.merged_into, "merged_into_url": steps.url_of(record.merged_into)}
        return {"alike": duplicates.of(record), "may_judge": may(request, "create")}

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        """Show pairs of actors that may be one and that nobody has judged, page by page through all actors."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        after = request.GET.get("after", "")
        if after and not re.match(SLUG.regex, after):
            raise BadRequest(f"after={after[:50]!r} is no slug")
        context = {
            **self.admin_site.each_context(request), "title": "Actors that may be one", "opts": self.opts,
            "media": self.media, "after": after, "may_judge": may(request, "create"), "found": duplicates.page(after),
            "left_over": steps.give_back(request, []),
        }  # fmt: skip
        return TemplateResponse(request, "desk/duplicates.html", context)

    def apart_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Judge that the actor is not another one."""
        record = self.found(request, object_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        other = Actor.objects.filter(pk=row_id(request.POST.get("other", ""))).first()
        if not duplicates.kept_apart(request, record, other):
            steps.keep_typed(request, request.path)
        listed = request.POST.get("from")
        home = f"{reverse('admin:briefings_actor_duplicates')}?after={quote(listed)}" if listed is not None else None
        return HttpResponseRedirect(home or steps.url_of(record))

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
            "shown": duplicates.shown_by(record) if chosen else None,
            "judged": judgements.of_pair(record, chosen) if chosen else None,
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
