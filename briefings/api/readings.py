"""Readings: what one source says of one claim, silence included."""

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.filters import Filters, Ordering, Parameter, column
from briefings.api.references import Record
from briefings.api.schemas.claims import ReadingDocument
from briefings.api.values import Choice
from briefings.models import PublishedReading


class ReadingFilters(Filters):
    """What a reading must meet."""

    claim = Parameter(Record("claim"), column("claim"), "Slug of the claim.")
    source = Parameter(Record("source"), column("source"), "Slug of the source.")
    status = Parameter(
        Choice(choices.ReadingStatus), column("status"), "Carried, or checked and not carried."
    )
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
    record_type = "reading"
    document = ReadingDocument
