"""Steps: the way of a record through two people, by script; and what nobody gets round."""

import pytest

from briefings.models import Edition
from tests import universe
from tests.api.desk.conftest import Desk
from tests.universe import MORE, get

CLAIM = "claims/minister-responds/"


def seen(desk, path):
    """Return what an approval of the record as it stands names."""
    body = desk.get(path).json()
    return {"version": body["version"], "facts_sha256": body["facts_sha256"]}


@pytest.fixture
def draft(curator):
    """A claim that was begun by script."""
    slug, facts = MORE["claim"]
    return curator.post("claims/", {"slug": slug, "facts": facts}).json()


@pytest.fixture
def submitted(curator, draft):
    """The same, submitted."""
    return curator.step(CLAIM, "submit").json()


def code(response):
    return response.status_code, response.json()["code"]


def test_two_people_publish(curator, reviewer, submitted, client):
    assert submitted["state"] == "in_review"
    assert client.get("/api/v1/claims/minister-responds/").status_code == 404

    response = reviewer.post(f"{CLAIM}approve/", seen(reviewer, CLAIM))
    assert (response.status_code, response.json()["state"], response.json()["edition"]) == (200, "published", 1)
    assert client.get("/api/v1/claims/minister-responds/").status_code == 200
    edition = Edition.objects.last()
    assert (edition.author.username, edition.approver.username) == ("curator", "reviewer")


def test_nobody_approves_their_own_work(u, submitted):
    """Neither by a second token, nor as a superuser, nor by a batch."""
    chief = Desk(u.chief, u.chief, "curate", "review")
    facts = chief.get(CLAIM).json()["facts"]
    chief.put(CLAIM, {"facts": {**facts, "proposition": "Mine."}}, submitted["version"])
    chief.step(CLAIM, "submit")
    response = chief.post(f"{CLAIM}approve/", seen(chief, CLAIM))

    assert code(response) == (409, "approval_refused")
    assert [each["code"] for each in response.json()["refusals"]] == ["four_eyes"]
    assert not Edition.objects.filter(slug="minister-responds").exists()
    second = Desk(u.chief, u.chief, "review")
    assert code(second.post(f"{CLAIM}approve/", seen(second, CLAIM))) == (409, "approval_refused")


def test_an_approval_is_of_what_was_seen(u, curator, reviewer, submitted):
    looked = seen(reviewer, CLAIM)
    u.edit(get("claim", "minister-responds"), proposition="Other words.")
    curator.step(CLAIM, "submit")

    response = reviewer.post(f"{CLAIM}approve/", looked)
    assert [each["code"] for each in response.json()["refusals"]] == ["changed_since_seen"]
    wrong = {**seen(reviewer, CLAIM), "facts_sha256": "0" * 64}
    assert code(reviewer.post(f"{CLAIM}approve/", wrong)) == (409, "approval_refused")
    assert code(reviewer.post(f"{CLAIM}approve/", {})) == (400, "bad_body")


def test_a_submission_is_returned_with_a_reason_or_recalled(curator, reviewer, submitted):
    assert code(reviewer.step(CLAIM, "return", reason=" ")) == (409, "reason_wanted")
    returned = reviewer.step(CLAIM, "return", reason="Cite it.").json()
    assert (returned["state"], returned["return_reason"]) == ("draft", "Cite it.")
    curator.step(CLAIM, "submit")
    assert curator.step(CLAIM, "recall").json()["state"] == "draft"


def test_a_draft_is_discarded_and_taken_up_again(curator, draft):
    assert curator.step(CLAIM, "discard").json()["state"] == "discarded"
    assert curator.step(CLAIM, "reopen").json()["state"] == "draft"


def test_a_revision_is_opened_and_restored(u, curator):
    assert curator.step("claims/soldiers-left/", "revise").json()["state"] == "draft"
    curator.step("claims/soldiers-left/", "discard")
    u.publish(u.edit(get("claim", "soldiers-left"), proposition="Second."))
    restored = curator.step("claims/soldiers-left/", "restore", number=1).json()
    assert restored["facts"]["proposition"] == universe.facts("claim", "soldiers-left")["proposition"]


