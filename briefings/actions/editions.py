"""Append to the public chain: the editions that readers are served."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from briefings.choices import EditionKind
from briefings.facts import canonical, chains
from briefings.models import Batch, ChainHead, Edition, EditionPayload, EditionReference, Record, User
from briefings.rendering import publication


@dataclass(frozen=True)
class Step:
    """One edition to append; reason and correction_note are for readers."""

    record: Record
    kind: EditionKind
    facts: dict[str, Any]
    author: User
    approver: User | None
    reason: str = ""
    correction_note: str = ""
    batch: Batch | None = None


def append(steps: Sequence[Step]) -> list[Edition]:
    """Append the next edition of each record, in this order, and make it the one in force.

    A record stands in steps once. Call it inside one_writer(); costs some statements for up to some hundred.
    """
    head = ChainHead.objects.select_for_update().get(name="editions")
    made, payloads = [], []
    for step in steps:
        payload = canonical.dumps(step.facts)
        notes = canonical.dumps({"reason": step.reason, "correction_note": step.correction_note})
        edition = _edition(step, head, payload, notes)
        head.count, head.hash = edition.sequence, edition.hash
        made.append(edition)
        payloads.append(EditionPayload(edition=edition, facts=payload, notes=notes))
    Edition.objects.bulk_create(made)
    EditionPayload.objects.bulk_create(payloads)
    ChainHead.objects.filter(name="editions").update(count=head.count, hash=head.hash)
    _index(steps)
    return made


def _edition(step: Step, head: ChainHead, payload: str, notes: str) -> Edition:
    edition = Edition(
        sequence=head.count + 1,
        record_type=step.record.record_type.value,
        slug=step.record.slug,
        number=step.record.next_number,
        kind=step.kind,
        started_at=timezone.now(),
        author=step.author,
        approver=step.approver,
        batch=step.batch,
        facts_hash=canonical.sha256(payload),
        notes_hash=canonical.sha256(notes),
        previous_hash=head.hash,
    )
    edition.hash = canonical.hash_of(chains.edition_header(edition))
    return edition


def _index(steps: Sequence[Step]) -> None:
    """Keep which records the editions now in force name."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        if step.record.next_number > 1:
            slugs[step.record.record_type.value].append(step.record.slug)
    for record_type, same in slugs.items():
        EditionReference.objects.filter(record_type=record_type, slug__in=same).delete()
    publication.index_references(
        (step.record.record_type.value, step.record.slug, step.facts)
        for step in steps
        if step.kind != EditionKind.WITHDRAWN
    )
