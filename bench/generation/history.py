"""Editions and audit events of one publication, chained to those before it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.generation.caught import Caught
from bench.generation.foundation import Item
from briefings import models
from briefings.choices import RecordType
from briefings.facts import canonical, chains

BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)
_RANK = {record_type: rank for rank, record_type in enumerate(RecordType.values)}
Clock = Callable[[int], datetime]  # from a place in a chain to the instant of that step


def second(sequence: int) -> datetime:
    """Return the instant of an edition: one a second."""
    return BEGINNING + timedelta(seconds=sequence)


def third(sequence: int) -> datetime:
    """Return the instant of an audit event: three a second."""
    return BEGINNING + timedelta(milliseconds=333 * sequence)


@dataclass(frozen=True)
class Heads:
    """How far both chains have got."""

    editions: int = 0
    edition_hash: str = canonical.ZERO_HASH
    events: int = 0
    event_hash: str = canonical.ZERO_HASH


@dataclass(frozen=True)
class Clocks:
    """When the steps of both chains are taken."""

    editions: Clock = second
    events: Clock = third


NOTES = canonical.dumps({"reason": "", "correction_note": ""})
NOTES_HASH = canonical.sha256(NOTES)


@dataclass
class Hashed:
    """A record's facts with their hash: made before the chain is known, which is what takes the time."""

    item: Item
    payload: str
    facts_hash: str


def hashed(items: list[Item]) -> list[Hashed]:
    """Return records with their hashes, in the order in which they are begun."""
    return [Hashed(item, payload := canonical.dumps(item.facts), canonical.sha256(payload)) for item in items]


def in_order(records: list[Hashed]) -> list[Hashed]:
    """Return records in the order in which they are published."""
    return sorted(records, key=lambda each: (_RANK[each.item.record_type], each.item.slug))


def editions(
    records: list[Hashed], heads: Heads, clocks: Clocks, curator: models.User, reviewer: models.User
) -> tuple[dict[tuple[str, str], models.Edition], Heads]:
    """Return the first edition of each record and where the chain ends now."""
    made = {}
    sequence, previous = heads.editions, heads.edition_hash
    for each in in_order(records):
        sequence += 1
        edition = models.Edition(
            sequence=sequence, record_type=each.item.record_type, slug=each.item.slug, number=1, kind="published",
            started_at=clocks.editions(sequence), author=curator, approver=reviewer, facts_hash=each.facts_hash,
            notes_hash=NOTES_HASH, previous_hash=previous,
        )  # fmt: skip
        edition.hash = previous = canonical.hash_of(chains.edition_header(edition))
        made[each.item.record_type, each.item.slug] = edition
    return made, replace(heads, editions=sequence, edition_hash=previous)


def events(
    records: list[Hashed], heads: Heads, clocks: Clocks, curator: models.User, reviewer: models.User
) -> tuple[list[tuple[models.AuditEvent, str]], Heads]:
    """Return the audit events of one publication with their payloads: all begun, all submitted, all approved."""
    made = []
    sequence, previous = heads.events, heads.event_hash
    for step, user, each, body in _steps(records, curator, reviewer):
        sequence += 1
        event = models.AuditEvent(
            sequence=sequence, happened_at=clocks.events(sequence), user=user, step=step,
            record_type=each.item.record_type, slug=each.item.slug, hash_before="",
            hash_after="" if step == "submit" else each.facts_hash, payload_hash=canonical.sha256(body),
            previous_hash=previous,
        )  # fmt: skip
        event.hash = previous = canonical.hash_of(chains.event_header(event))
        made.append((event, body))
    return made, replace(heads, events=sequence, event_hash=previous)


def _steps(
    records: list[Hashed], curator: models.User, reviewer: models.User
) -> Iterator[tuple[str, models.User, Hashed, str]]:
    """Yield each step, who took it, its record, and its payload: the difference is what the facts hold."""
    told = {
        id(each): {key: [None, value] for key, value in each.item.facts.items() if value is not None}
        for each in records
    }
    for each in records:
        yield "create", curator, each, _payload(told[id(each)], version=1)
    for each in records:
        yield "submit", curator, each, _payload({}, version=2)
    for each in in_order(records):
        yield "approve", reviewer, each, _payload(told[id(each)], version=3, edition=1, was_in_batch=None)


def _payload(difference: dict[str, Any], **extra: Any) -> str:
    return canonical.dumps({"reason": "", "difference": difference, **extra})


def write(
    caught: Caught,
    records: list[Hashed],
    made: dict[tuple[str, str], models.Edition],
    told: list[tuple[models.AuditEvent, str]],
) -> None:
    """Put contributions, editions with what they keep, and audit events where rows are put."""
    for event, body in told:
        if event.step == "create":
            caught.add(
                models.Contribution(
                    record_type=event.record_type, slug=event.slug, number=1, user=event.user,
                    contributed_at=event.happened_at,
                )
            )  # fmt: skip
        caught.add(event)
        caught.add(models.AuditPayload(event=event, body=body))
    for each in records:
        edition = caught.add(made[each.item.record_type, each.item.slug])
        caught.add(models.EditionPayload(edition=edition, facts=each.payload, notes=NOTES))
