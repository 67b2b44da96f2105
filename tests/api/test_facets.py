"""Facets: how many records that match have each value."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import LISTS


def facet(client, name, resource="claims", **parameters):
    body = client.get(f"/api/v1/{resource}/", {"facets": name, **parameters}).json()
    return {each["value"]: each["count"] for each in body["facets"][name]}


@pytest.mark.parametrize(
    ("name", "parameters", "expected"),
    [
        ("category", {}, {"deployment": 1, "plan": 1}),
        ("category", {"category": "plan"}, {"plan": 1}),
        ("subject", {}, {"seoul": 1, "twin": 1}),
        ("holder", {}, {None: 1, "agency": 1}),
        ("country", {}, {"KR": 1, "RU": 1}),
        ("certainty", {}, {"certain": 1, "probable": 1}),
        ("certainty", {"certainty": "probable"}, {"probable": 1}),
        ("end", {}, {"originator": 2, "no_source_given": 1, "own_voice": 1}),
        ("end", {"region": "headline"}, {"no_source_given": 1}),  # of the passages that meet what was asked
        ("relayed_by", {}, {"park": 2}),
        ("said_by", {"amount__gte": 2000}, {"agency": 1}),
        ("source", {}, {"report-a": 2}),
    ],
)
def test_a_facet_counts_the_claims_that_match(u, client, name, parameters, expected):
    assert facet(client, name, **parameters) == expected


def test_a_facet_of_citations_counts_citations(u, client):
    assert facet(client, "certainty", "citations") == {"certain": 3, "probable": 1}
    assert facet(client, "actor", "citations") == {"agency": 2, "park": 2}
    assert facet(client, "end", "citations", claim="soldiers-left") == {
        "originator": 1, "no_source_given": 1, "own_voice": 1,
    }  # fmt: skip


def test_a_facet_sums_up_the_whole_list_whatever_the_page(u, client):
    assert facet(client, "category", page_size=1) == {"deployment": 1, "plan": 1}


@pytest.mark.parametrize("resource", LISTS)
def test_every_facet_is_answered_at_the_cost_of_one_statement(u, client, resource):
    for name in LISTS[resource].filters.base_filters["facets"].facets:
        with CaptureQueriesContext(connection) as caught:
            response = client.get(f"/api/v1/{resource}/", {"facets": name})
        assert response.status_code == 200, name
        assert len(caught) == 3, name  # the version of the documents; the facet; the page


def test_a_draft_is_in_no_facet(u, client):
    u.more("claim")

    assert facet(client, "category") == {"deployment": 1, "plan": 1}
