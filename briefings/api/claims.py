"""Claims: questions with a true-or-false core, with every answer."""

from django.db.models import Exists, OuterRef, Q

from briefings import choices
from briefings.api import facets
from briefings.api.base import DetailView, ListView
from briefings.api.filters import Facets, Family, Ordering, Parameter, acting, chosen, column, searched
from briefings.api.passages import ACTOR, PassageFilters
from briefings.api.references import Record, Records
from briefings.api.schemas.claims import ClaimDocument
from briefings.api.shaping import Shape
from briefings.api.values import Text, Whole
from briefings.models import PublishedCitation, PublishedClaim, PublishedCountry, PublishedReading


def read_in(sources: list[str], status: str) -> Q:
    """Return the condition that one of the sources was read for the claim, with this outcome."""
    return Q(Exists(PublishedReading.objects.filter(claim=OuterRef("slug"), source__in=sources, status=status)))


def takes_place_in(country: str) -> Q:
    """Return the condition that the claim's fact takes place in a country."""
    return Q(Exists(PublishedCountry.objects.filter(claim=OuterRef("pk"), country=country)))


def reading(status: str, help_text: str) -> Family:
    """Return the family about sources that were read for the claim, with this outcome."""
    return Family(Record("source"), Records("source"), lambda sources: read_in(sources, status), help_text)


SHAPE = Shape(ClaimDocument, subject="actor", holder="actor", readings__source="source")


class ClaimFilters(PassageFilters):
    """What a claim must meet, and what one of its citations must."""

    category = chosen(choices.Category, "category", "What the claim is about.")
    subject = acting(column("subject", "in"), f"Who the claim is about. {ACTOR}")
    holder = acting(column("holder", "in"), f"Whose view the claim describes. {ACTOR}")
    country = Parameter(
        Text(2, "[A-Z]{2}", "RU"), takes_place_in, "Where the reported fact takes place, ISO 3166-1 alpha-2."
    )
    credibility = chosen(
        choices.Credibility, "credibility", "Admiralty code 1 (confirmed) to 6 (cannot be judged)."
    )
    carried_by = reading(
        choices.ReadingStatus.CARRIED,
        "Slug of a source that carries the claim, in whatever passage; `source` asks that the passage which meets the"
        " other parameters stands in it.",
    )  # fmt: skip
    not_carried_by = reading(
        choices.ReadingStatus.NOT_CARRIED,
        "Slug of a source that was checked and does not carry the claim; one that was not checked never matches.",
    )  # fmt: skip
    sources = Parameter(Whole(), column("sources"), "Exactly so many sources carry it.")
    sources__gte = Parameter(Whole(), column("sources", "gte"), "At least so many sources carry it.")
    sources__lte = Parameter(Whole(), column("sources", "lte"), "At most so many sources carry it.")
    not_carried__gte = Parameter(
        Whole(), column("silent", "gte"), "At least so many sources were checked and do not carry it."
    )
    not_carried__lte = Parameter(
        Whole(), column("silent", "lte"), "At most so many sources were checked and do not carry it."
    )
    q = searched("slug", "claim")
    shape = SHAPE
    facets = Facets(facets.OF_CLAIMS)
    ordering = Ordering(slug=("slug",), changed=("changed_at", "document_id"), sources=("sources", "slug"))

    def with_passage(self, passage: Q) -> Q:
        """Return the condition that one published citation of the claim meets everything that is asked of one."""
        if not passage:
            return Q()
        return Q(Exists(PublishedCitation.objects.filter(passage, claim=OuterRef("slug"))))


class ClaimList(ListView):
    """List claims.

    A claim is one question with a true-or-false core; each comes with its readings, their citations and chains.
    Parameters are AND; values of one `__in` parameter are OR. A claim matches when one and the same citation meets
    every parameter about a passage (`per_citation` in OPTIONS): a figure from one report and a date from another
    do not add up to a match.
    """

    resource = "claims"
    rows = PublishedClaim
    filters = ClaimFilters
    document = ClaimDocument


class ClaimDetail(DetailView):
    """Return one claim with its readings, their citations and chains.

    Figures, dates, certainty and modality are values of a citation, never of the claim: two passages carry one claim
    when they answer the same question, however they differ.
    """

    resource = "claims"
    shape = SHAPE
    record_type = "claim"
    document = ClaimDocument
