"""One writer at a time: every action runs in one transaction that holds the audit chain's head.

SQLite has one writer anyway (BEGIN IMMEDIATE). On PostgreSQL the row lock gives the same order, so that a chain has no
gap and no fork, and nobody edits a record while it is being approved. An action takes milliseconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from briefings.models import ChainHead

CHAINS = ("audit", "editions")


@contextmanager
def one_writer() -> Iterator[None]:
    """Run the block atomically, after the writers before it and before those after it. Nests."""
    with transaction.atomic():
        locked = list(ChainHead.objects.select_for_update().filter(name="audit"))
        if not locked:
            for name in CHAINS:
                ChainHead.objects.get_or_create(name=name)
            list(ChainHead.objects.select_for_update().filter(name="audit"))
        yield
