"""The settings refuse to start a site that would be unsafe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def boot(tmp_path: Path, *, shows: str = "settings.DEBUG", **variables: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process that has these variables, no .env, and no trace of pytest; print what it shows."""
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(tmp_path), **variables}
    command = [sys.executable, "-c", f"from config import settings; print({shows})"]
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


@pytest.mark.parametrize(
    ("variables", "shown"),
    [
        ({}, "None ('REMOTE_ADDR',) 0 5 0:15:00"),
        ({"NUM_PROXIES": "1"}, "0 ('HTTP_X_FORWARDED_FOR', 'REMOTE_ADDR') 1 5 0:15:00"),
        (
            {"NUM_PROXIES": "2", "LOGIN_FAILURES": "9", "LOGIN_WAIT_MINUTES": "60"},
            "1 ('HTTP_X_FORWARDED_FOR', 'REMOTE_ADDR') 2 9 1:00:00",
        ),
    ],
)
def test_number_of_proxies_says_whose_log_ins_are_counted(tmp_path, variables, shown):
    names = ("AXES_IPWARE_PROXY_COUNT", "AXES_IPWARE_META_PRECEDENCE_ORDER", "REST_FRAMEWORK['NUM_PROXIES']",
             "AXES_FAILURE_LIMIT", "AXES_COOLOFF_TIME")  # fmt: skip
    done = boot(tmp_path, shows=", ".join(f"settings.{name}" for name in names), SECRET_KEY="x" * 32, **variables)

    assert done.stdout.strip() == shown


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"STANDBY_URLS": "postgres://a@b/c"}, "STANDBY_URLS and POOL_SIZE need PostgreSQL"),
        ({"POOL_SIZE": "4"}, "STANDBY_URLS and POOL_SIZE need PostgreSQL"),
        ({"DATABASE_URL": "postgres://a@b/c", "STANDBY_URLS": "sqlite:///d"}, "standby1 of STANDBY_URLS is no postgres://"),
        (
            {"DATABASE_URL": "postgres://a@b/c", "STANDBY_URLS": "postgres://a@d/c", "STANDBY_LAG": "0"},
            "STANDBY_LAG is 0.0: a number of seconds above 0 is allowed",
        ),
        ({"READ_SECONDS": "-1"}, "READ_SECONDS is -1.0: allowed are 0, for no bound, to 86400 seconds"),
    ],
)
def test_databases_that_cannot_be_asked_so_are_refused(tmp_path, variables, message):
    done = boot(tmp_path, SECRET_KEY="x" * 32, **variables)

    assert done.returncode == 1
    assert message in done.stderr


def test_a_standby_and_a_pool_take_over_what_the_primary_has(tmp_path):
    shows = "settings.DATABASES['standby1']['HOST'], sorted(settings.DATABASES['standby1']['OPTIONS'])"
    done = boot(
        tmp_path, shows=shows, SECRET_KEY="x" * 32, DATABASE_URL="postgres://a@b/c",
        STANDBY_URLS="postgres://a@d/c", POOL_SIZE="4",
    )  # fmt: skip

    assert done.stdout.strip() == "d ['connect_timeout', 'pool']", done.stderr
