"""More databases beside the empty one: copies of it, in which something is kept for the whole of a session.

Django's `connection` is whatever stands under its alias, so a test is given one of them by putting it there.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def written(database: BaseDatabaseWrapper, place: str) -> BaseDatabaseWrapper:
    """Write a database of SQLite to another place, a file or memory, and return a connection to that."""
    made = type(database)({**database.settings_dict, "NAME": place}, DEFAULT_DB_ALIAS)
    database.ensure_connection()
    made.ensure_connection()
    database.connection.backup(made.connection)
    return made


def copy(suffix: str) -> BaseDatabaseWrapper:
    """Return a connection to a copy of the database as it is now, with a suffix to its name."""
    original = connections[DEFAULT_DB_ALIAS]
    if original.vendor == "sqlite":
        return written(original, f"file:{suffix}?mode=memory&cache=shared")
    original.creation.clone_test_db(suffix, verbosity=0)
    return type(original)(original.creation.get_test_db_clone_settings(suffix), DEFAULT_DB_ALIAS)


def drop(made: BaseDatabaseWrapper, suffix: str) -> None:
    """Drop a copy; one in memory goes with the process."""
    if made.vendor == "postgresql":
        made.close()
        connections[DEFAULT_DB_ALIAS].creation.destroy_test_db(suffix=suffix, verbosity=0)


def take(database: BaseDatabaseWrapper) -> None:
    """Make a database the one that everything uses."""
    connections[DEFAULT_DB_ALIAS] = database


@contextmanager
def using(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Make a database the one that everything uses, for a block."""
    before = connections[DEFAULT_DB_ALIAS]
    take(database)
    try:
        yield
    finally:
        take(before)
