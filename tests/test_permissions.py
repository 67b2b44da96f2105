"""Who may take which step."""

import pytest
from django.contrib.auth.models import Group

from briefings import permissions
from briefings.actions import accounts
from briefings.errors import Forbidden
from briefings.models import User

pytestmark = pytest.mark.django_db

ANY_ROLE = ["assign", "create", "discard", "edit", "recall", "reinstate", "reopen", "revise", "submit", "unmerge"]
REVIEWERS = ["approve", "return", "withdraw"]


@pytest.fixture(autouse=True)
def groups() -> None:
    permissions.ensure_groups()


def person(*roles: str, **columns: bool) -> User:
    user = User.objects.create(username="ann", **columns)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def steps_of(user: User) -> list[str]:
    return sorted(step for step in permissions._ROLES_FOR if permissions.may(user, step))


@pytest.mark.parametrize(
    ("roles", "columns", "steps"),
    [
        ([], {}, []),
        ([], {"is_staff": True}, []),
        (["curator"], {}, ANY_ROLE),
        (["reviewer"], {}, sorted(ANY_ROLE + REVIEWERS)),
        (["administrator"], {}, sorted(ANY_ROLE + REVIEWERS)),
        (["curator", "reviewer"], {}, sorted(ANY_ROLE + REVIEWERS)),
        ([], {"is_superuser": True}, sorted(ANY_ROLE + REVIEWERS)),
        (["reviewer"], {"is_active": False}, []),
        ([], {"is_superuser": True, "is_active": False}, []),
        ([], {"is_system": True, "is_active": False}, sorted(ANY_ROLE + REVIEWERS)),
    ],
)
def test_steps_of_a_person(roles, columns, steps):
    assert steps_of(person(*roles, **columns)) == steps


def test_group_of_another_name_gives_nothing():
    Group.objects.create(name="editors")

    assert steps_of(person("editors")) == []


def test_refusal_names_person_step_and_roles():
    with pytest.raises(Forbidden) as refusal:
        permissions.require(person("curator"), "approve")

    assert (refusal.value.code, refusal.value.status) == ("forbidden", 403)
    assert str(refusal.value) == "ann may not approve: that takes one of the roles administrator, reviewer"


def test_asking_costs_one_query(django_assert_num_queries):
    user = person("curator")

    with django_assert_num_queries(1):
        permissions.may(user, "edit")


def test_groups_are_made_once_and_may_delete_nothing():
    permissions.ensure_groups()

    assert set(Group.objects.values_list("name", flat=True)) == set(permissions.ROLES)
    for group in Group.objects.all():
        assert not group.permissions.filter(codename__startswith="delete").exists()
        assert not group.permissions.filter(
            codename__in=["change_edition", "add_edition", "change_auditevent"]
        ).exists()


def test_accounts_of_the_loader_cannot_log_in(client):
    user = accounts.system(name="fixtures-curator")

    assert not user.has_usable_password()
    assert (user.is_active, user.is_staff, user.is_superuser) == (False, False, False)
    client.post("/admin/login/", {"username": user.username, "password": "!"})
    assert "_auth_user_id" not in client.session
