"""Pages: forwards and backwards the same rows in the same order, and no way to make a cursor up."""

import pytest
from django.core import signing
from django.utils.crypto import salted_hmac
from hypothesis import given
from hypothesis import strategies as st

from briefings.actions import withdrawals
from briefings.api import cursors
from briefings.api.signatures import QuickSigner, signature
from tests import universe

SLUGS = [f"claim-{n:02}" for n in range(7)]


@pytest.fixture
def seven(u):
    """Seven more claims, and three sources without a time of publication."""
    claims = [
        u.draft("claim", slug, {"proposition": "It is so.", "category": "sanctions"}) for slug in SLUGS
    ]
    sources = [u.draft("source", f"undated-{n}", {"kind": "post", "received_at": universe.RECEIVED}) for n in range(3)]
    u.publish(*claims, *sources)
    return u


def follow(client, url, way):
    """Return the pages from url on, each a list of slugs, and the address of the last."""
    pages = []
    while True:
        body = client.get(url).json()
        pages.append([row["slug"] for row in body["results"]])
        if body[way] is None:
            return pages, url
        url = body[way]


def test_pages_forwards_and_backwards(seven, client):
    start = "/api/v1/claims/?category=sanctions&page_size=3"

    forwards, last = follow(client, start, "next")
    backwards, first = follow(client, last, "previous")

    assert forwards == [SLUGS[:3], SLUGS[3:6], SLUGS[6:]]
    assert backwards == forwards[::-1]
    assert follow(client, first, "next")[0] == forwards


@pytest.mark.parametrize(
    ("resource", "ordering"),
    [
        *(("claims", name) for name in ("slug", "-slug", "changed", "-changed", "sources", "-sources")),
        *(("sources", name) for name in ("published", "-published", "changed", "-slug")),
        *(("citations", name) for name in ("changed", "-changed")),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_ordering_gives_each_row_once_both_ways(seven, client, ask, resource, ordering, size):
    whole = ask(resource, ordering=ordering, page_size=100)

    pages, last = follow(client, f"/api/v1/{resource}/?ordering={ordering}&page_size={size}", "next")
    back, _ = follow(client, last, "previous")

    assert [slug for page in pages for slug in page] == whole
    assert back == pages[::-1]


def test_addresses_are_absolute_and_keep_the_parameters(seven, client):
    response = client.get("/api/v1/claims/?category__in=sanctions,plan&page_size=2", headers={"Host": "testserver:81"})

    body = response.json()
    assert body["next"].startswith("http://testserver:81/api/v1/claims/?category__in=sanctions%2Cplan&page_size=2&cursor=")
    assert body["previous"] is None
    assert response["Link"] == f'<{body["next"]}>; rel="next"'
    second = client.get(body["next"])
    links = second.json()
    assert second["Link"] == f'<{links["next"]}>; rel="next", <{links["previous"]}>; rel="prev"'


def test_a_page_whose_rows_are_gone_leads_back(seven, client):
    pages = client.get("/api/v1/claims/?category=sanctions&page_size=6").json()
    withdrawals.withdraw(record=universe.get("claim", SLUGS[6]), reason="An error.", by=seven.reviewer)

    empty = client.get(pages["next"]).json()

    assert (empty["results"], empty["next"]) == ([], None)
    assert follow(client, empty["previous"], "previous")[0] == [SLUGS[:6]]


def test_a_page_before_the_first_leads_on(seven, client):
    second = client.get("/api/v1/claims/?category=sanctions&page_size=1").json()["next"]
    before = client.get(second).json()["previous"]
    withdrawals.withdraw(record=universe.get("claim", SLUGS[0]), reason="An error.", by=seven.reviewer)

    empty = client.get(before).json()

    assert (empty["results"], empty["previous"]) == ([], None)
    assert follow(client, empty["next"], "next")[0] == [[slug] for slug in SLUGS[1:]]


ELSEWHERE = "belongs to another list or ordering: start again without it"


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])),
    salt=st.text("abc.", min_size=1),
    secret=st.text("xyz\u00e4", min_size=1),
)
def test_signatures_are_those_of_django(text, salt, secret):
    own, wanted = (kind(salt=salt, key=secret) for kind in (QuickSigner, signing.Signer))

    assert own.sign(text) == wanted.sign(text)
    assert own.unsign(wanted.sign(text)) == text
    assert signature(salt, text) == salted_hmac(salt, text, algorithm="sha256").digest()


def sign(*parts):
    return signing.Signer(salt="briefings.api.cursors").sign_object(list(parts))


@pytest.mark.parametrize(
    ("cursor", "why"),
    [
        ("cD0lMDA=", "is not one that this API made"),
        ("x", "is not one that this API made"),
        (":", "is not one that this API made"),
        ("ÿ:é", "is not one that this API made"),
        (sign(cursors.VERSION, "claims slug", "after", ["a"])[:-1], "is not one that this API made"),
        ("X" + sign(cursors.VERSION, "claims slug", "after", ["a"])[1:], "is not one that this API made"),
        (sign(0, "claims slug", "after", ["a"]), "is of another version of this API: start again without it"),
        (sign(cursors.VERSION, "claims changed", "after", ["2026-01-01", "a"]), ELSEWHERE),
        (sign(cursors.VERSION, "actors slug", "after", ["a"]), ELSEWHERE),
    ],
)
def test_a_cursor_that_we_did_not_give_for_this_list_is_refused(db, client, cursor, why):
    response = client.get("/api/v1/claims/", {"cursor": cursor})

    assert response.status_code == 400
    assert response.json()["errors"] == [
        {"parameter": "cursor", "detail": f"the cursor {why}", "code": "invalid_cursor"}
    ]
