"""Judgements: decisions of curators where computing is not honest."""

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.filters import Filters, Ordering, Parameter, column
from briefings.api.references import Record
from briefings.api.schemas.records import JudgementDocument
from briefings.api.values import Choice, Several
from briefings.models import PublishedJudgement


class JudgementFilters(Filters):
    """What a judgement must meet."""

    kind = Parameter(Choice(choices.JudgementKind), column("kind"), "What was decided.")
    kind__in = Parameter(
        Several(Choice(choices.JudgementKind)), column("kind", "in"), "What was decided: any of these."
    )
    claim = Parameter(Record("claim"), column("claim"), "Slug of the claim whose origins were judged.")
    ordering = Ordering(slug=("slug",), changed=("changed_at", "document_id"))


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
    record_type = "judgement"
    document = JudgementDocument
