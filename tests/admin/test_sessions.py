"""Sessions of the desk: how long they last, what ends them, one's own password, and what a page may be put into."""

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from briefings import permissions
from briefings.actions import users
from briefings.models import AuditEvent, User
from tests.universe import published

OLD, NEW = "a long enough pass phrase", "another pass phrase, as long"


@pytest.fixture
def ann(u) -> User:
    return users.add(values={"username": "ann"}, roles=[permissions.CURATOR], password=OLD, by=u.chief)


def logged_in(password: str = OLD) -> Client:
    client = Client()
    client.post(reverse("admin:login"), {"username": "ann", "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200


def change_password(client: Client, old: str = OLD, new: str = NEW, again: str | None = None):
    data = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return client.post(reverse("admin:password_change"), data)


def test_session_ends_after_a_working_day(ann):
    client = logged_in()
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (12 * 3600, True, "Lax")

    session = Session.objects.get(pk=cookie.value)
    assert session.expire_date <= timezone.now() + timedelta(hours=12)
    Session.objects.filter(pk=session.pk).update(expire_date=timezone.now())

    assert not is_in(client)


def test_log_in_gets_a_session_of_its_own_and_log_out_by_post_ends_it(ann):
    client = Client()
    client.get(reverse("admin:login"))
    first = client.cookies.get("sessionid")
    client.post(reverse("admin:login"), {"username": "ann", "password": OLD})
    held = client.cookies["sessionid"].value
    assert first is None or first.value != held

    assert client.get(reverse("admin:logout")).status_code == 405
    assert is_in(client)
    client.post(reverse("admin:logout"))

    assert not Session.objects.filter(pk=held).exists()
    assert not is_in(client)


def test_own_password_is_changed_with_an_audit_event_and_ends_the_other_sessions(ann):
    here, elsewhere = logged_in(), logged_in()

    assert change_password(here).status_code == 302

    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert (is_in(logged_in(NEW)), is_in(logged_in(OLD))) == (True, False)
    event = AuditEvent.objects.order_by("sequence").last()
    assert (event.step, event.record_type, event.slug, event.user) == (
        "change own password", "user", ann.pseudonym, ann,
    )  # fmt: skip
    assert json.loads(event.payload.body) == {"difference": {}, "password_set": True, "reason": ""}


@pytest.mark.parametrize(
    "given", [{"old": "wrong"}, {"new": "short", "again": "short"}, {"again": "different from it"}, {"new": ""}]
)
def test_own_password_is_refused_beside_its_field_and_nothing_is_kept(given, ann):
    client, before = logged_in(), AuditEvent.objects.count()

    answer = change_password(client, **given)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert AuditEvent.objects.count() == before
    assert User.objects.get(pk=ann.pk).check_password(OLD)


def test_stranger_changes_no_password(db):
    assert change_password(Client()).status_code == 302
    assert not AuditEvent.objects.filter(step="change own password").exists()


def test_account_that_is_switched_off_or_loses_its_role_is_out_at_once(ann, u):
    client = logged_in()
    users.change(user=ann, values={}, roles=[], by=u.chief)
    assert client.get(reverse("admin:briefings_claim_changelist")).status_code == 403

    users.change(user=ann, values={"is_active": False}, roles=[permissions.CURATOR], by=u.chief)

    assert not is_in(client)


def test_pages_of_the_desk_are_kept_by_no_cache_and_put_into_no_frame(ann):
    client = logged_in()
    for address in (reverse("admin:index"), reverse("admin:briefings_claim_change", args=[published("claim").pk])):
        page = client.get(address)

        assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
        assert page["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
