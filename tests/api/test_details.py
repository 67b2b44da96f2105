"""One record: served, not modified, absent, withdrawn, merged; and what may be done at its address."""

import pytest

from briefings.actions import withdrawals
from briefings.facts import canonical
from briefings.models import Document, Edition
from tests import universe
from tests.api.conftest import LISTS

PLURAL = {name.removesuffix("s"): name for name in LISTS if name != "citations"}
NOT_FOUND = {
    "type": "urn:briefings:problem:not_found", "title": "Not Found", "status": 404,
    "detail": "nothing is published at this address", "code": "not_found",
}  # fmt: skip
CITATION = "/api/v1/citations/soldiers-left--report-a--c1/"


@pytest.mark.parametrize("record_type", PLURAL)
def test_a_published_record_is_served_as_its_document(u, client, record_type):
    slug = universe.PUBLISHED[record_type]
    kept = Document.objects.get(record_type=record_type, slug=slug)

    response = client.get(f"/api/v1/{PLURAL[record_type]}/{slug}/")

    assert (response.status_code, response.content) == (200, bytes(kept.body))
    assert response["ETag"] == f'"{kept.etag}"'
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Accept" in response["Vary"]
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("path", ["/api/v1/claims/soldiers-left/", CITATION, "/api/v1/", "/api/v1/claims/"])
def test_what_a_reader_holds_is_not_sent_again(u, client, path):
    etag = client.get(path)["ETag"]

    for held in (etag, f"W/{etag}", f'"a", {etag}', "*"):
        response = client.get(path, headers={"If-None-Match": held})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert client.get(path, headers={"If-None-Match": '"a"'}).status_code == 200
    assert client.get(path, headers={"If-None-Match": etag.strip('"')}).status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/claims/soldiers-left/", CITATION, "/api/v1/", "/api/v1/claims/"])
def test_head_answers_as_get_without_a_body(u, client, path):
    get, head = client.get(path), client.head(path)

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])


@pytest.mark.parametrize("record_type", PLURAL)
def test_hidden_and_absent_are_byte_identical(u, client, record_type):
    slug = universe.MORE[record_type][0]
    path = f"/api/v1/{PLURAL[record_type]}/{slug}/"
    absent = client.get(path)

    u.more(record_type)
    hidden = client.get(path)

    assert (absent.status_code, absent.json()) == (404, NOT_FOUND)
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert dict(hidden.headers) == dict(absent.headers)


@pytest.mark.parametrize(
    "slug",
    ["Soldiers", "a_b", "a---b", "-a", "a-", "%00", "%ff", "a%0a", "..", "a.b", "%F0%9F%98%80", "a" * 221, "1' OR 1=1"],
)
@pytest.mark.parametrize("resource", LISTS)
def test_what_is_no_slug_is_not_found(db, client, resource, slug):
    response = client.get(f"/api/v1/{resource}/{slug}/")

    assert (response.status_code, response.json()) == (404, NOT_FOUND)
    assert response["Content-Type"] == "application/problem+json"


def test_a_withdrawn_record_is_gone_with_its_reason(u, client):
    row = universe.published("judgement")
    withdrawals.withdraw(record=row, reason="It was a namesake.", by=u.reviewer)

    response = client.get("/api/v1/judgements/park-is-not-agency/")

    body = response.json()
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert (body["code"], body["reason"]) == ("gone", "It was a namesake.")
    assert body["withdrawn_at"] == canonical.instant(Edition.objects.get(slug=row.slug, number=2).started_at)
    assert body["detail"] == "judgement park-is-not-agency was withdrawn: It was a namesake."


def test_a_citation_is_gone_with_its_reading(u, client):
    comparison, row = universe.published("comparison"), universe.published("reading")
    withdrawals.withdraw(record=comparison, reason="Its passage goes.", by=u.reviewer)
    withdrawals.withdraw(record=row, reason="Misread.", by=u.reviewer)

    response = client.get(CITATION)

    assert (response.status_code, response.json()["reason"]) == (410, "Misread.")
    assert client.get("/api/v1/citations/soldiers-left--report-a/").json() == NOT_FOUND
    assert client.get("/api/v1/citations/soldiers-left--report-b--c1/").json() == NOT_FOUND


def test_a_merged_actor_leads_to_the_one_it_is_now(u, client):
    u.merge("twin", into="agency")

    response = client.get("/api/v1/actors/twin/")

    assert response.status_code == 308
    assert response["Location"] == "http://testserver/api/v1/actors/agency/"
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.json() == {"merged_into": "agency", "url": "/api/v1/actors/agency/"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/claims/", "/api/v1/claims/soldiers-left/"])
def test_readers_do_not_write(u, client, path, method):
    response = getattr(client, method)(path)

    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == "application/problem+json"


def test_options_of_a_list_says_what_may_be_asked(u, client):
    body = client.options("/api/v1/claims/").json()

    asked = {parameter["name"]: parameter for parameter in body["parameters"]}
    assert (body["name"], body["methods"]) == ("List claims", ["GET", "HEAD", "OPTIONS"])
    assert asked["polarity"] == {
        "name": "polarity", "field": "polarity", "lookup": "exact", "kind": "filter", "per_citation": True,
        "help": "Whether the passage affirms or denies (FactBank).",
        "schema": {"type": "string", "enum": ["positive", "negative", "unknown"]},
    }  # fmt: skip
    assert (asked["sources__gte"]["field"], asked["sources__gte"]["lookup"]) == ("sources", "gte")
    orders = ("slug", "changed", "sources", "origins", "origins_named")
    assert asked["ordering"]["schema"]["enum"] == [sign + order for order in orders for sign in ("", "-")]
    assert asked["ordering"]["schema"]["default"] == "slug"
    assert asked["page_size"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}
    assert all(parameter["help"] for parameter in asked.values())


def test_options_of_a_detail_is_the_same_for_every_slug(u, client):
    published, absent = client.options("/api/v1/claims/soldiers-left/"), client.options("/api/v1/claims/no/")

    assert published.content == absent.content
    assert published["Allow"] == "GET, HEAD, OPTIONS"


def test_the_root_lists_the_addresses(db, client):
    body = client.get("/api/v1/").json()

    assert body["claims"] == "http://testserver/api/v1/claims/"
    assert [*body] == [*LISTS, "search", "changes", "discrepancies", "timeline", "schema", "docs"]
    assert client.get(body.pop("search"), {"q": "soldiers"}).status_code == 200
    assert all(client.get(url).status_code == 200 for url in body.values())


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/api/v1", "/api/v1/"),
        ("/api/v1/claims?page_size=1", "/api/v1/claims/?page_size=1"),
        ("/api/v1/claims/soldiers-left", "/api/v1/claims/soldiers-left/"),
        ("/api/docs", "/api/docs/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_missing_last_slash_is_added(db, client, method, path, leads_to):
    response = getattr(client, method)(path)

    assert (response.status_code, response["Location"]) == (308, leads_to)


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/", "/api/v1/claim/", "/api/v1/claims//", "/api/v1/desk/"])
@pytest.mark.parametrize("method", ["get", "post", "options"])
def test_other_addresses_are_problems_too(db, client, method, path):
    response = getattr(client, method)(path)

    assert (response.status_code, response.json()) == (404, NOT_FOUND)
