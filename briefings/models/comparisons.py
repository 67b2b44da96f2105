"""Comparisons: curated relations across claims or citations."""

from django.db import models

from briefings import choices
from briefings.models.fields import one_of
from briefings.models.records import Record, record_constraints, record_indexes
from briefings.text.written import LONGEST_REASON


class Comparison(Record):
    """A discrepancy or relation that a curator saw: the left side <kind> the right side."""

    record_type = choices.RecordType.COMPARISON

    kind = models.CharField(max_length=30, choices=choices.ComparisonKind.choices, help_text="How left is to right.")
    left_claim = models.ForeignKey(
        "briefings.Claim", on_delete=models.PROTECT, related_name="+", help_text="Claim on the left side."
    )
    left_citation = models.CharField(
        max_length=220, null=True, blank=True, help_text="Citation of that claim; null: the claim as a whole."
    )
    right_claim = models.ForeignKey(
        "briefings.Claim", on_delete=models.PROTECT, related_name="+", help_text="Claim on the right side."
    )
    right_citation = models.CharField(
        max_length=220, null=True, blank=True, help_text="Citation of that claim; null: the claim as a whole."
    )
    reason = models.TextField(max_length=LONGEST_REASON, help_text="Why, so that another person can check it.")

    class Meta:
        indexes = record_indexes("comparison")
        constraints = [*record_constraints("comparison"), one_of("kind", choices.ComparisonKind, "comparison_kind")]
