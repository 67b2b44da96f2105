"""Readings: what one source says of one claim, silence included."""

from django.db.models import Exists, OuterRef, Q

from briefings import choices
from briefings.api import facets
from briefings.api.base import DetailView, ListView
from briefings.api.filters import Facets, Family, Filters, Ordering, Parameter, column, searched
from briefings.api.references import Record, Records
from briefings.api.schemas.claims import ReadingDocument
from briefings.api.shaping import Shape
from briefings.api.values import Choice, Several
from briefings.models import PublishedClaim, PublishedReading


def about(categories: list[str]) -> Q:
    """Return the condition that the reading's claim is of one of these categories."""
    return Q(Exists(PublishedClaim.objects.filter(slug=OuterRef("claim"), category__in=categories)))


SHAPE = Shape(ReadingDocument, claim="claim", source="source")


class ReadingFilters(Filters):
    """What a reading must meet."""

    claim = Family(
        Record("claim"), Records("claim"), column("claim", "in"), "Slug of the claim.",
        unless=lambda slugs: ~Q(claim__in=slugs),
    )  # fmt: skip
    source = Family(
        Record("source"), Records("source"), column("source", "in"), "Slug of the source.",
        unless=lambda slugs: ~Q(source__in=slugs),
    )  # fmt: skip
    status = Parameter(
        Choice(choices.ReadingStatus), column("status"), "Carried, or checked and not carried."
    )
    category = Family(
        Choice(choices.Category), Several(Choice(choices.Category)), about, "What the claim is about.",
        unless=lambda categories: ~about(categories),
    )  # fmt: skip
    q = searched("document", "document_id")
    shape = SHAPE
    facets = Facets({name: facets.by(name) for name in ("status", "claim", "source")})
    ordering = Ordering(slug=("slug",), changed=("changed_at", "document_id"))


class ReadingList(ListView):
    """List readings.

    A reading says what one source says of one claim: it carries it, in these passages, or it was checked and does not.
    Where there is no reading, the source was not checked for the claim.
    """

    resource = "readings"
    rows = PublishedReading
    filters = ReadingFilters
    document = ReadingDocument


class ReadingDetail(DetailView):
    """Return one reading with its citations and chains."""

    resource = "readings"
    shape = SHAPE
    record_type = "reading"
    document = ReadingDocument
