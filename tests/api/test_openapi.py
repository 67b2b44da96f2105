"""The schema says what is served: no more, no less, and nothing of the desk."""

import copy
import io
import json
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from briefings.api import shaping
from briefings.api.schemas.shown import WITHHELD
from briefings.models import Document, PublishedCitation
from briefings.rendering import veil
from tests import universe
from tests.api.conftest import LISTS

SNAPSHOT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
JSON = "application/json"
PROBLEM = "application/problem+json"
COMPUTED = (  # below the address of the record that they are about
    "claims/{slug}/sourcing/", "claims/{slug}/discrepancies/", "briefings/{slug}/sourcing/", "sources/{slug}/sourcing/",
    "briefings/{slug}/matrix/", "claims/{slug}/evidence/",
)  # fmt: skip


@pytest.fixture(scope="module")
def schema():
    """The schema as it is now. Any warning of the generator fails."""
    out = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    return yaml.safe_load(out.getvalue())


def closed(value):
    """Return a schema in which every mapping refuses keys that it does not declare."""
    if isinstance(value, list):
        return [closed(part) for part in value]
    if not isinstance(value, dict):
        return value
    shut = {key: closed(part) for key, part in value.items()}
    return {**shut, "additionalProperties": False} if isinstance(value.get("properties"), dict) else shut


def validator(schema, name):
    whole = {"$ref": f"#/components/schemas/{name}", "components": closed(copy.deepcopy(schema["components"]))}
    return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)


