"""Search: the same rows on both engines, snippets that stand where they say, and nothing withheld."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.actions import withdrawals
from briefings.api.search import _newest
from briefings.api.statements import Prepared
from briefings.models import PublishedText
from briefings.rendering import publication
from tests import universe

URL = "/api/v1/search/"
TEXT, C1, C2 = "report-a", "soldiers-left--report-a--c1", "soldiers-left--report-a--c2"


def search(client, q, **parameters):
    response = client.get(URL, {"q": q, "page_size": 100, **parameters})
    assert response.status_code == 200, response.content
    return response.json()["results"]


def slugs(client, q, **parameters):
    return sorted(match["slug"] for match in search(client, q, **parameters))


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("october", [C1, TEXT, "october-briefing"]),
        ("OCTOBER", [C1, TEXT, "october-briefing"]),
        ("octob", []),
        ("octob*", [C1, TEXT, "october-briefing"]),
        ('"1,500 more"', [C1, TEXT]),  # U+00A0 in the text
        ('"more 1,500"', []),
        ("1500", []),
        ("jose", ["park", TEXT]),  # e and a combining accent
        ("José", ["park", TEXT]),
        ("agency's twin", ["twin"]),
        ("agency’s twin", ["twin"]),
        ("국정원", ["agency"]),
        ("국정", ["agency"]),
        ("정원", ["agency"]),
        ("국", ["agency"]),
        ("국원", []),
        ("“We will respond”", [TEXT]),
        ("reportedly 10,000", [TEXT, "soldiers-planned--report-a--c1"]),
        ("soldiers left", [C1, TEXT, "soldiers-left"]),
        ("soldiers -left", [C1, TEXT, "soldiers-left"]),  # no operators: a minus sign is no word
        ("one OR", []),
        ("day like any other", ["report-b"]),
        ("\U0001fa96 abroad", [C2, TEXT]),
        ("counts plans", ["left-refines-planned"]),
        ("zyzzyva", []),
    ],
)
def test_a_search_finds_the_same_on_both_engines(u, client, q, expected):
    assert slugs(client, q) == sorted(expected)


@pytest.mark.parametrize(
    "q",
    [
        "state-of-the-art", "don't", '"', "AND x", "a AND", "NOT a", "a NEAR b", "-x", "(a", "a)", "a*b", "* a", "^a",
        "words:a", "{a b}: c", "a + b", "'a' & b", "a | b", "!a", "a:*", "a <-> b", "\\", "a\\'b", "%", "_ a", "\u202e",
        "a" * 500, "\U0001f1f0\U0001f1f7 a", "ﬁ", "İ", "ß", "à" * 50, "ㄱ a", "1e5", "0x1f", "a.b@c.d", "http://a/b?c",
    ],
)  # fmt: skip
def test_no_query_is_a_failure_of_ours(u, client, q):
    assert client.get(URL, {"q": q}).status_code in (200, 400)
    assert client.get("/api/v1/claims/", {"q": q}).status_code in (200, 400)


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("", "q", "missing"), ("q=", "q", "empty"), ("q=()", "q", "bad_query"), ("q=a&q=b", "q", "repeated"),
        ("q=" + "+".join(f"w{n}" for n in range(1200)), "q", "too_long"), ("q=" + "a+" * 40, "q", "bad_query"),
        ("q=a&kind=draft", "kind", "invalid_choice"), ("q=a&cursor=x", "cursor", "invalid_cursor"),
        ("q=a&page_size=101", "page_size", "out_of_range"), ("q=a&source=absent", "source", "unknown_record"),
        ("q=a&ordering=slug", "ordering", "unknown_parameter"), ("q=%00", "q", "nul"), ("q=%ff", "q", "not_utf8"),
    ],
)  # fmt: skip
def test_what_is_no_search_is_refused(db, client, query, parameter, code):
    response = client.get(URL, QUERY_STRING=query)

    assert response.status_code == 400
    assert (parameter, code) in [(error["parameter"], error["code"]) for error in response.json()["errors"]]


def test_a_snippet_stands_where_it_says(u, client):
    texts = {"report-a": universe.TEXT_A, "report-b": universe.TEXT_B}
    matches = [match for q in ("soldiers", "1,500 more", "abroad") for match in search(client, q) if match["source"]]

    assert {match["kind"] for match in matches} == {"text", "passage"}
    for match in matches:
        text, snippet = texts[match["source"]], match["snippet"]
        assert text[snippet["start"] : snippet["end"]] == snippet["text"]
        assert snippet["highlights"]
        for mark in snippet["highlights"]:
            assert text[mark["start"] : mark["end"]] == mark["text"]
            assert snippet["start"] <= mark["start"] < mark["end"] <= snippet["end"]


def test_a_match_of_a_name_is_the_whole_answer(u, client):
    assert search(client, "국정원") == [
        {
            "kind": "name", "type": "actor", "slug": "agency", "url": "/api/v1/actors/agency/", "claim": None,
            "source": None,
            "snippet": {"start": 0, "end": 3, "text": "국정원",
                        "highlights": [{"start": 0, "end": 3, "text": "국정원"}]},
        }
    ]  # fmt: skip


def test_kind_source_and_claim_narrow_a_search(u, client):
    assert slugs(client, "soldiers", kind="proposition") == ["soldiers-left", "soldiers-planned"]
    assert slugs(client, "soldiers", kind__in="text", source="report-b") == ["report-b"]
    assert slugs(client, "soldiers", claim="soldiers-left", kind="passage") == [
        C1, C2, "soldiers-left--report-a--c3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "q", "expected"),
    [
        ("claims", "1,500", ["soldiers-left"]),
        ("claims", "leave", ["soldiers-planned"]),
        ("claims", "soldiers", ["soldiers-left", "soldiers-planned"]),
        ("sources", "silence", ["report-a"]),
        ("citations", "headline OR", []),
        ("citations", "abroad", [C2]),
        ("readings", "abroad", ["soldiers-left--report-a"]),
        ("actors", "agency", ["agency", "twin"]),
        ("briefings", "october", ["october-briefing"]),
        ("comparisons", "plans", ["left-refines-planned"]),
        ("judgements", "body", ["park-is-not-agency"]),
    ],
)
def test_q_narrows_each_list(u, ask, resource, q, expected):
    assert ask(resource, q=q) == expected


def test_pages_give_each_match_once_both_ways(u, client):
    whole = [match["slug"] for match in search(client, "soldiers")]
    url, pages = f"{URL}?q=soldiers&page_size=3&count=true", []
    while url:
        body = client.get(url).json()
        pages.append([match["slug"] for match in body["results"]])
        last, url = url, body["next"]

    assert [slug for page in pages for slug in page] == whole
    assert (body["count"], len(pages) > 1) == (len(whole), True)
    assert [m["slug"] for m in client.get(client.get(last).json()["previous"]).json()["results"]] == pages[-2]


@pytest.mark.parametrize(
    ("narrowed", "least"),
    [
        ({}, 40), ({"kind": "passage"}, 10), ({"kind__in": "name,proposition"}, 10), ({"source": "report-003"}, 5),
        ({"source": "report-003", "kind": "text"}, 1), ({"kind": "reason", "kind__in": "text"}, 0),
    ],
)  # fmt: skip
def test_as_many_are_counted_as_are_found(five_reports, db, client, narrowed, least):
    whole = len(search(client, "russian", **narrowed))

    counted = client.get(URL, {"q": "russian", "count": "true", "page_size": 1, **narrowed}).json()["count"]

    assert counted == whole
    assert least <= whole < 100, whole  # one page holds them


def test_a_cursor_is_good_for_its_search_only(u, client):
    cursor = client.get(f"{URL}?q=soldiers&page_size=1").json()["next"].split("cursor=")[1]

    assert client.get(f"{URL}?q=october&page_size=1&cursor={cursor}").status_code == 400


@pytest.mark.parametrize(("kinds", "expected"), [({}, 7), ({"kind": "passage"}, 2), ({"kind__in": "name,text"}, 3)])
def test_a_search_costs_a_statement_for_each_kind_and_one_for_the_page(u, client, kinds, expected):
    with CaptureQueriesContext(connection) as caught:
        search(client, "soldiers", **kinds)

    assert len(caught) == expected


def test_of_each_kind_the_matches_written_last_are_ranked(u, client, monkeypatch):
    everything = slugs(client, "soldiers")
    u.publish(u.more("claim"))
    monkeypatch.setattr("briefings.models.search.MOST_OF_A_KIND", 1)
    monkeypatch.setattr("briefings.api.search._NEWEST", Prepared(_newest))  # none of the statements made before

    found = search(client, "soldiers")

    assert len({match["kind"] for match in found}) == len(found) == 3 < len(everything)
    for match in found:
        newest = PublishedText.objects.filter(kind=match["kind"], words__contains="xsoldiers").latest("pk")
        assert match["slug"] == newest.slug


def test_the_order_of_a_search_is_that_of_how_often_and_how_long(u, client):
    sizes = {match["slug"]: match for match in search(client, "soldiers left")}
    order = list(sizes)

    assert order.index("soldiers-left") < order.index(TEXT)  # a line before a whole report


def test_among_equals_the_record_published_later_stands_first_and_keeps_its_place_when_revised(u, client):
    first, second = (
        u.publish(u.draft("claim", slug, {"proposition": f"Zebras {slug}.", "category": "deployment"}))[0]
        for slug in ("one", "two")
    )
    found = search(client, "zebras")
    assert [match["slug"] for match in found] == ["two", "one"]

    u.publish(u.edit(first, proposition="Zebras 1st."))
    u.publish(u.edit(second, proposition="Zebras 2nd."))
    u.publish(u.edit(first, proposition="Zebras 3rd."))

    assert [match["slug"] for match in search(client, "zebras")] == ["two", "one"]


def test_a_draft_is_never_found(u, client):
    for record_type in universe.TYPES:
        words = universe.another(record_type, "Zyzzyva words")
        u.submit(u.edit(universe.published(record_type), **words))
        u.edit(u.more(record_type), **words)

    assert slugs(client, "zyzzyva") == []


def test_what_is_withdrawn_is_found_no_more(u, client):
    withdrawals.withdraw(record=universe.published("judgement"), reason="An error.", by=u.reviewer)

    assert slugs(client, "body") == []


@pytest.mark.parametrize(
    ("access", "expected"), [("full", [C1, TEXT]), ("passages", [C1]), ("hash", [])]
)
def test_withheld_words_are_not_found(u, client, access, expected):
    if access != "full":
        u.publish(u.edit(universe.published("source"), text_access=access))

    assert slugs(client, '"had left"') == sorted(expected)
    assert slugs(client, "silence") == ([TEXT] if access == "full" else [])
    assert not PublishedText.objects.filter(source="report-a", text__contains="silence").exists() or access == "full"


def test_rebuild_makes_the_same_rows(u, client):
    columns = ("kind", "record_type", "slug", "claim", "source", "start", "text", "words")
    before = sorted(map(str, PublishedText.objects.values_list(*columns)))

    publication.rebuild()

    assert sorted(map(str, PublishedText.objects.values_list(*columns))) == before
    assert slugs(client, "octob*") == sorted([C1, TEXT, "october-briefing"])


# One list for both engines: who finds what in the five reports.
FOUND = [
    ("Zelensky", "name", ["volodymyr-zelensky"]),
    ("Zelenskiy", "name", ["volodymyr-zelensky"]),
    ('"spy agency"', "text", ["report-002"]),
    ('"fake news"', "text", ["report-004"]),
    ("Storm Corps", "text", ["report-002"]),
    ("family’s", "text", []),
    ("families", "text", ["report-000", "report-001", "report-002", "report-004"]),
    ("interpret*", "text", ["report-000", "report-001", "report-002", "report-003", "report-004"]),
    ('"North Koreans’ lack"', "text", ["report-003"]),
    ("North Koreans' lack of familiarity", "text", ["report-003"]),
    ('"expected to have occurred"', "text", ["report-002"]),
    ("600,000", "text", ["report-004"]),
    ("$2,000", "text", ["report-000", "report-003"]),
]


@pytest.mark.parametrize(("q", "kind", "expected"), FOUND)
def test_the_five_reports_are_searched_alike_on_both_engines(five_reports, db, client, q, kind, expected):
    assert sorted(set(slugs(client, q, kind=kind))) == expected
