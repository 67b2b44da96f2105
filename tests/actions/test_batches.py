"""Batches: one open batch a record, approval of a closed part, and closing when the last record has left."""

import pytest

from briefings.actions import approvals, batches, records, withdrawals
from briefings.choices import State
from briefings.errors import BriefingsError
from briefings.models import AuditEvent, Batch, Document, Edition
from tests import universe
from tests.actions.turns import before_its_turn
from tests.universe import fresh, get, published


@pytest.fixture
def batch(u) -> Batch:
    """Return a batch of a new actor, a claim about it, and a new source."""
    batch = batches.open_(title="A sixth report", by=u.curator)
    u.more("actor", batch=batch)
    u.draft("claim", "of-ministry", {"proposition": "P.", "category": "plan", "subject": "ministry"}, batch=batch)
    u.more("source", batch=batch)
    return batch


def reload(batch: Batch) -> Batch:
    return Batch.objects.get(pk=batch.pk)


def refuses(code: str, message: str, call) -> None:
    """Assert a refusal that leaves no audit event and no edition."""
    before = AuditEvent.objects.count(), Edition.objects.count()
    with pytest.raises(BriefingsError, match=message) as refusal:
        call()
    assert refusal.value.code == code
    assert (AuditEvent.objects.count(), Edition.objects.count()) == before


def submitted(u, batch: Batch) -> list:
    batches.submit(batch=batch, by=u.curator)
    return batches.members(batch)


def test_batch_without_a_title_is_refused(u):
    refuses("invalid", "its title has 1 to 300 characters, not 0", lambda: batches.open_(title="  ", by=u.curator))


@pytest.mark.parametrize(
    ("title", "code", "message"),
    [
        ("a\0b", "unstorable_text", "the text holds NUL"),
        ("a\ud800b", "unstorable_text", "the text holds the lone surrogate"),
        ("x" * 301, "invalid", "its title has 1 to 300 characters, not 301"),
    ],
    ids=["NUL", "surrogate", "long"],
)
def test_title_that_cannot_be_kept_is_refused(title, code, message, u):
    refuses(code, message, lambda: batches.open_(title=title, by=u.curator))


@pytest.mark.parametrize(
    "step",
    [
        lambda batch, by: batches.open_(title="T", by=by),
        lambda batch, by: batches.add(batch=batch, rows=[], by=by),
        lambda batch, by: batches.remove(row=get("actor", "ministry"), by=by),
        lambda batch, by: batches.submit(batch=batch, by=by),
        lambda batch, by: batches.recall(batch=batch, by=by),
        lambda batch, by: batches.return_(batch=batch, by=by, reason="r"),
        lambda batch, by: batches.approve(batch=batch, by=by, looked_at={}),
        lambda batch, by: batches.close(batch=batch, by=by),
    ],
    ids=["open", "add", "remove", "submit", "recall", "return", "approve", "close"],
)
def test_outsider_may_do_nothing_with_batches(step, u, batch):
    refuses("forbidden", "outsider may not", lambda: step(batch, u.outsider))


def test_members_come_in_the_order_of_their_references(u, batch):
    assert [(row.record_type, row.slug) for row in batches.members(batch)] == [
        ("source", "report-c"), ("actor", "ministry"), ("claim", "of-ministry"),
    ]  # fmt: skip


def test_record_in_another_open_batch_is_refused(u, batch):
    other = batches.open_(title="Another", by=u.curator)

    refuses(
        "conflict", f"cannot add actor ministry to batch {other.pk}: it is in open batch {batch.pk}",
        lambda: batches.add(batch=other, rows=[get("actor", "ministry")], by=u.curator),
    )  # fmt: skip


def test_submitted_or_published_record_is_not_added(u, batch):
    (row,) = u.submit(u.more("briefing"))

    refuses(
        "conflict", "it is in_review, a draft is wanted", lambda: batches.add(batch=batch, rows=[row], by=u.curator)
    )
    refuses(
        "conflict", "it is published, a draft is wanted",
        lambda: batches.add(batch=batch, rows=[published("claim")], by=u.curator),
    )  # fmt: skip


def test_one_row_that_is_refused_keeps_the_others_out(u, batch):
    draft = u.more("briefing")

    refuses(
        "conflict", "a draft is wanted",
        lambda: batches.add(batch=batch, rows=[draft, published("claim")], by=u.curator),
    )  # fmt: skip
    assert fresh(draft).batch is None


def test_submitting_takes_every_draft_at_once(u, batch):
    assert {row.state for row in submitted(u, batch)} == {State.IN_REVIEW}


def test_submitting_a_batch_with_nothing_to_submit_is_refused(u, batch):
    submitted(u, batch)

    refuses("conflict", "it holds no draft", lambda: batches.submit(batch=batch, by=u.curator))


def test_approving_all_publishes_all_and_closes_the_batch(u, batch):
    rows = submitted(u, batch)

    editions = batches.approve(batch=batch, by=u.reviewer, looked_at=universe.seen(*rows))

    assert [(edition.record_type, edition.batch_id) for edition in editions] == [
        ("source", batch.pk), ("actor", batch.pk), ("claim", batch.pk),
    ]  # fmt: skip
    assert (reload(batch).closed_by, batches.members(batch)) == (u.reviewer, [])
    assert AuditEvent.objects.order_by("sequence").last().step == "close"


def test_part_that_names_a_record_left_behind_is_refused(u, batch):
    rows = submitted(u, batch)
    claim = [row for row in rows if row.record_type == "claim"]

    refuses(
        "approval_refused", "it names actor ministry, which is not published nor in this approval",
        lambda: batches.approve(batch=batch, by=u.reviewer, looked_at=universe.seen(*rows), rows=claim),
    )  # fmt: skip


