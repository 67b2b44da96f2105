"""Every step from every state by every role: what happens, or which refusal, leaving nothing behind.

tests/truth.py has the table, and the rows: one actor in each state. PostgreSQL is asked what two people of the desk may
do: what is refused to others is refused before a row is written.
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from briefings.actions import actors, approvals, records, withdrawals
from briefings.choices import State
from briefings.errors import BriefingsError
from briefings.models import AuditEvent, Contribution, Edition, Record, User
from tests import truth, universe
from tests.truth import LEADS, ROLES, STATES, expected_code, renamed, slug_of
from tests.universe import Universe, fresh, get


def take(step: str, row: Record, by: User) -> object:
    """Take a step as the desk would."""
    version = row.version
    ways: dict[str, Callable[[], object]] = {
        "edit": lambda: records.edit(record=row, facts=renamed("Other"), by=by, version=version),
        "submit": lambda: records.submit(record=row, by=by),
        "recall": lambda: records.recall(record=row, by=by),
        "return": lambda: records.return_(record=row, by=by, reason="look again"),
        "approve": lambda: approvals.approve(rows=[row], by=by, looked_at=universe.seen(row)),
        "revise": lambda: records.revise(record=row, by=by),
        "discard": lambda: records.discard(record=row, by=by),
        "reopen": lambda: records.reopen(record=row, by=by),
        "withdraw": lambda: withdrawals.withdraw(record=row, by=by, reason="an error"),
        "reinstate": lambda: records.reinstate(record=row, by=by),
        "unmerge": lambda: actors.unmerge(actor=row, by=by, version=version),
        "merge": lambda: actors.merge(actor=row, into=get("actor", "agency"), by=by, version=version),
        "restore": lambda: records.restore(record=row, number=1, by=by, version=version),
    }
    return ways[step]()


@pytest.fixture(scope="module")
def every_state(built: Universe, django_db_blocker) -> Universe:
    """Make one actor in each state, in the module's transaction."""
    with django_db_blocker.unblock():
        return truth.build(built)


ON_BOTH = {"curator", "reviewer"}


@pytest.mark.parametrize(
    "role", [each if each in ON_BOTH else pytest.param(each, marks=pytest.mark.sqlite) for each in ROLES]
)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", LEADS)
def test_step_from_state_by_role(step, state, role, every_state, u):
    row = get("actor", slug_of(state))
    by = getattr(u, role, None) or AnonymousUser()
    code = expected_code(step, state, role)
    before = traces(row)

    if code is None:
        take(step, row, by)

        assert fresh(row).state == LEADS[step][state]
        assert fresh(row).version > row.version
        assert AuditEvent.objects.order_by("sequence").last().user == by
    else:
        with pytest.raises(BriefingsError) as refusal:
            take(step, row, by)

        assert refusal.value.code == code
        assert traces(row) == before


def traces(row: Record) -> tuple:
    """Return what a step would change."""
    return (
        type(row)._default_manager.filter(pk=row.pk).values().get(),
        AuditEvent.objects.count(), Edition.objects.count(), Contribution.objects.count(),
    )  # fmt: skip


def test_every_state_is_in_the_table(every_state, u):
    found = {get("actor", slug_of(state)).state for state in STATES}

    assert found == set(State.values)


@pytest.mark.parametrize(
    ("step", "state", "message"),
    [
        ("submit", "in_review", "cannot submit actor one-in-review: it is in_review, submit needs draft"),
        ("recall", "draft", "cannot recall actor one-draft: it is draft, recall needs in_review"),
        ("revise", "withdrawn", "cannot revise actor one-withdrawn: it is withdrawn, revise needs published"),
        ("edit", "merged", "cannot edit actor one-merged: it is merged, edit needs draft or in_review or published"),
        ("unmerge", "published", "cannot unmerge actor one-published: it is published, unmerge needs merged"),
        ("withdraw", "draft", "cannot withdraw actor one-draft: readers are not served it; discard a draft instead"),
        ("approve", "draft", "cannot approve actor one-draft: it is draft, approve needs in_review"),
        ("restore", "draft", "cannot restore actor one-draft: it has no edition 1"),
    ],
)
def test_refusal_says_state_and_what_is_allowed(step, state, message, every_state, u):
    row = get("actor", slug_of(state))

    with pytest.raises(BriefingsError) as refusal:
        take(step, row, u.reviewer)

    assert message in str(refusal.value)


@pytest.mark.parametrize(("step", "state"), [("return", "in_review"), ("withdraw", "published")])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_step_without_reason_is_refused(step, state, reason, every_state, u):
    row = get("actor", slug_of(state))
    before = traces(row)

    with pytest.raises(BriefingsError) as refusal:
        if step == "return":
            records.return_(record=row, by=u.reviewer, reason=reason)
        else:
            withdrawals.withdraw(record=row, by=u.reviewer, reason=reason)

    assert refusal.value.code == "reason_wanted"
    assert traces(row) == before


def test_inactive_superuser_may_nothing(every_state, u):
    u.boss.is_active = False

    with pytest.raises(BriefingsError) as refusal:
        take("edit", get("actor", "one-draft"), u.boss)

    u.boss.is_active = True
    assert refusal.value.code == "forbidden"
