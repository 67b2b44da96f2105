"""Append to the private chain: who did what, when and why."""

from typing import Any

from django.utils import timezone

from briefings.actions import transactions
from briefings.facts import canonical, chains
from briefings.models import AuditEvent, User

Facts = dict[str, Any]


def difference(before: Facts | None, after: Facts | None) -> dict[str, list[Any]]:
    """Return for each top-level field that changed its value before and after."""
    old, new = before or {}, after or {}
    keys = [*old, *(key for key in new if key not in old)]
    return {key: [old.get(key), new.get(key)] for key in keys if old.get(key) != new.get(key)}


def record(
    *,
    step: str,
    record_type: str,
    slug: str,
    by: User,
    before: Facts | None = None,
    after: Facts | None = None,
    reason: str = "",
    extra: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event. Call it inside one_writer(), in the transaction of what it tells; that writes it at its end."""
    unit = transactions.unit()
    payload = canonical.dumps({"reason": reason, "difference": difference(before, after), **(extra or {})})
    event = AuditEvent(
        sequence=unit.count + 1,
        happened_at=timezone.now(),
        user=by,
        step=step,
        record_type=record_type,
        slug=slug,
        hash_before=canonical.hash_of(before) if before is not None else "",
        hash_after=canonical.hash_of(after) if after is not None else "",
        payload_hash=canonical.sha256(payload),
        previous_hash=unit.hash,
    )
    event.hash = canonical.hash_of(chains.event_header(event))
    unit.add(event, payload)
    return event
