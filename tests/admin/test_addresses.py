"""Every address of the admin, whoever adds one: shut to who may nothing, and no GET of it writes or breaks.

Whom it is shut to is asked on SQLite alone: no record is looked for. Looking is asked on both, of PostgreSQL by one
person: whom a page is for does not change what it looks for.
"""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from briefings.actions import batches
from briefings.models import AuditEvent, Batch, Claim
from tests import truth
from tests.admin.addresses import NAMES, arguments
from tests.admin.desk import Desk
from tests.truth import OUTSIDE
from tests.universe import PUBLISHED, Universe, get, published

OPEN = {"login", "logout"}  # to everybody, by their nature
# To all of the staff; what they show is asked for in tests of their own.
OWN = {"index", "app_list", "view_on_site", "password_change", "password_change_done", "jsi18n", "autocomplete"}
QUERIES: dict[str, dict[str, Any]] = {
    "": {}, "popup": {"_popup": 1, "_to_field": "id"}, "text": {"as": "text"}, "queue": {"queue": "review"},
    "search": {"q": "soldiers"},
}  # fmt: skip


OF_RECORDS = sorted(name for name in NAMES if name.startswith("briefings_"))


@pytest.fixture(scope="module")
def every_state(built: Universe, django_db_blocker) -> Universe:
    """Add people of every role to the universe, and a batch to what it holds."""
    with django_db_blocker.unblock():
        truth.build(built)
        built.batch = batches.open_(title="A batch", by=built.curator)
        built.more("claim", batch=built.batch)
    return built


def traces() -> tuple:
    """Return what any write would change: each action appends to the audit chain, and Django's admin to its log."""
    return LogEntry.objects.count(), AuditEvent.objects.order_by("-sequence").values_list("hash", flat=True).first()


def test_addresses_are_found_and_stand_below_the_admin():
    assert {"index", "autocomplete", "briefings_claim_change", "briefings_batch_review", "briefings_source_mark"} <= {
        *NAMES
    }
    assert {name for name in NAMES if not name.startswith("briefings_")} == OPEN | OWN


@pytest.mark.sqlite
@pytest.mark.parametrize("role", sorted(OUTSIDE))
@pytest.mark.parametrize("name", OF_RECORDS)
def test_who_may_nothing_gets_nothing_and_leaves_nothing(name, role, every_state, u):
    desk, args, before = Desk(getattr(u, role, None)), arguments(name, u), traces()

    for answer in (desk.get(name, *args), desk.post(name, *args, version=1, reason="x", post="yes"),
                   desk.get(name, *args, _popup=1), desk.get(name, *args, **{"as": "text"})):  # fmt: skip
        if role == "outsider":
            assert answer.status_code in (403, 405)
            assert b"Soldiers have left." not in answer.content
        else:
            assert (answer.status_code, answer.url[:13]) == (302, "/admin/login/")
    assert traces() == before


@pytest.mark.parametrize("role", [pytest.param("curator", marks=pytest.mark.sqlite), "administrator"])
@pytest.mark.parametrize("name", OF_RECORDS)
def test_looking_writes_nothing_and_never_breaks(name, role, every_state, u):
    desk, args, before = Desk(getattr(u, role)), arguments(name, u), traces()

    for query in QUERIES.values():
        answer = desk.get(name, *args, **query)
        # A list and a workspace refuse parameters that are none of theirs; what is for others is 403.
        assert answer.status_code in (200, 302, 400, 403, 404, 405)
    assert traces() == before


@pytest.mark.sqlite
@pytest.mark.parametrize("action", ["add_to_batch", "assign_to", "export_csv", "export_yaml", "delete_selected"])
@pytest.mark.parametrize("role", sorted(OUTSIDE))
@pytest.mark.parametrize("record_type", PUBLISHED)
def test_bulk_action_is_for_those_with_a_role(record_type, role, action, every_state, u):
    desk, before = Desk(getattr(u, role, None)), traces()
    ticked = {"action": action, "_selected_action": [published(record_type).pk]}

    answer = desk.post(f"briefings_{record_type}_changelist", **ticked, to=u.curator.pk, into="", title="T", post="yes")

    assert answer.status_code == (403 if role == "outsider" else 302)
    assert traces() == before


def test_every_bulk_action_is_named_above(every_state, rf, u):
    request = rf.get("/")
    request.user = u.boss

    for model, options in admin.site._registry.items():
        if model._meta.model_name in PUBLISHED:
            assert set(options.get_actions(request)) == {"add_to_batch", "assign_to", "export_csv", "export_yaml"}
        else:
            assert not options.get_actions(request)


@pytest.mark.parametrize("model", ["batch", "edition", "auditevent", "token", "assignment", *PUBLISHED])
def test_curator_reaches_no_account_by_autocomplete(model, every_state, u):
    for field in ("created_by", "updated_by", "author", "approver", "user", "assignee", "password"):
        asked = {"app_label": "briefings", "model_name": model, "field_name": field, "term": "c"}
        assert Desk(u.curator).get("autocomplete", **asked).status_code == 403


@pytest.mark.parametrize("role", ["outsider", "left", "anonymous"])
def test_pages_of_the_whole_app_name_nothing_to_who_may_nothing(role, every_state, u):
    desk, content_type = Desk(getattr(u, role, None)), ContentType.objects.get_for_model(Claim).pk

    for answer in (desk.get("app_list", "briefings"), desk.get("view_on_site", content_type, published("claim").pk)):
        assert answer.status_code in (302, 403, 404)
        assert b"soldiers-left" not in answer.content


def test_batch_is_submitted_returned_and_approved_by_the_same_people_as_its_records(every_state, u):
    for role in ("curator", "reviewer", "editor", "boss", "outsider", "left", "anonymous"):
        Desk(getattr(u, role, None)).post("briefings_batch_step", u.batch.pk, "return", reason="x")
        assert get("claim", "minister-responds").state == "draft"
    for role in ("outsider", "left", "anonymous"):
        Desk(getattr(u, role, None)).post("briefings_batch_step", u.batch.pk, "submit")
        assert get("claim", "minister-responds").state == "draft"
    Desk(u.colleague).post("briefings_batch_step", u.batch.pk, "submit")
    row = get("claim", "minister-responds")
    assert row.state == "in_review"
    seen = Desk(u.reviewer).get("briefings_batch_review", u.batch.pk).context["rows"][0]["seen"]
    for role in ("curator", "colleague", "outsider", "left", "anonymous"):
        Desk(getattr(u, role, None)).post("briefings_batch_review", u.batch.pk, which="all", seen=f"{seen}")
        assert get("claim", "minister-responds").state == "in_review"
    assert Batch.objects.get(pk=u.batch.pk).closed_at is None
