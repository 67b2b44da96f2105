"""What reading costs, counted and not timed: statements, calls in Python, and steps of SQLite's machine.

Of a warm request to one small generated database, whose counts are the same on every run. Who makes a question dearer
changes the numbers below, and says why; cheaper ones are brought down too, so that they stay.
"""

import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench.generation import foundation, history, publications, reports, runs
from bench.generation.history import Heads
from bench.generation.loading import Loading
from bench.generation.sizes import Size
from briefings.api import compiled, cursors
from briefings.models import PublishedClaim
from briefings.rendering import totals
from tests.api.test_compiled import ask, handler

pytestmark = pytest.mark.sqlite

SIZE = Size(claims=100)
MORE = 1.10  # of calls and steps than were counted: what another release of a package may bring
# question: (statements, calls in Python, steps of SQLite)
COSTS = {
    "list": (2, 297, 191),
    "list, filtered": (3, 366, 1066),
    "middle": (2, 412, 205),
    "newest first": (2, 468, 212),
    "fields": (2, 565, 191),
    "expand": (3, 1748, 333),
    "q": (3, 393, 1607),
    "facets": (6, 1081, 390),
    "facets of a category": (4, 669, 135),
    "facets, narrow": (6, 9957, 17793),
    "export": (3, 48366, 849),  # for its ETag, a chunk of a hundred, and that there are no more
    "detail": (1, 114, 18),
    "search": (7, 2541, 3190),
    "304": (1, 156, 12),
}


@pytest.fixture(scope="module")
def generated(django_db_setup, django_db_blocker):
    """A hundred claims, made by the fast path; gone with the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        world, heads, loading = runs.begin(publications.Wanted()), Heads(), Loading()
        cast = foundation.cast(SIZE)
        for number, items in enumerate([cast.items, reports.block(cast, 0)]):
            block, heads = publications.chained(world, number, history.hashed(items), heads)
            caught, world.known = publications.rows(world, block)
            loading.put(caught.as_columns())
        runs.keep(heads)
        totals.rebuild()
        slugs = [*PublishedClaim.objects.order_by("slug").values_list("slug", flat=True)]
        yield SimpleNamespace(slugs=slugs)
        transaction.set_rollback(True)


@pytest.fixture
def application(generated, db, monkeypatch):
    """The short way in front of the ordinary one; the test's connection stays open."""
    monkeypatch.setattr("briefings.api.compiled.close_old_connections", lambda: None)
    return compiled.Application(handler())


def questions(generated) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return path, query and headers by name."""
    middle = cursors.encode(cursors.Cursor(cursors.AFTER, (generated.slugs[49],)), bound_to="claims slug")
    asked = {
        "list": "page_size=20", "list, filtered": "page_size=20&category=training&sources__gte=1",
        "middle": f"page_size=20&cursor={middle}", "newest first": "page_size=20&ordering=-changed",
        "fields": "page_size=20&fields=slug,counts", "expand": "page_size=20&expand=subject",
        "q": "page_size=20&q=left", "facets": "page_size=1&facets=category,subject,certainty&count=true",
        "facets of a category": "page_size=1&category=training&facets=credibility,certainty",
        "facets, narrow": "page_size=1&sources__gte=2&facets=credibility,certainty,said_by",
        "export": "format=ndjson",
    }  # fmt: skip
    found = {name: ("/api/v1/claims/", query, {}) for name, query in asked.items()}
    return found | {
        "detail": (f"/api/v1/claims/{generated.slugs[7]}/", "", {}),
        "search": ("/api/v1/search/", "q=left&page_size=20", {}),
        "304": ("/api/v1/claims/", "page_size=20", {"HTTP_IF_NONE_MATCH": "*"}),
    }


def calls(act: Callable[[], object]) -> int:
    """Return how many functions were called."""
    counted = [0]

    def count(frame: object, event: str, argument: object) -> None:
        counted[0] += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(None)
    return counted[0]


def steps(act: Callable[[], object]) -> int:
    """Return how many steps SQLite's machine took."""
    counted = [0]

    def count() -> None:
        counted[0] += 1

    connection.connection.set_progress_handler(count, 1)
    try:
        act()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return counted[0]


@pytest.mark.parametrize("name", COSTS)
def test_reading_costs_no_more_than_it_did(generated, application, name):
    path, query, headers = questions(generated)[name]

    def act() -> None:
        status, _, body = ask(application, path, query, **headers)
        assert status in ("200 OK", "304 Not Modified") and (body or status[:3] == "304"), body

    act(), act()  # statements are made, headers learnt
    with CaptureQueriesContext(connection) as caught:
        act()
    counted = (len(caught), calls(act), steps(act))

    told = f"{name}: statements, calls, steps were {COSTS[name]}, are {counted}"
    assert counted[0] == COSTS[name][0], told
    assert all(now <= MORE * then for now, then in zip(counted[1:], COSTS[name][1:], strict=True)), told


def test_every_question_is_counted(generated, db):
    assert questions(generated).keys() == COSTS.keys()
