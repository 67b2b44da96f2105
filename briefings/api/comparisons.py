"""Comparisons: curated relations between claims, or between citations of them."""

from django.db.models import Q

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.filters import Facets, Filters, Ordering, chosen, since
from briefings.api.passages import recorded
from briefings.api.schemas.records import ComparisonDocument
from briefings.api.shaping import Shape
from briefings.api.words import searched
from briefings.models import PublishedComparison
from briefings.rendering.facets import FACETS


def compares(claims: list[str]) -> Q:
    """Return the condition that one of the claims stands on either side."""
    return Q(left_claim__in=claims) | Q(right_claim__in=claims)


SHAPE = Shape(ComparisonDocument, left__claim="claim", right__claim="claim")


class ComparisonFilters(Filters):
    """What a comparison must meet."""

    changed_since = since(PublishedComparison)
    kind = chosen(choices.ComparisonKind, "kind", "How the left side relates to the right side.")
    claim = recorded("claim", compares, "Slug of a claim on either side.", in_passage=False)
    q = searched("document", "document_id", "reason")
    shape = SHAPE
    facets = Facets(FACETS["comparisons"])
    ordering = Ordering(slug=("slug",), changed=("changed_at", "slug"))


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
    shape = SHAPE
    record_type = "comparison"
    document = ComparisonDocument
