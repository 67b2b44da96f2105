"""The settings refuse to start a site that would be unsafe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def boot(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process that has these variables, no .env, and no trace of pytest."""
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path), **variables}
    command = [sys.executable, "-c", "from config import settings; print(settings.DEBUG)"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "development-only-and-refused-in-production"}, "SECRET_KEY is a default"),
        ({"SECRET_KEY": "django-insecure-" + "x" * 50}, "SECRET_KEY is a default"),
        ({"SECRET_KEY": "x" * 31}, "has under 32 characters"),
    ],
)
def test_production_without_own_secret_refuses_to_start(tmp_path, variables, message):
    done = boot(tmp_path, **variables)

    assert done.returncode == 1
    assert message in done.stderr


@pytest.mark.parametrize(
    ("variables", "debug"), [({"SECRET_KEY": "x" * 32}, "False"), ({"DEBUG": "1"}, "True")], ids=["secret", "debug"]
)
def test_own_secret_or_debug_starts(tmp_path, variables, debug):
    done = boot(tmp_path, **variables)

    assert (done.returncode, done.stdout.strip()) == (0, debug)
