"""Tokens: who issues and revokes them, and what is kept of them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import timezone

from briefings import permissions
from briefings.actions import accounts, tokens
from briefings.errors import Conflict, Forbidden, Invalid
from briefings.models import AuditEvent, AuditPayload, Token
from tests import universe


@pytest.fixture
def p(db):
    return universe.people()


def soon():
    return timezone.now() + timedelta(days=1)


def issue(p, **changes):
    given = {"name": "loader", "user": p.curator, "scopes": ["curate"], "expires_at": soon(), "by": p.chief, **changes}
    return tokens.issue(**given)


def test_a_key_is_kept_as_its_hash_alone(p):
    token, key = issue(p)

    assert key.startswith("briefings_") and len(key) > 50
    assert Token.objects.get(key_hash=tokens.digest(key)) == token
    assert key not in str(list(Token.objects.values())) + str(list(AuditPayload.objects.values()))


def test_issuing_and_revoking_are_steps_in_the_chain(p):
    token, _ = issue(p)
    tokens.revoke(token=token, by=p.chief)

    assert list(AuditEvent.objects.values_list("step", "record_type", "slug")) == [
        ("issue", "token", "loader"), ("revoke", "token", "loader"),
    ]  # fmt: skip
    token.refresh_from_db()
    assert token.revoked_by == p.chief


@pytest.mark.parametrize("who", ["curator", "colleague", "reviewer", "outsider"])
def test_administrators_alone_issue(p, who):
    with pytest.raises(Forbidden, match="takes the role administrator"):
        issue(p, by=getattr(p, who))
    assert not Token.objects.exists()


def test_an_administrator_issues(p):
    p.outsider.groups.add(Group.objects.get(name=permissions.ADMINISTRATOR))

    assert issue(p, by=p.outsider)[0].created_by == p.outsider


def test_its_user_revokes_a_token_and_others_do_not(p):
    token, _ = issue(p)

    with pytest.raises(Forbidden):
        tokens.revoke(token=token, by=p.reviewer)
    tokens.revoke(token=token, by=p.curator)
    with pytest.raises(Conflict, match="was revoked at"):
        tokens.revoke(token=token, by=p.curator)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scopes": []}, "not none"), ({"scopes": ["curate", "admin"]}, "not admin, curate"),
        ({"name": "Not a slug"}, "like a slug"), ({"name": "a" * 61}, "60 characters"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "expires within 366 days"),
        ({"expires_at": timezone.now() + timedelta(days=400)}, "expires within 366 days"),
    ],
)  # fmt: skip
def test_what_no_token_can_have_is_refused(p, changes, said):
    with pytest.raises(Invalid, match=said):
        issue(p, **changes)


def test_accounts_that_cannot_log_in_get_none(p):
    p.colleague.is_active = False
    for user in (p.colleague, accounts.system(name="loader-account")):
        with pytest.raises(Invalid, match="not an account that may log in"):
            issue(p, user=user)


def test_a_name_is_never_used_again(p):
    tokens.revoke(token=issue(p)[0], by=p.chief)

    with pytest.raises(Conflict, match="never used again"):
        issue(p)


def test_the_command_shows_the_key_once(p, capsys):
    call_command("token", "issue", "nightly", "--user", "curator", "--scope", "curate", "--by", "chief", "--days", "3")
    key = capsys.readouterr().out.strip()

    call_command("token", "list")
    listed = capsys.readouterr().out
    assert Token.objects.get().key_hash == tokens.digest(key)
    assert listed.startswith("nightly: curator, curate, until ") and listed.endswith(", never used\n")
    assert key not in listed
    call_command("token", "revoke", "nightly", "--by", "chief")
    assert capsys.readouterr().out == "token nightly is revoked\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("issue", "n", "--user", "nobody", "--scope", "curate", "--by", "chief"), "no account nobody"),
        (("issue", "n", "--user", "curator", "--scope", "curate", "--by", "curator"), "role administrator"),
        (("issue", "n", "--user", "curator", "--scope", "curate", "--by", "chief", "--days", "0"), "within 366"),
        (("issue", "n", "--user", "curator", "--scope", "x", "--by", "chief"), "invalid choice"),
        (("issue", "n", "--user", "curator", "--scope", "review", "--by", "chief", "--days", "9" * 12), "1 to 366"),
        (("revoke", "n", "--by", "chief"), "no token n"),
    ],
)  # fmt: skip
def test_the_command_says_what_is_wrong(p, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("token", *arguments)
