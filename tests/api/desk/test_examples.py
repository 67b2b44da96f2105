"""The examples in the desk's OpenAPI document are what is answered over the five reports, played in one go.

BRIEFINGS_WRITE_EXAMPLES=1 writes them.
"""

import json
import os
import re

import jsonschema
import pytest
import yaml
from django.test import Client

from briefings.api import examples
from tests import universe
from tests.api.desk.conftest import DESK, Desk

DENIAL = {"proposition": "North Korea denies it.", "category": "response"}
REFUTED = {**DENIAL, "proposition": "North Korea denies that it has sent troops."}
CLAIM, OTHER, BODY = "claims/north-korea-denies/", "claims/north-korea-confirms/", "actors/nk-foreign-ministry/"
RECORD, SPARE = {"type": "claim", "slug": "north-korea-confirms"}, {"type": "claim", "slug": "north-korea-is-silent"}
# What another playing has otherwise: its instants, the hashes that cover them, and the numbers of batches.
OF_A_PLAYING = {"changed_at", "created_at", "closed_at", "updated_at", "at", "number", "batch"}


REFUSED = {
    "desk_records_create": {"400", "403", "409"},
    "desk_record_edit": {"400", "403", "404", "412", "428"},
    **{f"desk_record_{name}": {"404", "409", "412"} for name in ("submit", "revise", "withdraw")},
    "desk_record_recall": {"409"},
    **{f"desk_{name}": {"400", "403", "409"} for name in ("record_return", "record_approve", "batch_return")},
    "desk_batches_open": {"400", "403"},
    "desk_batch_add": {"400", "403", "404"},
    "desk_batch_submit": {"403", "404", "409"},
    "desk_batch_approve": {"400", "403", "404", "409"},
}


class Play:
    """Requests in the order in which they are sent, with what was answered to the first of each kind."""

    def __init__(self, operations):
        self.operations = operations
        self.found = {name: {} for name in operations.values()}

    def ask(self, desk, method, path, body=None, version=None):
        """Send a request and keep it with its answer."""
        sent = {} if method == "post" and body is None else body
        response = desk.ask(method, path, sent, version)
        answer = {
            "request": f"{method.upper()} {DESK}{path}",
            **({"if_match": f'"{version}"'} if version is not None else {}),
            **({"body": body} if body is not None else {}),
            "media_type": response["Content-Type"].partition(";")[0],
            "value": response.json(),
        }
        self.found[self.operation(method, path)].setdefault(str(response.status_code), answer)
        return response.json()

    def operation(self, method, path):
        """Return what an address is called in the document."""
        bare = path.partition("?")[0]
        names = [name for (of, wanted), name in self.operations.items() if of == method and wanted.fullmatch(bare)]
        return names[0]


@pytest.fixture(scope="module")
def document(django_db_blocker):
    """The desk's document as it is served."""
    with django_db_blocker.unblock():
        return yaml.load(Client().get("/api/desk/schema/").content, yaml.CSafeLoader)


@pytest.fixture(scope="module")
def operations(document):
    """What each operation is called, by method and address; fixed addresses before those that hold a name."""
    paths = sorted(document["paths"].items(), key=lambda each: each[0].count("{plural}"))
    return {
        (method, re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path.removeprefix(DESK))))): each["operationId"]
        for path, several in paths for method, each in several.items()
    }  # fmt: skip


@pytest.fixture(scope="module")
def shown(document):
    """The examples of the document, by operation: status, schema and value of each."""
    return {
        operation["operationId"]: [
            (status, content["schema"], content["examples"]["five_reports"]["value"])
            for status, response in operation["responses"].items()
            for content in response["content"].values() if "examples" in content
        ]
        for several in document["paths"].values() for operation in several.values()
    }  # fmt: skip


@pytest.fixture
def answered(five_reports, db, operations):
    """Every example as it is answered now."""
    play, people = Play(operations), universe.people()
    curator, reviewer = Desk(people.curator, people.chief, "curate"), Desk(people.reviewer, people.chief, "review")
    write_a_claim(play, curator, reviewer)
    withdraw_it(play, curator, reviewer)
    bring_a_batch(play, curator, reviewer)
    merge_actors(play, curator, reviewer)
    return {name: by_status for name, by_status in play.found.items() if by_status}


def version(desk, path):
    return desk.get(path).json()["version"]


def seen(desk, path):
    shown = desk.get(path).json()
    return {"version": shown["version"], "facts_sha256": shown["facts_sha256"]}


def step(play, desk, path, name, body=None):
    """Take a step on the version that stands now."""
    return play.ask(desk, "post", f"{path}{name}/", body, version(desk, path))


