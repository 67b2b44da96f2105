"""Judgements: decisions of curators where computing is not honest."""

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.filters import Facets, Filters, Ordering, chosen, column, since
from briefings.api.passages import recorded
from briefings.api.schemas.records import JudgementDocument
from briefings.api.shaping import Shape
from briefings.api.words import searched
from briefings.models import PublishedJudgement
from briefings.rendering.facets import FACETS

SHAPE = Shape(JudgementDocument, claim="claim", actors="actor", origins="actor")


class JudgementFilters(Filters):
    """What a judgement must meet."""

    changed_since = since(PublishedJudgement)
    kind = chosen(choices.JudgementKind, "kind", "What was decided.")
    claim = recorded(
        "claim", column("claim", "in"), "Slug of the claim whose origins were judged.", in_passage=False
    )
    q = searched("document", "document_id", "reason")
    shape = SHAPE
    facets = Facets(FACETS["judgements"])
    ordering = Ordering(slug=("slug",), changed=("changed_at", "slug"))


class JudgementList(ListView):
    """List judgements.

    A judgement is a decision with its reason: two names are one person, or are not; the origins of a claim are
    independent.
    """

    resource = "judgements"
    rows = PublishedJudgement
    filters = JudgementFilters
    document = JudgementDocument


class JudgementDetail(DetailView):
    """Return one judgement with the passages that it rests on."""

    resource = "judgements"
    shape = SHAPE
    record_type = "judgement"
    document = JudgementDocument
