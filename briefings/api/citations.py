"""Citations: single passages with what they report."""

import re

import orjson
from django.db.models import CharField, Q, Value
from django.http import Http404, HttpResponse
from rest_framework.request import Request

from briefings import choices
from briefings.api import documents
from briefings.api.base import DetailView, ListView, withdrawn
from briefings.api.filters import Control, Facets, Filters, Ordering, chosen, column, since
from briefings.api.of_claims import OF_CLAIM
from briefings.api.passages import OF_PASSAGES, PARENTS, recorded
from briefings.api.schemas.claims import CitationDocument
from briefings.api.shaping import Shape
from briefings.api.statements import Prepared
from briefings.api.values import Flag
from briefings.api.words import searched
from briefings.models import Document, PublishedCitation, PublishedReading
from briefings.rendering.facets import FACETS

CITATION = re.compile(r"(?P<reading>.+)--c[1-9][0-9]{0,4}")
SERVED = Value(choices.EditionKind.PUBLISHED.value, output_field=CharField())
ONE = Prepared(lambda slug: PublishedCitation.objects.filter(slug=slug).values_list(SERVED, "body", "etag"))


def of_readings(slugs: list[str]) -> Q:
    """Return the condition that a citation belongs to one of the readings: their keys are looked up once."""
    return Q(reading__in=PublishedReading.objects.filter(slug__in=slugs).values("pk"))


SHAPE = Shape(CitationDocument, reading="reading", claim="claim", source="source")


class CitationFilters(Filters):
    """What a citation must meet."""

    changed_since = since(PublishedCitation)
    passages = OF_PASSAGES
    claim = recorded("claim", column("claim", "in"), "Slug of the claim that it is about.", in_passage=False)
    reading = recorded("reading", of_readings, "Slug of the reading that it belongs to.", in_passage=False)
    category = chosen(choices.Category, "category", "What its claim is about.")
    of_claim = OF_CLAIM
    with_parents = Control(Flag(), PARENTS)
    q = searched("slug", "slug", "passage", along=("reading", "document"))  # its reading's document holds its text
    shape = SHAPE
    facets = Facets(FACETS["citations"])
    ordering = Ordering(slug=("slug",), changed=("changed_at", "slug"))


class CitationList(ListView):
    """List citations.

    A citation is the shortest stretch of a source that holds a claim's values, with what it reports and on whose
    authority: figure, time, modality, certainty, polarity, chains. It changes with its reading.
    """

    resource = "citations"
    rows = PublishedCitation
    filters = CitationFilters
    document = CitationDocument
    body = "body"


class CitationDetail(DetailView):
    """Return one citation with its chains.

    A citation is withdrawn (410) with its reading.
    """

    resource = "citations"
    shape = SHAPE
    record_type = "citation"
    document = CitationDocument
    has_editions = False  # it changes with its reading

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Return the citation, or why there is none."""
        asked = self.asked(request)
        row = self.row(slug)
        if row is None:
            return self._gone_with_its_reading(slug)
        _, body, etag = row
        return self.shown(request, body, etag, asked)

    @classmethod
    def row(cls, slug: str) -> documents.Row | None:
        """Return kind, body and ETag of the citation. Costs a query."""
        return next(iter(ONE.rows(slug)), None)

    def _gone_with_its_reading(self, slug: str) -> HttpResponse:
        match = CITATION.fullmatch(slug)
        rows = Document.objects.filter(
            record_type="reading", slug=match["reading"] if match else "", kind=choices.EditionKind.WITHDRAWN
        )
        body = rows.values_list("body", flat=True).first()
        if body is None:
            raise Http404
        return withdrawn("reading", match["reading"], orjson.loads(bytes(body)))
