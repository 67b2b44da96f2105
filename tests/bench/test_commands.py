"""The commands of bench, run as people run them, over one small database."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from config.sqlite import engine

pytestmark = pytest.mark.sqlite


def run(database: Path, *command: str) -> str:
    """Return what a command prints. Raises when it fails."""
    own = {"DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY": "k" * 50, "VAR_DIR": str(database.parent)}
    options = {"cwd": settings.BASE_DIR, "env": own, "capture_output": True, "text": True}
    done = subprocess.run([sys.executable, *command], check=False, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, str]:
    """A database of a hundred claims, and what the command said that made it."""
    database = tmp_path_factory.mktemp("bench") / "made.sqlite3"
    return database, run(database, "-m", "bench", "generate", "--claims", "100", "--database", str(database))


def test_generate_fills_a_database_that_verifies(made):
    database, said = made

    verified = run(database, "manage.py", "verify")

    assert "rows of 100 claims" in said
    assert verified.startswith("all is well")


def test_generate_fills_the_index_of_words(made):
    database, _ = made

    with closing(engine.DATABASE.connect(database)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM briefings_search('xreportedly')").fetchone()
        (there,) = connection.execute(
            "SELECT count(*) FROM briefings_publishedtext WHERE ' ' || words || ' ' LIKE '% xreportedly %'"
        ).fetchone()

    assert found == there > 0


def test_contestants_return_the_same_claims(made):
    database, _ = made

    said = run(database, "-m", "bench", "agree", "--database", str(database))

    compared = dict(line.split(": ") for line in said.splitlines())
    assert compared["detail"].startswith("5 asked, ")
    assert compared["page in the middle"] == "3 asked, 50 records compared"
