"""System checks: configurations that would lose data or let it leak. Ids never change meaning.

briefings.E001  SQLite with the WAL-reset bug, in WAL mode
"""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.sqlite.engine import has_wal_reset_bug


@register
def check_sqlite_journal(**_: Any) -> list[CheckMessage]:
    """Refuse WAL on an affected SQLite: a command beside the server already is a second process.

    Reads the configuration only and opens no connection; a database that `init_command` does not
    take out of WAL stays in it, so a missing journal_mode is refused too.
    """
    return [_wal_error(connection) for connection in _sqlite_connections() if _may_lose_commits(connection)]


def _sqlite_connections() -> Iterator[BaseDatabaseWrapper]:
    return (connection for connection in connections.all() if connection.vendor == "sqlite")


def _may_lose_commits(connection: BaseDatabaseWrapper) -> bool:
    journal_mode = _pragma(connection, "journal_mode")
    return has_wal_reset_bug(connection.Database.sqlite_version_info) and journal_mode in (None, "wal")


def _pragma(connection: BaseDatabaseWrapper, name: str) -> str | None:
    """Return what init_command sets the pragma to, in lower case; None when it does not set it."""
    statements = connection.settings_dict["OPTIONS"].get("init_command", "").lower().split(";")
    values = [s.split("=", 1)[1].strip() for s in statements if s.strip().startswith(f"pragma {name}=")]
    return values[-1] if values else None


def _wal_error(connection: BaseDatabaseWrapper) -> CheckMessage:
    version = connection.Database.sqlite_version
    return Error(
        f"database {connection.alias!r}: SQLite {version} in WAL mode can lose an acknowledged commit "
        "when two processes write and checkpoint at once",
        hint="Install pysqlite3 from requirements.txt, or take SQLite 3.51.3 or newer, or leave "
        "SQLITE_JOURNAL_MODE unset so that the rollback journal is used. See docs/decisions/0002-sqlite-engine.md.",
        id="briefings.E001",
    )
