"""What every test shares: which tests run on which engine, and when."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from briefings.exchange import curated, fixtures
from tests import databases, universe

EMPTY = connections["default"]
COPY = pytest.StashKey[BaseDatabaseWrapper]()


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
    """Give a test the database of the five reports if it asks for them, else the empty one."""
    wants_reports = "five_reports" in getattr(item, "fixturenames", ())
    databases.take(item.session.stash.get(COPY, EMPTY) if wants_reports else EMPTY)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Make the database, and a copy for the five reports before anybody opens a transaction on it."""
    with django_db_blocker.unblock(), databases.using(EMPTY):
        request.session.stash[COPY] = databases.copy()
    yield
    with django_db_blocker.unblock():
        databases.take(EMPTY)
        databases.drop(request.session.stash[COPY])


@pytest.fixture(scope="session")
def loaded(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> fixtures.Fixtures:
    """The five reports, loaded through the actions once a session into a database of their own."""
    content = fixtures.load(settings.BASE_DIR / "fixtures", settings.BASE_DIR / "seeds")
    with django_db_blocker.unblock(), databases.using(request.session.stash[COPY]):
        curated.load(content)
    return content


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
def built(django_db_setup: None, django_db_blocker) -> Iterator[universe.Universe]:
    """Build the universe once a module, in a transaction that is rolled back after its last test.

    Each test with `db` runs in a savepoint inside, so it starts from the same universe.
    """
    with django_db_blocker.unblock(), rolled_back(EMPTY):
        with databases.using(EMPTY):
            made = universe.build()
        yield made


@pytest.fixture
def u(built: universe.Universe, db: None) -> universe.Universe:
    """Return the universe (tests/universe.py draws it), for a test that may change it."""
    return built


@pytest.fixture(scope="module")
def five_reports(
    request: pytest.FixtureRequest, loaded: fixtures.Fixtures, django_db_blocker
) -> Iterator[fixtures.Fixtures]:
    """The five reports as loaded; what a module changes of them is rolled back after it. Returns the fixtures."""
    database = request.session.stash[COPY]
    databases.take(database)  # there was no copy yet when the first test of a session was set up
    with django_db_blocker.unblock(), rolled_back(database):
        yield loaded
