"""CSV and NDJSON: all that matches, character for character, a few rows at a time."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.api import exports
from briefings.exchange import columns, formulas
from tests import universe
from tests.api.conftest import LISTS

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()


def got(client, path, **parameters):
    response = client.get(f"/api/v1/{path}/", parameters)
    assert response.status_code == 200, response.content
    return response, response.getvalue()


def table(client, resource, **parameters):
    _, content = got(client, resource, format="csv", **parameters)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.mark.parametrize("resource", LISTS)
def test_ndjson_is_every_document_as_it_is_served(u, client, resource):
    response, content = got(client, resource, format="ndjson")

    page = client.get(f"/api/v1/{resource}/?page_size=100").json()
    assert [json.loads(line) for line in content.split(b"\n")[:-1]] == page["results"]
    assert response["Content-Type"] == "application/x-ndjson"
    assert response["Content-Disposition"] == f'attachment; filename="{resource}.ndjson"'


@pytest.mark.parametrize("resource", LISTS)
def test_csv_has_its_columns_and_a_line_for_each_record(u, client, resource):
    rows = table(client, resource)

    page = client.get(f"/api/v1/{resource}/?page_size=100").json()
    assert list(rows[0]) == [column.name for column in columns.COLUMNS[resource]]
    assert [row["slug"] for row in rows] == [each["slug"] for each in page["results"]]


def test_filters_ordering_and_shape_hold_for_exports(u, client):
    assert [row["slug"] for row in table(client, "claims", ordering="-slug", amount__gte=1)] == [
        "soldiers-planned", "soldiers-left",
    ]  # fmt: skip
    assert got(client, "claims", format="ndjson", fields="slug", category="plan")[1] == b'{"slug":"soldiers-planned"}\n'
    assert got(client, "claims", format="ndjson", category="sanctions")[1] == b""


def test_a_citation_is_one_line_with_its_chains_flat(u, client):
    row = table(client, "citations", claim="soldiers-left", amount__gte=100)[0]

    assert row["exact"] == "1,500\u00a0more soldiers had left \u200fin October"
    assert universe.TEXT_A[int(row["start"]) : int(row["end"])] == row["exact"]
    assert (row["relayers"], row["originators"], row["occasions"], row["ends"]) == (
        "park", "agency", "october-briefing", "originator",
    )  # fmt: skip
    assert row["chains"] == "park (relayer) < agency (originator)"
    assert (row["amount_min"], row["amount_max"], row["when_edtf"]) == ("1500", "1500", "2024-10")
    assert row["counted"] == "true"


def test_every_character_comes_back(u, client):
    words = '=1+1, "quoted"\nnext line\r\n\u00a0 ; | 국정원 \U0001fa96 é'
    u.publish(u.edit(universe.published("comparison"), reason=words))

    assert table(client, "comparisons")[0]["reason"] == words
    (line,) = got(client, "comparisons", format="ndjson")[1].split(b"\n")[:-1]
    assert json.loads(line)["reason"] == words


def test_every_character_of_a_report_comes_back(u, client):
    words = "=one\u2028two\u2029\x85\x0b\x0c\x1c \u202ethree\u202c\r\n\ufeff\u200bfour"
    facts = {"kind": "post", "received_at": universe.RECEIVED, "title": words}
    u.publish(u.draft("source", "report-of-marks", facts, text=f"{words} and more"))

    (row,) = (each for each in table(client, "sources") if each["slug"] == "report-of-marks")
    assert row["title"] == words
    lines = got(client, "sources", format="ndjson")[1].split(b"\n")[:-1]
    assert words in [json.loads(line)["title"] for line in lines]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("+x", "'+x"), ("-x", "'-x"), ("\tx", "'\tx"), ("-1.5", "-1.5"), ("a=1", "a=1")],
)
def test_formula_safe_puts_an_apostrophe_before_what_is_no_number(cell, safe):
    assert formulas.guard(cell) == safe


def test_formula_safe_and_bom_are_given_on_request(u, client):
    u.publish(u.edit(universe.published("comparison"), reason="=1+1"))

    assert table(client, "comparisons")[0]["reason"] == "=1+1"
    _, content = got(client, "comparisons", format="csv", formula_safe=1, bom=1)
    assert content.startswith(b"\xef\xbb\xbfslug,url,")
    assert b",'=1+1," in content
    assert content.endswith(b"\r\n")


def test_a_stream_takes_a_statement_for_each_chunk(u, client, monkeypatch):
    monkeypatch.setattr(exports, "CHUNK", 2)
    with CaptureQueriesContext(connection) as caught:
        rows = table(client, "actors")

    assert [row["slug"] for row in rows] == ["agency", "assembly", "park", "seoul", "twin", "wire"]
    assert len(caught) == 5  # the version of the documents; three chunks; one that finds no more


@pytest.mark.parametrize("ordering", ["published", "-published", "changed", "-slug"])
def test_chunks_miss_nothing_in_any_ordering(u, client, monkeypatch, ask, ordering):
    monkeypatch.setattr(exports, "CHUNK", 1)

    assert [row["slug"] for row in table(client, "sources", ordering=ordering)] == ask("sources", ordering=ordering)


def test_head_has_the_headers_and_reads_no_rows(u, client):
    with CaptureQueriesContext(connection) as caught:
        response = client.head("/api/v1/claims/?format=csv")

    assert (response.status_code, b"".join(response.streaming_content), len(caught)) == (200, b"", 1)
    assert "Content-Length" not in response  # 0 is not what GET has
    assert response["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("resource", ["claims", "readings", "citations"])
def test_the_guide_names_every_column(resource):
    told = re.search(rf"^\| `{resource}` \| (.*) \|$", GUIDE, re.MULTILINE)

    assert told, resource
    assert re.findall(r"`(\w+)`", told.group(1)) == [column.name for column in columns.COLUMNS[resource]]
