"""A step whose audit event cannot be written never happened: no row of any table is other than before.

The database itself refuses the event's payload, which is the last but one thing that a step writes.
"""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from briefings.actions import actors, approvals, assignments, batches, records, withdrawals
from tests import universe
from tests.universe import Universe, get, published


def snapshot() -> dict[str, list]:
    """Return every row of every table of the app, many-to-many tables included."""
    models = apps.get_app_config("briefings").get_models(include_auto_created=True)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def refuse_audit() -> None:
    """Make the database refuse every new audit payload, until the test's transaction is rolled back."""
    statements = {
        "sqlite": [
            "CREATE TRIGGER refuse_audit BEFORE INSERT ON briefings_auditpayload "
            "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        ],
        "postgresql": [
            "SET CONSTRAINTS ALL IMMEDIATE",
            "CREATE FUNCTION refuse_audit() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$",
            "CREATE TRIGGER refuse_audit BEFORE INSERT ON briefings_auditpayload "
            "FOR EACH ROW EXECUTE FUNCTION refuse_audit()",
        ],
    }[connection.vendor]
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def submitted(u: Universe, record_type: str = "claim"):
    return u.submit(u.more(record_type))[0]


def merged(u: Universe):
    return u.merge("twin", into="agency")


def withdrawn(u: Universe):
    withdrawals.withdraw(record=published("comparison"), by=u.reviewer, reason="an error")
    return published("comparison")


def batch(u: Universe):
    found = batches.open_(title="A batch", by=u.curator)
    u.more("actor", batch=found)
    u.more("claim", batch=found)
    return found


def submitted_batch(u: Universe):
    found = batch(u)
    batches.submit(batch=found, by=u.curator)
    return found


def approve_batch(u: Universe, found):
    looked_at = universe.seen(*batches.members(found))
    return batches.approve(batch=found, by=u.reviewer, looked_at=looked_at)


def withdraw_all(u: Universe, row):
    return withdrawals.withdraw(record=row, by=u.reviewer, reason="r", also=withdrawals.preview(row))


def nothing(u: Universe) -> None:
    return None


# step: what it starts from, and the step
STEPS: dict[str, tuple[Callable, Callable]] = {
    **{
        f"create {record_type}": (nothing, lambda u, _, record_type=record_type: u.more(record_type))
        for record_type in universe.TYPES
    },
    **{
        f"edit {record_type}": (
            lambda u, record_type=record_type: published(record_type),
            lambda u, row: u.edit(row, **universe.another(row.record_type, "Anew")),
        )
        for record_type in universe.TYPES
    },
    **{
        f"approve {record_type}": (
            lambda u, record_type=record_type: submitted(u, record_type), lambda u, row: u.approve(row),
        )
        for record_type in universe.TYPES
    },
    "submit": (lambda u: u.more("claim"), lambda u, row: u.submit(row)),
    "recall": (submitted, lambda u, row: records.recall(record=row, by=u.curator)),
    "return": (submitted, lambda u, row: records.return_(record=row, by=u.reviewer, reason="r")),
    "revise": (lambda u: published("claim"), lambda u, row: records.revise(record=row, by=u.curator)),
    "discard a draft": (lambda u: u.more("claim"), lambda u, row: records.discard(record=row, by=u.curator)),
    "discard a revision": (
        lambda u: u.edit(published("reading"), note="Anew"), lambda u, row: records.discard(record=row, by=u.curator),
    ),
    "reopen": (
        lambda u: records.discard(record=u.more("claim"), by=u.curator),
        lambda u, row: records.reopen(record=row, by=u.curator),
    ),
    "reinstate": (withdrawn, lambda u, row: records.reinstate(record=row, by=u.curator)),
    "restore": (
        lambda u: u.publish(u.edit(published("claim"), proposition="Anew."))[0],
        lambda u, row: records.restore(record=row, number=1, by=u.curator, version=row.version),
    ),
    "withdraw": (lambda u: published("claim"), withdraw_all),
    "merge": (
        lambda u: get("actor", "twin"),
        lambda u, row: actors.merge(actor=row, into=published("actor"), by=u.curator, version=row.version),
    ),
    "approve a merge": (
        lambda u: u.submit(u.edit(get("actor", "twin"), merged_into="agency"))[0], lambda u, row: u.approve(row),
    ),
    "unmerge": (merged, lambda u, row: actors.unmerge(actor=row, by=u.curator, version=row.version)),
    "assign": (
        lambda u: published("claim"), lambda u, row: assignments.assign(rows=[row], to=u.reviewer, by=u.curator),
    ),
    "open a batch": (nothing, lambda u, _: batches.open_(title="T", by=u.curator)),
    "add to a batch": (
        batch, lambda u, found: batches.add(batch=found, rows=[get("briefing", "remarks")], by=u.curator),
    ),
    "remove from a batch": (batch, lambda u, _: batches.remove(row=get("claim", "minister-responds"), by=u.curator)),
    "submit a batch": (batch, lambda u, found: batches.submit(batch=found, by=u.curator)),
    "recall a batch": (submitted_batch, lambda u, found: batches.recall(batch=found, by=u.curator)),
    "return a batch": (submitted_batch, lambda u, found: batches.return_(batch=found, by=u.reviewer, reason="r")),
    "approve a batch": (submitted_batch, approve_batch),
    "close a batch": (
        lambda u: batches.open_(title="T", by=u.curator), lambda u, found: batches.close(batch=found, by=u.curator),
    ),
}  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_step_whose_audit_fails_leaves_nothing(step, u):
    arrange, act = STEPS[step]
    u.more("briefing") if step == "add to a batch" else None
    start = arrange(u)
    before = snapshot()
    refuse_audit()

    with pytest.raises(DatabaseError, match="the disk is full"):
        act(u, start)

    assert snapshot() == before


def test_approval_that_fails_at_its_last_record_publishes_none(u):
    rows = u.submit(u.more("actor"), u.more("claim"), u.more("briefing"))
    before = snapshot()
    last = {**universe.seen(*rows), ("claim", "minister-responds"): approvals.Seen(1, "0" * 64)}

    with pytest.raises(approvals.Refused):
        approvals.approve(rows=rows, by=u.reviewer, looked_at=last)

    assert snapshot() == before
