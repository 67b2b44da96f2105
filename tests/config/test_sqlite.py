"""The SQLite engine that Django uses, and the versions that may not use WAL."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.sqlite import engine, turns

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_has_wal_reset_bug(version, affected):
    assert engine.has_wal_reset_bug(version) is affected


def test_choose_never_takes_the_older_engine():
    _, database = engine.choose()

    assert database.sqlite_version_info >= sqlite3.sqlite_version_info


@pytest.mark.sqlite
def test_django_uses_the_chosen_engine_and_leaves_the_standard_module_alone():
    assert connection.Database is engine.DATABASE
    assert sqlite3.__name__ == "sqlite3"


@pytest.mark.sqlite
@pytest.mark.django_db
def test_connection_is_durable_and_checks_foreign_keys():
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")}

    assert found == {"synchronous": 2, "foreign_keys": 1}
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.sqlite
@pytest.mark.django_db
def test_engine_has_full_text_search():
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE temp.words USING fts5(text)")
        cursor.execute("INSERT INTO temp.words VALUES ('double the previous estimate')")

        assert cursor.execute("SELECT count(*) FROM temp.words WHERE words MATCH 'previous'").fetchone() == (1,)


# Waiting for the writer before


@pytest.fixture
def two(db: None, tmp_path: Path) -> Iterator[tuple[BaseDatabaseWrapper, ...]]:
    """Two connections to one file."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    own = connections[DEFAULT_DB_ALIAS]
    settings = {**own.settings_dict, "NAME": str(tmp_path / "two.sqlite3")}
    made = tuple(type(own)({**settings, "OPTIONS": {**options}}, DEFAULT_DB_ALIAS) for _ in range(2))
    for each in made:
        each.inc_thread_sharing()
        each.ensure_connection()
    yield made
    for each in made:
        each.close()


@pytest.mark.sqlite
def test_transaction_begins_when_the_writer_before_it_has_ended(two):
    one, other = two
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(other.set_autocommit, False, force_begin_transaction_with_broken_autocommit=True)
        assert not waiting.done()
        one.rollback()
        waiting.result(timeout=20)

    assert other.connection.in_transaction
    assert not one.connection.in_transaction


@pytest.mark.sqlite
def test_transaction_that_waited_its_time_says_so(two):
    one, other = two
    other.settings_dict["OPTIONS"]["timeout"] = 0
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    with pytest.raises(OperationalError, match="database is locked: another writer has held it for 0 seconds"):
        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    one.rollback()
    other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    assert other.connection.in_transaction


def enter(stack: ExitStack, database: str) -> turns.IsFirst:
    return stack.enter_context(turns.waiting(database))


@pytest.mark.sqlite
def test_who_came_first_is_first_and_who_leaves_lets_the_next_on(tmp_path):
    with ExitStack() as one, ExitStack() as two, ExitStack() as three:
        first, second, third = (enter(stack, str(tmp_path / "a")) for stack in (one, two, three))
        assert [first(), second(), third()] == [True, False, False]
        two.close()  # its time was up
        assert [first(), third()] == [True, False]
        one.close()
        assert third()
    with turns.waiting(str(tmp_path / "a")) as again:
        assert again()


@pytest.mark.sqlite
def test_nobody_waits_for_a_process_that_was_killed(tmp_path):
    code = (
        "import sys\nfrom config.sqlite import turns\n"
        "with turns.waiting(sys.argv[1]) as is_first:\n    print(is_first(), flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "a")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout.readline() == b"True\n"
        with turns.waiting(str(tmp_path / "a")) as is_first:
            assert not is_first()
            process.kill()
            process.wait()
            assert is_first()


@pytest.mark.sqlite
def test_where_no_file_can_be_everybody_is_first(tmp_path):
    nowhere = str(tmp_path / "not there" / "a")
    with turns.waiting(nowhere) as one, turns.waiting(nowhere) as two:
        assert one() and two()


@pytest.mark.sqlite
def test_a_transaction_waits_in_line_and_says_so_when_its_time_is_up(two):
    one, other = two
    other.settings_dict["OPTIONS"]["timeout"] = 0
    with turns.waiting(one.settings_dict["NAME"]), pytest.raises(OperationalError, match="database is locked"):
        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    assert other.connection.in_transaction
