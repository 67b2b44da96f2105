"""Facets: how many records that match have each value."""

import random
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.actions import withdrawals
from briefings.api import facets
from briefings.api.conditions import Few
from briefings.api.filters import read_given
from briefings.models import Document, PublishedCitation, PublishedClaim, StaleDocument
from briefings.rendering import publication, totals
from briefings.rendering.facets import FACETS, MANY, SCOPED, kept
from tests import universe
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
    for name in FACETS[resource]:
        with CaptureQueriesContext(connection) as caught:
            response = client.get(f"/api/v1/{resource}/", {"facets": name})
        assert response.status_code == 200, name
        assert len(caught) == 3, name  # the version of the documents; the facet; the page


def test_a_draft_is_in_no_facet(u, client):
    u.more("claim")

    assert facet(client, "category") == {"deployment": 1, "plan": 1}


def from_totals(resource, meant):
    """Return every facet and the count as the API answers them."""
    view = LISTS[resource]
    return {name: facets.facet(view, name, meant) for name in FACETS[resource]}, facets.count(view, meant)


def by_counting(resource, meant):
    """Return every facet and the count as counted row by row."""
    view = LISTS[resource]
    found = {name: list(facets.counted(view, facet, meant)) for name, facet in FACETS[resource].items()}
    return found, view.filters.narrowed(view.queryset(), meant).count()


def agree():
    """Assert that the totals are what counting finds, of each list and each category."""
    for resource in LISTS:
        assert from_totals(resource, {}) == by_counting(resource, {}), resource
    for category in PublishedClaim.objects.values_list("category", flat=True).distinct():
        for resource in ("claims", "citations"):
            meant = {"category": category}
            assert from_totals(resource, meant) == by_counting(resource, meant), (resource, category)
    assert totals.stored() == totals.everything()


def test_totals_are_what_counting_finds(five_reports):
    assert facets.count(LISTS["claims"], {}) > 20
    agree()


@pytest.mark.parametrize("resource", LISTS)
def test_what_has_one_value_is_counted_by_its_total(resource, five_reports, db):
    view = LISTS[resource]
    declared, seen = view.query_parameters(), 0
    for name in kept(resource):
        for entry in facets.facet(view, name, {})[:12]:
            if entry["value"] is None or name not in declared:
                continue
            text = str(entry["value"]).lower() if isinstance(entry["value"], bool) else str(entry["value"])
            meant = view.filters.meant(read_given({name: text}, declared))
            for more in ({}, {"category": "training"} if resource in SCOPED and name != "category" else {}):
                asked = {**meant, **more}
                assert facets.count(view, asked) == view.filters.narrowed(view.queryset(), asked).count(), asked
                seen += facets.of_one_value(resource, asked) is not None or name == "category"

    assert seen


def test_several_values_or_parameters_have_no_total():
    for meant in ({"said_by": ["a", "b"]}, {"said_by": ["a"], "end": ["originator"]}, {"amount": 1}, {"q": []}):
        assert facets.of_one_value("claims", meant) is None
    assert facets.of_one_value("claims", {"said_by": Few((["a"],)), "category": "plan"}) == ("plan", "said_by", "a")
    assert facets.of_one_value("readings", {"source": ["a"], "category": ["plan"]}) is None


def test_totals_stay_in_step_with_every_publication(u):
    agree()
    u.publish(u.more("claim"), u.more("actor"))
    agree()
    withdrawals.withdraw(record=universe.published("comparison"), by=u.reviewer, reason="It was wrong.")
    agree()
    assert facets.count(LISTS["comparisons"], {}) == 0


def test_totals_stay_in_step_when_a_report_is_withdrawn_with_all_that_shows_it(u):
    report, before = universe.published("source"), facets.count(LISTS["readings"], {})
    withdrawals.withdraw(record=report, by=u.reviewer, reason="It was forged.", also=withdrawals.preview(report))
    agree()
    assert facets.count(LISTS["readings"], {}) < before


def test_what_is_rendered_anew_changes_no_total(u):
    before = totals.stored()
    for document in Document.objects.all():
        StaleDocument.objects.create(document=document, since="2026-01-01T00:00Z")
    assert publication.render_stale(limit=1000) == Document.objects.count()
    assert totals.stored() == before

    publication.rebuild()
    assert totals.stored() == before


def test_a_facet_counts_what_a_reader_counts_in_the_documents(five_reports, client):
    """Counted from the answers alone: every claim of a category, with the certainties of its passages."""
    wanted = {}
    for claim in pages_of(client, "/api/v1/claims/?page_size=100"):
        passages = [each for reading in claim["readings"] for each in reading["citations"]]
        for scope in ("", claim["category"]):
            wanted.setdefault(scope, Counter()).update({each["certainty"] for each in passages})
    assert len(wanted) > 3

    for scope, counts in wanted.items():
        assert facet(client, "certainty", **({"category": scope} if scope else {})) == counts


def pages_of(client, address):
    """Yield the records of all pages."""
    while address:
        page = client.get(address).json()
        yield from page["results"]
        address = page["next"]


NARROWING = {
    "claims": ["sources__gte=1", "subject=agency", "credibility__in=3,6", "q=soldiers", "country=KR", "holder=agency",
               "category=plan", "category__not=plan", "carried_by=report-a", "sources__lte=5", "changed_since=2020"],
    "readings": ["status=carried", "source=report-a", "category=plan", "subject=seoul", "changed_since=2020"],
    "actors": ["kind=person", "kind__not=person", "country=KR", "changed_since=2020"],
    "sources": ["reliability__in=A,B,C", "language=en", "changed_since=2020"],
}  # fmt: skip


@pytest.mark.parametrize("resource", NARROWING)
def test_random_questions_have_the_facets_of_the_records_that_they_find(u, client, resource):
    """Counted by statements, and by adding up each record that the list itself returns."""
    chance, answered = random.Random(resource), 0
    for _ in range(25):
        query = "&".join(chance.sample(NARROWING[resource], chance.randint(0, 2)))
        page = client.get(f"/api/v1/{resource}/?page_size=100&{query}&count=true&facets={','.join(FACETS[resource])}")
        if page.status_code == 400:  # the same parameter twice
            continue
        body = page.json()
        alone = totals.of({resource: [each["slug"] for each in body["results"]]})
        for name in FACETS[resource].keys() - MANY:
            found = {
                (is_null, value): n
                for (of, scope, facet, is_null, value), n in alone.items()
                if (of, scope, facet) == (resource, "", name)
            }
            told = body["facets"][name]
            assert found == {
                (each["value"] is None, totals.written(each["value"])): each["count"] for each in told
            }, (query, name)
        assert body["count"] == len(body["results"])
        answered += bool(body["count"])
    assert answered > 3


@pytest.mark.sqlite
def test_facets_of_a_narrow_window_open_no_passage(u):
    for name in ("source", "region", "modality", "certainty", "polarity", "speech", "comparator", "unit", "currency"):
        rows = facets.counted(LISTS["claims"], FACETS["claims"][name], {"subject": ["seoul"]})
        assert f"{PublishedCitation._meta.db_table} USING COVERING INDEX" in rows.explain(), name
