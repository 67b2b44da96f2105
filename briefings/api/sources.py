"""Sources: documents as received."""

from django.db.models import Exists, OuterRef, Q

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.filters import Filters, Ordering, Parameter, column
from briefings.api.passages import ACTOR
from briefings.api.references import Actor
from briefings.api.schemas.records import SourceDocument
from briefings.api.values import LANGUAGE, Choice, FirstInstant, LastInstant, Several, Text
from briefings.models import PublishedAgency, PublishedSource

CERTAINLY = "A source that prints no zone is taken at its widest; one that prints no time never matches."


def credits_agency(slugs: list[str]) -> Q:
    """Return the condition that the source credits an agency."""
    return Q(Exists(PublishedAgency.objects.filter(source=OuterRef("pk"), actor__in=slugs)))


class SourceFilters(Filters):
    """What a source must meet."""

    kind = Parameter(Choice(choices.SourceKind), column("kind"), "What sort of document it is.")
    kind__in = Parameter(
        Several(Choice(choices.SourceKind)), column("kind", "in"), "What sort of document it is: any of these."
    )
    publisher = Parameter(Actor(), column("publisher", "in"), f"Who published it. {ACTOR}")
    agency = Parameter(Actor(), credits_agency, f"News agency that it credits. {ACTOR}")
    language = Parameter(Text(35, LANGUAGE, "en"), column("language"), "Language of the text, BCP 47.")
    reliability = Parameter(
        Choice(choices.Reliability), column("reliability"), "Admiralty code A (completely reliable) to F (not judged)."
    )
    reliability__in = Parameter(
        Several(Choice(choices.Reliability)), column("reliability", "in"), "Admiralty code: any of these."
    )
    published__before = Parameter(
        FirstInstant(), column("published_latest", "lt"),
        f"Certainly published before this instant, or before this day began (UTC). {CERTAINLY}",
    )  # fmt: skip
    published__after = Parameter(
        LastInstant(), column("published_earliest", "gt"),
        f"Certainly published after this instant, or after this day ended (UTC). {CERTAINLY}",
    )  # fmt: skip
    received__before = Parameter(
        FirstInstant(), column("received_at", "lt"), "Received before this instant, or before this day began (UTC)."
    )
    received__after = Parameter(
        LastInstant(), column("received_at", "gt"), "Received after this instant, or after this day ended (UTC)."
    )
    ordering = Ordering(
        slug=("slug",), changed=("changed_at", "document_id"), published=("undated", "published_latest", "document_id")
    )


class SourceList(ListView):
    """List sources.

    A source is one document as received, with its text as far as its rights allow. Ordered by `published`, those
    that print no time of publication come last.
    """

    resource = "sources"
    rows = PublishedSource
    filters = SourceFilters
    document = SourceDocument


class SourceDetail(DetailView):
    """Return one source with its text.

    The text is served as it was received, never normalised; offsets in citations count its Unicode code points from 0.
    """

    resource = "sources"
    record_type = "source"
    document = SourceDocument
