"""Tokens: issue and revoke the keys with which scripts work at the desk, and keep answers for requests sent again."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from briefings import permissions
from briefings.actions import audit
from briefings.actions.transactions import one_writer
from briefings.choices import TokenScope
from briefings.errors import Conflict, Forbidden, Invalid
from briefings.models import KeptAnswer, Token, User
from briefings.models.records import SLUG

PREFIX = "briefings_"  # so that a key is known for one when it turns up where it should not be
LONGEST = timedelta(days=366)
KEPT_FOR = timedelta(days=1)  # how long a request may be sent again


class KeyReused(Conflict):
    """The Idempotency-Key came before, with another request."""

    code = "idempotency_key_reused"


def digest(key: str) -> str:
    """Return what is kept of a key. It is random, 256 bits: nobody guesses it, so no slow hash is needed."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def issue(*, name: str, user: User, scopes: Iterable[str], expires_at: datetime, by: User) -> tuple[Token, str]:
    """Issue a token and return it with its key, which is shown this once.

    Administrators only; the token can do what its scopes name and its user's roles allow, whichever is less.
    """
    _require_administrator(by)
    wanted = sorted(set(scopes))
    _check(name, user, wanted, expires_at)
    key = PREFIX + secrets.token_urlsafe(32)
    with one_writer():
        if Token.objects.filter(name=name).exists():
            raise Conflict(f"cannot issue token {name}: the name is taken, and names are never used again")
        token = Token.objects.create(
            name=name, key_hash=digest(key), user=user, scopes=wanted, expires_at=expires_at,
            created_at=timezone.now(), created_by=by,
        )  # fmt: skip
        after = {"user": user.pseudonym, "scopes": wanted, "expires_at": expires_at.isoformat()}
        audit.record(step="issue", record_type="token", slug=name, by=by, after=after)
    return token, key


def _check(name: str, user: User, scopes: list[str], expires_at: datetime) -> None:
    """Raise Invalid for what no token can have."""
    if len(name) > 60 or not re.match(SLUG.regex, name):
        raise Invalid(f"cannot issue token {name!r}: a name is like a slug, of at most 60 characters")
    if not scopes or set(scopes) - set(TokenScope.values):
        given = ", ".join(scopes) or "none"
        raise Invalid(f"cannot issue token {name}: scopes are {', '.join(TokenScope.values)}, not {given}")
    if not user.is_active or user.is_system:
        raise Invalid(f"cannot issue token {name}: {user.get_username()} is not an account that may log in")
    if not timezone.now() < expires_at <= timezone.now() + LONGEST:
        raise Invalid(f"cannot issue token {name}: it expires within {LONGEST.days} days, not at {expires_at}")


def revoke(*, token: Token, by: User) -> Token:
    """Revoke a token for ever: its holder may do it, and administrators."""
    if by.pk != token.user_id:
        _require_administrator(by)
    with one_writer():
        row = Token.objects.get(pk=token.pk)
        if row.revoked_at is not None:
            raise Conflict(f"cannot revoke token {row.name}: it was revoked at {row.revoked_at:%Y-%m-%d %H:%M} UTC")
        row.revoked_at, row.revoked_by = timezone.now(), by
        row.save(update_fields=["revoked_at", "revoked_by"])
        audit.record(step="revoke", record_type="token", slug=row.name, by=by)
    return row


def _require_administrator(by: User) -> None:
    if permissions.ADMINISTRATOR not in permissions.roles_of(by):
        raise Forbidden(f"{by.get_username()} may not do that to tokens: it takes the role {permissions.ADMINISTRATOR}")


def used(*, token: Token, on: date) -> None:
    """Keep the day on which a token was last used: one write a day, not one a request."""
    if token.last_used_on != on:
        Token.objects.filter(pk=token.pk).update(last_used_on=on)


def answered(*, token: Token, key: str, request_hash: str) -> KeptAnswer | None:
    """Return the answer that a request got before, or None. Raises KeyReused when it was another request."""
    kept = KeptAnswer.objects.filter(token=token, key=key, answered_at__gt=timezone.now() - KEPT_FOR).first()
    if kept is not None and kept.request_hash != request_hash:
        raise KeyReused(f"the Idempotency-Key {key!r} was sent before with another request: take a new one")
    return kept


def keep(
    *, token: Token, key: str, request_hash: str, status: int, body: bytes, headers: Mapping[str, str]
) -> None:
    """Keep an answer for the same request sent again; older ones go. Call it in the transaction of what was done."""
    KeptAnswer.objects.filter(token=token, answered_at__lte=timezone.now() - KEPT_FOR).delete()
    KeptAnswer.objects.create(
        token=token, key=key, request_hash=request_hash, status=status, body=body, headers=dict(headers),
        answered_at=timezone.now(),
    )  # fmt: skip
