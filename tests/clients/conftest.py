"""A site that others' tools visit: the real server, on a copy of the five reports, with a token for each scope.

One engine is enough: what clients make of the schema does not depend on it. The copy is one of SQLite in a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from briefings.actions import tokens
from briefings.choices import TokenScope
from tests import databases, universe
from tests.conftest import COPIES, REPORTS
from tests.served import environment_of, serving


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run every test here on SQLite alone; the mark of Django makes the database that is copied."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.sqlite)
            item.add_marker(pytest.mark.django_db)


@dataclass(frozen=True)
class Site:
    """A running site: its address, and a token for each scope, of a person who has the role for it."""

    url: str
    tokens: dict[str, str]


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, loaded, django_db_blocker, tmp_path_factory) -> Iterator[Site]:
    """The site with the five reports, served by gunicorn until the session ends."""
    var = tmp_path_factory.mktemp("clients")
    with django_db_blocker.unblock():
        made = databases.written(request.session.stash[COPIES][REPORTS], str(var / "db.sqlite3"))
        with databases.using(made):
            keys = _issued(universe.people())
        made.close()
    with serving(environment_of(var), var / "server.log", "/api/v1/") as url:
        yield Site(url, keys)


def _issued(people: universe.Universe) -> dict[str, str]:
    """Issue the tokens and return their keys."""
    until = timezone.now() + timedelta(days=1)
    users = {TokenScope.CURATE.value: people.curator, TokenScope.REVIEW.value: people.reviewer}
    return {
        scope: tokens.issue(name=scope, user=user, scopes=[scope], expires_at=until, by=people.chief)[1]
        for scope, user in users.items()
    }
