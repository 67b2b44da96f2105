"""What scripts send by mistake and attackers on purpose: odd conditions, odd bodies, answers larger than questions."""

import pytest
from django.test import Client

from briefings.api.problems import HEAD, MOST, TAIL
from tests import universe
from tests.api.desk.conftest import DESK

CLAIM = "claims/soldiers-left/"
LARGE = "a" * 500_000


def code(response):
    return response.status_code, response.json()["code"]


@pytest.mark.parametrize("named", ['"8"', '"07"', "*", None])
def test_a_request_for_another_version_is_another_request(curator, named):
    """A script that sends a key again, on the version that it saw next, is not told of what it did to the first."""
    version = curator.get(CLAIM).json()["version"]
    assert curator.post(f"{CLAIM}revise/", {}, version, **{"Idempotency-Key": "one"}).status_code == 200

    headers = {"Idempotency-Key": "one", **({} if named is None else {"If-Match": named})}
    assert code(curator.post(f"{CLAIM}revise/", {}, **headers)) == (409, "idempotency_key_reused")
    again = curator.post(f"{CLAIM}revise/", {}, version, **{"Idempotency-Key": "one"})
    assert (again.status_code, again["Idempotency-Replayed"]) == (200, "true")


@pytest.mark.parametrize(
    ("path", "body"),
    [("batches/", {"title": "One"}), ("claims/", {"slug": "one", "facts": universe.FACTS["claim", "soldiers-left"]})],
)
def test_a_condition_on_what_has_no_version_does_not_hold(curator, path, body):
    assert code(curator.post(path, body, 1)) == (412, "precondition_failed")
    assert curator.post(path, body).status_code == 201


def test_a_condition_that_is_not_wanted_holds_all_the_same(u, curator):
    version = curator.get(CLAIM).json()["version"]

    assert code(curator.post(f"{CLAIM}assign/", {"to": None}, version + 1)) == (412, "stale")
    assert curator.post(f"{CLAIM}assign/", {"to": None}, version).status_code == 200


@pytest.mark.parametrize("named", ['"01"', '"007"', '"00"'])
def test_a_version_is_named_as_it_was_given(curator, named):
    assert code(curator.put(CLAIM, {"facts": {}}, **{"If-Match": named})) == (412, "precondition_failed")


def test_every_operation_of_the_document_takes_its_scope(u, curator, reviewer):
    """Reading takes either, writing one of them; an operation that is added is asked unasked."""
    document = Client().get("/api/desk/schema/?format=json").json()
    at = {"plural": "claims", "slug": "soldiers-left", "number": "1"}
    refused = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answers = [each.ask(method, path.format(**at).removeprefix(DESK), {}) for each in (curator, reviewer)]
            scoped = [code(each) == (403, "insufficient_scope") for each in answers if each.status_code >= 400]
            assert scoped.count(True) == (method != "get"), operation["operationId"]
            refused |= {operation["operationId"]} if method != "get" else set()
    assert len(refused) > 20


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_body_in_pieces_is_not_taken_for_an_empty_one(curator, method):
    """Django reads nothing where there is no Content-Length: a reason would be lost without a word."""
    path = f"{DESK}{CLAIM}" + ("discard/" if method == "POST" else "")
    headers = {"Authorization": f"Bearer {curator.key}", "If-Match": '"1"', "Transfer-Encoding": "chunked"}

    assert code(Client().generic(method, path, headers=headers)) == (411, "length_required")


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("claims/", {"slug": "one", "facts": {"proposition": "It left.", "category": LARGE}}, "/facts/category"),
        ("claims/", {"slug": "one", "facts": {"proposition": "It.", "category": "plan", "subject": LARGE}}, "/facts/s"),
        ("claims/", {"slug": "one", "facts": {LARGE: 1}}, "/facts/aaa"),
        ("claims/", {"slug": "one", "facts": {str(key): 1 for key in range(1000)}}, "/facts/0"),
        ("claims/", {"slug": "one", "facts": {str(key): 1 for key in range(1001)}}, "/facts"),
        ("claims/", {str(key): 1 for key in range(20_000)}, ""),
        ("actors/", {"slug": "one", "facts": {"kind": "person", "names": [{"x": 1}] * 1000}}, "/facts/names/0/"),
        ("batches/1/add/", {"records": [{"type": LARGE, "slug": "one"}]}, "/records/0/type"),
        ("batches/1/add/", {"records": [{"type": "claim", "slug": "A"}] * 10_001}, "/records"),
        ("batches/1/add/", {"records": [1] * 5000}, "/records/0"),
    ],
)  # fmt: skip
def test_a_refusal_is_short_whatever_was_asked(curator, path, body, pointer):
    response = curator.post(path, body)

    errors = response.json()["errors"]
    assert response.status_code == 400
    assert len(response.content) < 60_000 and len(errors) <= MOST
    assert errors[0]["pointer"].startswith(pointer) and len(errors[0]["pointer"]) < HEAD + TAIL + 100
    assert errors[0]["detail"]


@pytest.mark.parametrize(("key", "pointer"), [("a/b", "/facts/a~1b"), ("~", "/facts/~0"), ("~1", "/facts/~01")])
def test_a_pointer_escapes_what_json_pointers_do(curator, key, pointer):
    body = {"slug": "one", "facts": {"proposition": "It left.", "category": "plan", key: 1}}

    assert [each["pointer"] for each in curator.post("claims/", body).json()["errors"]] == [pointer]


def test_the_same_record_twice_in_a_batch_is_put_there_once(curator):
    """And one bad record of many leaves all of them where they were."""
    slug, facts = universe.MORE["claim"]
    curator.post("claims/", {"slug": slug, "facts": facts})
    number = curator.post("batches/", {"title": "One"}).json()["number"]
    key = {"type": "claim", "slug": slug}

    refused = curator.post(f"batches/{number}/add/", {"records": [key, {"type": "claim", "slug": "absent"}]})
    assert refused.status_code == 400 and "absent" in refused.json()["detail"]
    assert curator.get(f"batches/{number}/").json()["records"] == []
    shown = curator.post(f"batches/{number}/add/", {"records": [key, key]}).json()
    assert [each["slug"] for each in shown["records"]] == [slug]


@pytest.mark.parametrize(
    "extra",
    ["id", "pk", "state", "version", "edition", "batch_id", "updated_by", "created_by", "contributors", "published_at",
     "slug", "record_type", "facts_sha256", "steps", "approved_by"],
)  # fmt: skip
def test_nobody_assigns_what_the_workflow_assigns(curator, extra):
    """Neither beside the facts nor among them."""
    slug, facts = universe.MORE["claim"]
    curator.post("claims/", {"slug": slug, "facts": facts})
    before = curator.get(f"claims/{slug}/").content

    for body, pointer in (
        ({"facts": {**facts, extra: 1}}, f"/facts/{extra}"), ({"facts": facts, extra: 1}, f"/{extra}"),
    ):  # fmt: skip
        response = curator.put(f"claims/{slug}/", body, 1)
        assert [each["pointer"] for each in response.json()["errors"]] == [pointer]
    assert curator.get(f"claims/{slug}/").content == before
