"""What every test shares: which tests run on which engine, and when."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction

from briefings.exchange import curated, fixtures
from tests import universe


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the engine or the length of the run rules out: a skip then means that something is missing."""
    left_out = {{"sqlite": "postgres", "postgresql": "sqlite"}[connection.vendor]}
    if "deep" not in config.getoption("markexpr"):
        left_out.add("deep")
    gone = [item for item in items if left_out & {mark.name for mark in item.iter_markers()}]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in set(gone)]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker) -> Iterator[universe.Universe]:
    """Build the universe once a module, in a transaction that is rolled back after its last test.

    Each test with `db` runs in a savepoint inside, so it starts from the same universe.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield universe.build()
        transaction.set_rollback(True)


@pytest.fixture
def u(built: universe.Universe, db: None) -> universe.Universe:
    """Return the universe (tests/universe.py draws it), for a test that may change it."""
    return built


@pytest.fixture(scope="module")
def five_reports(django_db_setup: None, django_db_blocker) -> Iterator[fixtures.Fixtures]:
    """The five reports, loaded through the actions once a module and rolled back after it. Returns the fixtures."""
    content = fixtures.load(settings.BASE_DIR / "fixtures", settings.BASE_DIR / "seeds")
    with django_db_blocker.unblock(), transaction.atomic():
        curated.load(content)
        yield content
        transaction.set_rollback(True)
