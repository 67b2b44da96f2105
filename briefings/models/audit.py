"""Audit: who did what, when and why. Triggers refuse every change to a row."""

from django.db import models

from briefings.models.records import user_field


class Contribution(models.Model):
    """That somebody edited a record on the way to one edition. Whoever stands here cannot approve that edition."""

    record_type = models.CharField(max_length=20, help_text="Type of the record.")
    slug = models.CharField(max_length=200, help_text="Public id of the record.")
    number = models.PositiveIntegerField(help_text="Number of the edition the work went into.")
    user = user_field("Who edited.")
    contributed_at = models.DateTimeField(help_text="When they first did, UTC.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_type", "slug", "number", "user"], name="contribution_once"),
        ]


class AuditEvent(models.Model):
    """One step anyone took, drafts included."""

    sequence = models.PositiveBigIntegerField(unique=True, help_text="Place in the private chain, from 1.")
    happened_at = models.DateTimeField(help_text="When, UTC.")
    user = user_field("Who.")
    step = models.CharField(max_length=30, help_text="What: created, edited, submitted, approved…")
    record_type = models.CharField(max_length=20, help_text="Type of what was touched; batch for a batch.")
    slug = models.CharField(max_length=200, help_text="Public id of what was touched.")
    hash_before = models.CharField(max_length=64, blank=True, help_text="Hash of the facts before; empty: none.")
    hash_after = models.CharField(max_length=64, blank=True, help_text="Hash of the facts after; empty: none.")
    payload_hash = models.CharField(max_length=64, help_text="SHA-256 of the payload as canonical JSON.")
    previous_hash = models.CharField(max_length=64, help_text="Hash of the event before it.")
    hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 over all of the above.")

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["record_type", "slug", "sequence"], name="audit_record"),
            models.Index(fields=["record_type", "id"], name="audit_type"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.step} {self.record_type} {self.slug}"


class AuditPayload(models.Model):
    """Reason and difference of an event, kept beside it so that they can be redacted without breaking the chain."""

    event = models.OneToOneField(AuditEvent, primary_key=True, on_delete=models.PROTECT, related_name="payload")
    body = models.TextField(help_text="Canonical JSON: reason, and for each changed field its value before and after.")