def test_a_withdrawal_is_previewed_and_agreed_to(curator, reviewer, client):
    path = "claims/soldiers-planned/"
    preview = reviewer.get(f"{path}withdraw/").json()
    assert preview == {
        "also": [
            {"type": "comparison", "slug": "left-refines-planned"},
            {"type": "reading", "slug": "soldiers-planned--report-a"},
        ]
    }
    refused = reviewer.step(path, "withdraw", reason="Wrong.")
    assert (code(refused), refused.json()["also"]) == ((409, "withdrawal_cascades"), preview["also"])
    assert client.get("/api/v1/claims/soldiers-planned/").status_code == 200

    assert reviewer.step(path, "withdraw", reason="Wrong.", **preview).json()["state"] == "withdrawn"
    assert client.get("/api/v1/claims/soldiers-planned/").status_code == 410
    assert curator.step(path, "reinstate").json()["state"] == "draft"


def test_an_actor_is_merged_and_unmerged_by_two(curator, reviewer, client):
    assert curator.step("actors/twin/", "merge", into="agency").json()["facts"]["merged_into"] == "agency"
    curator.step("actors/twin/", "submit")
    reviewer.post("actors/twin/approve/", seen(reviewer, "actors/twin/"))
    assert client.get("/api/v1/actors/twin/").status_code == 308
    assert curator.step("actors/twin/", "unmerge").json()["state"] == "draft"
    assert code(curator.step("claims/soldiers-left/", "merge", into="agency")) == (404, "not_found")
    assert curator.step("actors/park/", "merge", into="absent").status_code == 400


def test_a_step_names_the_version_that_was_seen(curator, draft):
    assert code(curator.post(f"{CLAIM}submit/")) == (428, "precondition_required")
    assert code(curator.post(f"{CLAIM}submit/", {}, 7)) == (412, "stale")
    assert code(curator.step(CLAIM, "submit", reason="x")) == (400, "bad_body")
    assert curator.get(CLAIM).json()["state"] == "draft"


@pytest.mark.parametrize("step", ["recall", "reopen", "revise", "reinstate"])
def test_a_state_that_does_not_allow_it_is_a_conflict(curator, draft, step):
    response = curator.step(CLAIM, step)

    assert code(response) == (409, "wrong_state")
    assert f"cannot {step} claim minister-responds: it is draft" in response.json()["detail"]


# Sent again


def test_a_request_sent_again_does_nothing_twice(curator):
    slug, facts = MORE["claim"]
    body = {"slug": slug, "facts": facts}
    first = curator.post("claims/", body, **{"Idempotency-Key": "one"})
    again = curator.post("claims/", body, **{"Idempotency-Key": "one"})

    assert (again.status_code, again.content) == (201, first.content)
    assert (again["ETag"], again["Location"]) == (first["ETag"], first["Location"])
    assert (again["Idempotency-Replayed"], "Idempotency-Replayed" in first) == ("true", False)
    assert curator.post("claims/", body).status_code == 409


def test_a_key_is_good_for_one_request(u, curator):
    curator.post("batches/", {"title": "One"}, **{"Idempotency-Key": "one"})

    claim = {"slug": "one", "facts": {}}
    for path, body in (("batches/", {"title": "Two"}), ("claims/", claim)):
        assert code(curator.post(path, body, **{"Idempotency-Key": "one"})) == (409, "idempotency_key_reused")
    other = Desk(u.colleague, u.chief, "curate").post("batches/", {"title": "Two"}, **{"Idempotency-Key": "one"})
    assert other.status_code == 201


