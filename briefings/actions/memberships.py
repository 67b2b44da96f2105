"""Which open batch a record is in: a batch takes records while it is open, and closes when the last one has left."""

from django.utils import timezone

from briefings.actions import audit
from briefings.errors import Conflict
from briefings.models import RECORDS, Batch, User


def check_open(batch: Batch, step: str) -> None:
    """Raise Conflict for a batch that is closed."""
    if Batch.objects.get(pk=batch.pk).closed_at is not None:
        raise Conflict(f"cannot {step} batch {batch.pk}: it is closed")


def close_if_empty(batch: Batch | None, by: User) -> None:
    """Close an open batch that holds nothing; by took the last record out of it. Costs at most eight queries."""
    if batch is None or any(model._default_manager.filter(batch=batch).exists() for model in RECORDS.values()):
        return
    if Batch.objects.filter(pk=batch.pk, closed_at=None).update(closed_at=timezone.now(), closed_by=by):
        audit.record(step="close", record_type="batch", slug=str(batch.pk), by=by)
