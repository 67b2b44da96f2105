"""Discrepancies: how the reports differ, on one claim and across the database."""

from typing import Any
from urllib.parse import urlencode

import orjson
from django.http import HttpResponse
from rest_framework.request import Request

from briefings.analysis import discrepancies
from briefings.analysis.discrepancies.rows import Kind, Severity
from briefings.api import cursors
from briefings.api.analysed import KNOWN_BY, AnalysisView
from briefings.api.base import PublicView, etag_of, serve
from briefings.api.cursors import AFTER, Cursor
from briefings.api.filters import DEFAULT_SIZE, LARGEST_SIZE, Control, Parameter, read_given
from briefings.api.references import Record
from briefings.api.schemas.analysis import ClaimDiscrepancies, DiscrepancyPage
from briefings.api.sourcing import clock_line
from briefings.api.values import Several, Text, Whole, Word
from briefings.inquiry import walks

Document = dict[str, Any]
KINDS, SEVERITIES = Word(*map(str, Kind)), Word(*map(str, Severity))
FIELDS = Word(*(str(kind) for kind in Kind if kind != Kind.WITHIN_SOURCE))


def told(value: Any, help_text: str) -> Parameter:
    """Return a parameter that narrows the list."""
    found = Control(value, help_text)
    found.is_control = False
    return found


PARAMETERS: dict[str, Parameter] = {
    "kind": told(KINDS, "In what they differ."),
    "kind__in": told(Several(KINDS), "In what they differ: any of these."),
    "field": told(FIELDS, "In what they differ, across sources or within one."),
    "severity": told(SEVERITIES, "How much hangs on it."),
    "severity__in": told(Several(SEVERITIES), "How much hangs on it: any of these."),
    "found": told(Word("computed", "curated"), "How it was found."),
    "claim": told(Record("claim"), "Slug of the claim that it is about; names of actors are about none."),
    "source": told(Record("source"), "Slug of a source on one of its sides."),
    "briefing": told(Record("briefing"), "Slug of a briefing that a chain of the claim leads to."),
    "known_by": KNOWN_BY,
    "page_size": Control(Whole(1, LARGEST_SIZE, DEFAULT_SIZE), "How many a page holds at most."),
    "cursor": Control(Text(cursors.LONGEST), "Where the page starts: take it from `next`, do not make it up."),
}


class DiscrepancyList(PublicView):
    """List discrepancies.

    How sources differ, claim by claim in the order of slugs, then the spellings of names. Which there are is kept as
    claims are published, so a page costs the same whatever is asked and however many there are; only with `source`,
    for spellings, and with `known_by`, where a page looks through 200 claims at most, may it hold fewer than asked
    for, or none, and still have a `next` one: follow it until it is null. A discrepancy across two claims is listed
    with the first.
    """

    resource = "discrepancies"
    kind = "list"
    found = "A page of discrepancies."

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters of the list."""
        return PARAMETERS

    @classmethod
    def answer(cls) -> type[DiscrepancyPage]:
        """Return the schema of a page."""
        return DiscrepancyPage

    def get(self, request: Request) -> HttpResponse:
        """Return a page."""
        given = self.given(request)
        values = read_given(given, PARAMETERS)
        after = place(values.get("cursor"), self.resource) or walks.START
        page = walks.page(wanted(values), after, values.get("page_size", DEFAULT_SIZE))  # type: ignore[arg-type]
        return paged(request, given, discrepancies.documents(page.rows), page.following, self.resource)


def wanted(values: Document) -> walks.Wanted:
    """Return what the parameters ask for."""
    return walks.Wanted(
        kinds=_both(values, "kind"), fields=_both(values, "field"), severities=_both(values, "severity"),
        is_curated=values["found"] == "curated" if "found" in values else None,
        **{name: values.get(name) for name in ("claim", "source", "briefing", "known_by")},
    )  # fmt: skip


def _both(values: Document, name: str) -> frozenset[str]:
    """Return the values that are allowed by a parameter and by its `__in`."""
    one, several = values.get(name), values.get(f"{name}__in")
    if one is None:
        return frozenset(several or ())
    return frozenset([one]) if several is None or one in several else frozenset(["none of both"])


def place(cursor: str | None, bound_to: str) -> tuple[Any, ...] | None:
    """Return the place that a cursor stands for. Raises BadParameters."""
    return cursors.decode(cursor, bound_to=bound_to).values if cursor else None


def paged(
    request: Request, given: dict[str, str], results: list[Document], following: tuple[Any, ...] | None, bound_to: str
) -> HttpResponse:
    """Return a page with the address of the next one."""
    url = None
    if following is not None:
        cursor = cursors.encode(Cursor(AFTER, following), bound_to=bound_to)
        url = request.build_absolute_uri(f"{request.path}?{urlencode({**given, 'cursor': cursor})}")
    body = orjson.dumps({"next": url, "results": results})
    return serve(request, body, etag_of(body), {"Link": f'<{url}>; rel="next"'} if url else {})


class ClaimDiscrepancyView(AnalysisView):
    """Return the discrepancies of a claim.

    Figures, dates, polarity, certainty, modality, attribution and quotations that differ across sources or within one,
    silence, spellings of the names in its chains, and what curators compared; each with its passages and severity.
    """

    resource = "claims"
    record_type = "claim"
    computed = "discrepancies"
    found = "The discrepancies."
    document = ClaimDiscrepancies

    def analysed(self, record: Document, values: Document) -> Document:
        """Return the answer. Costs about a dozen queries."""
        rows, read = walks.of_claim(record, values.get("known_by"))
        return {
            "claim": {key: record[key] for key in ("slug", "url", "proposition")},
            **clock_line(values, read),
            "discrepancies": discrepancies.documents(rows),
        }
