"""Claims: questions with a true-or-false core."""

from django.db import models

from briefings import choices
from briefings.models.fields import one_of, value_list
from briefings.models.records import Record, record_constraints, record_indexes


class Claim(Record):
    """One question: who did or will do what to whom. Figures and dates are values of its citations."""

    record_type = choices.RecordType.CLAIM

    proposition = models.TextField(
        max_length=500, help_text="The claim in one sentence, without the values that reports differ on."
    )
    category = models.CharField(max_length=30, choices=choices.Category.choices, help_text="What it is about.")
    subject = models.ForeignKey(
        "briefings.Actor", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who the claim is about; null: nobody in particular.",
    )  # fmt: skip
    holder = models.ForeignKey(
        "briefings.Actor", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Whose view the claim describes; null: it describes no view.",
    )  # fmt: skip
    counted = models.CharField(
        max_length=300, null=True, blank=True, help_text="What is counted, when the claim asks for a number."
    )
    unit = models.CharField(max_length=50, null=True, blank=True, help_text="Unit of that number.")
    countries = value_list("Where the reported fact takes place, ISO 3166-1 alpha-2.")
    credibility = models.CharField(
        max_length=1, choices=choices.Credibility.choices, default=choices.Credibility.CANNOT_BE_JUDGED,
        help_text="Admiralty code 1 (confirmed by other sources) to 6 (truth cannot be judged).",
    )  # fmt: skip

    class Meta:
        indexes = record_indexes("claim")
        constraints = [
            *record_constraints("claim"),
            one_of("category", choices.Category, "claim_category"),
            one_of("credibility", choices.Credibility, "claim_credibility"),
        ]
