"""Claims: questions with a true-or-false core, with every answer."""

from django.db.models import Exists, OuterRef, Q

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.filters import Ordering, Parameter, column
from briefings.api.passages import ACTOR, PassageFilters
from briefings.api.references import Actor, Record
from briefings.api.schemas.claims import ClaimDocument
from briefings.api.values import Choice, Several, Text, Whole
from briefings.models import PublishedCitation, PublishedClaim, PublishedCountry, PublishedReading


def read_in(source: str, status: str) -> Q:
    """Return the condition that a source was read for the claim, with this outcome."""
    return Q(Exists(PublishedReading.objects.filter(claim=OuterRef("slug"), source=source, status=status)))


def takes_place_in(country: str) -> Q:
    """Return the condition that the claim's fact takes place in a country."""
    return Q(Exists(PublishedCountry.objects.filter(claim=OuterRef("pk"), country=country)))


class ClaimFilters(PassageFilters):
    """What a claim must meet, and what one of its citations must."""

    category = Parameter(Choice(choices.Category), column("category"), "What the claim is about.")
    category__in = Parameter(
        Several(Choice(choices.Category)), column("category", "in"), "What the claim is about: any of these."
    )
    subject = Parameter(Actor(), column("subject", "in"), f"Who the claim is about. {ACTOR}")
    holder = Parameter(Actor(), column("holder", "in"), f"Whose view the claim describes. {ACTOR}")
    country = Parameter(
        Text(2, "[A-Z]{2}", "RU"), takes_place_in, "Where the reported fact takes place, ISO 3166-1 alpha-2."
    )
    credibility = Parameter(
        Choice(choices.Credibility), column("credibility"), "Admiralty code 1 (confirmed) to 6 (cannot be judged)."
    )
    credibility__in = Parameter(
        Several(Choice(choices.Credibility)), column("credibility", "in"), "Admiralty code: any of these."
    )
    carried_by = Parameter(
        Record("source"), lambda source: read_in(source, choices.ReadingStatus.CARRIED),
        "Slug of a source that carries the claim, in whatever passage; `source` asks that the passage which meets the"
        " other parameters stands in it.",
    )  # fmt: skip
    not_carried_by = Parameter(
        Record("source"), lambda source: read_in(source, choices.ReadingStatus.NOT_CARRIED),
        "Slug of a source that was checked and does not carry the claim; one that was not checked never matches.",
    )  # fmt: skip
    sources__gte = Parameter(Whole(), column("sources", "gte"), "At least so many sources carry it.")
    sources__lte = Parameter(Whole(), column("sources", "lte"), "At most so many sources carry it.")
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
    record_type = "claim"
    document = ClaimDocument
