"""Conditional requests at every public address, in every representation that it has."""

import itertools
from collections import defaultdict

import pytest
from django.test import Client

from tests import universe
from tests.api import corpus
from tests.api.desk.conftest import Desk
from tests.api.test_hostile_corpus import DOCUMENT, SLUGS

CACHE = "public, max-age=0, must-revalidate"
PAGES = ("/", "/questions/", "/api/docs/", "/api/schema/", "/api/schema/?format=json", "/api/desk/schema/")
OF_BODIES = {"Content-Length", "Content-Type", "Allow"}
# Each makes another representation, where the address has the parameter.
ASKED = {
    "fields": ("slug",), "omit": ("slug",), "count": ("true",), "edition": ("1",), "as_of": ("2099-01-01",),
    "known_by": ("2024-10-25",), "page_size": ("1",), "facets": ("kind",), "bom": (), "format": (),
}  # fmt: skip


def representations():
    """Yield every address with each way to ask for it."""
    for path, operation in corpus.addresses(DOCUMENT, SLUGS):
        declared = {each["name"]: each["schema"] for each in corpus.parameters(operation)}
        needed = corpus.needed(corpus.parameters(operation))
        asked = [f"format={form}" for form in declared.get("format", {}).get("enum", ())]
        asked += [f"{name}={value}" for name, values in ASKED.items() if name in declared for value in values]
        for each in ("", *asked):
            if "facets" not in each or "kind" in declared["facets"]["items"]["enum"]:
                yield f"{path}?{'&'.join([*needed, *([each] if each else [])])}"
    yield from PAGES


ALL = tuple(representations())


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def told(response):
    """Return the headers that an answer shares with the 304 that stands for it, and with the answer to HEAD."""
    return {name: value for name, value in response.headers.items() if name not in OF_BODIES}


def answers(client):
    """Return ETag and bytes of every representation."""
    found = {}
    for path in ALL:
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        found[path] = (response["ETag"], body(response))
    return found


def test_what_a_reader_holds_is_not_sent_again_wherever_it_was_read(u, client):
    ways = itertools.cycle(zip(("{}", "W/{}", '"a", {}', "*"), ('"{}"', "W/{}x", '"*"', ""), strict=True))
    for path in ALL:
        response, (held, not_held) = client.get(path), next(ways)
        etag, whole = response["ETag"], body(response)
        assert etag[0] == etag[-1] == '"' and len(etag) > 40, path
        assert (response["Cache-Control"], "Set-Cookie" in response) == (CACHE, False), path
        again = client.get(path, headers={"If-None-Match": held.format(etag)})
        assert (again.status_code, body(again), told(again)) == (304, b"", told(response)), (path, held)
        assert client.get(path, headers={"If-None-Match": not_held.format(etag)}).status_code == 200, (path, not_held)
        head = client.head(path)
        assert (head.status_code, body(head), told(head)) == (200, b"", told(response)), path
        assert head.headers.get("Content-Length") == response.headers.get("Content-Length"), path
        assert response.streaming or response["Content-Length"] == str(len(whole)), path


def test_neither_drafts_nor_who_asks_change_an_answer_or_its_etag(u, client):
    """What anybody may keep depends on nothing but what is published: on no draft, no session, no token."""
    before = answers(client)
    for record_type in universe.MORE:
        u.more(record_type)
    u.edit(universe.published("claim"), proposition="Soldiers never left.")
    u.submit(universe.published("claim"))
    inside = Client(headers={"Authorization": f"Bearer {Desk(u.curator, u.chief, 'curate').key}"})
    inside.force_login(u.chief)

    assert [path for path, answer in answers(inside).items() if answer != before[path]] == []


def test_an_etag_changes_with_the_bytes(u, client):
    """One of a document with nothing else; one of a page after each publication."""
    before = answers(client)
    bodies = defaultdict(set)
    for etag, whole in before.values():
        bodies[etag].add(whole)
    assert [path for path in ALL if len(bodies[before[path][0]]) > 1] == []  # no two have one ETag

    claim = u.edit(universe.published("claim"), proposition="Soldiers never left.")
    u.publish(claim)
    after = answers(client)

    changed = {path for path in ALL if after[path][1] != before[path][1]}
    renewed = {path for path in ALL if after[path][0] != before[path][0]}
    assert changed <= renewed
    own = "/api/v1/claims/soldiers-left/"
    assert {
        f"{own}?",
        f"{own}?omit=slug",
        f"{own}editions/?",
        "/api/v1/claims/?",
        "/api/v1/claims/?format=csv",
    } <= changed
    assert {f"{own}?fields=slug", f"{own}?edition=1", "/questions/", "/api/schema/"}.isdisjoint(renewed)
    lists = {path for path in ALL if path.split("?")[0].rstrip("/").count("/") == 3}
    assert renewed - changed <= lists


@pytest.mark.parametrize(
    "path", ["/api/v1/claims/absent/", "/api/v1/claims/?x=1", "/api/v1/nothing/", "/api/v1/claims/?q="]
)
def test_a_refusal_is_kept_by_nobody_and_stands_for_nothing(u, client, path):
    response = client.get(path, headers={"If-None-Match": "*"})

    assert response.status_code in (400, 404)
    assert (response["Cache-Control"], "ETag" in response) == ("no-cache", False)


@pytest.mark.parametrize(
    "asked",
    [
        "version=%0d%0aX-Injected:1",
        "version=%00",
        "version=2",
        "lang=ko",
        "format=xml",
        "x=1",
        "format=json&format=json",
    ],
)
@pytest.mark.parametrize("path", ["/api/schema/", "/api/desk/schema/"])
def test_a_document_is_nobodys_but_ours(db, path, asked):
    """What stood here before put a reader's words into headers and document, and broke on some of them."""
    response = Client(raise_request_exception=False).get(f"{path}?{asked}")

    assert response.status_code == 400
    assert [each["parameter"] for each in response.json()["errors"]] == [asked.partition("=")[0]]


def test_a_document_is_made_once(db, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        first, again = client.get("/api/schema/"), client.get("/api/schema/")
        assert (first["ETag"], first.content) == (again["ETag"], again.content)
        assert first["Content-Disposition"] == 'inline; filename="briefings.yaml"'
