"""Load Django's own SQLite backend with the chosen engine in the place of `sqlite3`.

Django names `sqlite3` at import and has no setting for it. The name is lent for the length of that
import only, so that every other user of `sqlite3` in the process keeps the standard module.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured

from config.sqlite import engine


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

DatabaseWrapper = base.DatabaseWrapper
