"""One writer at a time: every action runs in one transaction that holds the audit chain's head.

SQLite has one writer anyway (BEGIN IMMEDIATE). On PostgreSQL the row lock gives the same order, so that a chain has no
gap and no fork, and nobody edits a record while it is being approved. An action takes milliseconds.

What an action logs is kept in memory and written at its end, a few statements for however many steps. An action inside
another leaves it to the outer one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction

from briefings.models import AuditEvent, AuditPayload, ChainHead
from briefings.models.loads import refuse_unfinished

CHAINS = ("audit", "editions")


@dataclass
class Unit:
    """One transaction of a writer: the end of the audit chain, and the events with their payloads not yet written."""

    count: int
    hash: str
    pending: list[tuple[AuditEvent, str]] = field(default_factory=list)

    def add(self, event: AuditEvent, payload: str) -> None:
        """Take in the next event."""
        self.pending.append((event, payload))
        self.count, self.hash = event.sequence, event.hash

    def write(self) -> None:
        """Write what is pending: three statements for up to some hundred events."""
        if not self.pending:
            return
        events = AuditEvent.objects.bulk_create([event for event, _ in self.pending])
        bodies = [body for _, body in self.pending]
        AuditPayload.objects.bulk_create(
            AuditPayload(event=event, body=body) for event, body in zip(events, bodies, strict=True)
        )
        ChainHead.objects.filter(name="audit").update(count=self.count, hash=self.hash)
        self.pending.clear()


_unit: ContextVar[Unit | None] = ContextVar("unit", default=None)


def unit() -> Unit:
    """Return the transaction that is open. Raises LookupError outside one_writer()."""
    found = _unit.get()
    if found is None:
        raise LookupError("nothing is written outside one_writer()")
    return found


def write_pending() -> None:
    """Write what the open action has logged, so that it can be read; outside of one there is nothing to write."""
    found = _unit.get()
    if found is not None:
        found.write()


@contextmanager
def one_writer(*, loading: bool = False) -> Iterator[None]:
    """Run the block atomically, after the writers before it and before those after it. Nests.

    loading: for the steps of load_dump. Everybody else is refused (Unfinished) until its load has ended.
    """
    outer = _unit.get()
    with transaction.atomic():
        if outer is not None:
            with _inside(outer):
                yield
            return
        head = _locked_head()
        if not loading:
            refuse_unfinished()
        mine = Unit(head.count, head.hash)
        token = _unit.set(mine)
        try:
            yield
            if not transaction.get_rollback():  # a dry run takes back what it did
                mine.write()
        finally:
            _unit.reset(token)


@contextmanager
def _inside(outer: Unit) -> Iterator[None]:
    """Take back what an action inside another logged when it fails or is a dry run: its rows go with its savepoint."""
    before = (outer.count, outer.hash, [*outer.pending])
    is_kept = False
    try:
        yield
        is_kept = not transaction.get_rollback()
    finally:
        if not is_kept:
            outer.count, outer.hash, outer.pending = before


def _locked_head() -> ChainHead:
    locked = ChainHead.objects.select_for_update().filter(name="audit").first()
    if locked is not None:
        return locked
    for name in CHAINS:
        ChainHead.objects.get_or_create(name=name)
    return ChainHead.objects.select_for_update().get(name="audit")
