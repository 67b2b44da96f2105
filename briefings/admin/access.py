"""What the person of a request may do, asked of briefings.permissions once a request."""

from typing import Any

from django.http import HttpRequest

from briefings import permissions


def may(request: HttpRequest, step: str) -> bool:
    """Return whether the person's roles allow the step. Costs one query for each step, once a request."""
    known: dict[str, bool] = request.__dict__.setdefault("desk_steps", {})
    if step not in known:
        known[step] = permissions.may(request.user, step)
    return known[step]


class NoDeletion:
    """A ModelAdmin that deletes nothing and writes nothing by itself: every write is a call of an action."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, *args: Any) -> None:
        raise NotImplementedError("briefings.actions write; the admin does not")

    save_related = save_formset = delete_model = delete_queryset = log_addition = log_change = log_deletions = (
        save_model
    )


class ReadOnly(NoDeletion):
    """A ModelAdmin for what nobody edits."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