def faults(schema, name, body):
    """Return what is wrong with a body, by the schema of that name."""
    found = validator(schema, name).iter_errors(json.loads(bytes(body)))
    return [f"{name} {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


def all_faults(schema):
    """Return what is wrong with any document that is served now, and how many there are."""
    found, seen = [], 0
    for record_type, body in Document.objects.filter(kind="published").values_list("record_type", "body"):
        seen += 1
        found += faults(schema, f"{record_type.capitalize()}Document", body)
    for body in PublishedCitation.objects.values_list("body", flat=True):
        seen += 1
        found += faults(schema, "CitationDocument", body)
    return found, seen


def test_the_snapshot_is_what_make_openapi_writes(schema):
    assert yaml.safe_load(SNAPSHOT.read_text()) == schema, "run make openapi, and read the difference"


def test_the_schema_is_openapi_3_1(schema):
    assert schema["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(schema).validate()


def test_it_describes_the_public_side_only(schema):
    paths = {f"/api/v1/{name}/" for name in LISTS}
    details = {f"{path}{{slug}}/" for path in paths}
    editions = {f"{path}editions/" for path in details if "citations" not in path}
    names = ("", "search/", "changes/", "discrepancies/", "timeline/", "actors/match/")
    others = {f"/api/v1/{name}" for name in names}
    computed = {f"/api/v1/{name}" for name in COMPUTED}
    assert set(schema["paths"]) == {*others, *computed, *paths, *details, *editions}
    assert all(set(operations) == {"get"} for operations in schema["paths"].values())
    told = json.dumps(schema).lower()
    for word in ("draft", "in_review", "/desk", "password", "batch", "username"):
        assert word not in told, word


def besides(path):
    """Return the media types that an address answers with besides JSON of its schema."""
    for end, media in {"/matrix/": "text/csv", "/evidence/": "text/html"}.items():
        if path.endswith(end):
            return {media}
    resource, _, rest = path.removeprefix("/api/v1/").partition("/")
    if resource not in LISTS or rest not in ("", "{slug}/"):
        return set()
    return {shaping.MEDIA_TYPE} | (set() if rest else {"text/csv", "application/x-ndjson"})


def test_every_operation_says_all_there_is_to_say(schema):
    for path, operations in schema["paths"].items():
        operation = operations["get"]
        kind = "detail" if "{slug}" in path else "list"
        assert operation["summary"] and operation["description"] and operation["operationId"], path
        assert all(parameter["description"] for parameter in operation["parameters"]), path
        expected = {"200", "304", "400", "503"} | ({"404", "410"} if kind == "detail" else set())
        assert set(operation["responses"]) == expected | ({"308"} if path.endswith("actors/{slug}/") else set()), path
        for status, response in operation["responses"].items():
            media = {"200": {JSON, *besides(path)}, "304": set(), "308": {JSON}}.get(status, {PROBLEM})
            assert set(response.get("content", {})) == media, (path, status)
            assert response["description"], (path, status)


def test_every_property_of_a_document_is_described(schema):
    bare = [
        f"{name}.{key}"
        for name, component in schema["components"]["schemas"].items()
        for key, value in component["properties"].items()
        if not value.get("description")
    ]
    assert bare == []


def test_parameters_are_those_that_are_read(schema):
    for name, view in LISTS.items():
        declared = schema["paths"][f"/api/v1/{name}/"]["get"]["parameters"]
        assert [each["name"] for each in declared if each["in"] == "query"] == list(view.query_parameters())


def test_the_universe_is_served_as_declared(u, schema):
    found, seen = all_faults(schema)

    assert found == []
    assert seen > len(universe.PUBLISHED)


@pytest.mark.parametrize("access", ["passages", "hash"])
def test_what_text_access_withholds_is_declared_too(u, schema, access):
    u.publish(u.edit(universe.published("source"), text_access=access))

    assert all_faults(schema)[0] == []


def test_the_five_reports_are_served_as_declared(five_reports, db, schema):
    found, seen = all_faults(schema)

    assert found == []
    assert seen > 500


@pytest.mark.parametrize("resource", LISTS)
def test_pages_are_as_declared(u, client, schema, resource):
    name = f"{resource.removesuffix('s').capitalize()}Page"
    first = client.get(f"/api/v1/{resource}/?page_size=1&count=true")

    assert faults(schema, name, first.content) == []
    if url := first.json()["next"]:
        assert faults(schema, name, client.get(url).content) == []


def test_searches_editions_and_facets_are_as_declared(u, client, schema):
    assert faults(schema, "SearchPage", client.get("/api/v1/search/?q=soldiers&count=true&page_size=2").content) == []
    assert faults(schema, "EditionList", client.get("/api/v1/claims/soldiers-left/editions/").content) == []
    assert faults(schema, "ClaimPage", client.get("/api/v1/claims/?facets=holder,sources,end").content) == []
    assert faults(schema, "ClaimDocument", client.get("/api/v1/claims/soldiers-left/?as_of=2999").content) == []


def test_refusals_are_as_declared(u, client, schema):
    u.merge("twin", into="agency")

    assert faults(schema, "Root", client.get("/api/v1/").content) == []
    assert faults(schema, "Merged", client.get("/api/v1/actors/twin/").content) == []
    for path in ("claims/absent/", "claims/?categry=1", "claims/?category=x", "claims/?cursor=x", "nowhere/"):
        assert faults(schema, "Problem", client.get(f"/api/v1/{path}").content) == []


def test_what_may_be_withheld_is_what_rendering_withholds():
    assert WITHHELD == veil._WORDS | veil._AROUND


def test_the_schema_is_served(db, client, schema):
    response = client.get("/api/schema/")

    assert response.status_code == 200
    assert yaml.safe_load(response.content) == schema


@pytest.mark.parametrize("path", ["/api/schema/", "/api/desk/schema/", "/api/docs/"])
def test_whoever_accepts_nothing_that_there_is_gets_the_first_of_it(db, client, path):
    responses = [client.get(path, headers={"Accept": accept}) for accept in ("image/png", "text/csv;q=0.5", "nonsense")]

    assert [response.status_code for response in responses] == [200, 200, 200]
    assert {response.content for response in responses} == {client.get(path).content}


def test_no_parameter_has_an_example_that_the_documentation_page_would_send(schema):
    """Swagger UI fills examples in as values, so that “Try it out” would ask a narrower question than its reader."""
    parameters = [each["get"].get("parameters") for each in schema["paths"].values()]
    assert '"example' not in json.dumps(parameters)
