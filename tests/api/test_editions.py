"""Editions: what a record said, what it was shown as, and what is not shown even then."""

from datetime import timedelta

import pytest

from briefings.actions import records, withdrawals
from briefings.facts import canonical
from briefings.models import Edition
from tests import universe

CLAIM = "/api/v1/claims/soldiers-left/"
SOURCE = "/api/v1/sources/report-a/"
FIRST = "Soldiers have left."


def instants(record_type, slug):
    """Return when each edition of a record started, as a reader would write it."""
    rows = Edition.objects.filter(record_type=record_type, slug=slug).order_by("number")
    return [canonical.instant(row.started_at) for row in rows]


@pytest.fixture
def revised(u):
    """soldiers-left in a second edition, with a correction note."""
    row = u.edit(universe.published("claim"), proposition="Soldiers have gone.")
    u.approve(*u.submit(row), correction_note="“Left” was wrong.")
    return u


def test_editions_are_listed_the_latest_first(revised, client):
    response = client.get(f"{CLAIM}editions/")

    second, first = response.json()["results"]
    assert (second["number"], first["number"]) == (2, 1)
    assert (second["kind"], second["author"], second["approver"]) == ("published", "desk-curator", "desk-reviewer")
    assert (second["correction_note"], first["correction_note"]) == ("“Left” was wrong.", "")
    assert second["url"] == f"{CLAIM}?edition=2"
    assert first["started_at"] == instants("claim", "soldiers-left")[0]
    assert response["ETag"]
    assert client.get(f"{CLAIM}editions/", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_an_edition_gives_its_own_facts(revised, client):
    first, second = (client.get(f"{CLAIM}?edition={number}").json() for number in (1, 2))

    assert (first["facts"]["proposition"], second["facts"]["proposition"]) == (FIRST, "Soldiers have gone.")
    assert first["facts"]["subject"] == "seoul"
    assert first["edition"]["number"] == 1
    assert canonical.hash_of(first["facts"]) == first["edition"]["facts_sha256"]


def test_as_of_gives_the_document_as_it_was(revised, client):
    before, now = instants("claim", "soldiers-left")

    assert client.get(f"{CLAIM}?as_of={before}").json()["proposition"] == FIRST
    assert client.get(f"{CLAIM}?as_of={now}").content == client.get(CLAIM).content
    assert client.get(f"{CLAIM}?as_of={before}&fields=proposition").json() == {"proposition": FIRST}


@pytest.mark.parametrize("record_type", universe.TYPES)
def test_as_of_now_is_what_is_served(u, client, record_type):
    path = f"/api/v1/{record_type}s/{universe.PUBLISHED[record_type]}/"

    assert client.get(f"{path}?as_of=2999-01-01").content == client.get(path).content


def test_as_of_shows_what_other_records_were_then(u, client):
    before = instants("claim", "soldiers-left")[0]
    u.publish(u.edit(universe.get("actor", "seoul"), names=[{"text": "Elsewhere", "kind": "short"}]))

    assert client.get(CLAIM).json()["subject"]["name"] == "Elsewhere"
    assert client.get(f"{CLAIM}?as_of={before}").json()["subject"]["name"] == "Seoul"


def test_a_merge_is_undone_before_it_was_made(u, client):
    before = instants("actor", "twin")[0]
    u.merge("twin", into="seoul")

    response = client.get(f"/api/v1/actors/twin/?as_of={before}")
    assert (response.status_code, response.json()["slug"]) == (200, "twin")
    assert client.get(f"/api/v1/actors/seoul/?as_of={before}").json()["merged"] == []
    assert client.get("/api/v1/actors/seoul/?as_of=2999-01-01").json()["merged"] == ["twin"]
    assert client.get("/api/v1/actors/twin/?as_of=2999-01-01").status_code == 308
    assert client.get("/api/v1/actors/twin/editions/").json()["results"][0]["kind"] == "merged"


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("as_of=2001-01-01", "as_of", "not_yet_published"),
        ("edition=9", "edition", "unknown_edition"),
        (f"edition={10**15 - 1}", "edition", "unknown_edition"),
    ],
)
def test_what_a_record_never_had_is_absent_by_its_parameter(u, client, query, parameter, code):
    response = client.get(f"{CLAIM}?{query}")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert [(each["parameter"], each["code"]) for each in response.json()["errors"]] == [(parameter, code)]


def test_of_what_is_not_published_nothing_is_told(u, client):
    absent = client.get("/api/v1/claims/absent/")

    for query in ("?as_of=2001-01-01", "?edition=9", "editions/"):
        assert client.get(f"/api/v1/claims/absent/{query}").content == absent.content


def test_a_draft_has_no_editions(u, client):
    u.more("claim")

    for query in ("", "?edition=1", "?as_of=2999-01-01", "editions/"):
        assert client.get(f"/api/v1/claims/minister-responds/{query}").status_code == 404
    u.edit(universe.published("claim"), proposition="Zyzzyva.")
    assert b"Zyzzyva" not in client.get(f"{CLAIM}?as_of=2999-01-01").content
    assert client.get(f"{CLAIM}?edition=2").status_code == 404


def test_what_is_withdrawn_now_is_not_shown_in_the_past_either(u, client):
    reading = universe.published("reading")
    before = canonical.instant(Edition.objects.latest("sequence").started_at + timedelta(microseconds=1))
    withdrawals.withdraw(record=universe.published("comparison"), reason="Compared in error.", by=u.reviewer)
    withdrawals.withdraw(record=reading, reason="Not in it.", by=u.reviewer)

    slugs = [each["slug"] for each in client.get(f"{CLAIM}?as_of={before}").json()["readings"]]
    assert slugs == ["soldiers-left--report-b"]
    for query in ("?edition=1", f"?as_of={before}", "editions/"):
        response = client.get(f"/api/v1/readings/{reading.slug}/{query}")
        assert (response.status_code, response.json()["reason"]) == (410, "Not in it.")


@pytest.mark.parametrize("access", ["passages", "hash"])
def test_words_that_are_withheld_now_are_withheld_in_the_past(u, client, access):
    before = canonical.instant(Edition.objects.latest("sequence").started_at)
    u.publish(u.edit(universe.published("source"), text_access=access))

    for query in ("?edition=1", f"?as_of={before}"):
        for path in (SOURCE, "/api/v1/readings/soldiers-left--report-a/", CLAIM, "/api/v1/actors/park/"):
            content = client.get(f"{path}{query}").content.decode()
            assert "rest is silence" not in content, (path, query)
            assert access == "passages" or "had left" not in content, (path, query)
    assert client.get(f"{SOURCE}?as_of={before}").json()["text"] is None


def test_edition_and_as_of_are_two_questions(u, client):
    response = client.get(f"{CLAIM}?edition=1&as_of=2024")

    assert (response.status_code, response.json()["errors"][0]["code"]) == (400, "not_with_edition")


def test_a_reinstated_record_has_its_history(u, client):
    row = universe.published("judgement")
    withdrawals.withdraw(record=row, reason="An error.", by=u.reviewer)
    records.reinstate(record=universe.fresh(row), by=u.curator)
    u.publish(universe.fresh(row))

    kinds = [each["kind"] for each in client.get(f"/api/v1/judgements/{row.slug}/editions/").json()["results"]]
    assert kinds == ["published", "withdrawn", "published"]
