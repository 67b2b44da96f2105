"""Readings: what one source says about one claim, silence included."""

from django.db import models

from briefings import choices
from briefings.models.fields import Anchored, one_of, ordered_span, value_list, value_object
from briefings.models.records import Record, record_constraints, record_indexes
from briefings.text.written import LONGEST_REASON


class Reading(Record):
    """One cell of the matrix: a claim read for in a source. No row: not checked."""

    record_type = choices.RecordType.READING

    claim = models.ForeignKey(
        "briefings.Claim", on_delete=models.PROTECT, related_name="readings", help_text="The question."
    )
    source = models.ForeignKey(
        "briefings.Source", on_delete=models.PROTECT, related_name="readings", help_text="The document read."
    )
    status = models.CharField(
        max_length=20, choices=choices.ReadingStatus.choices, help_text="Carried, or checked and not carried."
    )
    note = models.TextField(max_length=LONGEST_REASON, blank=True, help_text="For whoever checks it next.")
    citations_minted = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many citation ids it has given out; an id is never reused."
    )

    class Meta:
        indexes = record_indexes("reading")
        constraints = [
            *record_constraints("reading"),
            one_of("status", choices.ReadingStatus, "reading_status"),
            models.UniqueConstraint(fields=["claim", "source"], name="reading_once_a_claim_and_source"),
        ]


class Citation(Anchored):
    """One passage, the shortest stretch that holds the claim's values, and what it reports."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="citations")
    slug = models.CharField(
        max_length=220, unique=True, help_text="Public id: the reading's slug, two hyphens, the citation's own id."
    )
    position = models.PositiveSmallIntegerField(default=0)
    quantity = value_object("The figure as printed; null: it gives none.")
    ratio = value_object("A ratio such as “double”, with what it refers to; null: it gives none.")
    when = value_object("When the reported fact takes place, as printed and as resolved; null: it does not say.")
    modality = models.CharField(
        max_length=20, choices=choices.Modality.choices, default=choices.Modality.ASSERTED,
        help_text="How the passage puts it.",
    )  # fmt: skip
    certainty = models.CharField(
        max_length=20, choices=choices.Certainty.choices, default=choices.Certainty.CERTAIN,
        help_text="How sure the passage is (FactBank); underspecified: rumours, “reportedly”, or no side taken.",
    )  # fmt: skip
    polarity = models.CharField(
        max_length=10, choices=choices.Polarity.choices, default=choices.Polarity.POSITIVE,
        help_text="Whether the passage affirms or denies (FactBank); unknown: it takes no side, as of a party that has"
        " yet to confirm, or has not commented.",
    )  # fmt: skip
    speech = models.CharField(
        max_length=10, choices=choices.Speech.choices, default=choices.Speech.INDIRECT,
        help_text="direct: the whole passage is somebody's words, and `quoted` is empty; mixed: some of its words stand"
        " inside quotation marks; indirect: none do.",
    )  # fmt: skip
    quoted = value_list("Spans inside quotation marks: start, end, exact; none of a passage that is quoted as a whole.")
    hedges = value_list("Words that make it less than certain, as printed; they may stand before the passage.")
    translation = models.TextField(
        max_length=LONGEST_REASON, null=True, blank=True, help_text="Its sense in English; null: it is in English."
    )
    note = models.TextField(max_length=LONGEST_REASON, blank=True, help_text="For whoever checks it next.")

    class Meta:
        ordering = ["position"]
        constraints = [
            ordered_span("citation_span"),
            one_of("modality", choices.Modality, "citation_modality"),
            one_of("certainty", choices.Certainty, "citation_certainty"),
            one_of("polarity", choices.Polarity, "citation_polarity"),
            one_of("speech", choices.Speech, "citation_speech"),
        ]

    def __str__(self) -> str:
        return self.slug


class Chain(models.Model):
    """A citation's attribution, from the source inwards."""

    citation = models.ForeignKey(Citation, on_delete=models.CASCADE, related_name="chains")
    position = models.PositiveSmallIntegerField(default=0)
    alternative = models.BooleanField(
        default=False, help_text="One of several possible readings of an unclear passage, not one more chain."
    )
    end = models.CharField(max_length=20, choices=choices.ChainEnd.choices, help_text="How the chain ends.")

    class Meta:
        ordering = ["position"]
        constraints = [one_of("end", choices.ChainEnd, "chain_end")]


class Link(models.Model):
    """One step of a chain: who passed it on, put it on record, or asserts it."""

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=20, choices=choices.LinkRole.choices, help_text="What part the actor has.")
    actors = models.ManyToManyField("briefings.Actor", related_name="+", blank=True, help_text="Who; none: not named.")
    candidates = models.ManyToManyField(
        "briefings.Actor", related_name="+", blank=True, help_text="Who it may be, where the passage leaves it open."
    )
    as_printed = models.CharField(max_length=500, blank=True, help_text="How the source names them here.")
    distribution = models.CharField(
        max_length=10, null=True, blank=True, choices=choices.Distribution.choices,
        help_text="How several actors spoke; null for one.",
    )  # fmt: skip
    occasion = models.ForeignKey(
        "briefings.Briefing", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Where this link was said; null: not stated.",
    )  # fmt: skip
    when = value_object("When this link was said, as the source prints it here; null: it does not say.")
    basis = models.CharField(max_length=10, choices=choices.LinkBasis.choices, help_text="What the link rests on.")
    start = models.PositiveIntegerField(null=True, blank=True, help_text="First code point of its own anchor.")
    end = models.PositiveIntegerField(null=True, blank=True, help_text="Code point after the last of its own anchor.")
    exact = models.TextField(blank=True, help_text="The words of its own anchor.")
    prefix = models.CharField(max_length=64, blank=True, help_text="Up to 32 characters before it. Computed.")
    suffix = models.CharField(max_length=64, blank=True, help_text="Up to 32 characters after it. Computed.")

    class Meta:
        ordering = ["position"]
        constraints = [
            one_of("role", choices.LinkRole, "link_role"),
            one_of("basis", choices.LinkBasis, "link_basis"),
            one_of("distribution", choices.Distribution, "link_distribution"),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True, exact="")
                | models.Q(start__isnull=False, end__isnull=False, start__lt=models.F("end")),
                name="link_anchor_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(basis=choices.LinkBasis.UNCLEAR) | models.Q(start__isnull=False),
                name="link_basis_has_anchor",
            ),
        ]
