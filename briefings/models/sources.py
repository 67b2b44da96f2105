"""Sources: documents as received, their text, and which parts of the text are not body."""

from django.db import models
from django.db.models import F, Q

from briefings import choices
from briefings.models.fields import Anchored, one_of, ordered_span, value_object
from briefings.models.records import Record, record_constraints, record_indexes
from briefings.text.written import LONGEST_REASON


class Source(Record):
    """One document as received."""

    record_type = choices.RecordType.SOURCE

    kind = models.CharField(max_length=20, choices=choices.SourceKind.choices, help_text="What sort of document it is.")
    title = models.TextField(
        max_length=1000, null=True, blank=True, help_text="Its title as printed; null: it prints none."
    )
    publisher = models.ForeignKey(
        "briefings.Actor", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Who published it; null: not stated.",
    )  # fmt: skip
    publisher_basis = models.CharField(
        max_length=20, choices=choices.PublisherBasis.choices, default=choices.PublisherBasis.NOT_STATED,
        help_text="How the publisher is known.",
    )  # fmt: skip
    dateline = models.TextField(
        max_length=300, null=True, blank=True, help_text="The dateline as printed; null: none."
    )
    published = value_object("When it was published, as it prints it; null: it does not say.")
    updated = value_object("When it was last updated, as it prints it; null: it does not say.")
    received_at = models.DateTimeField(help_text="When this desk received it, UTC.")
    language = models.CharField(max_length=35, default="en", help_text="Language of the text, BCP 47.")
    original_url = models.URLField(
        max_length=2000, null=True, blank=True, help_text="Where it was published; null: unknown."
    )
    archive_url = models.URLField(max_length=2000, null=True, blank=True, help_text="Where a copy is kept; null: none.")
    version_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="versions",
        help_text="The source that this one is a later version or a reprint of.",
    )  # fmt: skip
    version_kind = models.CharField(
        max_length=20, null=True, blank=True, choices=choices.VersionKind.choices, help_text="Later version or reprint."
    )
    reliability = models.CharField(
        max_length=1, choices=choices.Reliability.choices, default=choices.Reliability.F,
        help_text="Admiralty code A (completely reliable) to F (cannot be judged).",
    )  # fmt: skip
    text_access = models.CharField(
        max_length=10, choices=choices.TextAccess.choices, default=choices.TextAccess.FULL,
        help_text="How much of the text readers may have, for rights.",
    )  # fmt: skip

    class Meta:
        indexes = record_indexes("source")
        constraints = [
            *record_constraints("source"),
            one_of("kind", choices.SourceKind, "source_kind"),
            one_of("publisher_basis", choices.PublisherBasis, "source_publisher_basis"),
            one_of("reliability", choices.Reliability, "source_reliability"),
            one_of("text_access", choices.TextAccess, "source_text_access"),
            models.CheckConstraint(
                condition=Q(publisher__isnull=True, publisher_basis=choices.PublisherBasis.NOT_STATED)
                | Q(publisher__isnull=False) & ~Q(publisher_basis=choices.PublisherBasis.NOT_STATED),
                name="source_publisher_has_basis",
            ),
            models.CheckConstraint(
                condition=Q(version_of__isnull=True, version_kind__isnull=True)
                | Q(version_of__isnull=False, version_kind__isnull=False, version_kind__in=choices.VersionKind.values),
                name="source_version_has_kind",
            ),
            models.CheckConstraint(
                condition=Q(version_of__isnull=True) | ~Q(version_of=F("id")), name="source_version_of_another"
            ),
        ]


class SourceText(models.Model):
    """The text of a source as received. Triggers refuse every update, replacement and deletion."""

    source = models.OneToOneField(Source, primary_key=True, on_delete=models.PROTECT, related_name="text")
    body = models.TextField(help_text="The text, never normalised.")
    sha256 = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the text's UTF-8 bytes, hex.")
    received_bytes = models.PositiveIntegerField(help_text="Length of the UTF-8 bytes.")

    def __str__(self) -> str:
        return self.sha256


class SourceOriginal(models.Model):
    """The document that a source's text was reduced from, byte for byte. Triggers refuse every change."""

    source = models.OneToOneField(Source, primary_key=True, on_delete=models.PROTECT, related_name="original")
    body = models.BinaryField(help_text="The bytes as received.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the bytes, hex.")
    media_type = models.CharField(max_length=50, help_text="What the bytes are, such as text/html.")
    reduction = models.CharField(max_length=50, help_text="Which reduction made the text, so that it can be repeated.")

    def __str__(self) -> str:
        return self.sha256


class Region(Anchored):
    """A stretch of a source that is not body: headline, caption, link line…"""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="regions")
    kind = models.CharField(
        max_length=20,
        choices=[choice for choice in choices.RegionKind.choices if choice[0] != choices.RegionKind.BODY],
        help_text="What part of the document it is.",
    )

    class Meta:
        ordering = ["start"]
        constraints = [ordered_span("region_span"), one_of("kind", choices.RegionKind, "region_kind")]


class Aside(Anchored):
    """Words of a body that a curator found to be no claim."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="asides")
    reason = models.CharField(max_length=20, choices=choices.AsideReason.choices, help_text="Why they are no claim.")
    note = models.TextField(max_length=LONGEST_REASON, blank=True, help_text="For whoever reads it next.")

    class Meta:
        ordering = ["start"]
        constraints = [ordered_span("aside_span"), one_of("reason", choices.AsideReason, "aside_reason")]


class Agency(Anchored):
    """A news agency that a source credits for the whole document."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="agencies")
    actor = models.ForeignKey("briefings.Actor", on_delete=models.PROTECT, related_name="+", help_text="The agency.")

    class Meta:
        ordering = ["start"]
        verbose_name_plural = "agencies"
        constraints = [ordered_span("agency_span")]
