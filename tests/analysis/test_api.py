"""What is computed, as readers get it."""

import copy
import csv
import io
import json
from itertools import pairwise

import pytest
from django import urls
from django.db import connection
from django.test.utils import CaptureQueriesContext
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

import briefings.api.urls  # noqa: F401  registers what slugs look like
from briefings.analysis import matrix
from briefings.api import matrices
from briefings.inquiry import dates_in_order
from briefings.models import PublishedCitation
from briefings.text.regions import COUNTED

CLAIM, BRIEFING = "nk-troops-in-russia", "nis-briefing-2024-10-23"
LATER = ("report-000", "report-001", "report-003")
ANSWERS = {
    f"claims/{CLAIM}/sourcing/": "SourcingDocument",
    "claims/treaty-provides-military-aid/sourcing/": "SourcingDocument",
    "claims/instructors-praise-fitness-and-morale/sourcing/": "SourcingDocument",
    f"claims/{CLAIM}/discrepancies/": "ClaimDiscrepancies",
    "claims/new-figure-multiple-of-previous-estimate/discrepancies/": "ClaimDiscrepancies",
    f"claims/{CLAIM}/evidence/": "EvidenceDocument",
    f"briefings/{BRIEFING}/sourcing/": "ManyDocument",
    "sources/report-002/sourcing/": "ManyDocument",
    f"briefings/{BRIEFING}/matrix/": "MatrixDocument",
    "discrepancies/?page_size=100": "DiscrepancyPage",
    "timeline/?page_size=100": "TimelinePage",
}


@pytest.fixture
def get(five_reports, db, client):
    """Return a function that gives the answer at an address."""

    def ask(path, **parameters):
        response = client.get(f"/api/v1/{path}", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return ask


def closed(value):
    """Return a schema in which every mapping with properties refuses others."""
    if isinstance(value, list):
        return [closed(part) for part in value]
    if not isinstance(value, dict):
        return value
    shut = {key: closed(part) for key, part in value.items()}
    return {**shut, "additionalProperties": False} if isinstance(value.get("properties"), dict) else shut


@pytest.fixture(scope="module")
def schema():
    """The schema of these addresses. Whatever the generator warns of fails."""
    generator = SchemaGenerator(patterns=[urls.path("api/v1/", urls.include("briefings.api.analysis_urls"))])
    found = generator.get_schema(public=True)
    assert not GENERATOR_STATS, GENERATOR_STATS.emit_summary()
    return json.loads(json.dumps(found, default=str))


@pytest.mark.parametrize(("path", "name"), ANSWERS.items())
@pytest.mark.parametrize("known_by", [None, "2024-10-26"])
def test_answer_is_as_declared(get, schema, path, name, known_by):
    body = get(path if known_by is None else f"{path}{'&' if '?' in path else '?'}known_by={known_by}")
    whole = {"$ref": f"#/components/schemas/{name}", "components": closed(copy.deepcopy(schema["components"]))}
    faults = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in Draft202012Validator(whole).iter_errors(body)
    ]

    assert faults == []


def test_candidates_for_a_name_are_as_declared(get, schema):
    body = get("actors/match/", name="Pak Son-won")
    whole = {"$ref": "#/components/schemas/MatchesDocument", "components": closed(copy.deepcopy(schema["components"]))}

    assert [error.message[:200] for error in Draft202012Validator(whole).iter_errors(body)] == []


@pytest.mark.parametrize("path", ANSWERS)
def test_nothing_later_leaks_into_what_was_known(get, path):
    if path.startswith("sources/"):
        path = "sources/report-004/sourcing/"
    text = json.dumps(get(f"{path}{'&' if '?' in path else '?'}known_by=2024-10-26"))

    assert [later for later in LATER if later in text] == []


def test_three_thousand_has_one_origin_and_the_answer_holds_its_passages(get):
    found = get("claims/nk-troops-sent-so-far/sourcing/")

    assert found["verdict"] == "single_origin"
    words = {passage["slug"]: passage["exact"] for passage in found["passages"]}
    cited = found["origins_named"]["origins"][0]["citations"]
    assert len(cited) == 9
    assert all(words[slug] for slug in cited)
    assert found["undated"] == ["report-000", "report-001", "report-003"]


