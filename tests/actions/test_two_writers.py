"""People who act at the same moment: one is first, the others are told, and both chains stay whole."""

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

pytestmark = pytest.mark.xdist_group("writers")  # one worker runs the program, once
PROGRAM = Path(__file__).with_name("writers.py")


@pytest.fixture(scope="module")
def database_url(request, tmp_path_factory, django_db_setup, django_db_blocker) -> Iterator[str]:
    """Return the address of an empty database of this module's own."""
    if connection.vendor == "sqlite":
        place = tmp_path_factory.mktemp("writers") / "db.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), place)
        yield f"sqlite:///{place}"
        return
    import psycopg
    from django.conf import settings

    options, name = settings.DATABASES["default"], f"writers_{uuid.uuid4().hex[:12]}"
    where = {
        "host": options["HOST"],
        "port": options["PORT"] or None,
        "user": options["USER"],
        "password": options["PASSWORD"],
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def found(database_url: str, tmp_path_factory) -> dict[str, Any]:
    """Run the program once and return how its steps ended."""
    environment = {
        **os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
    }  # fmt: skip
    ran = subprocess.run([sys.executable, PROGRAM], env=environment, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_of_four_edits_of_one_version_one_is_kept(found):
    assert found["edit"] == ["done", "stale", "stale", "stale"]
    assert found["version"] == 1


def test_of_four_records_with_one_slug_one_is_made(found):
    assert found["create"] == ["done", "slug_taken", "slug_taken", "slug_taken"]


def test_of_four_receipts_of_one_text_one_is_kept(found):
    assert found["receive"] == ["done", "duplicate_source", "duplicate_source", "duplicate_source"]
    assert found["texts"] == 1


def test_of_four_requests_with_one_key_one_is_done_and_all_get_its_answer(found):
    assert found["twins"] == {"statuses": [201] * 4, "bodies": 1, "replayed": 3, "made": 1}


def test_of_two_approvals_one_makes_an_edition(found):
    assert found["approve"] == ["approval_refused", "done"]


def test_approval_and_edit_of_one_version_are_never_both_done(found):
    assert found["approve and edit"] in (["approval_refused", "done"], ["done", "stale"])


def test_different_records_are_edited_side_by_side(found):
    assert found["different records"] == ["done"] * 4


def test_whoever_follows_the_feed_misses_no_step_and_sees_none_twice(found):
    assert [number for each in found["feed"] for number in each] == list(range(1, 25))


def test_no_step_is_told_before_the_one_ahead_of_it(found):
    assert found["slow"] == {
        "meanwhile": [], "second": ["somebody else is writing"], "after": [1], "then": [1, 2],
    }  # fmt: skip


def test_an_approval_whose_process_is_killed_leaves_nothing(found):
    left = found["killed"]["left"]

    assert len(left) >= 4  # before its first write, its second, fourth, eighth
    assert left == [[0, 0, 0]] * len(left)
    assert found["killed"]["then"] == [2, 2]


def test_chains_have_no_gap_and_everything_verifies(found):
    assert found["events"] == found["count"]
    assert found["problems"] == []
