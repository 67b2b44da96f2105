"""Put rows into tables as fast as the engine takes them: indexes and triggers go first and come back last."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from bench.generation.caught import Row
from briefings import triggers
from briefings.models.search import INDEX, TABLE

_PREFIX = "briefings_"


def columns() -> dict[str, list[str]]:
    """Return the columns of every table of the app, as caught rows have them."""
    models = apps.get_app_config("briefings").get_models(include_auto_created=True)
    return {model._meta.db_table: [field.column for field in model._meta.concrete_fields] for model in models}


class Loading:
    """Takes rows in; commits when enough have come, so that memory stays what it is."""

    def __init__(self) -> None:
        self.columns = columns()
        self.rows = 0

    def put(self, tables: dict[str, list[Row]]) -> None:
        """Insert rows, in one transaction."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in tables.items():
                _put(cursor, table, self.columns[table], rows)
                self.rows += len(rows)


def _put(cursor: Any, table: str, names: list[str], rows: list[Row]) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(names))
        cursor.connection.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)


@contextmanager
def bare_tables(is_checked: bool = True) -> Iterator[None]:
    """Take away what slows loading down, and put it back word for word afterwards.

    is_checked: whether every row's names of other rows are looked up in the end.
    """
    engine = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with engine(is_checked):
        yield


@contextmanager
def _sqlite(is_checked: bool) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=OFF")
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("PRAGMA cache_size=-400000")
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND (type = 'trigger' OR type = 'index' AND tbl_name LIKE %s)",
            [f"{_PREFIX}%"],
        )
        taken = cursor.fetchall()
        for kind, name, _ in taken:
            cursor.execute(f'DROP {kind} "{name}"')
        yield
        for _, _, sql in sorted(taken):  # indexes first
            cursor.execute(sql)
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")
        # Without a limit ANALYZE keeps samples too, and with these every statement is planned anew for its values.
        cursor.execute("PRAGMA analysis_limit=1000")
        cursor.execute("ANALYZE")
        if is_checked:
            cursor.execute("PRAGMA foreign_key_check")
            if wrong := cursor.fetchone():
                raise RuntimeError(f"a row names another that is not there: {wrong}")
    connection.close()  # the next one sets journal and durability as shipped


@contextmanager
def _postgresql(_: bool) -> Iterator[None]:
    with connection.cursor() as cursor:
        for name, (table, _) in triggers.statements("postgresql").items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.tablename LIKE %s AND NOT EXISTS (SELECT 1"
            " FROM pg_constraint c WHERE c.conindid = format('%%I.%%I', i.schemaname, i.indexname)::regclass)",
            [f"{_PREFIX}%"],
        )
        taken = cursor.fetchall()
        for name, _ in taken:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, sql in taken:
            cursor.execute(sql)
    triggers.install()
    with connection.cursor() as cursor:
        _go_on_counting(cursor)
        cursor.execute("ANALYZE")


def _go_on_counting(cursor: Any) -> None:
    """Set each table's sequence behind the ids that were given out."""
    for table, names in columns().items():
        if names[0] == "id":
            following = f"(SELECT COALESCE(MAX(id), 0) + 1 FROM {table})"
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {following}, false)")


def is_empty() -> bool:
    """Return whether the database holds no record yet."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {TABLE}) OR EXISTS (SELECT 1 FROM briefings_edition)")
        return not cursor.fetchone()[0]
