"""Editions: the public steps of records, chained by hash. Triggers refuse every change to a row."""

from django.db import models
from django.db.models import F, Q

from briefings import choices
from briefings.models.fields import one_of
from briefings.models.records import user_field


class Edition(models.Model):
    """One public step of a record. It holds until the record's next one starts."""

    sequence = models.PositiveBigIntegerField(unique=True, help_text="Place in the public chain, from 1, without gaps.")
    record_type = models.CharField(max_length=20, choices=choices.RecordType.choices, help_text="Type of the record.")
    slug = models.CharField(max_length=200, help_text="Public id of the record.")
    number = models.PositiveIntegerField(help_text="Which edition of the record this is, from 1.")
    kind = models.CharField(max_length=20, choices=choices.EditionKind.choices, help_text="What the step did.")
    started_at = models.DateTimeField(help_text="From when it holds, UTC.")
    author = user_field("Who wrote it; readers see the pseudonym.")
    approver = user_field("Who approved it; null: a withdrawal, which takes one person.", null=True)
    batch = models.ForeignKey("briefings.Batch", null=True, on_delete=models.PROTECT, related_name="editions")
    facts_hash = models.CharField(max_length=64, help_text="SHA-256 of the record's facts as canonical JSON.")
    notes_hash = models.CharField(max_length=64, help_text="SHA-256 of the public notes as canonical JSON.")
    previous_hash = models.CharField(max_length=64, help_text="Hash of the edition before it in the chain.")
    hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 over all of the above.")

    class Meta:
        ordering = ["sequence"]
        indexes = [  # for the desk's lists, the newest first
            models.Index(fields=["record_type", "id"], name="edition_of_type"),
            models.Index(fields=["kind", "id"], name="edition_of_kind"),
        ]
        constraints = [
            one_of("record_type", choices.RecordType, "edition_record_type"),
            one_of("kind", choices.EditionKind, "edition_kind"),
            models.UniqueConstraint(fields=["record_type", "slug", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=Q(kind=choices.EditionKind.WITHDRAWN) | Q(approver__isnull=False) & ~Q(approver=F("author")),
                name="edition_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.slug} edition {self.number}"


class EditionPayload(models.Model):
    """What an edition's hashes are taken over, kept beside it so that it can be redacted without breaking the chain."""

    edition = models.OneToOneField(Edition, primary_key=True, on_delete=models.PROTECT, related_name="payload")
    facts = models.TextField(help_text="The record's own facts with its parts and slugs of others, canonical JSON.")
    notes = models.TextField(help_text="Public reason and correction note, canonical JSON.")


class EditionReference(models.Model):
    """That the latest edition of one record names another. A projection of the editions in force."""

    record_type = models.CharField(max_length=20)
    slug = models.CharField(max_length=200)
    target_type = models.CharField(max_length=20)
    target_slug = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "slug", "target_type", "target_slug"], name="edition_reference_once"
            ),
        ]
        indexes = [models.Index(fields=["target_type", "target_slug"], name="edition_reference_target")]


class ChainHead(models.Model):
    """The last link of a hash chain; locked while a step is added, so that the chain has no gap and no fork."""

    name = models.CharField(max_length=20, primary_key=True, help_text="editions or audit.")
    count = models.PositiveBigIntegerField(default=0, help_text="How many links the chain has.")
    hash = models.CharField(max_length=64, default="0" * 64, help_text="Hash of the last one; zeros for none.")
