"""Changing one's own password: Django's page, with the write done and kept in the audit chain by an action."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from briefings.actions import users


class OwnPasswordForm(AdminPasswordChangeForm):
    """The old password and, twice, the new one."""

    def save(self, commit: bool = True) -> Any:
        """Change it through the action; the page then keeps this session and ends the others."""
        self.user = users.change_own_password(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user


def change(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Show the form, or change the password of who is logged in."""
    view = PasswordChangeView.as_view(
        form_class=OwnPasswordForm, success_url=reverse("admin:password_change_done"),
        extra_context={**admin.site.each_context(request), **(extra_context or {})},
    )  # fmt: skip
    request.current_app = admin.site.name
    return view(request)
