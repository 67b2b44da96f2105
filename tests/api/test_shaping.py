"""Shapes: parts of documents, documents in the place of lines; and nothing that was not asked for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.api import shaping
from briefings.models import Document
from tests.api.conftest import LISTS

SHAPED = "application/vnd.briefings.shaped+json"
LEFT = "/api/v1/claims/soldiers-left/"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fields=slug", {"slug": "soldiers-left"}),
        ("fields=category,slug", {"slug": "soldiers-left", "category": "deployment"}),
        ("fields=subject.name", {"subject": {"name": "Seoul"}}),
        ("fields=subject,subject.name", {"subject": {"slug": "seoul", "name": "Seoul", "kind": "state"}}),
        ("fields=subject&omit=subject.kind", {"subject": {"slug": "seoul", "name": "Seoul"}}),
        ("fields=holder.name", {"holder": None}),
        ("fields=readings.status", {"readings": [{"status": "carried"}, {"status": "not_carried"}]}),
        ("fields=slug&omit=slug", {}),
    ],
)
def test_fields_and_omit_give_the_parts_that_were_named(u, client, query, expected):
    response = client.get(f"{LEFT}?{query}")

    assert (response.status_code, response["Content-Type"], response.json()) == (200, SHAPED, expected)


def test_omit_leaves_the_rest_as_it_is(u, client):
    whole = client.get(LEFT).json()

    shaped = client.get(f"{LEFT}?omit=readings,edition.sha256").json()

    del whole["readings"], whole["edition"]["sha256"]
    assert shaped == whole


def test_expand_gives_the_document_in_the_place_of_its_line(u, client):
    shaped = client.get(f"{LEFT}?fields=slug&expand=subject,readings.source").json()

    assert shaped["subject"] == client.get("/api/v1/actors/seoul/").json()
    assert [reading["source"] for reading in shaped["readings"]] == [
        client.get(f"/api/v1/sources/{slug}/").json() for slug in ("report-a", "report-b")
    ]


@pytest.mark.parametrize("resource", LISTS)
def test_every_expansion_is_answered_for_every_list(u, client, resource):
    shape = LISTS[resource].filters.shape
    seen = 0
    for path, record_type in shape.expands.items():
        rows = client.get(f"/api/v1/{resource}/?expand={path}").json()["results"]
        found = [holder[key] for holder, key in shaping._places(rows, path)]
        seen += len(found)
        for line in found:
            kept = Document.objects.get(record_type=record_type, slug=line["slug"], kind="published")
            assert line["url"].endswith(f"/{kept.slug}/")
    assert seen


SOMETIMES = {"exact_sha256", "known_by", "undated"}  # where words are withheld; where an instant was asked for


@pytest.mark.parametrize("resource", LISTS)
def test_every_part_of_every_document_may_be_named(u, client, resource):
    view = LISTS[resource]
    for name in shaping.tree_of(view.document):
        rows = client.get(f"/api/v1/{resource}/?fields={name}&page_size=1").json()["results"]
        assert list(rows[0]) == ([] if name in SOMETIMES else [name])


def test_a_shape_has_an_etag_of_its_own(u, client):
    response = client.get(f"{LEFT}?fields=slug")

    assert response["ETag"] != client.get(LEFT)["ETag"]
    assert client.get(f"{LEFT}?fields=slug", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_an_unknown_part_is_refused_with_those_that_there_are(u, client):
    error = client.get(f"{LEFT}?fields=subject.title").json()["errors"][0]

    assert (error["parameter"], error["allowed"]) == ("fields", ["slug", "name", "kind"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fields=slug", 2),  # the version of the documents; the page
        ("expand=subject", 3),  # the version; the page; the actors
        ("expand=subject,holder", 3),  # the version; the page; the actors of both
        ("expand=subject,readings.source", 4),  # the version; the page; the actors; the sources
    ],
)
def test_a_shape_costs_the_same_at_1_and_2_rows(u, client, query, expected):
    for size in (1, 2):
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/api/v1/claims/?page_size={size}&ordering=-slug&{query}")
        assert len(caught) == expected
