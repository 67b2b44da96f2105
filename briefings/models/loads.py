"""The load of a dump that has begun and not ended: how far it is, so that it can go on."""

from django.db import models

from briefings.errors import Conflict


class Unfinished(Conflict):
    """A dump is being loaded, or its load was cut off; nothing else may be written before it has ended."""

    code = "load_unfinished"


class UnfinishedLoad(models.Model):
    """One row from the first step of `manage.py load_dump` to its last; none before and after.

    It moves in the transaction that keeps what it counts, so it is never ahead of that and never behind.
    """

    bundle = models.CharField(max_length=64, help_text="SHA-256 over the head and the files' hashes in the manifest.")
    count = models.PositiveBigIntegerField(help_text="How many editions the bundle has.")
    head = models.CharField(max_length=64, help_text="Hash of the bundle's last edition.")
    phase = models.CharField(max_length=20, help_text="What is being put there.")
    position = models.PositiveBigIntegerField(default=0, help_text="How many lines of the phase's file are.")
    begun_at = models.DateTimeField(help_text="When it began, UTC.")

    def __str__(self) -> str:
        dump = f"the dump with head {self.head[:12]} ({self.count} editions)"
        return f"the load of {dump}, at {self.phase} {self.position}"


def refuse_unfinished() -> None:
    """Raise Unfinished while a dump is being loaded. Costs a query."""
    if load := UnfinishedLoad.objects.first():
        raise Unfinished(f"{load}, is unfinished: nothing else can be done before it has ended; run load_dump again")
