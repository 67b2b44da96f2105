"""The short way answers what the ordinary way answers, byte for byte."""

import io
import json
import random
import sys
from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.actions import withdrawals
from briefings.api import compiled
from briefings.api.urls import VIEWS
from tests import universe

PAIRS = {many.resource: (many, one) for many, one in VIEWS}
VALUES = {
    "string": ["soldiers-left", "report-a", "agency", "park", "The agency", "October", "positive", "so"],
    "integer": ["0", "1", "2", "50", "3000000000"],
    "number": ["1", "1500", "-3", "10000.5"],
    "boolean": ["true", "false"],
}
DAYS = ["2024", "2024-10-08/2024-10-13", "../2024-12", "2024-10-23"]
ROUNDS = 60
SEARCH = "/api/v1/search/"
WRONG_SEARCHES = [(SEARCH, ""), (SEARCH, "q=--"), (SEARCH, "q=a&kind=x"), (SEARCH, "q=a&cursor=x"), (f"{SEARCH}a/", "")]


@pytest.fixture
def short(u, client) -> Iterator[compiled.Application]:
    """The short way in front of the ordinary one; the test's connection stays open."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("briefings.api.compiled.close_old_connections", lambda: None)
        yield compiled.Application(handler())


def handler():
    """Return the ordinary application, without the signals that would close the test's connection."""
    ordinary = WSGIHandler()

    def answer(environ, start_response):
        response = ordinary.get_response(WSGIRequest(environ))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [b"".join(response)]

    return answer


