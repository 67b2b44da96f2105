"""Accounts that commands make: the loader's, which cannot log in, and the two for a demonstration."""

from django.contrib.auth.models import Group

from briefings import permissions
from briefings.actions.transactions import one_writer
from briefings.models import User


def system(*, name: str) -> User:
    """Return the loader's account of that name, made when it is missing; nobody can log in with it."""
    user, is_new = User.objects.get_or_create(
        username=name, defaults={"is_active": False, "is_system": True, "pseudonym": name}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def demonstrate(*, passwords: dict[str, str], roles: dict[str, str], replacing: bool) -> None:
    """Make the demonstration accounts that are missing; a password that its owner has changed stays, unless replacing.

    passwords: user name to password; roles: user name to the name of its role.
    """
    with one_writer():
        permissions.ensure_groups()
        for name, password in passwords.items():
            user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
            if is_new or replacing:
                user.set_password(password)
                user.save(update_fields=["password"])
            user.groups.add(Group.objects.get(name=roles[name]))
