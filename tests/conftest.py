"""What every test shares: which tests run on which engine, and when."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from briefings.exchange import curated, fixtures
from tests import databases, served, universe

EMPTY = connections["default"]
COPIES = pytest.StashKey[dict[str, BaseDatabaseWrapper]]()  # by the fixture whose content is in one
REPORTS, UNIVERSE = "five_reports", "built"

# A client's first request reads through all files that were collected, which `make run` leaves here: none for a test.
settings.STATIC_ROOT = str(Path(__file__).parent / "nothing-collected" / "static")

# How long an example takes is a matter of the machine and of who else is on it.
hypothesis.register_profile("briefings", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("briefings")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the engine or the length of the run rules out: a skip then means that something is missing."""
    left_out = {{"sqlite": "postgres", "postgresql": "sqlite"}[connection.vendor]}
    if "deep" not in config.getoption("markexpr"):
        left_out.add("deep")
    gone = [item for item in items if left_out & {mark.name for mark in item.iter_markers()} or is_pure(item)]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in set(gone)]


def is_pure(item: pytest.Item) -> bool:
    """Tell whether PostgreSQL has no part in a test: the run on SQLite has asked it already."""
    touches = {"django_db", "db", "transactional_db", "django_db_setup", "postgres"}
    names = {*getattr(item, "fixturenames", ()), *(mark.name for mark in item.iter_markers())}
    return connection.vendor == "postgresql" and not touches & names


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays until the end, and look at the rest less often."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give a test the database of the five reports or of the universe if it asks for them, else the empty one."""
    asked = getattr(item, "fixturenames", ())
    copies = item.session.stash.get(COPIES, {})
    databases.take(next((copies[name] for name in (REPORTS, UNIVERSE) if name in asked and name in copies), EMPTY))


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Make the database, and its copies before anybody opens a transaction on it."""
    with django_db_blocker.unblock(), databases.using(EMPTY):
        copies = request.session.stash[COPIES] = {name: databases.copy(name) for name in (REPORTS, UNIVERSE)}
    yield
    with django_db_blocker.unblock():
        databases.take(EMPTY)
        for name, made in copies.items():
            databases.drop(made, name)


@pytest.fixture(scope="session")
def migrated_file(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Path:
    """A file of SQLite with all tables and no rows: copying it is sooner than migrating, for programs of a test's own.

    They may still migrate: they find nothing left to do. Where no test of the session asks for a database, there is
    none to copy: pytest-django makes it for those that do.
    """
    place = tmp_path_factory.mktemp("migrated") / "db.sqlite3"
    if EMPTY.vendor == "sqlite" and EMPTY.is_in_memory_db():
        with django_db_blocker.unblock():
            databases.written(EMPTY, str(place)).close()
    else:
        served.manage(served.environment_of(place.parent), "migrate", "--verbosity=0")
    return place


@pytest.fixture(scope="session")
def loaded(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> fixtures.Fixtures:
    """The five reports, loaded through the actions once a session into a database of their own."""
    content = fixtures.load(settings.BASE_DIR / "fixtures", settings.BASE_DIR / "seeds")
    with django_db_blocker.unblock(), databases.using(request.session.stash[COPIES][REPORTS]):
        curated.load(content)
    return content


@pytest.fixture(scope="session")
def created(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> None:
    """The universe, built once a session in a database of its own."""
    with django_db_blocker.unblock(), databases.using(request.session.stash[COPIES][UNIVERSE]):
        universe.build()


@contextmanager
def rolled_back(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Keep a transaction open on a database, whichever one is in use when it ends."""
    with databases.using(database):
        outer = transaction.atomic()
        outer.__enter__()
    try:
        yield
    finally:
        with databases.using(database):
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest, created: None, django_db_blocker) -> Iterator[universe.Universe]:
    """The universe as it was built; what a module changes of it is rolled back after it.

    Each test with `db` runs in a savepoint inside, so it starts from the same universe.
    """
    database = request.session.stash[COPIES][UNIVERSE]
    databases.take(database)  # there was no copy yet when the first test of a session was set up
    with django_db_blocker.unblock(), rolled_back(database):
        yield universe.Universe()


@pytest.fixture
def u(built: universe.Universe, db: None) -> universe.Universe:
    """Return the universe (tests/universe.py draws it), for a test that may change it."""
    return built


@pytest.fixture(scope="module")
def five_reports(
    request: pytest.FixtureRequest, loaded: fixtures.Fixtures, django_db_blocker
) -> Iterator[fixtures.Fixtures]:
    """The five reports as loaded; what a module changes of them is rolled back after it. Returns the fixtures."""
    database = request.session.stash[COPIES][REPORTS]
    databases.take(database)  # there was no copy yet when the first test of a session was set up
    with django_db_blocker.unblock(), rolled_back(database):
        yield loaded
