"""Sources: documents as received."""

from django.db.models import Exists, OuterRef, Q

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.conditions import Condition, Related
from briefings.api.filters import (
    Control,
    Facets,
    Family,
    Filters,
    Ordering,
    Parameter,
    acting,
    chosen,
    coded,
    column,
    since,
)
from briefings.api.passages import ACTOR, CERTAINLY, PARENTS
from briefings.api.references import Record, Records
from briefings.api.schemas.records import SourceDocument
from briefings.api.shaping import Shape
from briefings.api.values import LANGUAGE, FirstInstant, Flag, LastInstant, Text
from briefings.api.words import searched
from briefings.models import PublishedAgency, PublishedReading, PublishedSource
from briefings.rendering.facets import FACETS

CREDITS_AGENCY = Related(lambda slugs: PublishedAgency.objects.filter(actor__in=slugs), "source")


def read_for(status: str) -> Condition:
    """Return the condition that the source was read for one of the claims, with this outcome."""
    return Related(lambda claims: PublishedReading.objects.filter(claim__in=claims, status=status), "source", "slug")


def not_read_for(claims: list[str]) -> Q:
    """Return the condition that the source was read for none of the claims."""
    return ~Q(Exists(PublishedReading.objects.filter(source=OuterRef("slug"), claim__in=claims)))


def reading(status: str, help_text: str) -> Family:
    """Return the family about claims that the source was read for, with this outcome."""
    return Family(Record("claim"), Records("claim"), read_for(status), help_text)


SHAPE = Shape(SourceDocument, publisher="actor")


class SourceFilters(Filters):
    """What a source must meet."""

    changed_since = since(PublishedSource)
    kind = chosen(choices.SourceKind, "kind", "What sort of document it is.")
    publisher = acting(column("publisher", "in"), f"Who published it. {ACTOR}")
    agency = acting(CREDITS_AGENCY, f"News agency that it credits. {ACTOR}")
    with_parents = Control(Flag(), PARENTS)
    language = coded(Text(35, LANGUAGE, "en"), "language", "Language of the text, BCP 47.")
    reliability = chosen(
        choices.Reliability, "reliability", "Admiralty code A (completely reliable) to F (not judged)."
    )
    text_access = chosen(choices.TextAccess, "text_access", "How much of its text is served.")
    undated = Parameter(Flag(), column("undated"), "Whether it prints no time of publication.")
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
    carries = reading(choices.ReadingStatus.CARRIED, "Slug of a claim that it carries.")
    does_not_carry = reading(
        choices.ReadingStatus.NOT_CARRIED, "Slug of a claim that it was checked for and does not carry."
    )
    not_checked_for = Parameter(
        Records("claim"), not_read_for, "Slugs of claims, for none of which it was checked."
    )
    q = searched("slug", "source", "passage", "title")
    shape = SHAPE
    facets = Facets(FACETS["sources"])
    ordering = Ordering(
        slug=("slug",), changed=("changed_at", "slug"), published=("undated", "published_latest", "slug")
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
    shape = SHAPE
    record_type = "source"
    document = SourceDocument
