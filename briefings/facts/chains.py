"""What the two hash chains are taken over: editions for readers, audit events for operators."""

from typing import Any

from briefings.facts import canonical
from briefings.models import AuditEvent, Edition


def edition_header(edition: Edition) -> dict[str, Any]:
    """Return what an edition's hash covers: names by pseudonym, no database ids, no host."""
    return {
        "sequence": edition.sequence,
        "record_type": edition.record_type,
        "slug": edition.slug,
        "number": edition.number,
        "kind": edition.kind,
        "started_at": canonical.instant(edition.started_at),
        "author": edition.author.pseudonym,
        "approver": edition.approver.pseudonym if edition.approver_id else None,
        "facts_hash": edition.facts_hash,
        "notes_hash": edition.notes_hash,
        "previous_hash": edition.previous_hash,
    }


def event_header(event: AuditEvent) -> dict[str, Any]:
    """Return what an audit event's hash covers."""
    return {
        "sequence": event.sequence,
        "happened_at": canonical.instant(event.happened_at),
        "user": event.user.pseudonym,
        "step": event.step,
        "record_type": event.record_type,
        "slug": event.slug,
        "hash_before": event.hash_before,
        "hash_after": event.hash_after,
        "payload_hash": event.payload_hash,
        "previous_hash": event.previous_hash,
    }
