"""Chromium, and the real application server that it visits.

The server is a process of its own with a database of its own, so a browser test changes nothing that
another test sees and touches no model itself: Playwright keeps an event loop in this thread, in which
Django's ORM refuses to work. `server.manage(...)` runs a command against the server's database.

BRIEFINGS_REQUIRE_BROWSER=1 turns "no Chromium here" from a skip into a failure; CHROMIUM names another one.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.served import environment_of, manage, serving

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


expect.set_options(timeout=20_000)  # ms; a busy machine takes more than the 5,000 that are usual


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
        return manage(self.environment, *arguments)


def _prepare(environment: dict[str, str]) -> dict[str, str]:
    """Fill the site's database and static files; return the passwords of its accounts."""
    manage(environment, "load_curated")
    manage(environment, "collectstatic", "--no-input", "--verbosity=0")
    manage(environment, "demo_accounts")
    lines = (Path(environment["VAR_DIR"]) / "demo-accounts.txt").read_text().splitlines()
    return dict(line.split() for line in lines)


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
def server(chromium: str, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The site with the five reports loaded, served by gunicorn until the session ends."""
    var = tmp_path_factory.mktemp("site")
    shutil.copy(migrated_file, var)
    environment = environment_of(var)
    accounts = _prepare(environment)
    with serving(environment, var / "server.log") as url:
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
        contexts[-1].set_default_timeout(60_000)  # ms; as above, of what is done instead of what is expected
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
