"""Write everything that was ever published as a bundle."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from briefings.errors import BriefingsError
from briefings.exchange import dumps


def instant(value: str) -> datetime:
    """Return an RFC 3339 instant. Raises ValueError, for one without a zone too."""
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError(f"{value} names no zone: add Z")
    return found


class Command(BaseCommand):
    """docs/dumps.md describes the files, docs/verify_bundle.py checks them without this program."""

    help = "Write every edition, text and document into a new folder or .tar, with a manifest of hashes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="An absent or empty folder, or a path that ends in .tar.")
        parser.add_argument("--as-of", type=instant, help="RFC 3339: only what had been published by then.")
        parser.add_argument("--public", action="store_true", help="Leave out what readers may not have.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = dumps.write(
                options["target"], made_at=timezone.now(), as_of=options["as_of"], public=options["public"]
            )
        except (BriefingsError, OSError) as error:
            raise CommandError(str(error)) from error
        head = manifest["head"]
        self.stdout.write(f"{options['target']}: {head['count']} editions, head {head['hash']}")
