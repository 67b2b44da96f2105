"""Load seeds/ and fixtures/ through the actions."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from briefings.errors import BriefingsError
from briefings.exchange import curated, fixtures


class Command(BaseCommand):
    """Idempotent: the same fixtures change nothing; changed ones become revisions."""

    help = "Load the curated reports in seeds/ and fixtures/. Records that a person has touched are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fixtures", type=Path, default=settings.BASE_DIR / "fixtures", help="Folder of fixtures.")
        parser.add_argument("--seeds", type=Path, default=settings.BASE_DIR / "seeds", help="Folder of report texts.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = curated.load(fixtures.load(options["fixtures"], options["seeds"]))
        except (BriefingsError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{len(report.created)} created, {len(report.revised)} revised, {report.unchanged} unchanged, "
            f"{len(report.skipped)} left alone"
        )
        for label in report.skipped:
            self.stdout.write(f"  left alone, a person has touched it: {label}")
