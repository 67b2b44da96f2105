"""Recall, return and approval of single records: of exactly what was seen, and of nothing that names a draft."""

import json

import pytest

from briefings.actions import approvals, records
from briefings.choices import State
from briefings.errors import BriefingsError
from briefings.facts import records as facts_of
from briefings.models import AuditEvent, Contribution, Edition
from tests import universe
from tests.actions.turns import before_its_turn
from tests.universe import TYPES, fresh, get, published


def traces() -> tuple:
    return AuditEvent.objects.count(), Contribution.objects.count(), Edition.objects.count()


def test_recall_by_who_submitted_another_persons_draft_is_possible(u):
    (row,) = u.submit(u.more("claim"), by=u.colleague)

    assert records.recall(record=row, by=u.colleague).state == State.DRAFT


def test_returned_record_keeps_reason_and_reviewer(u):
    (row,) = u.submit(u.more("claim"))

    records.return_(record=row, by=u.reviewer, reason="Which minister?")

    row = fresh(row)
    assert (row.state, row.returned_by, row.return_reason) == (State.DRAFT, u.reviewer, "Which minister?")
    assert json.loads(AuditEvent.objects.order_by("sequence").last().payload.body)["reason"] == "Which minister?"


def test_approval_clears_the_reason_of_an_earlier_return(u):
    (row,) = u.submit(u.more("claim"))
    records.return_(record=row, by=u.reviewer, reason="Which minister?")

    (row,) = u.publish(u.edit(row, proposition="The Prime Minister responds."))

    assert row.return_reason == ""


def refused_codes(call) -> list[str]:
    before = traces()
    with pytest.raises(approvals.Refused) as refusal:
        call()
    assert traces() == before
    return [each.code for each in refusal.value.refusals]


def test_approval_of_an_older_version_is_refused(u):
    (row,) = u.submit(u.more("claim"))
    looked_at = universe.seen(row)
    records.recall(record=row, by=u.curator)
    u.submit(row)

    codes = refused_codes(lambda: approvals.approve(rows=[row], by=u.reviewer, looked_at=looked_at))

    assert codes == ["changed_since_seen"]


def test_approval_of_another_hash_is_refused(u):
    (row,) = u.submit(u.more("claim"))
    key = ("claim", row.slug)
    looked_at = {key: approvals.Seen(row.version, "0" * 64)}

    codes = refused_codes(lambda: approvals.approve(rows=[row], by=u.reviewer, looked_at=looked_at))

    assert codes == ["changed_since_seen"]


def test_approval_without_having_looked_is_refused(u):
    (row,) = u.submit(u.more("claim"))

    assert refused_codes(lambda: approvals.approve(rows=[row], by=u.reviewer, looked_at={})) == ["not_seen"]


def test_change_while_an_approval_waits_for_its_turn_is_refused(u, monkeypatch):
    (row,) = u.submit(u.more("claim"))
    looked_at = universe.seen(row)
    before_its_turn(monkeypatch, approvals, lambda: u.submit(u.edit(row, proposition="Anew.")))

    with pytest.raises(approvals.Refused) as refusal:
        approvals.approve(rows=[row], by=u.reviewer, looked_at=looked_at)

    assert [each.code for each in refusal.value.refusals] == ["changed_since_seen"]
    assert not Edition.objects.filter(slug=row.slug).exists()


def test_what_changed_before_its_turn_is_read_again(u, monkeypatch):
    (row,) = u.submit(u.more("claim"))
    looked_at = {}

    def change() -> None:
        looked_at.update(universe.seen(*u.submit(u.edit(row, proposition="Anew."))))

    before_its_turn(monkeypatch, approvals, change)

    (edition,) = approvals.approve(rows=[row], by=u.reviewer, looked_at=looked_at)

    assert records.edition_facts(edition)["proposition"] == "Anew."


def test_who_edits_before_its_turn_cannot_be_who_approves(u, monkeypatch):
    (row,) = u.submit(u.more("claim"))
    looked_at = {}

    def change() -> None:
        looked_at.update(universe.seen(*u.submit(u.edit(row, proposition="Anew.", by=u.chief))))

    before_its_turn(monkeypatch, approvals, change)

    with pytest.raises(approvals.Refused) as refusal:
        approvals.approve(rows=[row], by=u.chief, looked_at=looked_at)

    assert [each.code for each in refusal.value.refusals] == ["four_eyes"]


def test_record_named_twice_is_approved_once(u):
    (row,) = u.submit(u.more("claim"))

    editions = approvals.approve(rows=[row, row], by=u.reviewer, looked_at=universe.seen(row))

    assert [edition.number for edition in editions] == [1]


def test_approval_of_what_names_a_draft_is_refused_with_its_name(u):
    actor = u.more("actor")
    (row,) = u.submit(
        u.draft("claim", "about-a-draft", {"proposition": "P.", "category": "plan", "subject": actor.slug})
    )

    with pytest.raises(approvals.Refused) as refusal:
        u.approve(row)

    assert str(refusal.value) == (
        "cannot approve claim about-a-draft: it names actor ministry, which is not published nor in this approval"
    )


def test_credibility_1_without_a_judgement_of_independence_is_refused(u):
    (row,) = u.submit(u.edit(published("claim"), credibility="1"))

    assert refused_codes(lambda: u.approve(row)) == ["independence_not_established"]


def test_credibility_1_with_its_judgement_in_the_same_approval_is_published(u):
    judgement = u.draft(
        "judgement", "left-is-independent",
        {"kind": "independence_established", "claim": "soldiers-left", "origins": ["agency", "park"], "reason": "two"},
    )  # fmt: skip

    (row, _) = u.publish(u.edit(published("claim"), credibility="1"), judgement)

    assert facts_of.read(row)["credibility"] == "1"


@pytest.mark.parametrize("slug", ["none-such", "", "a\0", "\ud800"], ids=repr)
@pytest.mark.parametrize("record_type", TYPES)
def test_unknown_slug_is_refused(record_type, slug, u):
    with pytest.raises(BriefingsError) as refusal:
        records.get(record_type, slug)

    assert refusal.value.code == "invalid"
    assert str(refusal.value).startswith(f"there is no {record_type} ")


def test_revision_that_drops_a_citation_which_a_published_comparison_names_is_refused(u):
    row = get("reading", "soldiers-left--report-a")
    (row,) = u.submit(u.edit(row, citations=facts_of.read(row)["citations"][1:]))

    with pytest.raises(
        approvals.Refused, match="comparison left-refines-planned names citation soldiers-left--report-a--c1"
    ):
        u.approve(row)