def write_a_claim(play, curator, reviewer):
    """Begin a claim, edit, submit, recall, return and approve it, and all that is refused meanwhile."""
    begun = {"slug": "north-korea-denies", "facts": DENIAL}
    play.ask(curator, "post", "claims/", {**begun, "facts": {**DENIAL, "category": "denial"}})
    play.ask(reviewer, "post", "claims/", begun)
    play.ask(curator, "post", "claims/", begun)
    play.ask(curator, "post", "claims/", begun)
    play.ask(curator, "get", "claims/?state=draft&page_size=1")
    play.ask(curator, "get", "claims/?state=drafted")
    play.ask(curator, "get", CLAIM)
    play.ask(curator, "get", "claims/absent/")
    play.ask(curator, "put", CLAIM, {"facts": {**REFUTED, "propositions": "It denies."}}, 1)
    play.ask(curator, "put", CLAIM, {"facts": REFUTED})
    play.ask(reviewer, "put", CLAIM, {"facts": REFUTED}, 1)
    play.ask(curator, "put", CLAIM, {"facts": REFUTED}, 1)
    play.ask(curator, "put", CLAIM, {"facts": DENIAL}, 1)
    play.ask(curator, "put", "claims/absent/", {"facts": REFUTED}, 1)
    play.ask(curator, "post", f"{CLAIM}assign/", {"to": "desk-curator"})
    play.ask(curator, "post", f"{CLAIM}submit/", None, 1)
    step(play, curator, CLAIM, "submit")
    step(play, curator, CLAIM, "submit")
    play.ask(curator, "post", f"{CLAIM}submit/", None)
    play.ask(curator, "post", "claims/absent/submit/", None, 1)
    step(play, curator, CLAIM, "recall")
    step(play, curator, CLAIM, "recall")
    step(play, curator, CLAIM, "submit")
    step(play, reviewer, CLAIM, "return", {})
    step(play, curator, CLAIM, "return", {"reason": "Say what it denies."})
    step(play, reviewer, CLAIM, "return", {"reason": "Say what it denies."})
    step(play, reviewer, CLAIM, "return", {"reason": "Say what it denies."})
    step(play, curator, CLAIM, "submit")
    right = seen(reviewer, CLAIM)
    play.ask(reviewer, "post", f"{CLAIM}approve/", {"version": right["version"]})
    play.ask(curator, "post", f"{CLAIM}approve/", right)
    play.ask(reviewer, "post", f"{CLAIM}approve/", {**right, "version": 1})
    play.ask(reviewer, "post", "claims/absent/approve/", right)
    play.ask(reviewer, "post", f"{CLAIM}approve/", right)


def withdraw_it(play, curator, reviewer):
    """Revise the claim, discard that, withdraw it and take it up again."""
    play.ask(curator, "post", f"{CLAIM}revise/", None, 1)
    play.ask(curator, "post", "claims/absent/revise/", None, 1)
    step(play, reviewer, CLAIM, "revise")
    step(play, curator, CLAIM, "revise")
    step(play, curator, CLAIM, "revise")
    step(play, curator, CLAIM, "restore", {"number": 1})
    step(play, curator, CLAIM, "discard", {"reason": "Nothing new."})
    play.ask(reviewer, "get", f"{CLAIM}withdraw/")
    step(play, reviewer, CLAIM, "withdraw", {})
    step(play, curator, CLAIM, "withdraw", {"reason": "It was said of another."})
    play.ask(reviewer, "post", f"{CLAIM}withdraw/", {"reason": "It was said of another."}, 1)
    play.ask(reviewer, "post", "claims/absent/withdraw/", {"reason": "It was said of another."}, 1)
    step(play, reviewer, CLAIM, "withdraw", {"reason": "It was said of another."})
    step(play, reviewer, CLAIM, "withdraw", {"reason": "It was said of another."})
    step(play, curator, CLAIM, "reinstate")


