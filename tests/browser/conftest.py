"""Chromium, and the real application server that it visits.

The server is a process of its own with a database of its own, so a browser test changes nothing that
another test sees and touches no model itself: Playwright keeps an event loop in this thread, in which
Django's ORM refuses to work. `server.manage(...)` runs a command against the server's database.

BRIEFINGS_REQUIRE_BROWSER=1 turns "no Chromium here" from a skip into a failure; CHROMIUM names another one.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox",  # the sandbox needs user namespaces, which containers lack
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # a page that needs another site fails here
)
SECONDS_TO_START = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test here as a browser test, and keep them on one worker, so that one server is enough."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Server:
    """A running site: its address, the passwords of its demonstration accounts, and its environment."""

    url: str
    accounts: dict[str, str]
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run `manage.py` on the server's database and return what it printed."""
        return _manage(self.environment, *arguments)


def _manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode:
        pytest.fail(f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def _environment(var: Path) -> dict[str, str]:
    """Return the environment of a site in production that shares nothing with the developer's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    own = {"SECRET_KEY": "only-for-the-browser-tests-of-one-single-run", "ENV_FILE": os.devnull, "VAR_DIR": str(var)}
    return {**kept, **own, "WEB_CONCURRENCY": "2", "PYTHONUNBUFFERED": "1"}


def _prepare(environment: dict[str, str]) -> dict[str, str]:
    """Fill the site's database and static files; return the passwords of its accounts."""
    _manage(environment, "migrate", "--verbosity=0")
    _manage(environment, "load_curated")
    _manage(environment, "collectstatic", "--no-input", "--verbosity=0")
    _manage(environment, "demo_accounts")
    lines = (Path(environment["VAR_DIR"]) / "demo-accounts.txt").read_text().splitlines()
    return dict(line.split() for line in lines)


@contextlib.contextmanager
def _serving(environment: dict[str, str], log: Path) -> Iterator[str]:
    """Serve on a port that this process holds already, so that nobody else can take it in between."""
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        own = ("--config=config/gunicorn.conf.py", f"--bind=fd://{listener.fileno()}")
        command = [sys.executable, "-m", "gunicorn", *own, "config.wsgi"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, pass_fds=[listener.fileno()]
        )
        try:
            _wait_until_served(url, process, log)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_served(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, TimeoutError):
            urllib.request.urlopen(f"{url}/admin/login/", timeout=5).close()
            return
    pytest.fail(f"the server did not answer within {SECONDS_TO_START} seconds:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; without one, a skip, or a failure where a browser is required."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if path:
        return path
    if os.environ.get("BRIEFINGS_REQUIRE_BROWSER") == "1":
        pytest.fail("no Chromium found, and BRIEFINGS_REQUIRE_BROWSER=1: install chromium or name it in CHROMIUM")
    pytest.skip("no Chromium found: install chromium or name it in CHROMIUM")


@pytest.fixture(scope="session")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site with the five reports loaded, served by gunicorn until the session ends."""
    var = tmp_path_factory.mktemp("site")
    environment = _environment(var)
    accounts = _prepare(environment)
    with _serving(environment, var / "server.log") as url:
        yield Server(url=url, accounts=accounts, environment=environment)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, one a module: it closes with the module, and its event loop with it."""
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield instance
        instance.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the pages under test complained of; a test that provokes an error clears it."""
    return []


@pytest.fixture
def window(browser: Browser, server: Server, console_errors: list[str]) -> Iterator[Callable[[], Page]]:
    """Open windows on the server, each with cookies of its own. The test fails if a console complains of anything.

    A refusal by the Content-Security-Policy, a missing file, a warning and an uncaught exception all count.
    """
    contexts = []

    def make() -> Page:
        contexts.append(browser.new_context(base_url=server.url, locale="en-GB", timezone_id="UTC"))
        page = contexts[-1].new_page()
        listen(page, console_errors)
        return page

    yield make
    for context in contexts:
        context.close()
    assert console_errors == []


def listen(page: Page, complaints: list[str]) -> None:
    """Note what the console of a page complains of."""

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))


@pytest.fixture
def page(window: Callable[[], Page]) -> Page:
    """A fresh window on the server."""
    return window()
