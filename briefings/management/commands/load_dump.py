"""Load a bundle that `manage.py dump` wrote into an empty database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from briefings.errors import BriefingsError
from briefings.exchange import dump_loading


class Command(BaseCommand):
    """All or nothing: every hash is checked before, and every document after, in one transaction."""

    help = "Load a dump into an empty, migrated database; readers are served the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bundle", type=Path, help="The folder or .tar.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = dump_loading.load(options["bundle"])
        except (BriefingsError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{manifest['head']['count']} editions loaded, head {manifest['head']['hash']}")
