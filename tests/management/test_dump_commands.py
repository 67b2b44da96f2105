"""The commands dump and load_dump: what they refuse and what they say. tests/exchange/test_dumps.py has the rest."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from briefings.models import Edition, User
from tests import universe


def test_a_public_dump_of_another_day_is_refused(u, tmp_path):
    with pytest.raises(CommandError, match="cannot be of another day"):
        call_command("dump", str(tmp_path / "x"), "--public", "--as-of", "2026-11-22T00:00:00Z")
    assert not (tmp_path / "x").exists()


def test_a_database_that_holds_something_is_refused(u, tmp_path):
    call_command("dump", str(tmp_path / "whole"))
    before = Edition.objects.count(), User.objects.count()

    with pytest.raises(CommandError, match="not empty"):
        call_command("load_dump", str(tmp_path / "whole"))
    assert (Edition.objects.count(), User.objects.count()) == before


def test_a_dump_overwrites_nothing(u, tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("mine")
    for target in ("kept", "kept/file", "absent/folder"):
        with pytest.raises(CommandError, match="cannot write"):
            call_command("dump", str(tmp_path / target))
    assert (tmp_path / "kept" / "file").read_text() == "mine"


def test_commands_say_what_they_did(u, tmp_path, capsys):
    call_command("dump", str(tmp_path / "new"), "--as-of", timezone.now().isoformat())

    assert f"{len(universe.FACTS)} editions, head " in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
