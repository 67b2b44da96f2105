"""Judgements: decisions that a curator records where computing is not honest."""

from django.db import models
from django.db.models import Q

from briefings import choices
from briefings.models.fields import Anchored, one_of, ordered_span, value_list
from briefings.models.records import Record, record_constraints, record_indexes
from briefings.text.written import LONGEST_REASON


class Judgement(Record):
    """One decision: two names are, or are not, one person; a claim's origins are independent."""

    record_type = choices.RecordType.JUDGEMENT

    kind = models.CharField(max_length=30, choices=choices.JudgementKind.choices, help_text="What was decided.")
    actors = models.ManyToManyField("briefings.Actor", related_name="+", blank=True, help_text="Who is judged.")
    names = value_list("Name forms that are judged, where they stand on one actor.")
    claim = models.ForeignKey(
        "briefings.Claim", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Whose origins are judged independent; null for persons.",
    )  # fmt: skip
    origins = models.ManyToManyField(
        "briefings.Actor", related_name="+", blank=True,
        help_text="The exact set of origins judged; the judgement is void when the claim's set changes.",
    )  # fmt: skip
    reason = models.TextField(max_length=LONGEST_REASON, help_text="Why, so that another person can check it.")

    class Meta:
        indexes = record_indexes("judgement")
        constraints = [
            *record_constraints("judgement"),
            one_of("kind", choices.JudgementKind, "judgement_kind"),
            models.CheckConstraint(
                condition=Q(kind=choices.JudgementKind.INDEPENDENCE_ESTABLISHED, claim__isnull=False)
                | ~Q(kind=choices.JudgementKind.INDEPENDENCE_ESTABLISHED) & Q(claim__isnull=True),
                name="judgement_claim_for_independence",
            ),
        ]


class JudgementPassage(Anchored):
    """A passage that the judgement rests on."""

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField(default=0)
    source = models.ForeignKey("briefings.Source", on_delete=models.PROTECT, related_name="+", help_text="Where it is.")

    class Meta:
        ordering = ["position"]
        constraints = [ordered_span("judgement_passage_span")]
