"""Compare a second, blind annotation with the fixtures."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from briefings.exchange import check_fixtures, fixture_agreement, fixtures


class Command(BaseCommand):
    """Run without a database; the second annotation has one file a report, in the format of fixtures/readings/."""

    help = "Print how far a second annotation agrees with the fixtures, and every difference."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("annotations", type=Path, help="Folder with <source slug>.yaml files.")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = sorted(options["annotations"].glob("*.yaml"))
        if not paths:
            raise CommandError(f"{options['annotations']} holds no <source slug>.yaml")
        where = (check_fixtures.ROOT / "fixtures", check_fixtures.ROOT / "seeds")
        first = fixtures.load(*where)
        second, problems = fixture_agreement.read_second(*where, options["annotations"])
        for problem in problems:
            self.stderr.write(str(problem))
        for path in paths:
            self._print(fixture_agreement.compare(first, second, path.stem))

    def _print(self, found: fixture_agreement.Agreement) -> None:
        shares = ", ".join(f"{name} {found.share(name):.0%}" for name in fixture_agreement.VALUES)
        self.stdout.write(
            f"{found.source}: {found.first} and {found.second} passages, {found.passages:.1%} pair up; "
            f"{found.values:.1%} of values and chains agree ({shares})"
        )
        for difference in found.differences:
            self.stdout.write(f"  {difference}")