def test_briefing_rests_on_its_presenter(get):
    found = get(f"briefings/{BRIEFING}/sourcing/")

    assert len(found["claims"]) == 41
    assert [each["body"]["slug"] for each in found["bottlenecks"]] == ["nis"]
    assert found["is_complete"] is True


def test_source_shows_from_whom_it_has_what_it_says(get):
    found = get("sources/report-001/sourcing/")

    graph = {slug for edge in found["edges"] for slug in edge["citations"]}
    assert {each["source"] for each in found["passages"] if each["slug"] in graph} == {"report-001"}
    assert "source report-001" in {node["id"] for node in found["nodes"]}


def test_known_by_before_everything_leaves_nothing(get):
    found = get(f"claims/{CLAIM}/sourcing/", known_by="2024-10-01")

    assert (found["origins_named"]["max"], found["chains"], found["undated"]) == (0, [], [])


def all_rows(get, path, **parameters):
    """Return the rows of all pages, and the number of pages."""
    rows, pages = [], 0
    answer = get(path, **parameters)
    while True:
        pages += 1
        rows += answer["results"]
        if answer["next"] is None:
            return rows, pages
        answer = get(answer["next"].split("/api/v1/")[1])


@pytest.mark.parametrize("path", ["discrepancies/", "timeline/"])
def test_small_pages_give_the_same_rows_as_large_ones(get, path):
    large, _ = all_rows(get, path, page_size=100)
    small, pages = all_rows(get, path, page_size=7)
    key = "slug" if path == "discrepancies/" else "id"

    assert [row[key] for row in small] == [row[key] for row in large]
    assert len({row[key] for row in large}) == len(large)
    assert pages >= len(large) // 7


def test_discrepancies_of_all_claims_are_those_of_each(get):
    rows, _ = all_rows(get, "discrepancies/", page_size=100)
    own = get(f"claims/{CLAIM}/discrepancies/")["discrepancies"]

    listed = [row["slug"] for row in rows if CLAIM in row["claims"]]
    assert listed == [row["slug"] for row in own if row["kind"] != "name"]


@pytest.mark.parametrize(
    ("parameters", "slugs"),
    [
        ({"kind": "scope"}, ["planned-total-multiple-of-previous-estimates:scope:double-of-10000-or-of-3000"]),
        ({"kind": "name"}, ["name:lee-seong-kweun", "name:park-sun-won", "name:volodymyr-zelensky"]),
        ({"kind": "name", "source": "report-002", "claim": CLAIM}, []),
        (
            {"severity": "contradiction", "field": "value"},
            [
                "nk-troops-planned-total:value", "nk-troops-planned-total:within_source:report-001:value",
                "nk-troops-sent-so-far:value",
            ],
        ),
        ({"claim": "nk-troops-sent-so-far", "kind__in": "value,precision"}, [
            "nk-troops-sent-so-far:value", "nk-troops-sent-so-far:precision",
        ]),
        ({"severity": "ambiguity", "source": "report-003"}, ["instructors-see-lack-of-modern-warfare:attribution:end"]),
        ({"briefing": "austin-remarks-in-rome", "kind": "polarity"}, [
            "nk-troops-in-russia:polarity", "nk-troops-in-russia:polarity:united-states",
            "nk-troops-in-russia:polarity:north-korea", "nk-troops-in-russia:polarity:russia",
        ]),
    ],
)  # fmt: skip
def test_discrepancies_are_filtered(get, parameters, slugs):
    rows, _ = all_rows(get, "discrepancies/", page_size=100, **parameters)

    assert sorted(row["slug"] for row in rows) == sorted(slugs)


