"""backup: a copy that is whole while somebody writes, and what it refuses."""

import sqlite3
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.served import environment_of, manage

NEW = "INSERT INTO briefings_documentsversion (id, token) VALUES (9, 'later')"


@pytest.mark.sqlite
def test_backup_holds_what_was_committed_and_waits_for_no_writer(tmp_path):
    """In a process of its own, with a database on the disk: that of the tests lies in memory, in a transaction."""
    environment, target = environment_of(tmp_path / "var"), tmp_path / "copy.sqlite3"
    manage(environment, "migrate", "--verbosity=0")
    Path(f"{target}.part").write_text("of a copy that was cut off, for all to read")
    with sqlite3.connect(tmp_path / "var" / "db.sqlite3", isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(NEW)
        told = manage(environment, "backup", str(target))
        writer.execute("COMMIT")
    writer.close()

    copy = sqlite3.connect(target)
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert copy.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 30
    assert copy.execute("SELECT * FROM briefings_documentsversion WHERE id = 9").fetchone() is None
    copy.close()
    assert told == f"{target}: {target.stat().st_size:,} bytes\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert not Path(f"{target}.part").exists()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("path", "message"), [("there", "there is there already"), ("no/folder/copy", "cannot write .*No such file")]
)
def test_backup_overwrites_nothing_and_says_why_it_cannot_write(path, message, db, tmp_path):
    (tmp_path / "there").write_text("kept")

    with pytest.raises(CommandError, match=message):
        call_command("backup", str(tmp_path / path))

    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("there", "kept")]


@pytest.mark.postgres
def test_backup_of_postgresql_is_its_own(db, tmp_path):
    with pytest.raises(CommandError, match="use its own pg_dump"):
        call_command("backup", str(tmp_path / "copy"))
