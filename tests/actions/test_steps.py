"""Every step from every state by every role: what happens, or which refusal, leaving nothing behind.

The rows are actors, the one type that can stand in every state. Each was written by `curator` and by the superuser
`boss`; what readers have of it was approved by `reviewer`.
"""

from collections.abc import Callable

import pytest

from briefings.actions import actors, approvals, records, withdrawals
from briefings.choices import State
from briefings.errors import BriefingsError
from briefings.models import AuditEvent, Contribution, Edition, Record, User
from tests import universe
from tests.universe import Universe, fresh, get

STATES = (
    "draft", "in_review", "published", "pending", "pending_in_review", "withdrawn", "reinstated", "merged", "discarded",
)  # fmt: skip
ROLES = ("curator", "colleague", "reviewer", "outsider", "boss")

# Which states a step leads from, and to which state of the row; where a step is not listed the state is wrong.
LEADS: dict[str, dict[str, str]] = {
    "edit": {
        "draft": "draft", "in_review": "draft", "published": "draft", "pending": "draft", "pending_in_review": "draft",
        "reinstated": "draft",
    },
    "submit": {"draft": "in_review", "pending": "in_review", "reinstated": "in_review"},
    "recall": {"in_review": "draft", "pending_in_review": "draft"},
    "return": {"in_review": "draft", "pending_in_review": "draft"},
    "approve": {"in_review": "published", "pending_in_review": "published"},
    "revise": {"published": "draft"},
    "discard": {"draft": "discarded", "pending": "published", "reinstated": "withdrawn"},
    "reopen": {"discarded": "draft"},
    "withdraw": {
        "published": "withdrawn", "pending": "withdrawn", "pending_in_review": "withdrawn", "merged": "withdrawn",
    },
    "reinstate": {"withdrawn": "draft"},
    "unmerge": {"merged": "draft"},
    "restore": {"published": "draft", "pending": "draft", "pending_in_review": "draft", "reinstated": "draft"},
    "merge": {
        "draft": "draft", "in_review": "draft", "published": "draft", "pending": "draft", "pending_in_review": "draft",
        "reinstated": "draft",
    },
}  # fmt: skip
REVIEWERS_ONLY = {"approve", "return", "withdraw"}
NEVER_PUBLIC = {"draft", "in_review", "discarded"}


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


def renamed(text: str) -> dict:
    return {"kind": "person", "names": [{"text": text, "kind": "full"}]}


def expected_code(step: str, state: str, role: str) -> str | None:
    """Return the code of the refusal, or None for a step that succeeds."""
    if role == "outsider" or (step in REVIEWERS_ONLY and role not in ("reviewer", "boss")):
        return "forbidden"
    if step == "restore" and state in NEVER_PUBLIC:
        return "invalid"  # there is no edition 1
    if state not in LEADS[step]:
        return "approval_refused" if step == "approve" else "wrong_state"
    if step == "approve" and role == "boss":
        return "approval_refused"  # a superuser who contributed
    if step == "recall" and role in ("colleague", "reviewer"):
        return "conflict"  # not theirs; a reviewer may return it
    return None


@pytest.fixture(scope="module")
def every_state(built: Universe, django_db_blocker) -> Universe:
    """Make one actor in each state, in the module's transaction."""
    with django_db_blocker.unblock():
        built.boss = User.objects.create(username="boss", pseudonym="desk-boss", is_staff=True, is_superuser=True)
        for state in STATES:
            row = built.draft("actor", f"one-{state.replace('_', '-')}", renamed("One"))
            row = records.edit(record=row, facts=renamed("Two"), by=built.boss, version=row.version)
            take_to(built, row, state)
    return built


def take_to(u: Universe, row: Record, state: str) -> None:
    """Take a draft to a state."""
    if state == "in_review":
        u.submit(row)
    elif state == "discarded":
        records.discard(record=row, by=u.curator)
    elif state != "draft":
        public(u, row, state)


def public(u: Universe, row: Record, state: str) -> None:
    """Publish the row twice and take it on to its state."""
    (row,) = u.publish(row)
    (row,) = u.publish(u.edit(row, names=renamed("Two and a half")["names"]))
    if state in ("pending", "pending_in_review"):
        row = u.edit(row, names=renamed("Three")["names"])
        row = u.edit(row, names=renamed("Four")["names"], by=u.boss)
    if state == "pending_in_review":
        u.submit(row)
    if state in ("withdrawn", "reinstated"):
        withdrawals.withdraw(record=row, by=u.reviewer, reason="an error")
    if state == "reinstated":
        records.reinstate(record=row, by=u.curator)
    if state == "merged":
        u.merge(row.slug, into="seoul")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", LEADS)
def test_step_from_state_by_role(step, state, role, every_state, u):
    row = get("actor", f"one-{state.replace('_', '-')}")
    by = getattr(u, role)
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
    found = {get("actor", f"one-{state.replace('_', '-')}").state for state in STATES}

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
    row = get("actor", f"one-{state.replace('_', '-')}")

    with pytest.raises(BriefingsError) as refusal:
        take(step, row, u.reviewer)

    assert message in str(refusal.value)


@pytest.mark.parametrize(("step", "state"), [("return", "in_review"), ("withdraw", "published")])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_step_without_reason_is_refused(step, state, reason, every_state, u):
    row = get("actor", f"one-{state.replace('_', '-')}")
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
