"""Accounts, made and changed by administrators. What a role may do is not edited here: groups are not registered."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin  # noqa: F401  registers Group, which is taken out below
from django.contrib.auth import password_validation
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from briefings import permissions
from briefings.actions import users
from briefings.admin import steps
from briefings.admin.access import NoDeletion
from briefings.admin.lists import BoundedList, row_id
from briefings.errors import BriefingsError, Forbidden
from briefings.models import User

admin.site.unregister(Group)


class UserForm(forms.ModelForm):
    """An account as an administrator sees it: no superuser, no system account, no single rights."""

    roles = forms.MultipleChoiceField(
        choices=[(role, role.capitalize()) for role in permissions.ROLES], required=False,
        widget=forms.CheckboxSelectMultiple, help_text="What they may do. Without a role they only look on.",
    )  # fmt: skip
    password = forms.CharField(
        required=False, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Empty: it stays as it is.",
    )  # fmt: skip

    class Meta:
        model = User
        fields = list(users.COLUMNS)

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if password:
            password_validation.validate_password(password, self.instance)
        elif not self.instance.pk:
            raise ValidationError("A new account has a password.")
        return password

    def written(self, by: User) -> User:
        """Make or change the account through its action, and return it."""
        values = {name: self.cleaned_data[name] for name in users.COLUMNS}
        rest = {"values": values, "by": by, **{name: self.cleaned_data[name] for name in ("roles", "password")}}
        return users.change(user=self.instance, **rest) if self.instance.pk else users.add(**rest)


@admin.register(User)
class UserAdmin(NoDeletion, BoundedList, admin.ModelAdmin):
    """Who works here. Roles can be given and taken; an account is switched off, never deleted."""

    list_display = ["username", "pseudonym", "is_active", "is_staff", "is_superuser", "is_system", "last_login"]
    list_filter = ["is_active", "is_system"]
    search_fields = ["username", "pseudonym", "email"]
    ordering = ["username"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and self._is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and self._is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and (obj.is_system or (obj.is_superuser and not request.user.is_superuser)):
            return False
        return super().has_change_permission(request, obj) and self._is_administrator(request)

    def _is_administrator(self, request: HttpRequest) -> bool:
        if not hasattr(request, "desk_roles"):
            request.desk_roles = permissions.roles_of(request.user)
        return permissions.ADMINISTRATOR in request.desk_roles

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
                        extra_context: dict | None = None) -> HttpResponse:  # fmt: skip
        """Show an account, or write it through an action."""
        user = self._found(request, object_id)
        is_open = self.has_change_permission(request, user) if user.pk else self.has_add_permission(request)
        if not is_open and (request.method == "POST" or not user.pk):
            raise PermissionDenied
        roles = list(user.groups.values_list("name", flat=True)) if user.pk else []
        form = UserForm(request.POST or None, instance=user, initial={"roles": roles})
        if form.is_bound and form.is_valid() and (saved := _written(form, request)):
            messages.success(request, f"The account {saved.username} was saved.")
            return HttpResponseRedirect(steps.url_of(saved))
        for field in form.fields.values():
            field.disabled = not is_open
        context = {
            **self.admin_site.each_context(request), "title": user.username if user.pk else "Add an account",
            "form": form, "media": self.media + form.media, "opts": self.opts, "is_open": is_open, "add": not user.pk,
        }  # fmt: skip
        return TemplateResponse(request, "desk/account.html", context)

    def _found(self, request: HttpRequest, object_id: str | None) -> User:
        if object_id is None:
            return User()
        if not self.has_view_permission(request):
            raise PermissionDenied
        user = User.objects.filter(pk=row_id(object_id)).first()
        if user is None:
            raise Http404(f"there is no account {object_id[:40]}")
        return user

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        return self.change_view(request, object_id)


def _written(form: UserForm, request: HttpRequest) -> User | None:
    try:
        return form.written(request.user)
    except Forbidden as error:
        raise PermissionDenied(error.detail) from error
    except BriefingsError as error:
        place = "username" if error.code == "name_taken" else (error.pointer or "").removeprefix("/")
        form.add_error(place or None, error.detail)
        return None
