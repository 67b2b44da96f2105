"""Hostile requests whose query string is not the trouble: methods, headers, bodies and addresses, of every view."""

import itertools
import json

import pytest
from django.test import Client

from tests.api import corpus
from tests.api.test_hostile_corpus import DOCUMENT, SLUGS

ADDRESSES = [
    f"{path}?{'&'.join(corpus.needed(corpus.parameters(operation)))}"
    for path, operation in corpus.addresses(DOCUMENT, SLUGS)
]
# Whatever these say, readers get what they get without them.
ACCEPTED = [
    {"Accept": value}
    for value in ("text/html", "application/xml;q=x", "\x00", "*/*;q=2, ,;", "image/*", "a" * 5000, "*/", ";;;", "é")
]
HEADERS = [*ACCEPTED] + [
    {"If-None-Match": value}
    for value in ('"', "\udcff", "W/", 'W/"', '"' + "a" * 5000 + '"', '"a","b', "a b c", "\x00", '""', "null")
] + [
    {"X-Forwarded-For": "1.2.3.4, ::1, \x00"}, {"X-Forwarded-Proto": "https"}, {"X-Forwarded-Port": "99999"},
    {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example;proto=https"}, {"X-Rewrite-Url": "/admin/"},
    {"X-Original-Url": "/admin/"}, {"X-Http-Method-Override": "DELETE"}, {"X-Real-Ip": "'"},
    {"Content-Type": "application/json; charset=x"}, {"Content-Type": "multipart/form-data; boundary="},
    {"Content-Type": "\x00"}, {"Content-Type": "application/x-www-form-urlencoded; charset=utf-7"},
    {"Content-Length": "-1"}, {"Content-Length": "x"}, {"Content-Length": "9" * 30}, {"Content-Encoding": "gzip"},
    {"Transfer-Encoding": "chunked, x"}, {"Expect": "200-ok"}, {"Range": "bytes=0-1"}, {"If-Range": '"x"'},
    {"If-Modified-Since": "soon"}, {"If-Match": '"x"'}, {"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    {"Authorization": "Basic !"}, {"Authorization": "Bearer \x00"}, {"Cookie": "sessionid=\x00; csrftoken="},
    {"Cookie": "a" * 5000}, {"Origin": "null"}, {"Referer": "javascript:1"}, {"Accept-Language": "x-" * 500},
    {"Accept-Encoding": "identity;q=0, *;q=0"}, {"User-Agent": "${jndi:ldap://x}"}, {"Cache-Control": "only-if-cached"},
]  # fmt: skip
BODIES = [b"\xff", b"[" * 100_000, b'{"a":1,"a":2}', b'"\\ud800"', b"\x00", b"a" * 3_000_000, b"", b"\xef\xbb\xbf{}"]
METHODS = ("POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "X-ODD", "\x00")
# What stands after /api/v1/; none of them is an address of ours.
NOWHERE = [
    "claims//", "/claims/", "claims/soldiers-left//", "claims/%2e%2e/", "claims/../claims/", "claims/%2F/", "./claims/",
    "claims/soldiers%2Dleft%00/", "claims/Soldiers-Left/", "CLAIMS/", "%63laim/",
    "claims/soldiers-left%0A/", "claims/soldiers-left%20/", "claims/soldiers_left/", "claims/-/", "claims/a--/",
    "claims/s%C3%B6ldiers/", "claims/%ED%95%9C/", "claims/%E2%80%AEtfel/", "claims/%ff/", "claims/%ED%A0%80/",
    "claims/%F0%9F%92%A9/", "claims/%D9%A1/", "claims/%EF%BC%91/", "claims/%zz/", "claims/%/", "claims/%00/",
    "claims/'/", "claims/1%20OR%201=1/", "claims/" + "a" * 221 + "/", "claims/" + "a" * 5000 + "/",
    "claims/" + "a-" * 100 + "a" * 30, "claims/a/b/c/d/e/", "/" * 300, "claims/*/",
    "claims/{slug}/", "claims/%7B0%7D/", "claims/%25s/", "claims;a=1/",
    "claims.json", "claims/soldiers-left.json", "claims/soldiers-left/sourcing/x/", "claims/soldiers-left/matrix/",
    "sources/report-a/matrix/", "actors/agency/sourcing/", "citations/soldiers-left--report-a--c1/editions/",
    "claims/soldiers-left/editions/1/", "claims/soldiers-left/editions/-1/", "nothing/", "admin/", "schema/", "docs/",
    ".git/config", "../../settings.py", "%2e%2e/%2e%2e/settings.py", "claims/\\..\\", "claims/C:\\/",
    "claims/<script>/", "claims/%3Cscript%3E/", "claims/%0d%0aX-Injected:1/", "claims/soldiers-left%23/",
]  # fmt: skip


@pytest.fixture
def careless():
    """A client that is told of our failures by their status, as readers are."""
    return Client(raise_request_exception=False)


@pytest.mark.sqlite  # a header meets no engine
def test_no_header_changes_what_is_served(u, careless):
    found, count = [], 0
    for path in ADDRESSES:
        plain = careless.get(path)
        for headers in HEADERS:
            count += 1
            response = careless.get(path, headers=headers)
            if (response.status_code, response.content) != (plain.status_code, plain.content):
                found.append((path, headers, response.status_code, response.content[:100]))

    assert found == []
    assert count > 1500


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:x", "[", "", "a" * 300, "testserver@evil", "é", "a/b", ".."]
)
def test_a_host_that_is_not_ours_gets_nothing(db, careless, host):
    for path in ADDRESSES:
        response = careless.get(path, headers={"Host": host})
        assert response.status_code == 400, (path, host)
        assert corpus.problem_fault(response) is None


def test_what_readers_hold_is_said_to_be_right_only_when_it_is(u, careless):
    for path in ADDRESSES:
        etag = careless.get(path)["ETag"]
        for held in (etag, f"W/{etag}", f'"x", {etag}', "*"):
            assert careless.get(path, headers={"If-None-Match": held}).status_code == 304, (path, held)
        for held in (etag[:-2] + '"', etag.upper(), etag.strip('"'), f'"{etag}"'):
            assert careless.get(path, headers={"If-None-Match": held}).status_code == 200, (path, held)


@pytest.mark.sqlite  # a header meets no engine
def test_no_header_breaks_the_document(db, careless):
    for path, sent in (("/api/docs/", HEADERS), ("/api/schema/", ACCEPTED)):
        for headers in sent:
            response = careless.get(path, headers=headers)
            is_refused = "Accept" in headers and response.status_code == 406 and not corpus.problem_fault(response)
            assert response.status_code == 200 or is_refused, (path, headers)


@pytest.mark.parametrize("method", METHODS)
def test_readers_read_whatever_they_send(db, careless, method):
    bodies = itertools.cycle(BODIES)
    for path in [*ADDRESSES, *["/api/v1/claims/"] * len(BODIES)]:
        response = careless.generic(method, path, next(bodies), content_type="application/json")
        assert response.status_code == 405, (path, method)
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert corpus.problem_fault(response) is None


def test_head_and_options_answer_everywhere(u, careless):
    for path in ADDRESSES:
        got, head = careless.get(path), careless.head(path)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"]), path
        assert careless.options(path).status_code == 200


@pytest.mark.parametrize("path", NOWHERE)
def test_an_address_that_is_none_is_a_problem(u, careless, path):
    response = careless.get(f"/api/v1/{path}", follow=True)

    assert response.status_code == 404
    assert corpus.problem_fault(response) is None
    assert json.loads(response.content)["detail"] == "nothing is published at this address"


@pytest.mark.parametrize(
    "path", ["//evil.example/api/v1/claims", "/api/v1/claims", "///evil.example/%2e%2e/api/v1/claims"]
)
def test_a_missing_slash_leads_nowhere_else(db, careless, path):
    response = careless.get(path)

    assert "evil" not in response.get("Location", "").removeprefix("/%2Fevil")
    assert response.status_code in (308, 404)
