"""Append to the public chain: the editions that readers are served."""

from typing import Any

from django.utils import timezone

from briefings.choices import EditionKind
from briefings.facts import canonical, chains
from briefings.models import Batch, ChainHead, Edition, EditionPayload, EditionReference, Record, User
from briefings.rendering import publication


def append(
    *,
    record: Record,
    kind: EditionKind,
    facts: dict[str, Any],
    author: User,
    approver: User | None,
    reason: str = "",
    correction_note: str = "",
    batch: Batch | None = None,
) -> Edition:
    """Append the record's next edition and make it the one in force. Call it inside one_writer()."""
    head = ChainHead.objects.select_for_update().get(name="editions")
    payload = canonical.dumps(facts)
    notes = canonical.dumps({"reason": reason, "correction_note": correction_note})
    edition = Edition(
        sequence=head.count + 1,
        record_type=record.record_type.value,
        slug=record.slug,
        number=record.next_number,
        kind=kind,
        started_at=timezone.now(),
        author=author,
        approver=approver,
        batch=batch,
        facts_hash=canonical.sha256(payload),
        notes_hash=canonical.sha256(notes),
        previous_hash=head.hash,
    )
    edition.hash = canonical.hash_of(chains.edition_header(edition))
    edition.save(force_insert=True)
    EditionPayload.objects.create(edition=edition, facts=payload, notes=notes)
    ChainHead.objects.filter(name="editions").update(count=edition.sequence, hash=edition.hash)
    EditionReference.objects.filter(record_type=record.record_type.value, slug=record.slug).delete()
    if kind != EditionKind.WITHDRAWN:
        publication.index_references(record.record_type.value, record.slug, facts)
    return edition