def ask(application, path, query="", **more):
    """Return status, headers and body."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "testserver",
        "SERVER_PORT": "80", "HTTP_HOST": "testserver", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, "SCRIPT_NAME": "", "REMOTE_ADDR": "127.0.0.1", **more,
    }  # fmt: skip
    started = []
    body = b"".join(application(environ, lambda status, headers, exc_info=None: started.append((status, headers))))
    status, headers = started[0]
    return status, {name.lower(): value for name, value in headers}, body


def questions(resource: str, seed: int) -> Iterator[str]:
    """Yield random query strings of a list, most of them right, some not."""
    chance = random.Random(f"{resource} {seed}")
    declared = PAIRS[resource][0].query_parameters()
    for _ in range(ROUNDS):
        names = chance.sample(sorted(declared), chance.randint(1, 3))
        yield "&".join(f"{name}={value_of(declared[name].field.schema, chance)}" for name in names)


def value_of(schema: dict, chance: random.Random) -> str:
    if schema["type"] == "array":
        return ",".join({value_of(schema["items"], chance) for _ in range(chance.randint(1, 2))})
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if schema["type"] == "integer" and schema.get("maximum", 1000) <= 100:
        return chance.choice(["1", "2", "7"])
    return chance.choice(VALUES[schema["type"]] + (DAYS if schema["type"] == "string" else []))


def agree(short, ordinary, path, query="", **more):
    """Assert that both ways answer alike, the short one also when it has learnt; return the answer."""
    expected = ask(ordinary, path, query, **more)
    assert ask(short, path, query, **more) == expected, query
    assert ask(short, path, query, **more) == expected, query
    return expected


@pytest.mark.parametrize("resource", PAIRS)
def test_a_random_page_is_the_ordinary_one(short, resource):
    statuses = {
        agree(short, handler(), f"/api/v1/{resource}/", query.replace(" ", "+"))[0]
        for query in questions(resource, 1)
    }

    assert {"200 OK", "400 Bad Request"} <= statuses  # the questions reach both


@pytest.mark.parametrize("ordering", ["slug", "-slug", "changed", "-changed"])
@pytest.mark.parametrize("resource", PAIRS)
def test_every_page_forth_and_back_is_the_ordinary_one(short, resource, ordering):
    path, query, seen = f"/api/v1/{resource}/", f"ordering={ordering}&page_size=1", []
    for way in ("next", "previous"):
        while query:
            body = agree(short, handler(), path, query)[2]
            page = json.loads(body)
            seen.append(way)
            link = page[way]
            query = link.partition("?")[2] if link else ""
        query = page["previous"].partition("?")[2] if way == "next" and page["previous"] else ""

    assert len(seen) >= 1


@pytest.mark.parametrize("asked", ["q=soldiers", "q=sold*&count=true", "q=left&kind__in=proposition", "q=%EC%84%9C"])
def test_every_page_of_a_search_is_the_ordinary_one(short, asked):
    query, seen = f"{asked}&page_size=2", []
    while query:
        page = json.loads(agree(short, handler(), SEARCH, query)[2])
        seen += page["results"]
        query = (page["next"] or "").partition("?")[2]
    statuses = [agree(short, handler(), path, bad)[0] for path, bad in WRONG_SEARCHES]

    assert seen or "%" in asked
    assert statuses == ["400 Bad Request"] * 4 + ["404 Not Found"]


@pytest.mark.parametrize("resource", PAIRS)
def test_every_document_is_the_ordinary_one(short, resource):
    page = json.loads(ask(handler(), f"/api/v1/{resource}/", "page_size=100")[2])
    for row in page["results"]:
        agree(short, handler(), f"/api/v1/{resource}/{row['slug']}/")
    status, _, _ = agree(short, handler(), f"/api/v1/{resource}/absent/")

    assert status == "404 Not Found"


@pytest.mark.parametrize("path", ["/api/v1/claims/", "/api/v1/claims/soldiers-left/", "/api/v1/citations/"])
def test_who_holds_the_answer_gets_304(short, path):
    _, headers, _ = agree(short, handler(), path)

    for held in (headers["etag"], f"W/{headers['etag']}", f'"x", {headers["etag"]}', '"x"', "*"):
        agree(short, handler(), path, HTTP_IF_NONE_MATCH=held)
    assert agree(short, handler(), path, HTTP_IF_NONE_MATCH=headers["etag"])[0] == "304 Not Modified"


def test_a_publication_gives_every_page_another_etag(short, u):
    before = agree(short, handler(), "/api/v1/claims/")[1]["etag"]
    u.publish(u.more("actor"))

    status, headers, _ = agree(short, handler(), "/api/v1/claims/", HTTP_IF_NONE_MATCH=before)

    assert status == "200 OK" and headers["etag"] != before


def test_a_withdrawn_claim_is_gone_at_once(short, u):
    path = "/api/v1/comparisons/left-refines-planned/"
    assert agree(short, handler(), path)[0] == "200 OK"
    withdrawals.withdraw(record=universe.published("comparison"), by=u.reviewer, reason="It was wrong.")

    assert agree(short, handler(), path)[0] == "410 Gone"


def test_other_hosts_origins_and_schemes_get_their_own_answer(short):
    for host in ("testserver", "testserver:8080", "evil.example"):
        for more in ({}, {"HTTP_ORIGIN": "https://else.example"}, {"wsgi.url_scheme": "https"}):
            agree(short, handler(), "/api/v1/claims/", "page_size=1", HTTP_HOST=host, **more)


@pytest.mark.parametrize("name", ["HTTP_ORIGIN", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_HOST"])
def test_nobody_fills_the_memory_with_headers(short, name):
    value = "testserver:" + "0" * 4990 + "80" if name == "HTTP_HOST" else "a" * 5000
    agree(short, handler(), "/api/v1/claims/", **{name: value})
    agree(short, handler(), "/api/v1/claims/soldiers-left/", **{name: value})

    assert (len(short.frames), len(short.homes)) == (0, 0)


def test_what_is_kept_is_bounded(short, monkeypatch):
    monkeypatch.setattr(compiled, "FRAMES", 5)
    for number in range(12):
        agree(short, handler(), "/api/v1/claims/", HTTP_ORIGIN=f"https://{number}.example")

    assert 0 < len(short.frames) <= 5 and 0 < len(short.homes) <= 5


def test_a_refusal_is_not_logged_as_a_failure(short, caplog):
    agree(short, handler(), "/api/v1/claims/", HTTP_HOST="evil.example")
    agree(short, handler(), "/api/v1/claims/", "cursor=none-of-ours")
    for slug in ("a\0b", "a" * 300, "A", "a---b"):
        agree(short, handler(), f"/api/v1/claims/{slug}/")

    assert [each for each in caplog.records if each.name == compiled.__name__] == []


def test_headers_of_one_person_are_never_given_to_another(short):
    path = "/api/v1/claims/"
    for name in ("HTTP_COOKIE", "HTTP_AUTHORIZATION"):
        assert short.answered({"REQUEST_METHOD": "GET", "PATH_INFO": path, name: "secret"}) is None

    start = short.learning((path, False, "200 OK"), lambda *given: None)
    start("200 OK", [("Content-Type", "application/json"), ("Set-Cookie", "sessionid=secret")])
    assert short.frames == {}


def test_a_plain_page_costs_two_statements_and_a_document_one(short):
    for path, query, expected in (
        ("/api/v1/claims/", "category=deployment", 2),  # the version of the documents; the page
        ("/api/v1/claims/", "category=plan", 2),  # the same, with another value
        ("/api/v1/claims/", "amount__gte=1", 3),  # the version; whether many passages meet it; the page
        ("/api/v1/claims/soldiers-left/", "", 1),  # the document
    ):
        ask(short, path, query)
        with CaptureQueriesContext(connection) as caught:
            ask(short, path, query)
        assert len(caught) == expected


def test_other_methods_and_addresses_go_the_ordinary_way(short):
    for method in ("HEAD", "OPTIONS", "POST"):
        agree(short, handler(), "/api/v1/claims/", REQUEST_METHOD=method)
    for path in ("/api/v1/claims", "/api/v1/", "/api/v1/claims/a/b/", "/api/v1/claims//", "/api/v2/claims/"):
        agree(short, handler(), path)
