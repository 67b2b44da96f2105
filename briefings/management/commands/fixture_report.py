"""manage.py fixture_report: Report how much of each report the fixtures hold; exit 1 when too little."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from briefings.exchange import check_fixtures


class Command(BaseCommand):
    """Run without a database; exit code 1 tells a script that something is wanting."""

    help = "Report how much of each report the fixtures hold; exit 1 when too little."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take other directories than the repository's."""
        parser.add_argument("--fixtures", type=Path, default=check_fixtures.ROOT / "fixtures")
        parser.add_argument("--seeds", type=Path, default=check_fixtures.ROOT / "seeds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report."""
        if not check_fixtures.report_coverage(self.stdout.write, options["fixtures"], options["seeds"]):
            raise SystemExit(1)
