"""A fresh database has the roles, with exactly the rights that the commands give them."""

import pytest
from django.contrib.auth.models import Group

from briefings import permissions


def rights() -> dict[str, set[str]]:
    return {group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()}


@pytest.mark.django_db
def test_migration_makes_the_roles_that_the_commands_make():
    migrated = rights()
    assert set(migrated) == set(permissions.ROLES)

    permissions.ensure_groups()

    assert rights() == migrated
    assert not any(name.startswith("delete_") for names in migrated.values() for name in names)
    assert "change_user" not in migrated[permissions.REVIEWER]
