"""Change rows as somebody with the database's password would: triggers off, SQL, triggers on again."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from briefings import triggers
from briefings.models import Edition

Tamper = Callable[..., None]


@pytest.fixture
def settled(u) -> None:
    """Let PostgreSQL check foreign keys now: it alters no table while checks are pending."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def tamper(settled: None) -> Tamper:
    """Return a function that runs SQL with the app's triggers dropped, and installs them again."""

    def run(*statements: str) -> None:
        postgresql = connection.vendor == "postgresql"
        with transaction.atomic(), connection.cursor() as cursor:
            for name, (table, _) in triggers.statements(connection.vendor).items():
                cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
            for sql in statements:
                cursor.execute(sql)
                if postgresql:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        triggers.install()

    return run


@pytest.fixture
def edition(u) -> Edition:
    """Return the claim's edition, somewhere in the middle of the chain."""
    return Edition.objects.get(record_type="claim", slug="soldiers-left")
