"""Accounts: administrators give and take roles; nobody makes a superuser or touches the loader's accounts here."""

import json

import pytest
from django.contrib.auth.models import Group

from briefings import permissions
from briefings.models import AuditEvent, User
from tests.admin.desk import Desk, errors_of

PASSWORD = "a long enough pass phrase"
FORM = {"username": "newcomer", "is_active": "on", "roles": [permissions.CURATOR], "password": PASSWORD}


@pytest.fixture
def boss(u) -> User:
    """Return an administrator who is no superuser."""
    user = User.objects.create(username="boss", pseudonym="desk-boss", is_staff=True)
    user.groups.add(Group.objects.get(name=permissions.ADMINISTRATOR))
    return user


@pytest.fixture
def administrator(boss) -> Desk:
    return Desk(boss)


def test_administrator_makes_an_account_that_can_log_in(administrator, boss):
    answer = administrator.post("briefings_user_add", **FORM)

    user = User.objects.get(username="newcomer")
    assert answer.status_code == 302, errors_of(answer)
    assert user.check_password(PASSWORD)
    assert (user.is_staff, user.is_superuser, user.is_system) == (True, False, False)
    assert permissions.roles_of(user) == {permissions.CURATOR}
    event = AuditEvent.objects.last()
    assert (event.step, event.record_type, event.slug, event.user) == ("add", "user", user.pseudonym, boss)
    assert PASSWORD not in event.payload.body
    assert "newcomer" not in event.payload.body


def test_administrator_takes_a_role_and_switches_an_account_off(administrator, u):
    page = administrator.get("briefings_user_change", u.curator.pk)
    assert page.context["form"]["roles"].value() == [permissions.CURATOR]

    administrator.post("briefings_user_change", u.curator.pk, username="curator", roles=[permissions.REVIEWER])

    user = User.objects.get(pk=u.curator.pk)
    assert (user.is_active, list(user.groups.values_list("name", flat=True))) == (False, [permissions.REVIEWER])
    assert json.loads(AuditEvent.objects.last().payload.body)["difference"] == {
        "is_active": [True, False], "roles": [["curator"], ["reviewer"]],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "curator"}, "username"), ({"username": ""}, "username"), ({"username": "a b"}, "username"),
        ({"password": ""}, "password"), ({"password": "short"}, "password"), ({"roles": ["chief"]}, "roles"),
        ({"email": "x"}, "email"),
    ],
)  # fmt: skip
def test_wrong_account_is_refused_beside_its_field(wrong, field, administrator, no_trace):
    assert field in errors_of(administrator.post("briefings_user_add", **{**FORM, **wrong}))


def test_rights_that_the_form_does_not_show_cannot_be_sent(administrator):
    administrator.post(
        "briefings_user_add", **FORM, is_superuser="on", is_system="on", user_permissions=["1"], pseudonym="mine"
    )

    user = User.objects.get(username="newcomer")
    assert (user.is_superuser, user.is_system, user.user_permissions.count()) == (False, False, 0)
    assert user.pseudonym != "mine"


def test_superuser_is_changed_by_superusers_only(administrator, chief, u):
    sent = {"username": "chief", "is_active": "on", "password": PASSWORD}

    assert administrator.post("briefings_user_change", u.chief.pk, **sent).status_code == 403
    assert all(field.field.disabled for field in administrator.get("briefings_user_change", u.chief.pk).context["form"])
    chief.post("briefings_user_change", u.chief.pk, **sent)
    assert User.objects.get(pk=u.chief.pk).check_password(PASSWORD)


def test_system_account_is_changed_by_nobody(administrator, chief, no_trace):
    system, _ = User.objects.get_or_create(username="loader", defaults={"is_system": True, "is_active": False})

    for desk in (administrator, chief):
        answer = desk.post("briefings_user_change", system.pk, username="loader", is_active="on", password=PASSWORD)
        assert answer.status_code == 403
    User.objects.filter(username="loader").delete()


@pytest.mark.parametrize("person", ["curator", "reviewer", "outsider"])
def test_others_see_and_change_no_account(person, u, no_trace):
    desk = Desk(getattr(u, person))

    for answer in (
        desk.get("briefings_user_changelist"), desk.get("briefings_user_change", u.chief.pk),
        desk.post("briefings_user_add", **FORM), desk.post("briefings_user_change", u.curator.pk, **FORM),
        desk.get("briefings_user_history", u.curator.pk),
        desk.get("autocomplete", app_label="briefings", model_name="claim", field_name="created_by", term="c"),
    ):  # fmt: skip
        assert answer.status_code == 403
