"""A list costs the same number of statements whatever it holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import universe

# What each costs, and for what, after the version of the documents, which is read first:
COSTS = [
    ("", 2),  # the page: rows joined with their documents
    ("&count=true", 3),  # the count; the page
    ("&ordering=-changed", 2),  # the page
    ("&category=sanctions&amount__gte=1", 2),  # the page, with one EXISTS
    ("&carried_by=report-a", 3),  # whether the source is published; the page
    ("&subject=agency", 3),  # the actor's document; the page
    ("&subject=The+agency", 4),  # no actor has it as a slug; whose name it is; the page
    ("&subject__in=agency,seoul", 3),  # the actors' documents, at once; the page
    ("&subject__in=agency,The+agency", 4),  # the documents; whose names the others are; the page
    ("&carried_by__in=report-a,report-b", 3),  # whether the sources are published; the page
    ("&subject=agency&with_parents=true", 4),  # the actor's document; what is part of it: nothing; the page
    ("&q=so", 3),  # whether many match; the page, with the search in it
    ("&fields=slug", 2),  # the page
    ("&expand=subject,readings.source", 4),  # the page; the actors; the sources
    ("&facets=category,end", 4),  # each facet; the page
    ("&said_by=agency&relayed_by=park&briefing=october-briefing&source=report-a&amount__gte=1", 6),
    # the two actors; the briefing; the source; the page, with one EXISTS
]


@pytest.fixture(scope="module")
def fifty(built, django_db_blocker):
    """Fifty more claims, each carried by report-a."""
    with django_db_blocker.unblock():
        left = universe.facts("reading", "soldiers-left--report-a")
        claims = [
            built.draft("claim", f"claim-{n:02}", {
                "proposition": "It is so.", "category": "sanctions", "subject": "agency",
            }) for n in range(50)
        ]  # fmt: skip
        built.publish(*claims)
        built.publish(*[
            built.draft("reading", f"{claim.slug}--report-a", {**left, "claim": claim.slug}) for claim in claims
        ])  # fmt: skip
    return built


def costs(client, path):
    with CaptureQueriesContext(connection) as caught:
        response = client.get(path)
    assert response.status_code == 200, response.content
    return len(caught), len(response.json()["results"])


@pytest.mark.parametrize(("query", "expected"), COSTS)
def test_a_page_of_claims_costs_the_same_at_1_10_and_50_rows(fifty, db, client, query, expected):
    for size in (1, 10, 50):
        assert costs(client, f"/api/v1/claims/?page_size={size}{query}")[0] == expected


@pytest.mark.parametrize("resource", ["claims", "readings", "citations"])
def test_a_page_costs_two_statements_at_1_10_and_50_rows(fifty, db, client, resource):
    for size in (1, 10, 50):
        assert costs(client, f"/api/v1/{resource}/?page_size={size}") == (2, size)  # the version; the page


@pytest.mark.parametrize("resource", ["sources", "actors", "briefings", "comparisons", "judgements"])
def test_a_page_of_the_others_costs_two_statements(fifty, db, client, resource):
    assert costs(client, f"/api/v1/{resource}/?page_size=100")[0] == 2


def test_a_further_page_costs_two_statements_both_ways(fifty, db, client):
    second = client.get("/api/v1/claims/?page_size=10").json()["next"]
    assert costs(client, second) == (2, 10)  # the version; the page

    assert costs(client, client.get(second).json()["previous"]) == (2, 10)  # the version; the page


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("claims/soldiers-left/", 1),  # the document
        ("citations/soldiers-left--report-a--c1/", 1),  # the citation
        ("claims/absent/", 1),  # the document
        ("citations/absent--c1/", 2),  # the citation; whether its reading was withdrawn
    ],
)
def test_a_detail_costs_one_statement(fifty, db, client, path, expected):
    with CaptureQueriesContext(connection) as caught:
        client.get(f"/api/v1/{path}")

    assert len(caught) == expected
