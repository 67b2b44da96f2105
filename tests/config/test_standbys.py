"""Standbys: how old one is, whom it serves, and that nobody reads what was withdrawn longer ago than the bound.

The servers here are real: a primary and two standbys that follow it, made for this module.
"""

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db.utils import OperationalError

from briefings.api import deadlines
from config import standbys
from config.standbys import LONGEST_PAUSE, PRIMARY, Age, Spread, reads_from
from tests.served import ROOT, environment_of, manage, serving

LEAF = "/api/v1/comparisons/left-refines-planned/"
WITHDRAW = """
from briefings.actions import withdrawals
from tests import universe
from briefings.models import User
row = universe.get("comparison", "left-refines-planned")
withdrawals.withdraw(record=row, by=User.objects.get(username="chief"), reason="A test of standbys.")
"""
NEVER, LATER, SOON = 3600.0, 6.0, 2.0  # seconds after which a standby is too old
MANY = 40
READY = 30  # seconds


def test_a_standby_is_complete_until_the_last_position_that_it_has_replayed():
    age = Age()
    age.report(10.0, written=100, replayed=90)
    assert age.complete_until == float("-inf")
    age.report(11.0, written=150, replayed=100)
    assert age.complete_until == 10.0
    age.report(12.0, written=150, replayed=150)
    assert age.complete_until == 12.0


def test_a_standby_that_stands_still_grows_old_and_one_that_is_lost_is_not_trusted():
    age = Age()
    age.report(10.0, written=100, replayed=100)
    age.report(11.0, written=200, replayed=100)
    age.report(12.0, written=300, replayed=150)
    assert age.complete_until == 10.0
    age.report(13.0, written=300, replayed=None)
    assert age.complete_until == float("-inf")
    age.report(14.0, written=300, replayed=300)
    assert age.complete_until == 14.0
    age.lost()
    assert age.complete_until == float("-inf")


def test_a_standby_stays_as_old_as_it_was_while_the_primary_is_away(monkeypatch):
    """What it holds is known still: it serves until the bound is over, and one that is away itself does not."""
    away = set()

    def number(alias, statement):
        if alias in away:
            raise OperationalError(f"{alias} is away")
        return 100

    monkeypatch.setattr(standbys, "_number", number)
    monkeypatch.setattr(standbys, "connections", defaultdict(lambda: SimpleNamespace(close=lambda: None)))
    watch = standbys.Watch("standby1", bound=1000.0)
    watch.ask()
    known = watch.age.complete_until
    assert watch.is_fresh

    away.add(PRIMARY)
    watch.ask()
    assert (watch.age.complete_until, watch.is_fresh) == (known, True)
    watch.bound = -1.0
    assert not watch.is_fresh

    away ^= {PRIMARY, "standby1"}
    watch.ask()
    assert watch.age.complete_until == float("-inf")


@pytest.mark.parametrize(("seconds", "asked"), [(None, ["standby1", PRIMARY]), (-1, ["standby1"])])
def test_what_failed_on_a_standby_is_asked_of_the_primary_unless_it_took_too_long(seconds, asked, monkeypatch):
    def application(environ, start_response):
        found.append(reads_from.get())
        start_response("503 Service Unavailable", [])
        return [b"x"]

    found, statuses = [], []
    fresh = SimpleNamespace(alias="standby1", is_fresh=True, age=Age())
    monkeypatch.setattr(Spread, "watching", lambda self: [fresh])
    with deadlines.within(seconds):
        spread = Spread(application)({"REQUEST_METHOD": "GET"}, lambda status, headers: statuses.append(status))

    reads_from.set(PRIMARY)
    assert (found, statuses, spread) == (asked, ["503 Service Unavailable"], [b"x"])