def test_closed_part_is_published_and_the_batch_stays_open(u, batch):
    rows = submitted(u, batch)
    part = [row for row in rows if row.record_type != "source"]

    editions = batches.approve(batch=batch, by=u.reviewer, looked_at=universe.seen(*part), rows=part)

    assert [edition.slug for edition in editions] == ["ministry", "of-ministry"]
    assert reload(batch).closed_at is None
    assert [row.slug for row in batches.members(batch)] == ["report-c"]


def test_record_of_another_batch_is_not_approved_with_this_one(u, batch):
    rows = submitted(u, batch)
    (other,) = u.submit(u.more("briefing"))

    refuses(
        "conflict", "it is not in it",
        lambda: batches.approve(batch=batch, by=u.reviewer, looked_at=universe.seen(*rows, other), rows=[*rows, other]),
    )  # fmt: skip


def test_member_submitted_before_the_approvals_turn_is_not_approved_unseen(u, batch, monkeypatch):
    rows = submitted(u, batch)
    records.recall(record=get("source", "report-c"), by=u.curator)
    seen = universe.seen(*[row for row in rows if row.record_type != "source"])
    before_its_turn(monkeypatch, batches, lambda: u.submit(get("source", "report-c")))

    with pytest.raises(approvals.Refused, match="names no version and hash for it"):
        batches.approve(batch=batch, by=u.reviewer, looked_at=seen)


def test_edited_member_is_left_out_and_what_names_it_is_refused(u, batch):
    rows = submitted(u, batch)
    looked_at = universe.seen(*rows)
    u.edit(get("actor", "ministry"), country="KR")

    refuses(
        "approval_refused", "cannot approve claim of-ministry: it names actor ministry",
        lambda: batches.approve(batch=batch, by=u.reviewer, looked_at=looked_at),
    )  # fmt: skip
    assert get("actor", "ministry").batch == batch


def test_recalling_takes_all_back_and_keeps_them_together(u, batch):
    submitted(u, batch)

    batches.recall(batch=batch, by=u.curator)

    assert {row.state for row in batches.members(batch)} == {State.DRAFT}
    assert len(batches.members(batch)) == 3


def test_recall_by_somebody_who_did_not_work_on_it_is_refused(u, batch):
    submitted(u, batch)

    refuses("conflict", "colleague did not work on it", lambda: batches.recall(batch=batch, by=u.colleague))
    assert {row.state for row in batches.members(batch)} == {State.IN_REVIEW}


def test_returning_takes_all_back_with_the_reason(u, batch):
    submitted(u, batch)

    batches.return_(batch=batch, by=u.reviewer, reason="Look again.")

    assert {(row.state, row.return_reason) for row in batches.members(batch)} == {(State.DRAFT, "Look again.")}


def test_returning_without_a_reason_is_refused(u, batch):
    submitted(u, batch)

    refuses("reason_wanted", "no reason was given", lambda: batches.return_(batch=batch, by=u.reviewer, reason=" "))


def test_batch_that_holds_records_is_not_closed(u, batch):
    refuses(
        "conflict",
        f"cannot close batch {batch.pk}: it holds 3 records",
        lambda: batches.close(batch=batch, by=u.curator),
    )


def test_empty_batch_is_closed_once(u):
    batch = batches.open_(title="Empty", by=u.curator)

    batches.close(batch=batch, by=u.curator)

    assert reload(batch).closed_by == u.curator
    refuses("conflict", "it is closed", lambda: batches.close(batch=batch, by=u.reviewer))
    assert reload(batch).closed_by == u.curator


def leave_by_removing(u, row):
    batches.remove(row=row, by=u.curator)


def leave_by_discarding(u, row):
    records.discard(record=row, by=u.curator)


def leave_by_approval_alone(u, row):
    (row,) = u.submit(row)
    approvals.approve(rows=[row], by=u.reviewer, looked_at=universe.seen(row))


@pytest.mark.parametrize("leave", [leave_by_removing, leave_by_discarding, leave_by_approval_alone])
def test_batch_closes_when_its_last_record_leaves(leave, u):
    batch = batches.open_(title="One record", by=u.curator)
    row = u.more("claim", batch=batch)

    leave(u, row)

    assert fresh(row).batch is None
    assert reload(batch).closed_at is not None


def test_batch_closes_when_its_last_record_is_withdrawn(u):
    batch = batches.open_(title="One revision", by=u.curator)
    row = u.edit(published("comparison"), reason="Another.")
    batches.add(batch=batch, rows=[row], by=u.curator)

    withdrawals.withdraw(record=row, by=u.reviewer, reason="an error")

    assert (fresh(row).batch, reload(batch).closed_by) == (None, u.reviewer)


@pytest.mark.parametrize("way", ["add", "create", "submit", "approve"])
def test_closed_batch_takes_nothing(way, u):
    batch = batches.open_(title="Empty", by=u.curator)
    batches.close(batch=batch, by=u.curator)
    draft = u.more("claim")
    ways = {
        "add": lambda: batches.add(batch=batch, rows=[draft], by=u.curator),
        "create": lambda: u.more("actor", batch=batch),
        "submit": lambda: batches.submit(batch=batch, by=u.curator),
        "approve": lambda: batches.approve(batch=batch, by=u.reviewer, looked_at={}),
    }

    refuses("conflict", f"batch {batch.pk}: it is closed", ways[way])


def test_drafts_of_a_batch_are_in_no_document(u, batch):
    submitted(u, batch)

    assert not Document.objects.filter(slug__in=["ministry", "of-ministry", "report-c"]).exists()
