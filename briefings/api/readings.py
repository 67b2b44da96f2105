"""Readings: what one source says of one claim, silence included."""

from django.db.models import Q

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.conditions import named_by
from briefings.api.filters import Control, Facets, Filters, OfMany, Ordering, chosen, column, since
from briefings.api.of_claims import CATEGORY, OF_CLAIM
from briefings.api.passages import OF_READ_PASSAGES, PARENTS, of_source, recorded
from briefings.api.schemas.claims import ReadingDocument
from briefings.api.shaping import Shape
from briefings.api.values import Flag
from briefings.api.words import searched
from briefings.models import PublishedCitation, PublishedReading
from briefings.rendering.facets import FACETS


def having(passage: Q, is_listed: bool = False) -> Q:
    """Return the condition that one citation of the reading meets everything that is asked of one."""
    return named_by(PublishedCitation.objects.filter(passage), "reading", is_listed=is_listed)


SHAPE = Shape(ReadingDocument, claim="claim", source="source")


class ReadingFilters(Filters):
    """What a reading must meet."""

    changed_since = since(PublishedReading)
    claim = recorded("claim", column("claim", "in"), "Slug of the claim.", in_passage=False)
    source = recorded("source", column("source", "in"), "Slug of the source.", in_passage=False)
    of_source = of_source(in_passage=False)
    status = chosen(choices.ReadingStatus, "status", "Carried, or checked and not carried.")
    category = CATEGORY
    of_claim = OF_CLAIM
    passages = OfMany(OF_READ_PASSAGES, having, "reading")
    with_parents = Control(Flag(), PARENTS)
    q = searched("document", "document_id", "passage")
    shape = SHAPE
    facets = Facets(FACETS["readings"])
    ordering = Ordering(slug=("slug",), changed=("changed_at", "slug"))

    @classmethod
    def with_passage(cls, passage: Q, is_listed: bool) -> Q:
        """Return the condition that one citation of the reading meets everything that is asked of one."""
        return having(passage, is_listed) if passage else Q()


class ReadingList(ListView):
    """List readings.

    A reading says what one source says of one claim: it carries it, in these passages, or it was checked and does not.
    Where there is no reading, the source was not checked for the claim. Parameters about a passage (`per_citation` in
    OPTIONS) are met together by one citation of the reading, so they find what is carried only.
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
