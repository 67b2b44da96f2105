"""Make the demonstration accounts of `make run`, once, and print them each time."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from briefings import permissions
from briefings.actions import accounts

GROUPS = {"curator": permissions.CURATOR, "reviewer": permissions.REVIEWER}


class Command(BaseCommand):
    """Neither account belongs to the loader, so each may edit and approve what the loader published."""

    help = "Make the accounts curator and reviewer with passwords of their own, kept in var/demo-accounts.txt."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.VAR_DIR / "demo-accounts.txt"
        passwords = _read(path)
        if passwords is None:
            passwords = {name: secrets.token_urlsafe(12) for name in GROUPS}
            _write(path, passwords)
            accounts.demonstrate(passwords=passwords, roles=GROUPS, replacing=True)
        else:
            accounts.demonstrate(passwords=passwords, roles=GROUPS, replacing=False)
        self._announce(passwords, path)

    def _announce(self, passwords: dict[str, str], path: Path) -> None:
        site = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
        self.stdout.write(f"\n  API    {site}/api/v1/\n  docs   {site}/api/docs/\n  admin  {site}/admin/\n\n")
        for name, password in passwords.items():
            self.stdout.write(f"  {name:<9} password {password}")
        self.stdout.write(f"  (as made on the first run; kept in {path})\n")


def _read(path: Path) -> dict[str, str] | None:
    """Return the passwords of an earlier run; None when there was none or the file does not name every account."""
    if not path.exists():
        return None
    pairs = (line.split() for line in path.read_text().splitlines())
    passwords = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    return passwords if passwords.keys() == GROUPS.keys() else None


def _write(path: Path, passwords: dict[str, str]) -> None:
    """Write the file so that nobody else on the machine can read it, not even for a moment."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"{name} {password}\n" for name, password in passwords.items())
