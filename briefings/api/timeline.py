"""The timeline: dates of reported facts and of occasions, in an order that never breaks what is certain."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from briefings import choices
from briefings.api import cursors
from briefings.api.analysed import KNOWN_BY
from briefings.api.base import PublicView
from briefings.api.discrepancies import paged, place, told
from briefings.api.filters import DEFAULT_SIZE, LARGEST_SIZE, Control, Parameter, read_given
from briefings.api.references import Record
from briefings.api.schemas.analysis import TimelinePage
from briefings.api.values import Choice, Days, Text, Whole, Word
from briefings.inquiry import dates_in_order

PARAMETERS: dict[str, Parameter] = {
    "kind": told(Word("event", "utterance"), "Dates of reported facts, or when something was said."),
    "claim": told(Record("claim"), "Slug of the claim: what is said to take place, or what was said on the occasion."),
    "source": told(Record("source"), "Slug of a source that carries it."),
    "briefing": told(Record("briefing"), "Slug of the occasion, or of the one that the date was given at."),
    "category": told(Choice(choices.Category), "What the claim is about; leaves occasions out."),
    "when__overlaps": told(Days(), "Shares a day with this EDTF date or interval; open ends stay open."),
    "known_by": KNOWN_BY,
    "page_size": Control(Whole(1, LARGEST_SIZE, DEFAULT_SIZE), "How many a page holds at most."),
    "cursor": Control(Text(cursors.LONGEST), "Where the page starts: take it from `next`, do not make it up."),
}


class TimelineList(PublicView):
    """List dates in order.

    Each is given as printed, as EDTF, and as first and last day; what could not be resolved is not here. They are in
    order of the first day (open ones first), then the last (open ones last): none comes before one that is over before
    it begins. Dates that overlap have no order, whatever their place; `rank` tells which on this page do. With
    `known_by`, dates that rest on a later source are left out, so a page may be short: follow `next` until it is null.
    """

    resource = "timeline"
    kind = "list"
    found = "A page of dates."

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters of the list."""
        return PARAMETERS

    @classmethod
    def answer(cls) -> type[TimelinePage]:
        """Return the schema of a page."""
        return TimelinePage

    def get(self, request: Request) -> HttpResponse:
        """Return a page. Costs four queries at most, with known_by one more."""
        given = self.given(request)
        values: dict[str, Any] = read_given(given, PARAMETERS)
        names = ("kind", "claim", "source", "briefing", "category", "known_by")
        wanted = dates_in_order.Wanted(**{key: values.get(key) for key in names}, days=values.get("when__overlaps"))
        after = place(values.get("cursor"), self.resource) or dates_in_order.START
        page = dates_in_order.page(wanted, after, values.get("page_size", DEFAULT_SIZE))  # type: ignore[arg-type]
        return paged(request, given, page.entries, page.following, self.resource)
