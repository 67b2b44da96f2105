"""The feed of changes: every public step, once, in order, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.actions import actors, withdrawals
from briefings.models import Edition
from tests import universe
from tests.api.test_hostile import refused

FEED = "/api/v1/changes/"


def feed(client, **parameters):
    response = client.get(FEED, parameters)
    assert response.status_code == 200, response.content
    return response.json()


def after(client, since):
    """Return what came after a step, without what differs from run to run."""
    return [
        {key: value for key, value in row.items() if key not in ("started_at", "sha256", "sequence")}
        for row in feed(client, since=since)["results"]
    ]


def head():
    return Edition.objects.count()


def test_every_step_stands_in_it_once_and_in_order(u, client):
    first = feed(client, page_size=10)
    pages, page = [first], first
    while page["next"]:
        page = client.get(page["next"]).json()
        pages.append(page)

    numbers = [row["sequence"] for page in pages for row in page["results"]]
    assert numbers == list(range(1, head() + 1))
    assert first["next"] == f"http://testserver{FEED}?page_size=10&since=10"


def test_a_published_record_is_told_whole(u, client):
    (row,) = u.publish(u.more("claim"))

    (found,) = feed(client, since=head() - 1)["results"]

    assert found == {
        "sequence": head(), "kind": "published", "type": "claim", "slug": row.slug,
        "url": f"/api/v1/claims/{row.slug}/", "number": 1,
        "started_at": row.edition.started_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "author": "desk-curator", "approver": "desk-reviewer", "correction_note": None, "reason": None,
        "merged_into": None, "sha256": row.edition.hash,
    }  # fmt: skip


def test_a_revision_has_its_note(u, client):
    since = head()
    u.approve(*u.submit(u.edit(universe.published("claim"), proposition="Anew.")), correction_note="We erred.")

    (found,) = after(client, since)

    assert (found["kind"], found["number"], found["correction_note"]) == ("revised", 2, "We erred.")


def test_a_withdrawal_is_a_tombstone_with_its_reason(u, client):
    since = head()
    withdrawals.withdraw(record=universe.published("comparison"), by=u.reviewer, reason="It was wrong.")

    assert after(client, since) == [
        {
            "kind": "withdrawn", "type": "comparison", "slug": "left-refines-planned",
            "url": "/api/v1/comparisons/left-refines-planned/", "number": 2, "author": "desk-reviewer",
            "approver": None, "correction_note": None, "reason": "It was wrong.", "merged_into": None,
        }
    ]  # fmt: skip


def test_a_merge_names_its_target_and_can_be_taken_back(u, client):
    since = head()
    row = u.merge("twin", into="agency")
    actors.unmerge(actor=row, by=u.curator, version=row.version)
    u.publish(universe.fresh(row))

    assert [(row["kind"], row["slug"], row["merged_into"]) for row in after(client, since)] == [
        ("merged", "twin", "agency"), ("un_merged", "twin", None),
    ]  # fmt: skip


def test_nothing_of_the_desk_is_in_it(u, client):
    before = client.get(FEED).content
    for record_type in universe.TYPES:
        u.submit(u.edit(universe.published(record_type), **universe.another(record_type, "Zyzzyva words")))
        u.more(record_type)

    assert client.get(FEED).content == before


def test_types_narrow_it(u, client):
    assert {row["type"] for row in feed(client, type="actor", page_size=100)["results"]} == {"actor"}
    both = feed(client, type__in="actor,claim", page_size=100)["results"]
    assert {row["type"] for row in both} == {"actor", "claim"}
    assert feed(client, type="actor", type__in="claim")["results"] == []


def test_after_the_last_step_there_is_nothing(u, client):
    assert feed(client, since=head()) == {"next": None, "results": []}
    assert feed(client, since=head() + 1) == {"next": None, "results": []}


def test_it_is_asked_for_again_by_its_etag(u, client):
    etag = client.get(FEED)["ETag"]

    assert client.get(FEED, headers={"If-None-Match": etag}).status_code == 304
    u.publish(u.more("claim"))
    assert client.get(f"{FEED}?page_size=100", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("size", [1, 10, 50])
def test_a_page_costs_one_statement(u, client, size):
    u.merge("twin", into="agency")
    with CaptureQueriesContext(connection) as caught:
        feed(client, page_size=size)

    assert len(caught) == 1  # the page


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("since=-1", "since", "out_of_range"), ("since=" + "9" * 20, "since", "out_of_range"),
        ("since=1e3", "since", "out_of_range"), ("since=", "since", "empty"), ("since=1&since=2", "since", "repeated"),
        ("since=%00", "since", "nul"), ("since=2024-10-23", "since", "out_of_range"),
        ("page_size=101", "page_size", "out_of_range"), ("page_size=0", "page_size", "out_of_range"),
        ("type=claims", "type", "invalid_choice"), ("type__in=claim,,actor", "type__in", "empty"),
        ("cursor=x", "cursor", "unknown_parameter"), ("kind=withdrawn", "kind", "unknown_parameter"),
    ],
)  # fmt: skip
def test_what_it_does_not_understand_it_refuses(db, client, query, parameter, code):
    refused(client.get(FEED, QUERY_STRING=query), parameter, code)


def test_all_that_is_wrong_is_said_at_once(db, client):
    errors = client.get(FEED, {"page_size": "0", "since": "x"}).json()["errors"]

    assert [error["parameter"] for error in errors] == ["since", "page_size"]
