"""The same table of steps, states and roles at the desk: a button pressed by a direct POST does what the action allows.

tests/truth.py has the table. What the actions refuse, the admin refuses with nothing left behind: 403 for who may
not, a message for who may not now, the log-in page for strangers. On SQLite alone: every step, state and role meets
both engines in tests/actions/test_steps.py, and the pages of each step do in tests/admin/test_steps.py.
"""

from collections.abc import Callable
from typing import Any

import pytest

from briefings.actions import approvals
from briefings.models import AuditEvent
from tests import truth
from tests.admin.desk import Desk, filled, messages_of, offered
from tests.truth import LEADS, OUTSIDE, ROLES, STATES, expected_code, slug_of
from tests.universe import Universe, fresh, get, published

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def every_state(built: Universe, django_db_blocker) -> Universe:
    """Make one actor in each state, in the module's transaction."""
    with django_db_blocker.unblock():
        return truth.build(built)


@pytest.fixture(scope="module")
def forms(every_state: Universe, django_db_blocker) -> dict[str, dict[str, Any]]:
    """Fill in the form of the actor in each state, as it was shown to somebody who may edit it."""
    with django_db_blocker.unblock():
        colleague = Desk(every_state.colleague)
        return {slug_of(state): filled(colleague.open(get("actor", slug_of(state)))) for state in STATES}


def desk_of(u: Universe, role: str) -> Desk:
    return Desk(getattr(u, role, None))


def press(desk: Desk, step: str, row: Any, forms: dict[str, dict[str, Any]]) -> Any:
    """Send what the button of a step sends; version, hash and form are those that stand now."""
    seen = {"version": row.version, "facts_hash": approvals.seen(row).facts_hash, "reason": "a reason"}

    ways: dict[str, Callable[[], Any]] = {
        "edit": lambda: desk.post("briefings_actor_change", row.pk, **{**forms[row.slug], "country": "RU"}),
        "merge": lambda: desk.post("briefings_actor_merge", row.pk, into=published("actor").pk, **seen),
        "withdraw": lambda: desk.post("briefings_actor_withdraw", row.pk, **seen),
        "restore": lambda: desk.post("briefings_actor_restore", row.pk, 1, **seen),
    }
    return ways.get(step, lambda: desk.post("briefings_actor_step", row.pk, step, **seen))()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", LEADS)
def test_step_from_state_by_role_on_direct_post(step, state, role, forms, u):
    row = get("actor", slug_of(state))
    code = expected_code(step, state, role)
    before = AuditEvent.objects.count()

    answer = press(desk_of(u, role), step, row, forms)

    now = fresh(row)
    if code is None:
        assert (now.state, AuditEvent.objects.order_by("sequence").last().user.username) == (LEADS[step][state], role)
        assert now.version > row.version
        return
    assert (now.state, now.version, AuditEvent.objects.count()) == (row.state, row.version, before)
    if role in ("anonymous", "left"):
        assert (answer.status_code, answer.url[:13]) == (302, "/admin/login/")
    elif code == "forbidden":
        assert answer.status_code == 403
    else:
        assert answer.status_code in (200, 302, 404)  # the page with what is wrong, back to it, or no such edition


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_page_offers_what_can_be_done_and_says_of_the_rest_why_not(state, role, every_state, u):
    page = desk_of(u, role).open(get("actor", slug_of(state)))

    if role in OUTSIDE:
        assert page.status_code == (403 if role == "outsider" else 302)
        return
    found = offered(page)
    for step in set(LEADS) - {"edit", "restore"}:
        code = expected_code(step, state, role)
        # What only the author may take back, and what four eyes forbid, is shown; pressing it says why not.
        assert (step in found) == (code in (None, "conflict") or (code == "approval_refused" and state in LEADS[step]))
        assert bool(found.get(step)) == (code == "approval_refused" and step in found)


def test_refusal_of_what_cannot_be_done_now_is_said(forms, u):
    row = get("actor", slug_of("in_review"))

    for role in ("editor", "boss"):
        why = f"cannot approve {row.label}: {role} contributed to it, and nobody approves their own work"
        assert messages_of(press(desk_of(u, role), "approve", row, forms)) == [why]
    assert "did not work on it" in messages_of(press(desk_of(u, "chief"), "recall", row, forms))[0]
