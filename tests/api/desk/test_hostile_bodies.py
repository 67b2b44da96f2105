"""Hostile bodies (hostile.py): each is refused at its place, or taken; none is a failure of ours."""

import json

import pytest
from django.db import transaction

from briefings.api.desk.batches import STEPS as OF_BATCHES
from briefings.api.desk.steps import STEPS
from briefings.models import AuditEvent, Edition
from tests.api.desk import hostile
from tests.api.desk.conftest import DESK, Desk

ONE_IN = 211  # of all; seconds, and each hazard meets some field
STATUSES = {200, 201, 400, 403, 404, 409, 412, 413}
REFUSALS = {"application/problem+json"}


class Attack:
    """Sends what is hostile, each to the same records, and judges the answers."""

    def __init__(self, u):
        self.desk = Desk(u.chief, u.chief, "curate", "review")
        self.desk.client.raise_request_exception = False
        self.batch = self.desk.post("batches/", {"title": "Open"}).json()["number"]
        self.headers = {"Authorization": f"Bearer {self.desk.key}"}
        self.of_records = {**self.headers, "If-Match": '"1"'}

    def faults(self, requests):
        """Send everything; return how much that was, and what is wrong with the answers."""
        found, count = [], 0
        for sent in requests:
            count += 1
            with transaction.atomic():
                response = self.send(sent)
                transaction.set_rollback(True)
            if wrong := fault(sent, response):
                found.append(f"{sent}: {wrong}")
        return count, found

    def send(self, sent):
        path = DESK + sent.path.replace("{batch}", str(self.batch))
        is_of_record = sent.path.count("/") > 1 and "batches" not in path
        headers = self.of_records if is_of_record else self.headers
        body = sent.body.encode("utf-8", "surrogatepass")
        return self.desk.client.generic(sent.method.upper(), path, body, "application/json", headers=headers)


def fault(sent, response):
    """Return what is wrong with an answer, or None."""
    if response.status_code not in STATUSES:
        return f"{response.status_code} {response.content[:200]}"
    if response.status_code < 300:
        return "what is no strict JSON was taken" if sent.value in hostile.BROKEN else None
    body = json.loads(response.content)
    if response["Content-Type"] not in REFUSALS or not body["code"] or not body["detail"]:
        return f"a refusal that tells nothing: {response.content[:200]}"
    if response.status_code == 400 and body["code"] in ("bad_body", "invalid_facts") and not names(sent, body):
        return f"does not name {sent.pointer}: {body['errors'][:3]}"
    return None


def names(sent, body):
    """Return whether a refusal names the field that was attacked, what it is part of or a part of it."""
    if sent.value in hostile.BROKEN:
        return [error["pointer"] for error in body["errors"]] == [""] and "no strict JSON" in body["detail"]
    pointers = [error["pointer"] for error in body["errors"]]
    if sent.pointer in ("/text", "/html"):  # then the facts quote what is not in it
        return any(each.startswith(("/facts", sent.pointer)) for each in pointers)
    parent, _, key = sent.pointer.rpartition("/")  # rules about two fields stand at one of them and name both
    return any(
        at.startswith(sent.pointer) or sent.pointer.startswith(at) or (at.startswith(parent) and key in error["detail"])
        for at, error in zip(pointers, body["errors"], strict=True)
    )


def test_hostile_bodies_are_refused_at_their_place(u):
    before = Edition.objects.count(), AuditEvent.objects.count()
    attack = Attack(u)
    steps = AuditEvent.objects.count()

    count, found = attack.faults(hostile.requests(one_in=ONE_IN))

    assert found == [], "\n".join(found)
    assert count > 150
    assert (Edition.objects.count(), AuditEvent.objects.count()) == (before[0], steps)


@pytest.mark.deep
def test_every_field_of_every_body_with_every_hazard_is_refused_at_its_place(u):
    count, found = Attack(u).faults(hostile.requests())

    assert found == [], "\n".join(found)
    assert count > 40_000


def test_the_corpus_holds_every_write_and_each_hazard_once():
    paths = {path for _, path, _ in hostile.bodies()}
    steps = {path.split("/")[2] for path in paths if path.count("/") == 3}
    take_nothing = {"recall", "reopen", "reinstate", "unmerge"}
    assert STEPS.keys() | OF_BATCHES.keys() <= steps | take_nothing
    assert len(hostile.HAZARDS) > 120
