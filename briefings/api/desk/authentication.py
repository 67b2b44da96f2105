"""Who asks: a token in the header and nothing else. Cookies mean nothing here, so no other site can ask for anybody."""

from collections.abc import Sequence

from django.utils import timezone
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from briefings import permissions
from briefings.actions import tokens
from briefings.errors import Forbidden
from briefings.models import Token, User


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`. A key that is wrong, expired, revoked or whose user left gets one answer: 401."""

    def authenticate(self, request: Request) -> tuple[User, Token]:
        """Return the person and the token. Raises NotAuthenticated, AuthenticationFailed. Costs one query, mostly."""
        scheme, _, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if not scheme:
            raise exceptions.NotAuthenticated("a token is wanted: send Authorization: Bearer <key>")
        now = timezone.now()
        rows = Token.objects.select_related("user").filter(revoked_at=None, expires_at__gt=now, user__is_active=True)
        token = rows.filter(key_hash=tokens.digest(key.strip())).first() if scheme.lower() == "bearer" else None
        if token is None:
            raise exceptions.AuthenticationFailed("the token is unknown, expired or revoked")
        tokens.used(token=token, on=now.date())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 asks for."""
        return 'Bearer realm="desk"'


class InsufficientScope(Forbidden):
    """The token is not for this."""

    code = "insufficient_scope"


def require(request: Request, scopes: Sequence[str]) -> None:
    """Raise unless the token has one of the scopes and its user works at the desk."""
    token, user = request.auth, request.user
    if not set(scopes) & set(token.scopes):
        has, wanted = ", ".join(token.scopes), " or ".join(scopes)
        raise InsufficientScope(f"token {token.name} has scope {has}; wanted is {wanted}")
    if not permissions.roles_of(user):
        raise Forbidden(f"{user.get_username()} has no role at the desk")
