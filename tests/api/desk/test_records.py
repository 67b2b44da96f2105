"""Records at the desk: what is shown, begun, edited and refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.models import AuditEvent, SourceText
from tests import universe
from tests.universe import MORE


def test_a_record_is_shown_as_the_desk_has_it(u, curator):
    row = u.edit(universe.published("claim"), proposition="A draft.")

    response = curator.get("claims/soldiers-left/")
    body = response.json()
    assert response["ETag"] == f'"{row.version}"'
    assert (body["type"], body["slug"]) == ("claim", "soldiers-left")
    assert (body["state"], body["version"]) == ("draft", row.version)
    assert (body["edition"], body["batch"], body["return_reason"]) == (1, None, None)
    assert (body["contributors"], body["updated_by"]) == (["desk-curator"], "desk-curator")
    assert body["steps"] == ["edit", "submit", "discard", "withdraw"]
    assert body["facts"]["proposition"] == "A draft."
    assert body["facts_sha256"] == universe.seen(row)["claim", "soldiers-left"].facts_hash


@pytest.mark.parametrize("plural", [f"{record_type}s" for record_type in universe.TYPES])
def test_every_type_is_listed_and_shown(u, curator, plural):
    for row in curator.get(f"{plural}/").json()["results"]:
        assert "facts" not in row
        assert curator.get(f"{plural}/{row['slug']}/").json()["facts"]


def test_a_list_is_paged_and_narrowed(u, curator):
    u.edit(universe.published("actor"), country="US")
    first = curator.get("actors/?page_size=2").json()
    rest = curator.get(first["next"].partition("/desk/")[2].replace("page_size=2", "page_size=4")).json()

    assert [row["slug"] for row in first["results"]] == ["agency", "assembly"]
    assert [row["slug"] for row in rest["results"]] == ["park", "seoul", "twin", "wire"]
    assert rest["next"] is None
    assert [row["slug"] for row in curator.get("actors/?state=draft").json()["results"]] == ["agency"]
    assert curator.get("actors/?batch=99").json()["results"] == []
    assert curator.get("actors/?stat=draft").json()["errors"][0]["suggestion"] == "state"
    assert curator.get("actors/?state=gone").status_code == 400
    assert curator.get("actors/agency/?fields=slug").status_code == 400


def test_a_list_costs_the_same_whatever_it_holds(u, curator):
    curator.get("actors/")  # the first use of a day is kept
    for size in (1, 3, 50):
        with CaptureQueriesContext(connection) as caught:
            curator.get(f"actors/?page_size={size}")
        assert len(caught) == 3  # the token with its user; the roles; the page


@pytest.mark.parametrize("record_type", universe.TYPES)
def test_every_type_is_begun(u, curator, record_type):
    slug, facts = MORE[record_type]
    text = {"text": "A report of its own.\n"} if record_type == "source" else {}

    response = curator.post(f"{record_type}s/", {"slug": slug, "facts": facts, **text})
    assert response.status_code == 201, response.content
    assert response["Location"] == f"http://testserver/api/v1/desk/{record_type}s/{slug}/"
    assert (response["ETag"], response.json()["state"]) == ('"1"', "draft")
    assert AuditEvent.objects.last().user == u.curator


def test_a_text_is_kept_as_it_came(u, curator):
    text = "\ufeffJose\u0301\u00a0\U0001fa96 \u200f\r\n "

    curator.post("sources/", {"slug": "report-c", "facts": MORE["source"][1], "text": text})
    assert SourceText.objects.get(source__slug="report-c").body == text


@pytest.mark.parametrize(
    ("plural", "body", "status", "code"),
    [
        ("claims", {"slug": "soldiers-left", "facts": MORE["claim"][1]}, 409, "slug_taken"),
        ("claims", {"slug": "Bad Slug", "facts": MORE["claim"][1]}, 400, "invalid"),
        ("claims", {"slug": "new", "facts": MORE["claim"][1], "text": "x"}, 400, "bad_body"),
        ("sources", {"slug": "new", "facts": MORE["source"][1]}, 400, "bad_body"),
        ("sources", {"slug": "new", "facts": MORE["source"][1], "text": universe.TEXT_A}, 409, "duplicate_source"),
        ("sources", {"slug": "new", "facts": MORE["source"][1], "text": ""}, 400, "empty"),
        ("claims", {"slug": "new"}, 400, "bad_body"),
        ("claims", {"slug": "new", "facts": {}, "state": "published"}, 400, "bad_body"),
        ("claims", {"slug": "new", "facts": []}, 400, "invalid_facts"),
        ("claims", {"slug": "new", "facts": None}, 400, "bad_body"),
        ("claims", {"slug": "new", "facts": MORE["claim"][1], "batch": 99}, 404, "not_found"),
        ("claims", [], 400, "bad_body"),
    ],
)
def test_what_cannot_be_begun_is_refused(u, curator, plural, body, status, code):
    before = AuditEvent.objects.count()
    response = curator.post(f"{plural}/", body)

    assert (response.status_code, AuditEvent.objects.count()) == (status, before), response.content
    assert code in response.json()["code"]


def test_errors_in_facts_are_named_from_the_bodys_root(u, curator):
    response = curator.post("claims/", {"slug": "new", "facts": {"proposition": "x", "category": "war"}})

    assert (response.status_code, response.json()["code"]) == (400, "invalid_facts")
    assert response.json()["errors"][0]["pointer"] == "/facts/category"


@pytest.mark.parametrize(
    "body",
    [
        b"\xff", b"{", b"[" * 100_000, b'{"slug":"a","slug":"b"}', b'"\\ud800"', b'{"\\ud800":1}', b"\x00", b"NaN",
        b'{"facts":1e999}', b'{"facts":' + b"9" * 5000 + b"}", b'{"slug":"a\\u0000","facts":{}}', b"1", b'""', b"null",
        b'{"slug":"a","facts":' + b'{"a":' * 90 + b"1" + b"}" * 91,
    ],
)  # fmt: skip
def test_no_body_is_a_failure_of_ours(u, curator, body):
    for path in ("claims/", "claims/soldiers-left/submit/", "batches/", "actors/twin/merge/"):
        response = curator.post(path, body, 3)
        assert response.status_code == 400, (path, response.content)
    assert curator.put("claims/soldiers-left/", body, 3).status_code == 400


def test_a_body_that_is_too_large_is_413(u, curator, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = curator.post("sources/", b"a" * 1001)

    assert (response.status_code, response.json()["code"]) == (413, "too_large")
    assert response.json()["detail"] == "the body is larger than what is read at once: 1000 bytes"


IF_MATCH = [("*", 428), ("7", 412), ('W/"2"', 412), ('"x"', 412), ('"2", "3"', 412), ('"' + "9" * 30 + '"', 412)]


def edited(curator, version, **changes):
    facts = curator.get("claims/soldiers-left/").json()["facts"]
    return curator.put("claims/soldiers-left/", {"facts": {**facts, **changes}}, version)


def test_an_edit_becomes_a_pending_revision(u, curator, client):
    before = client.get("/api/v1/claims/soldiers-left/").content
    version = curator.get("claims/soldiers-left/").json()["version"]

    response = edited(curator, version, proposition="Anew.")
    assert (response.status_code, response.json()["state"]) == (200, "draft")
    assert response["ETag"] == f'"{response.json()["version"]}"' != f'"{version}"'
    assert client.get("/api/v1/claims/soldiers-left/").content == before


def test_an_edit_says_what_it_was_made_from(u, curator):
    response = edited(curator, None, proposition="Anew.")
    assert (response.status_code, response.json()["code"]) == (428, "precondition_required")
    facts = curator.get("claims/soldiers-left/").json()["facts"]
    for header, status in IF_MATCH:
        response = curator.put("claims/soldiers-left/", {"facts": facts}, **{"If-Match": header})
        assert response.status_code == status, header


def test_the_loser_sees_what_changed(u, curator):
    version = curator.get("claims/soldiers-left/").json()["version"]
    u.edit(universe.published("claim"), by=u.colleague, proposition="First.")

    response = edited(curator, version, proposition="Second.")
    body = response.json()
    assert (response.status_code, body["code"], [*body["changes"]]) == (412, "stale", ["proposition"])
    assert body["changes"]["proposition"]["after"] == "First."
    assert "desk-colleague" in body["detail"]


def test_a_source_is_received_with_its_html_or_its_text_and_nothing_else_has_one(u, curator):
    slug, facts = MORE["source"]
    html = "<h1>A report</h1><p>of its own.</p>"

    for record_type, words in (("sources", {}), ("sources", {"html": html, "text": "x"}), ("claims", {"html": html}),
                               ("claims", {"html": html, "text": "x"})):  # fmt: skip
        answer = curator.post(f"{record_type}/", {"slug": slug, "facts": facts, **words})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/text")
    assert curator.post("sources/", {"slug": slug, "facts": facts, "html": html}).status_code == 201
    assert SourceText.objects.get(source__slug=slug).body == "A report\n\nof its own.\n"
    assert bytes(universe.get("source", slug).original.body) == html.encode()
