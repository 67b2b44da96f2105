"""backup: a copy that is whole while somebody writes, and what it refuses."""

import stat

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from briefings.models import Document


@pytest.mark.sqlite
def test_backup_holds_what_was_committed(u, tmp_path, capsys):
    target = tmp_path / "copy.sqlite3"

    call_command("backup", str(target))

    copy = connection.Database.connect(target)
    assert copy.execute("SELECT count(*) FROM briefings_document").fetchone() == (Document.objects.count(),)
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert capsys.readouterr().out == f"{target}: {target.stat().st_size:,} bytes\n"
    assert [path.name for path in tmp_path.iterdir()] == ["copy.sqlite3"]


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
