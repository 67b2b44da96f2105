"""What was known by an instant: the answer is the one that would be given if what came later had never been read."""

import json
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.actions import withdrawals
from briefings.actions.transactions import one_writer
from briefings.analysis import clock
from briefings.choices import EditionKind
from briefings.models import Document, PublishedReading, PublishedSource, User
from briefings.rendering import publication
from tests.universe import get as row_of

CLAIMS = ("nk-troops-in-russia", "nk-troops-planned-total", "planned-total-multiple-of-previous-estimates")
OF_CLAIM = ("", "sourcing/", "discrepancies/", "evidence/")
QUESTIONS = (
    "claims/?page_size=100", "claims/?page_size=100&amount__gte=1000&certainty=certain", "claims/?when__overlaps=2024",
    "claims/?page_size=100&said_by=nis&facets=source,actor,end,modality&count=true",
    "claims/?not_carried_by=report-002",
    "claims/?carried_by__all=report-002,report-004", "claims/?not_checked_in=report-000", "claims/?format=csv",
    "claims/?format=ndjson&ordering=-slug", "discrepancies/?page_size=100", "timeline/?page_size=100",
    "briefings/nis-briefing-2024-10-23/sourcing/", "briefings/nis-briefing-2024-10-23/matrix/",
    "briefings/nis-briefing-2024-10-23/matrix/?format=csv", "sources/report-002/sourcing/",
    "sources/report-003/sourcing/",
)  # fmt: skip


def addresses(claims):
    return [*QUESTIONS, *(f"claims/{claim}/{what}" for claim in claims for what in OF_CLAIM)]


def known_from():
    """Return the slugs of the sources with the instant from which each is known, the first first."""
    rows = Document.objects.filter(record_type="source", kind=EditionKind.PUBLISHED).values_list("slug", "body")
    return sorted((clock.known_from(json.loads(bytes(body))), slug) for slug, body in rows)


def answers(client, at, claims):
    """Return every answer as known by an instant, without what tells of the whole database: the head of its chain."""
    found = {}
    for path in addresses(claims):
        response = client.get(f"/api/v1/{path}{'&' if '?' in path else '?'}known_by={told(at)}")
        assert response.status_code == 200, (path, response.content)
        text = response.getvalue().decode()
        if path.endswith("evidence/"):
            text = json.dumps({**json.loads(text), "head": None, "sha256": None}, sort_keys=True)
        found[path] = text
    return found


def told(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def withdraw_readings(sources):
    """Take off line what was read in sources, and what rests on it, in one publication."""
    by = User.objects.get(username="chief-of-the-test")
    read = PublishedReading.objects.filter(source__in=sources).values_list("slug", flat=True)
    keys = {("reading", slug) for slug in read}
    keys |= {each for key in keys for each in withdrawals.preview(row_of(*key))}
    with one_writer():
        rows = [row_of(*key) for key in sorted(keys)]
        publication.publish(withdrawals._withdraw(rows, by, "Not read.", because_of=rows[0]))


def nothing_later_leaks(client, claims):
    User.objects.create(username="chief-of-the-test", pseudonym="a-chief", is_staff=True, is_superuser=True)
    instants = known_from()
    told_before = {at: answers(client, at, claims) for at, _ in instants}
    just_before = {at: answers(client, at - timedelta(microseconds=1), claims[:1]) for at, _ in instants}
    for at, together in reversed([(at, list(group)) for at, group in groupby(instants, itemgetter(0))]):
        later = [each for known, each in instants if known > at]
        assert answers(client, at, claims) == told_before[at], at
        for path, text in told_before[at].items():
            own = text.replace("not_carried_by=report-002", "")
            assert [each for each in later if each in own and each not in path] == [], (path, at)
        withdraw_readings([source for _, source in together])
        assert answers(client, at - timedelta(microseconds=1), claims[:1]) == just_before[at]


def test_nothing_later_leaks_into_any_answer(five_reports, db, client):
    nothing_later_leaks(client, CLAIMS)


@pytest.mark.deep
def test_nothing_later_leaks_into_any_answer_about_any_claim(five_reports, db, client):
    slugs = Document.objects.filter(record_type="claim").order_by("slug").values_list("slug", flat=True)

    nothing_later_leaks(client, list(slugs))


def test_instant_of_a_source_is_that_of_the_analysis(five_reports, db):
    kept = PublishedSource.objects.values_list("known_from", "slug")

    assert sorted(kept) == known_from()


def get(client, path, **parameters):
    response = client.get(f"/api/v1/{path}", parameters)
    assert response.status_code == 200, response.content
    return response.json()


def test_claims_are_those_that_a_known_source_carries_and_undated_sources_are_told_apart(five_reports, db, client):
    (first, source), *_ = known_from()
    page = get(client, "claims/", known_by=told(first), page_size=100, count="true")

    assert page["known_by"] == told(first)
    assert page["undated"] == []
    assert page["count"] == len(page["results"]) > 0
    for claim in page["results"]:
        assert {reading["source"]["slug"] for reading in claim["readings"]} == {source}
        assert claim["counts"]["sources"] == 1
        assert claim["credibility"] is None


def test_all_sources_are_known_in_the_end(five_reports, db, client):
    now = get(client, "claims/nk-troops-in-russia/")
    known = get(client, "claims/nk-troops-in-russia/", known_by="2026-11-24")

    assert known["undated"] == ["report-000", "report-001", "report-003"]
    assert [each["slug"] for each in known["readings"]] == [each["slug"] for each in now["readings"]]
    assert known["counts"] == now["counts"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("sources__gte=2", "sources__gte"), ("credibility=2", "credibility"), ("ordering=sources", "ordering"),
        ("ordering=-changed", "ordering"), ("changed_since=2024", "changed_since"), ("q=troops", "q"),
        ("facets=sources", "facets"), ("expand=subject", "expand"), ("place=seoul", "place"),
        ("not_carried__gte=1", "not_carried__gte"), ("said_by__none=nis", "said_by__none"),
    ],
)  # fmt: skip
def test_what_rests_on_later_sources_is_refused(five_reports, db, client, query, parameter):
    response = client.get(f"/api/v1/claims/?known_by=2024-10-26&{query}")

    assert response.status_code == 400
    error = response.json()["errors"][0]
    assert (error["parameter"], error["code"]) == (parameter, "not_with_known_by")


@pytest.mark.parametrize("query", ["edition=1", "as_of=2024-10-26", "expand=subject"])
def test_a_claim_as_known_is_not_asked_for_as_something_else(five_reports, db, client, query):
    response = client.get(f"/api/v1/claims/nk-troops-in-russia/?known_by=2024-10-26&{query}")

    assert response.status_code == 400
    assert response.json()["errors"][0]["code"].startswith("not_with_")


@pytest.mark.parametrize("size", [1, 25, 100])
def test_a_page_costs_no_more_queries_than_a_sourcing(five_reports, db, client, size):
    with CaptureQueriesContext(connection) as caught:
        get(client, "claims/", known_by="2024-10-26", page_size=size)

    assert len(caught) <= 14  # the version; the page; what a world is read with: see tests/analysis/test_api.py
