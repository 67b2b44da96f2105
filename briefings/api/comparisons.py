"""Comparisons: curated relations between claims, or between citations of them."""

from django.db.models import Q

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.filters import Filters, Ordering, Parameter, column
from briefings.api.references import Record
from briefings.api.schemas.records import ComparisonDocument
from briefings.api.values import Choice, Several
from briefings.models import PublishedComparison


def compares(claim: str) -> Q:
    """Return the condition that a claim stands on either side."""
    return Q(left_claim=claim) | Q(right_claim=claim)


class ComparisonFilters(Filters):
    """What a comparison must meet."""

    kind = Parameter(Choice(choices.ComparisonKind), column("kind"), "How the left side relates to the right side.")
    kind__in = Parameter(
        Several(Choice(choices.ComparisonKind)), column("kind", "in"), "How left relates to right: any of these."
    )
    claim = Parameter(Record("claim"), compares, "Slug of a claim on either side.")
    ordering = Ordering(slug=("slug",), changed=("changed_at", "document_id"))


class ComparisonList(ListView):
    """List comparisons.

    A comparison is a discrepancy or relation that a curator saw between two claims or citations, with the reason.
    """

    resource = "comparisons"
    rows = PublishedComparison
    filters = ComparisonFilters
    document = ComparisonDocument


class ComparisonDetail(DetailView):
    """Return one comparison."""

    resource = "comparisons"
    record_type = "comparison"
    document = ComparisonDocument
