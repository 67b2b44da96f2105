"""Issue, revoke and list the tokens with which scripts work at the desk."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from briefings.actions import tokens
from briefings.choices import TokenScope
from briefings.errors import BriefingsError
from briefings.models import Token, User


class Command(BaseCommand):
    """docs/desk-api.md says what a token can do."""

    help = "Issue a token and show its key this once; revoke one; list them all, without keys."

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        issue = steps.add_parser("issue", help="Issue a token.")
        issue.add_argument("name", help="What it is for; a name is never used again.")
        issue.add_argument("--user", required=True, help="Who acts when it is used.")
        issue.add_argument("--scope", action="append", required=True, choices=TokenScope.values, help="Or both, twice.")
        issue.add_argument("--days", type=int, default=90, help="After how many days it expires.")
        issue.add_argument("--by", required=True, help="The administrator who issues it.")
        revoke = steps.add_parser("revoke", help="Revoke a token for ever.")
        revoke.add_argument("name")
        revoke.add_argument("--by", required=True, help="Its user, or an administrator.")
        steps.add_parser("list", help="List all tokens.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['step']}")(options)
        except OverflowError:
            raise CommandError(f"--days is 1 to {tokens.LONGEST.days}, not {options['days']}") from None
        except BriefingsError as error:
            raise CommandError(str(error)) from error

    def _issue(self, options: dict[str, Any]) -> None:
        expires_at = timezone.now() + timedelta(days=options["days"])
        token, key = tokens.issue(
            name=options["name"], user=_user(options["user"]), scopes=options["scope"], expires_at=expires_at,
            by=_user(options["by"]),
        )  # fmt: skip
        self.stderr.write(f"token {token.name}, good until {expires_at:%Y-%m-%d}. Its key is shown this once:")
        self.stdout.write(key)

    def _revoke(self, options: dict[str, Any]) -> None:
        token = Token.objects.filter(name=options["name"]).first()
        if token is None:
            raise CommandError(f"there is no token {options['name']}")
        tokens.revoke(token=token, by=_user(options["by"]))
        self.stdout.write(f"token {token.name} is revoked")

    def _list(self, options: dict[str, Any]) -> None:
        for token in Token.objects.select_related("user").order_by("name"):
            until = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else f"until {token.expires_at:%Y-%m-%d}"
            last = f"last used {token.last_used_on}" if token.last_used_on else "never used"
            self.stdout.write(f"{token.name}: {token.user.username}, {' and '.join(token.scopes)}, {until}, {last}")


def _user(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"there is no account {name}")
    return user
