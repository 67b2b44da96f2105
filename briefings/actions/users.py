"""Accounts of the desk: who works here, and in which roles. Administrators only; nothing here makes a superuser."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from briefings import permissions
from briefings.actions import audit
from briefings.actions.transactions import one_writer
from briefings.errors import Conflict, Forbidden, Invalid
from briefings.models import User
from briefings.text import written

NAMES = ("username", "first_name", "last_name")
COLUMNS = (*NAMES, "email", "is_active")
Values = dict[str, Any]


class NameTaken(Conflict):
    """Another account has the user name."""

    code = "name_taken"


def add(*, values: Values, roles: Iterable[str], password: str, by: User) -> User:
    """Make an account that may log in to the desk.

    values: of COLUMNS, those wanted. The caller has checked the password's strength.
    """
    _require_administrator(by)
    with one_writer():
        user = User(is_staff=True)
        user.set_password(password)
        _write(user, values, roles)
        _log("add", user, by, before=None, password_set=True)
    return user


def change(*, user: User, values: Values, roles: Iterable[str], by: User, password: str = "") -> User:
    """Change an account.

    password: empty leaves it as it is. Raises Forbidden for the loader's accounts, and for a superuser's to others.
    """
    _require_administrator(by)
    with one_writer():
        row = User.objects.get(pk=user.pk)
        if row.is_system:
            raise Forbidden(f"{row.username} is a system account: nobody changes it")
        if row.is_superuser and not by.is_superuser:
            raise Forbidden(f"{row.username} is a superuser: only a superuser changes that account")
        before = rights(row)
        if password:
            row.set_password(password)
        _write(row, values, roles)
        _log("change", row, by, before=before, password_set=bool(password))
    return row


def change_own_password(*, user: User, password: str) -> User:
    """Change the password of whoever asks, and return the fresh row.

    The caller has checked the old password and the strength of the new one.
    """
    with one_writer():
        row = User.objects.get(pk=user.pk)
        row.set_password(password)
        row.save(update_fields=["password"])
        before = rights(row)
        _log("change own password", row, row, before=before, password_set=True)
    return row


def rights(user: User) -> Values:
    """Return what the audit chain keeps of an account: rights, and no name or address of a person."""
    groups = sorted(user.groups.values_list("name", flat=True))
    return {"is_active": user.is_active, "is_staff": user.is_staff, "is_superuser": user.is_superuser, "roles": groups}


def _require_administrator(by: User) -> None:
    if permissions.ADMINISTRATOR not in permissions.roles_of(by):
        raise Forbidden(f"{by.get_username()} may not change accounts: that takes the role {permissions.ADMINISTRATOR}")


def _write(user: User, values: Values, roles: Iterable[str]) -> None:
    wanted = sorted(set(roles))
    unknown = [role for role in wanted if role not in permissions.ROLES]
    if unknown:
        raise Invalid(f"there is no role {', '.join(unknown)}: the roles are {', '.join(permissions.ROLES)}")
    for name in COLUMNS:
        setattr(user, name, values.get(name, getattr(user, name)))
    if not user.username:
        raise Invalid("an account has a user name")
    for name in NAMES:
        written.refuse_unwritable(getattr(user, name), pointer=f"/{name}")
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise NameTaken(f"there is an account {user.username} already") from None
    user.groups.set(Group.objects.filter(name__in=wanted))


def _log(step: str, user: User, by: User, *, before: Values | None, password_set: bool) -> None:
    audit.record(
        step=step, record_type="user", slug=user.pseudonym, by=by, before=before, after=rights(user),
        extra={"password_set": password_set},
    )  # fmt: skip