def test_what_was_refused_is_tried_again(curator, draft):
    headers = {"Idempotency-Key": "one"}
    assert curator.post(f"{CLAIM}submit/", {}, 7, **headers).status_code == 412

    assert curator.post(f"{CLAIM}submit/", {}, draft["version"], **headers).status_code == 200
    assert curator.post(f"{CLAIM}submit/", {}, draft["version"], **headers)["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("key", ["", "a b", "a" * 101, "é"])
def test_a_key_that_is_none_is_refused(curator, key):
    assert curator.post("batches/", {"title": "One"}, **{"Idempotency-Key": key}).status_code == 400


# Batches


@pytest.fixture
def batch(curator):
    """A batch with a source and a claim and their reading."""
    number = curator.post("batches/", {"title": "A third report"}).json()["number"]
    slug, facts = MORE["source"]
    curator.post("sources/", {"slug": slug, "facts": facts, "text": "Nothing.", "batch": number})
    slug, facts = MORE["claim"]
    curator.post("claims/", {"slug": slug, "facts": facts})
    curator.post(f"batches/{number}/add/", {"records": [{"type": "claim", "slug": slug}]})
    reading = {"claim": slug, "source": "report-c", "status": "not_carried"}
    curator.post("readings/", {"slug": f"{slug}--report-c", "facts": reading, "batch": number})
    return f"batches/{number}/"


def members(desk, batch):
    keys = ("type", "slug", "version", "facts_sha256")
    return [{key: row[key] for key in keys} for row in desk.get(batch).json()["records"]]


def test_a_batch_is_submitted_and_approved_together(curator, reviewer, batch, client):
    shown = curator.post(f"{batch}submit/").json()
    assert [row["state"] for row in shown["records"]] == ["in_review"] * 3
    assert {each["code"] for each in shown["refusals"]} == {"four_eyes"}
    assert reviewer.get(batch).json()["refusals"] == []

    response = reviewer.post(f"{batch}approve/", {"records": members(reviewer, batch)})
    assert response.status_code == 200, response.content
    assert response.json()["closed_at"] is not None
    assert client.get("/api/v1/readings/minister-responds--report-c/").status_code == 200
    assert reviewer.get("batches/").json()["results"] == []


def test_a_part_of_a_batch_is_closed_under_references(curator, reviewer, batch):
    curator.post(f"{batch}submit/")
    everything = members(reviewer, batch)

    response = reviewer.post(f"{batch}approve/", {"records": [everything[-1]]})
    assert code(response) == (409, "approval_refused")
    assert {each["code"] for each in response.json()["refusals"]} == {"unpublished_reference"}
    assert reviewer.post(f"{batch}approve/", {"records": everything[:2]}).status_code == 200


def test_nobody_approves_a_batch_of_their_own(u, curator, batch):
    curator.post(f"{batch}submit/")
    own = Desk(u.curator, u.chief, "curate", "review")
    assert code(own.post(f"{batch}approve/", {"records": members(own, batch)})) == (403, "forbidden")
    u.curator.groups.set(u.reviewer.groups.all())

    response = own.post(f"{batch}approve/", {"records": members(own, batch)})
    assert {each["code"] for each in response.json()["refusals"]} == {"four_eyes"}


def test_a_batch_is_returned_recalled_and_emptied(curator, reviewer, batch):
    curator.post(f"{batch}submit/")
    states = {row["state"] for row in reviewer.post(f"{batch}return/", {"reason": "More."}).json()["records"]}
    assert states == {"draft"}
    curator.post(f"{batch}submit/")
    assert {row["state"] for row in curator.post(f"{batch}recall/").json()["records"]} == {"draft"}
    assert code(curator.post(f"{batch}close/")) == (409, "conflict")
    keys = [{"type": row["type"], "slug": row["slug"]} for row in members(curator, batch)]
    assert curator.post(f"{batch}remove/", {"records": keys}).json()["closed_at"] is not None
    assert code(curator.post(f"{batch}submit/")) == (409, "conflict")


@pytest.mark.parametrize(
    "body", [{}, {"records": []}, {"records": [{"type": "batch", "slug": "x"}]}, {"records": [{"type": "claim"}]}]
)
def test_records_of_a_batch_are_named_whole(curator, batch, body):
    assert code(curator.post(f"{batch}add/", body)) == (400, "bad_body")


def test_a_record_is_assigned_by_pseudonym_and_keeps_its_version(u, curator, draft):
    given = curator.post(f"{CLAIM}assign/", {"to": "desk-reviewer"}).json()
    assert (given["assigned_to"], given["version"]) == ("desk-reviewer", draft["version"])
    assert curator.get(CLAIM).json()["assigned_to"] == "desk-reviewer"

    for nobody in ("desk-outsider", "reviewer", "x"):
        refused = curator.post(f"{CLAIM}assign/", {"to": nobody})
        assert code(refused) == (400, "invalid")
        assert repr(nobody) in refused.json()["detail"]
    assert code(curator.post(f"{CLAIM}assign/", {})) == (400, "bad_body")
    assert curator.post(f"{CLAIM}assign/", {"to": None}).json()["assigned_to"] is None