@dataclass(frozen=True)
class Cluster:
    """A primary with two standbys, and the environment of a site on them."""

    base: Path
    environment: dict[str, str]

    def ask(self, number: int, statement: str) -> None:
        """Run a statement on a standby, again when what is replayed there cancels it."""
        address = {"host": str(self.base / f"standby{number}"), "user": "briefings", "dbname": "briefings"}
        for left in reversed(range(5)):
            try:
                with psycopg.connect(**address) as found:
                    found.execute(statement)
                return
            except psycopg.errors.SerializationFailure:
                if not left:
                    raise

    def stop(self, number: int) -> None:
        """Stop a standby at once, as a crash would; 0: the primary."""
        folder = self.base / f"standby{number}" if number else self.base
        found = (folder / "data" / "postmaster.pid").read_text()
        os.kill(int(found.split()[0]), signal.SIGQUIT)

    def replay(self, does: str) -> None:
        """Let both standbys `pause` or `resume` replaying what the primary sends."""
        for number in (1, 2):
            self.ask(number, f"SELECT pg_wal_replay_{does}()")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start the three servers, fill the primary with the universe, and stop them with the module."""
    shell = ["bash", "-c", 'echo "$DATABASE_URL|$STANDBY_URLS|$PG_BASE"; read -r']
    with subprocess.Popen(
        [".ci/postgres.sh", *shell], cwd=ROOT, env={**os.environ, "STANDBYS": "2"}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        primary, standbys, base = process.stdout.readline().strip().split("|")
        own = {"DATABASE_URL": primary, "STANDBY_URLS": standbys, "WEB_CONCURRENCY": "1", "LOG_LEVEL": "INFO"}
        environment = {**environment_of(tmp_path_factory.mktemp("standbys")), **own}
        manage(environment, "migrate", "--verbosity=0")
        manage(environment, "collectstatic", "--no-input", "--verbosity=0")
        manage(environment, "shell", "--no-imports", "-c", "from tests import universe; universe.build()")
        yield Cluster(Path(base), environment)
        process.communicate("\n", timeout=60)


@contextlib.contextmanager
def site(cluster: Cluster, lag: float, log: Path) -> Iterator[str]:
    """Serve the cluster, once its standbys serve readers."""
    with serving({**cluster.environment, "STANDBY_LAG": str(lag)}, log) as url:
        deadline = time.monotonic() + READY
        while log.read_text().count("serves readers") < len(cluster.environment["STANDBY_URLS"].split(",")):
            assert time.monotonic() < deadline, log.read_text()
            status(url, LEAF)
            time.sleep(0.05)
        yield url


def status(url: str, path: str, **headers: str) -> int:
    """Return the status that a reader gets."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url + path, headers=headers), timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.postgres
def test_readers_read_standbys_and_people_of_the_desk_the_primary_and_the_bound_holds(cluster: Cluster, tmp_path: Path):
    with (
        site(cluster, NEVER, tmp_path / "never.log") as old,
        site(cluster, SOON, tmp_path / "soon.log") as bound,
    ):
        assert status(old, LEAF) == status(bound, LEAF) == 200
        cluster.replay("pause")
        manage(cluster.environment, "shell", "--no-imports", "-c", WITHDRAW)
        withdrawn = time.monotonic()

        assert [status(old, LEAF) for _ in range(4)] == [200] * 4, "both standbys stand still"
        assert status(old, LEAF, Cookie="a=b") == status(old, LEAF, Authorization="Bearer x") == 410
        while (asked := time.monotonic()) < withdrawn + READY and status(bound, LEAF) == 200:
            assert asked <= withdrawn + SOON
        assert [status(bound, LEAF) for _ in range(MANY)] == [410] * MANY

        cluster.replay("resume")
        deadline = time.monotonic() + READY
        while status(old, LEAF) != 410:
            assert time.monotonic() < deadline


@pytest.mark.postgres
def test_a_standby_that_goes_costs_no_answer(cluster: Cluster, tmp_path: Path):
    log = tmp_path / "server.log"
    with site(cluster, NEVER, log) as url:
        cluster.stop(1)

        assert [status(url, "/api/v1/claims/") for _ in range(MANY)] == [200] * MANY
    assert "asked of the primary" in log.read_text()


@pytest.mark.postgres
def test_readers_are_served_until_the_bound_is_over_when_the_primary_goes(cluster: Cluster, tmp_path: Path):
    """The last test here: nobody starts the primary again."""
    left = {**cluster.environment, "STANDBY_URLS": cluster.environment["STANDBY_URLS"].split(",")[1]}
    with site(Cluster(cluster.base, left), LATER, tmp_path / "server.log") as url:
        cluster.stop(0)
        stopped = time.monotonic()

        while status(url, "/api/v1/claims/") == 200:
            assert time.monotonic() < stopped + READY
        assert LATER - 2 * LONGEST_PAUSE <= time.monotonic() - stopped <= LATER + 2 * LONGEST_PAUSE
