"""Batches: records that are submitted and approved together."""

from django.db import models

from briefings.models.fields import whole_pair
from briefings.models.records import user_field


class Batch(models.Model):
    """A report with its readings and whatever is new with it. Its records point to it while it is open."""

    title = models.CharField(max_length=300, help_text="What the batch brings, for the reviewer.")
    created_at = models.DateTimeField(help_text="When it was opened, UTC.")
    created_by = user_field("Who opened it.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When its last record left it, UTC.")
    closed_by = user_field("Who took the last record out of it.", null=True, blank=True)

    class Meta:
        verbose_name_plural = "batches"
        constraints = [whole_pair("batch_created_pair", "created"), whole_pair("batch_closed_pair", "closed")]

    def __str__(self) -> str:
        return self.title
