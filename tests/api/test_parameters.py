"""Query strings, read strictly."""

import pytest

from briefings.api import parameters
from briefings.api.problems import BadParameters


@pytest.mark.parametrize(
    ("query", "pairs"),
    [
        (b"", []),
        (b"&&", []),
        (b"a=1&b=2", [("a", "1"), ("b", "2")]),
        (b"a=1+2%2B3", [("a", "1 2+3")]),
        (b"a", [("a", "")]),
        (b"a=b=c", [("a", "b=c")]),
        ("a=é".encode(), [("a", "é")]),
        (b"a=%C3%A9", [("a", "é")]),
        (b"a=%zz", [("a", "%zz")]),
        (b"a=1;b=2", [("a", "1;b=2")]),
    ],
)
def test_split_reads_pairs_in_order(query, pairs):
    assert parameters.split(query) == pairs


def test_split_refuses_bytes_that_are_not_utf8():
    with pytest.raises(BadParameters) as caught:
        parameters.split(b"a=x%C3")

    assert caught.value.errors == [
        {"parameter": "a", "detail": "a is not UTF-8: byte 0xc3 at offset 1", "code": "not_utf8"}
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("categry", "category"), ("Category", "category"), ("limit", "page_size"), ("occasion", None),
        ("amount_gte", "amount__gte"), ("xyz", None), ("", None),
    ],
)  # fmt: skip
def test_suggest_names_what_was_probably_meant(name, meant):
    assert parameters.suggest(name, ["category", "page_size", "amount__gte"]) == meant


@pytest.mark.parametrize("value", ["2024/2024-12", "2024/..", "202X", "2024~", "2024-10-23?"])
def test_an_instant_is_no_interval_and_has_no_qualifier(db, client, value):
    response = client.get("/api/v1/claims/", {"changed_since": value})

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "changed_since"