def bring_a_batch(play, curator, reviewer):
    """Open a batch, put claims in, take one out, submit, recall, return and approve the rest."""
    curator.post("claims/", {"slug": RECORD["slug"], "facts": {**DENIAL, "proposition": "North Korea confirms it."}})
    curator.post("claims/", {"slug": SPARE["slug"], "facts": {**DENIAL, "proposition": "North Korea says nothing."}})
    play.ask(curator, "post", "batches/", {})
    play.ask(reviewer, "post", "batches/", {"title": "What North Korea says"})
    number = play.ask(curator, "post", "batches/", {"title": "What North Korea says"})["number"]
    batch = f"batches/{number}/"
    play.ask(curator, "post", f"{batch}add/", {"records": [{**RECORD, "slug": "absent"}]})
    play.ask(reviewer, "post", f"{batch}add/", {"records": [RECORD]})
    play.ask(curator, "post", "batches/999999/add/", {"records": [RECORD]})
    play.ask(curator, "post", f"{batch}add/", {"records": [RECORD, SPARE]})
    play.ask(curator, "post", f"{batch}remove/", {"records": [SPARE]})
    play.ask(curator, "post", f"{batch}remove/", {"records": [SPARE]})
    play.ask(curator, "get", "batches/")
    play.ask(curator, "get", "batches/?closed=true")
    play.ask(reviewer, "post", f"{batch}submit/")
    play.ask(curator, "post", f"{batch}submit/")
    play.ask(curator, "post", "batches/999999/submit/")
    play.ask(curator, "post", f"{batch}recall/")
    curator.post(f"{batch}submit/")
    play.ask(curator, "get", batch)
    play.ask(curator, "get", "batches/999999/")
    play.ask(reviewer, "post", f"{batch}return/", {})
    play.ask(curator, "post", f"{batch}return/", {"reason": "Which side said so?"})
    play.ask(reviewer, "post", f"{batch}return/", {"reason": "Which side said so?"})
    curator.post(f"{batch}submit/")
    right = {**RECORD, **seen(reviewer, OTHER)}
    play.ask(reviewer, "post", f"{batch}approve/", {"records": [RECORD]})
    play.ask(curator, "post", f"{batch}approve/", {"records": [right]})
    play.ask(reviewer, "post", f"{batch}approve/", {"records": [{**right, "version": 1}]})
    play.ask(reviewer, "post", "batches/999999/approve/", {"records": [right]})
    play.ask(reviewer, "post", f"{batch}approve/", {"records": [right]})
    for name in ("submit", "recall", "close"):
        play.ask(curator, "post", f"{batch}{name}/")
    play.ask(reviewer, "post", f"{batch}return/", {"reason": "Which side said so?"})
    empty = curator.post("batches/", {"title": "Opened in error"}).json()["number"]
    play.ask(curator, "post", f"batches/{empty}/close/")
    curator.step(f"claims/{SPARE['slug']}/", "discard", reason="Not a claim.")
    step(play, curator, f"claims/{SPARE['slug']}/", "reopen")


def merge_actors(play, curator, reviewer):
    """Publish an actor that there is already, merge it and take that back."""
    name = {"text": "Ministry of Foreign Affairs of the DPRK", "language": "en", "script": "Latn", "kind": "full"}
    curator.post("actors/", {"slug": "nk-foreign-ministry", "facts": {"kind": "state_body", "names": [name]}})
    approve(curator, reviewer, BODY)
    step(play, curator, BODY, "merge", {"into": "nk-foreign-ministry"})
    step(play, curator, BODY, "merge", {"into": "north-korea"})
    approve(curator, reviewer, BODY)
    step(play, curator, BODY, "unmerge")


def approve(curator, reviewer, path):
    curator.step(path, "submit")
    assert reviewer.post(f"{path}approve/", seen(reviewer, path)).status_code == 200


def without_a_playing(value):
    """Return an answer without what depends on when it was played, and on what was before."""
    if isinstance(value, list):
        return [without_a_playing(part) for part in value]
    if isinstance(value, dict):
        return {key: without_a_playing(part) for key, part in value.items() if key not in OF_A_PLAYING}
    return re.sub(r"batch(es)?[/ ]\d+", "batch", value) if isinstance(value, str) else value


def test_examples_are_what_is_answered(answered):
    if os.environ.get("BRIEFINGS_WRITE_EXAMPLES") == "1":
        examples.DESK.write_text(json.dumps(answered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    assert without_a_playing(examples.kept(examples.DESK)) == without_a_playing(answered)


def test_every_operation_shows_an_answer_and_its_usual_refusals(shown):
    statuses = {name: {status for status, _, _ in answers} for name, answers in shown.items()}

    assert [name for name, those in statuses.items() if not those & {"200", "201"}] == []
    assert {name: wanted - statuses[name] for name, wanted in REFUSED.items() if wanted - statuses[name]} == {}


def test_examples_are_as_the_document_says(document, shown):
    for name, answers in shown.items():
        for status, schema, value in answers:
            told = {**schema, "components": document["components"]}
            problems = list(jsonschema.Draft202012Validator(told).iter_errors(value))
            assert problems == [], (name, status)


def test_bodies_are_shown(document):
    for path, several in document["paths"].items():
        for method, operation in several.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            assert content is None or content["examples"]["five_reports"]["value"], (method, path)
