"""The real application server, in a process of its own, for tests that visit it as anybody would."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 30


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run `manage.py` in that environment and return what it printed; the test fails where it fails."""
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode:
        pytest.fail(f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def environment_of(var: Path) -> dict[str, str]:
    """Return the environment of a site in production that shares nothing with the developer's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    own = {"SECRET_KEY": "only-for-the-tests-of-one-single-run", "ENV_FILE": os.devnull, "VAR_DIR": str(var)}
    return {**kept, **own, "WEB_CONCURRENCY": "2", "PYTHONUNBUFFERED": "1"}


@contextlib.contextmanager
def serving(
    environment: dict[str, str], log: Path, answers: str = "/admin/login/", application: str = "config.wsgi"
) -> Iterator[str]:
    """Serve on a port that this process holds already, so that nobody else can take it in between.

    answers: a page that tells, by coming, that the server is there; the usual one needs static files.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        own = ("--config=config/gunicorn.conf.py", f"--bind=fd://{listener.fileno()}")
        command = [sys.executable, "-m", "gunicorn", *own, application]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, pass_fds=[listener.fileno()]
        )
        try:
            _wait_until_served(url + answers, process, log)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_served(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, TimeoutError):
            urllib.request.urlopen(url, timeout=5).close()
            return
    pytest.fail(f"the server did not answer within {SECONDS_TO_START} seconds:\n{log.read_text()}")
