"""The desk's own OpenAPI document."""

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from briefings.api.desk import batches, steps, urls
from tests.api.desk.conftest import DESK


@pytest.fixture
def schema(db, client):
    """The document as it is served; no token is wanted for it."""
    return yaml.safe_load(client.get("/api/desk/schema/").content)


def test_it_is_openapi_3_1_and_describes_the_desk_alone(schema):
    OpenAPIV31SpecValidator(schema).validate()
    assert schema["openapi"] == "3.1.0"
    assert all(path.startswith(DESK) for path in schema["paths"])
    assert len(schema["paths"]) == len(urls.urlpatterns) == 4 + len(steps.STEPS) + len(batches.STEPS)


def test_every_operation_says_who_may_and_what_is_refused(schema):
    names = []
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            names.append(operation["operationId"])
            assert operation["summary"] and operation["description"], path
            assert operation["security"] == [{"token": []}], path
            assert {"401", "403", "404"} <= set(operation["responses"]), path
            headers = {each["name"] for each in operation.get("parameters", []) if each["in"] == "header"}
            assert ("Idempotency-Key" in headers) == (method == "post"), path
    assert len(names) == len(set(names))


def test_bodies_are_described(schema):
    approve = schema["paths"][f"{DESK}{{plural}}/{{slug}}/approve/"]["post"]
    shape = schema["components"]["schemas"]["ApprovedRequest"]

    content = approve["requestBody"]["content"]["application/json"]
    assert content["schema"] == {"$ref": "#/components/schemas/ApprovedRequest"}
    assert shape["required"] == ["facts_sha256", "version"]
