"""Which open batch a record is in: a batch takes records while it is open, and closes when the last one has left."""

from collections.abc import Iterable

from django.db import connection
from django.utils import timezone

from briefings.actions import audit
from briefings.errors import Conflict
from briefings.models import RECORDS, Batch, User

TYPES_IN = " UNION ALL ".join(
    f"SELECT '{record_type}' WHERE EXISTS (SELECT 1 FROM {model._meta.db_table} WHERE batch_id = %s)"
    for record_type, model in RECORDS.items()
)
STATES_IN = " UNION ALL ".join(
    f"SELECT '{record_type}', slug, state FROM {model._meta.db_table} WHERE batch_id = %s"
    for record_type, model in RECORDS.items()
)
ORDER = {record_type: rank for rank, record_type in enumerate(RECORDS)}
Key = tuple[str, str]  # type and slug


def in_order(keys: Iterable[Key]) -> list[Key]:
    """Return (type, slug) of records in the order in which they refer to each other, each once."""
    return sorted({*keys}, key=lambda key: (ORDER[key[0]], key[1]))


def check_open(batch: Batch, step: str) -> None:
    """Raise Conflict for a batch that is closed."""
    if Batch.objects.get(pk=batch.pk).closed_at is not None:
        raise Conflict(f"cannot {step} batch {batch.pk}: it is closed")


def types_in(batch: Batch) -> list[str]:
    """Return the types of the records in a batch, in the order in which they refer to each other. Costs one query."""
    with connection.cursor() as cursor:
        cursor.execute(TYPES_IN, [batch.pk] * len(RECORDS))
        found = {record_type for (record_type,) in cursor}
    return [record_type for record_type in RECORDS if record_type in found]


def states_in(batch: Batch) -> dict[Key, str]:
    """Return the states of the records in a batch, in the order in which they refer to each other. Costs one query."""
    with connection.cursor() as cursor:
        cursor.execute(STATES_IN, [batch.pk] * len(RECORDS))
        found = {(record_type, slug): state for record_type, slug, state in cursor}
    return {key: found[key] for key in in_order(found)}


def close_if_empty(batch: Batch | None, by: User) -> None:
    """Close an open batch that holds nothing; by took the last record out of it. Costs at most two queries."""
    if batch is None or types_in(batch):
        return
    if Batch.objects.filter(pk=batch.pk, closed_at=None).update(closed_at=timezone.now(), closed_by=by):
        audit.record(step="close", record_type="batch", slug=str(batch.pk), by=by)
