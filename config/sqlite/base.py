"""Load Django's own SQLite backend with the chosen engine in the place of `sqlite3`.

Django names `sqlite3` at import and has no setting for it. The name is lent for the length of that
import only, so that every other user of `sqlite3` in the process keeps the standard module.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from config.sqlite import engine, turns


@contextmanager
def _engine_named_sqlite3() -> Iterator[None]:
    lent = {"sqlite3": engine.PACKAGE, "sqlite3.dbapi2": engine.DATABASE}
    kept = {name: sys.modules[name] for name in lent}
    sys.modules.update(lent)
    try:
        yield
    finally:
        sys.modules.update(kept)


with _engine_named_sqlite3():
    from django.db.backends.sqlite3 import base

if base.Database is not engine.DATABASE:
    raise ImproperlyConfigured(
        f"django.db.backends.sqlite3 was imported before config.sqlite, on SQLite {base.Database.sqlite_version}: "
        f"name config.sqlite as the ENGINE of every SQLite database"
    )

# Seconds between two questions: of who is first whether the writer has ended, of the others whether they are first.
FIRST, NEXT = 0.001, 0.004
LOCKED = "database is locked"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a transaction waits for the writers before it.

    SQLite's own waiting sleeps longer the longer it has waited, up to a tenth of a second, so that under several
    writers newcomers overtake whoever waits, until the time is up and it fails. docs/decisions/0002-sqlite-engine.md
    """

    def _start_transaction_under_autocommit(self) -> None:
        started = time.monotonic()
        seconds = self.settings_dict["OPTIONS"].get("timeout", 5)
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            with self._line() as is_first:
                while not (first := is_first()) or not self._begun():
                    if time.monotonic() - started >= seconds:
                        raise OperationalError(f"{LOCKED}: another writer has held it for {seconds} seconds")
                    time.sleep(FIRST if first else NEXT)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _line(self) -> AbstractContextManager[turns.IsFirst]:
        """Wait in line with the writers to the same file; a database in memory has none."""
        if self.is_in_memory_db():
            return nullcontext(lambda: True)
        return turns.waiting(str(self.settings_dict["NAME"]))

    def _begun(self) -> bool:
        """Begin a transaction, or return False where another writer is in one."""
        try:
            self.connection.execute(f"BEGIN {self.transaction_mode or ''}")
        except base.Database.OperationalError as error:
            if str(error) != LOCKED:
                raise OperationalError(str(error)) from error
            return False
        return True
