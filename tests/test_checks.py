"""System checks, each by its id."""

from types import SimpleNamespace

import pytest

from briefings import checks


def sqlite(version: str, init_command: str) -> SimpleNamespace:
    """Stand for a configured connection to this version."""
    engine = SimpleNamespace(sqlite_version=version, sqlite_version_info=tuple(map(int, version.split("."))))
    options = {"init_command": init_command} if init_command else {}
    return SimpleNamespace(vendor="sqlite", alias="default", Database=engine, settings_dict={"OPTIONS": options})


@pytest.mark.parametrize(
    ("version", "init_command", "ids"),
    [
        ("3.40.1", "PRAGMA journal_mode=WAL;", ["briefings.E001"]),
        ("3.40.1", "PRAGMA journal_mode=DELETE; PRAGMA journal_mode=wal", ["briefings.E001"]),
        ("3.40.1", "PRAGMA foreign_keys=ON", ["briefings.E001"]),
        ("3.40.1", "", ["briefings.E001"]),
        ("3.40.1", "PRAGMA journal_mode=DELETE;", []),
        ("3.53.4", "PRAGMA journal_mode=WAL;", []),
    ],
)
def test_sqlite_journal(monkeypatch, version, init_command, ids):
    monkeypatch.setattr(checks.connections, "all", lambda: [sqlite(version, init_command)])

    assert [message.id for message in checks.check_sqlite_journal()] == ids


def test_sqlite_journal_as_configured_passes():
    assert checks.check_sqlite_journal() == []
