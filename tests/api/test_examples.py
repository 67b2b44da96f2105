"""The examples in the OpenAPI document are what is answered over the five reports.

BRIEFINGS_WRITE_EXAMPLES=1 writes them.
"""

import json
import os
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from briefings.api import examples

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
IN_ONE = "?page_size=1&slug__in="
REQUESTS = {
    "root": "",
    "sources_list": "sources/?undated=true&fields=slug,title,publisher,counts",
    "sources_sourcing": "sources/report-003/sourcing/",
    "sources_detail": "sources/report-002/?fields=slug,title,dateline,published,publisher,agencies",
    "actors_list": f"actors/{IN_ONE}afp",
    "actors_detail": "actors/afp/",
    "actors_match": "actors/match/?name=Park+Seon-won",
    "briefings_list": f"briefings/{IN_ONE}austin-remarks-in-rome",
    "briefings_detail": "briefings/austin-remarks-in-rome/",
    "briefings_matrix": "briefings/budanov-remarks-2024-10-22/matrix/",
    "briefings_sourcing": "briefings/germany-statement-2024-10-23/sourcing/",
    "claims_list": "claims/?said_by=nis&amount__gte=10000&fields=slug,proposition,counts",
    "claims_detail": "claims/nk-under-un-sanctions/",
    "claims_sourcing": "claims/nk-average-salary/sourcing/",
    "claims_evidence": "claims/nk-under-un-sanctions/evidence/",
    "claims_discrepancies": "claims/nk-average-salary/discrepancies/",
    "readings_list": f"readings/{IN_ONE}families-isolated--report-003",
    "readings_detail": "readings/families-isolated--report-003/",
    "citations_list": f"citations/{IN_ONE}families-isolated--report-000--c1",
    "citations_detail": "citations/families-isolated--report-000--c1/",
    "comparisons_list": f"comparisons/{IN_ONE}thousands-more-is-10000-in-total",
    "comparisons_detail": "comparisons/thousands-more-is-10000-in-total/",
    "judgements_list": f"judgements/{IN_ONE}zelensky-is-zelenskiy",
    "judgements_detail": "judgements/zelensky-is-zelenskiy/",
    "discrepancies_list": "discrepancies/?page_size=1",
    "timeline_list": "timeline/?page_size=1",
    "changes_list": "changes/?page_size=1",
    "search_list": "search/?q=%22storm+corps%22&page_size=1",
}
EDITIONS = ("sources/report-002", "actors/afp", "briefings/austin-remarks-in-rome", "claims/nk-average-salary",
            "readings/families-isolated--report-003", "comparisons/thousands-more-is-10000-in-total",
            "judgements/zelensky-is-zelenskiy")  # fmt: skip
REQUESTS |= {f"{each.partition('/')[0]}_editions": f"{each}/editions/" for each in EDITIONS}
SHORTENED = {"claims_evidence", "sources_sourcing"}  # 40 KB and more, whatever is asked
# What another loading has otherwise: its instants, the hashes that cover them, cursors, places in the chain.
OF_A_LOADING = {"started_at", "published_at", "changed_at", "sha256", "hash", "previous_hash", "next", "sequence"}


def asked(client, address):
    """Return an answer as an example has it."""
    response = client.get(f"/api/v1/{address}", SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    media_type = response["Content-Type"].partition(";")[0]
    return {"request": f"GET /api/v1/{address}", "media_type": media_type, "value": response.json()}


def first_entries(value):
    """Return an answer with each of its lists cut after the first entry."""
    if isinstance(value, list):
        return [first_entries(part) for part in value[:1]]
    return {key: first_entries(part) for key, part in value.items()} if isinstance(value, dict) else value


def shortened(example):
    """Return an example of a long answer, which says that it is cut."""
    request = f"{example['request']} (each list cut after its first entry)"
    return {**example, "request": request, "value": first_entries(example["value"])}


def refused(operation, parameters):
    """Return the addresses that are refused, by status."""
    path = REQUESTS.get(operation, f"{operation.replace('_', '/absent/')}/").partition("?")[0]
    bad = {"page_size": "page_size=0", "as_of": "as_of=yesterday"}
    wrong = next((query for name, query in bad.items() if name in parameters), "colour=blue")
    first, _, rest = path.partition("/")
    absent = {"404": f"{first}/absent/{rest.partition('/')[2]}"} if "slug" in parameters else {}
    return {"400": f"{path}?{wrong}", **absent}


@pytest.fixture(scope="module")
def operations():
    """The parameters of each operation, by name."""
    document = yaml.load(DOCUMENT.read_text(), yaml.CSafeLoader)
    found = [operation for path in document["paths"].values() for operation in path.values()]
    return {each["operationId"]: [parameter["name"] for parameter in each["parameters"]] for each in found}


@pytest.fixture
def answered(five_reports, db, client, operations):
    """Every example as it is answered now."""
    asked_for = {name: asked(client, address) for name, address in REQUESTS.items()}
    right = {name: {"200": shortened(its) if name in SHORTENED else its} for name, its in asked_for.items()}
    wrong = {
        name: {status: asked(client, address) for status, address in refused(name, parameters).items()}
        for name, parameters in operations.items()
    }
    return {name: {**right.get(name, {}), **wrong[name]} for name in operations}


def without_a_loading(value):
    """Return an answer without what depends on when the reports were loaded."""
    if isinstance(value, list):
        return [without_a_loading(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {key: without_a_loading(part) for key, part in value.items() if key not in OF_A_LOADING}


def test_examples_are_what_is_answered(answered):
    if os.environ.get("BRIEFINGS_WRITE_EXAMPLES") == "1":
        examples.KEPT.write_text(json.dumps(answered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    assert without_a_loading(examples.kept()) == without_a_loading(answered)


def test_every_operation_has_examples_of_an_answer_and_of_its_refusals(operations):
    kept = examples.kept()

    assert all(
        {"200", "400"} | ({"404"} if "slug" in names else set()) <= kept[name].keys()
        for name, names in operations.items()
    )
    for name, by_status in kept.items():
        refusals = [(status, each["value"]["status"]) for status, each in by_status.items() if status != "200"]
        assert all(int(status) == told for status, told in refusals), name
