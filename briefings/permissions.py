"""Who may take which step. Four eyes are not a permission: nobody is exempt from them (actions/approvals.py)."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

from briefings.errors import Forbidden
from briefings.models import RECORDS, User

CURATOR = "curator"
REVIEWER = "reviewer"
ADMINISTRATOR = "administrator"
ROLES = (CURATOR, REVIEWER, ADMINISTRATOR)

_ANYONE = frozenset(ROLES)
_REVIEWERS = frozenset({REVIEWER, ADMINISTRATOR})
_ROLES_FOR: dict[str, frozenset[str]] = {
    "create": _ANYONE,
    "edit": _ANYONE,
    "submit": _ANYONE,
    "recall": _ANYONE,
    "revise": _ANYONE,
    "discard": _ANYONE,
    "reopen": _ANYONE,
    "reinstate": _ANYONE,
    "unmerge": _ANYONE,
    "assign": _ANYONE,
    "approve": _REVIEWERS,
    "return": _REVIEWERS,
    "withdraw": _REVIEWERS,
}


def roles_of(user: User) -> frozenset[str]:
    """Return the roles of an active person; all of them for a superuser and for the loader. Costs one query."""
    if user.is_anonymous:
        return frozenset()
    if not user.is_active and not user.is_system:
        return frozenset()
    if user.is_superuser or user.is_system:
        return _ANYONE
    return frozenset(user.groups.filter(name__in=ROLES).values_list("name", flat=True))


def colleagues() -> QuerySet[User]:
    """Return who works at the desk: active people with a role, by user name."""
    has_role = Q(is_superuser=True) | Q(groups__name__in=ROLES)
    return User.objects.filter(has_role, is_active=True, is_system=False).distinct().order_by("username")


def may(user: User, step: str) -> bool:
    """Return whether the person's roles allow the step."""
    return bool(roles_of(user) & _ROLES_FOR[step])


def require(user: User, step: str) -> None:
    """Raise Forbidden unless the person's roles allow the step."""
    if not may(user, step):
        wanted = ", ".join(sorted(_ROLES_FOR[step]))
        raise Forbidden(f"{user.get_username()} may not {step}: that takes one of the roles {wanted}")


def ensure_groups() -> None:
    """Create the three roles with the rights that the admin asks for. Harmless when they are there."""
    names = [model._meta.model_name for model in RECORDS.values()]
    names += ["batch", "edition", "auditevent"]
    verbs = ("view", "add", "change")
    rights = Permission.objects.filter(
        content_type__app_label="briefings",
        codename__in=[f"{verb}_{name}" for name in names for verb in verbs if verb == "view" or name not in names[-2:]],
    )
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.add(*rights)
    people = Permission.objects.filter(content_type__app_label="briefings", content_type__model="user")
    Group.objects.get(name=ADMINISTRATOR).permissions.add(*people.exclude(codename="delete_user"))
