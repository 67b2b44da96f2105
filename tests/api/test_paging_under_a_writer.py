"""A list is paged through while somebody publishes, revises and withdraws, and the projection is made anew meanwhile.

After each page the writer takes its next step, so nothing depends on who is faster. What was neither withdrawn nor
changed is seen exactly once, in every order; in order of slug, which never changes, what was revised too.
"""

from collections import Counter
from itertools import chain, islice, repeat

import pytest

from briefings.actions import withdrawals
from briefings.models import Document
from briefings.rendering import publication
from tests import universe
from tests.api.conftest import LISTS
from tests.universe import get

MOVED = ["claim-03", "claim-08"]  # revised: they get another place in orders of change
GONE = ["claim-01", "claim-05", "claim-09"]
EVERY = [
    (resource, name, way)
    for resource in ("claims", "readings", "citations", "sources", "actors")
    for name in LISTS[resource].filters.base_filters["ordering"].columns
    for way in ("next", "previous")
]
SHORT = [
    *(("claims", name, "next") for name in ("slug", "-slug", "changed", "-changed", "sources", "-sources")),
    ("claims", "slug", "previous"), ("claims", "-changed", "previous"),
    ("citations", "changed", "next"), ("citations", "-changed", "previous"),
]  # fmt: skip


@pytest.fixture
def twelve(u):
    """Twelve more claims, each with a reading, and citations of one reading that share their instant of change."""
    claims = [u.draft("claim", f"claim-{n:02}", universe.MORE["claim"][1]) for n in range(12)]
    u.publish(*claims)
    read = {"source": "report-b", "status": "not_carried"}
    u.publish(*[u.draft("reading", f"{row.slug}--report-b", {"claim": row.slug, **read}) for row in claims])
    return u


def steps(u):
    """Yield one step of the writer after the other."""
    for number, slug in enumerate(GONE):
        publication.rebuild()
        yield
        withdrawals.withdraw(record=get("claim", slug), reason="Wrong.", by=u.reviewer, also=also(slug))
        yield
        names = [f"{name}-{number}" for name in ("a-new", "claim-06-new", "z")]
        u.publish(*[u.draft("claim", name, universe.MORE["claim"][1]) for name in names])
        yield
        for moved in MOVED:
            u.publish(u.edit(get("claim", moved), proposition=f"Anew, {number}."))
        yield
        u.publish(u.edit(get("actor", "park"), country=["KR", "US", "CN"][number]))
        yield


def also(slug):
    return [("reading", f"{slug}--report-b")]


def paged(client, url, way, writing):
    """Return the slugs of all pages, a step of the writer between each two, and the address of the last page."""
    seen = []
    while True:
        body = client.get(url).json()
        seen += [row["slug"] for row in body["results"]]
        next(writing)
        if body[way] is None:
            return seen, url
        url = body[way]


def lost_or_doubled(client, u, resource, ordering, way):
    """Return what stayed as it was and was not seen exactly once, and how much stayed."""
    url = f"/api/v1/{resource}/?ordering={ordering}&page_size={2 if resource == 'citations' else 5}"
    before, last = paged(client, url, "next", repeat(None))

    seen, _ = paged(client, url if way == "next" else last, way, chain(steps(u), repeat(None)))

    touched = {*GONE, *(f"{slug}--report-b" for slug in GONE)}
    if "slug" not in ordering:
        touched |= {*MOVED, "park"}
    times = Counter(seen)
    stayed = [slug for slug in before if slug not in touched]
    return {slug: times[slug] for slug in stayed if times[slug] != 1}, len(stayed)


@pytest.mark.parametrize(("resource", "ordering", "way"), SHORT)
def test_what_stayed_is_seen_once(twelve, client, resource, ordering, way):
    wrong, stayed = lost_or_doubled(client, twelve, resource, ordering, way)

    assert wrong == {}
    assert stayed >= 4


@pytest.mark.deep
@pytest.mark.parametrize(("resource", "ordering", "way"), EVERY)
def test_what_stayed_is_seen_once_in_every_order(twelve, client, resource, ordering, way):
    wrong, stayed = lost_or_doubled(client, twelve, resource, ordering, way)

    assert wrong == {}
    assert stayed >= 2


def test_the_writer_does_all_of_it(twelve):
    done = len(list(islice(steps(twelve), 100)))

    assert done == 15
    kinds = dict(Document.objects.filter(record_type="claim").values_list("slug", "kind"))
    assert {slug for slug, kind in kinds.items() if kind == "withdrawn"} == set(GONE)
    assert {"a-new-2", "claim-06-new-0", "z-1"} <= kinds.keys()
