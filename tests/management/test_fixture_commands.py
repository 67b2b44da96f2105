"""The two commands of the curator: they need no database and tell a script how it went."""

import pytest
from django.core.management import call_command


@pytest.fixture
def dirs(tmp_path):
    (tmp_path / "fixtures").mkdir()
    (tmp_path / "seeds").mkdir()
    return {"fixtures": tmp_path / "fixtures", "seeds": tmp_path / "seeds"}


@pytest.mark.parametrize("command", ["lint_fixtures", "fixture_report"])
def test_command_on_the_curated_fixtures_ends_well(command, capsys):
    call_command(command)

    assert capsys.readouterr().out.splitlines()[-1].startswith(("no problems", "all: "))


def test_lint_fixtures_exits_1_and_prints_every_problem(dirs, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("lint_fixtures", **dirs)

    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert "claims.yaml: is missing" in lines
    assert lines[-1] == "6 problems"


def test_fixture_report_exits_1_when_no_report_is_held(dirs, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("fixture_report", **dirs)

    assert ended.value.code == 1
    assert capsys.readouterr().out == "all: 0 passages, median 0 characters\n"
