"""manage.py lint_fixtures: Check fixtures/ against the reports and against itself; exit 1 on problems."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from briefings.exchange import check_fixtures


class Command(BaseCommand):
    """Run without a database; exit code 1 tells a script that something is wanting."""

    help = "Check fixtures/ against the reports and against itself; exit 1 on problems."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take other directories than the repository's."""
        parser.add_argument("--fixtures", type=Path, default=check_fixtures.ROOT / "fixtures")
        parser.add_argument("--seeds", type=Path, default=check_fixtures.ROOT / "seeds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report."""
        if not check_fixtures.report_problems(self.stdout.write, options["fixtures"], options["seeds"]):
            raise SystemExit(1)
