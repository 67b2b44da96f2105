"""The one table of steps, and what the desk may offer for a row."""

import pytest

from briefings import permissions, workflow
from briefings.choices import State
from briefings.models import Actor, Edition


def row(state: str, edition: str | None = None) -> Actor:
    """Return a row that is in no database."""
    actor = Actor(slug="one", state=state)
    if edition:
        actor.edition = Edition(pk=1, record_type="actor", slug="one", number=1, kind=edition)
    return actor


POSSIBLE = [
    ("draft", None, ["edit", "submit", "discard"]),
    ("in_review", None, ["edit", "recall", "return", "approve"]),
    ("published", "published", ["edit", "revise", "withdraw"]),
    ("draft", "published", ["edit", "submit", "discard", "withdraw"]),
    ("in_review", "published", ["edit", "recall", "return", "approve", "withdraw"]),
    ("withdrawn", "withdrawn", ["reinstate"]),
    ("draft", "withdrawn", ["edit", "submit", "discard"]),
    ("in_review", "withdrawn", ["edit", "recall", "return", "approve"]),
    ("merged", "merged", ["withdraw", "unmerge"]),
    ("draft", "merged", ["edit", "submit", "discard", "withdraw"]),
    ("published", "un_merged", ["edit", "revise", "withdraw"]),
    ("discarded", None, ["reopen"]),
]


@pytest.mark.parametrize(("state", "edition", "steps"), POSSIBLE)
def test_possible_steps_of_a_state(state, edition, steps):
    assert workflow.possible(row(state, edition)) == steps


def test_every_state_has_a_way_on():
    assert {state for state, _, steps in POSSIBLE if steps} == set(State.values)


def test_every_step_has_its_roles():
    assert permissions._ROLES_FOR.keys() >= workflow.STEPS.keys()


@pytest.mark.parametrize("step", ["return", "withdraw"])
def test_step_that_readers_or_authors_are_told_of_needs_a_reason(step):
    state = {"return": "in_review", "withdraw": "published"}[step]

    with pytest.raises(workflow.ReasonWanted) as refusal:
        workflow.check(row(state, "published"), step, reason=" \t")

    assert (refusal.value.code, refusal.value.status) == ("reason_wanted", 409)
    assert str(refusal.value) == f"cannot {step} actor one: no reason was given, {step} needs one"


def test_wrong_state_is_told_before_a_missing_reason():
    with pytest.raises(workflow.WrongState, match="cannot return actor one: it is draft, return needs in_review"):
        workflow.check(row("draft"), "return")