def test_matrix_has_every_cell_in_both_formats(get, client):
    found = get(f"briefings/{BRIEFING}/matrix/")
    text = client.get(f"/api/v1/briefings/{BRIEFING}/matrix/?format=csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))

    assert len(found["claims"]) == 41
    assert {len(row["cells"]) for row in found["claims"]} == {5}
    assert tuple(rows[0]) == matrix.COLUMNS
    cells = {(row["claim"], row["source"]) for row in rows}
    assert cells == {(row["claim"]["slug"], source) for row in found["claims"] for source in row["cells"]}


def test_matrix_that_is_not_whole_says_so_in_both_formats(get, client, monkeypatch):
    def named():
        answer = client.get(f"/api/v1/briefings/{BRIEFING}/matrix/?format=csv")
        return answer.headers["Content-Disposition"].partition("=")[2]

    assert named() == f'"{BRIEFING}-matrix.csv"'
    monkeypatch.setattr(matrices, "MOST_CLAIMS", 40)
    found = get(f"briefings/{BRIEFING}/matrix/")
    assert (len(found["claims"]), found["is_complete"]) == (40, False)
    assert named() == f'"{BRIEFING}-matrix-first-40-claims.csv"'


def test_timeline_is_in_an_order_that_breaks_nothing(get):
    rows, _ = all_rows(get, "timeline/", page_size=100)

    assert {row["kind"] for row in rows} == {"event", "utterance"}
    for earlier, later in pairwise(rows):
        assert not (later["latest"] and earlier["earliest"] and later["latest"] < earlier["earliest"])


@pytest.mark.sqlite
def test_dates_with_an_open_start_are_read_in_the_order_of_an_index(db):
    rows = PublishedCitation.objects.filter(has_when=True, region__in=COUNTED)
    with CaptureQueriesContext(connection) as caught:
        dates_in_order._in_order(rows, dates_in_order.START, 26, "body")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {caught[0]['sql']}")
        plan = " ".join(row[3] for row in cursor.fetchall())

    assert "earliest" in caught[0]["sql"]
    assert "published_citation_in_order" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("parameters", "ids"),
    [
        ({"claim": "first-contingent-sent", "kind": "event"}, [
            "first-contingent-sent--report-000--c1", "first-contingent-sent--report-001--c1",
        ]),
        ({"kind": "utterance", "when__overlaps": "2024-10-14"}, ["nis-statement-on-large-scale-deployment"]),
        ({"kind": "utterance", "category": "deployment"}, []),
    ],
)  # fmt: skip
def test_timeline_is_filtered(get, parameters, ids):
    assert [row["id"] for row in get("timeline/", **parameters)["results"]] == ids


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("claims/no-such-claim/sourcing/", 404),
        (f"claims/{CLAIM}/sourcing/?known_by=yesterday", 400),
        (f"claims/{CLAIM}/sourcing/?knownby=2024-10-23", 400),
        ("discrepancies/?kind=colour", 400),
        ("discrepancies/?claim=no-such-claim", 400),
        ("discrepancies/?cursor=made-up", 400),
        ("timeline/?when__overlaps=soon", 400),
        (f"briefings/{BRIEFING}/matrix/?format=xml", 400),
    ],
)
def test_refusals(five_reports, db, client, path, status):
    response = client.get(f"/api/v1/{path}")

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"


def test_answer_that_is_held_is_not_sent_again(five_reports, db, client):
    path = f"/api/v1/claims/{CLAIM}/sourcing/"
    etag = client.get(path)["ETag"]

    assert client.get(path, HTTP_IF_NONE_MATCH=etag).status_code == 304


@pytest.mark.parametrize("path", ANSWERS)
@pytest.mark.parametrize("known_by", ["", "2024-10-26"])
def test_queries_are_bounded(five_reports, db, client, path, known_by):
    asked = path + (("&" if "?" in path else "?") + f"known_by={known_by}" if known_by else "")
    with CaptureQueriesContext(connection) as caught:
        client.get(f"/api/v1/{asked}")

    # A dozen for each chunk of 50 claims; spellings, a query an actor and four for each chunk of ten; on an evidence
    # card two for the editions of each type.
    most = 60 if path.startswith("discrepancies") else 30 if path.endswith("evidence/") else 14
    assert len(caught) <= most, [query["sql"][:90] for query in caught]
