"""Load a bundle that `manage.py dump` wrote into an empty database, or go on with a load that was cut off."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, OperationalError

from briefings.actions import restorations
from briefings.errors import BriefingsError
from briefings.exchange import dump_loading, dump_rows
from briefings.management import progress

GO_ON = "The load is unfinished and nothing is served. Run the same command again to go on, or take an empty database."


class Command(BaseCommand):
    """Every hash is checked before anything is written, and every document as it is made."""

    help = "Load a dump into an empty, migrated database, or go on with a load that was cut off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bundle", type=Path, help="The folder or .tar.")
        progress.add_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        told = progress.wanted(options)
        try:
            manifest = dump_loading.load(options["bundle"], report=told or dump_rows.silent)
        except (BriefingsError, OSError, OperationalError, KeyboardInterrupt) as error:
            raise CommandError(_said(error)) from error
        finally:
            if told:
                told.close()
        self.stdout.write(f"{manifest['head']['count']} editions loaded, head {manifest['head']['hash']}")


def _said(error: BaseException) -> str:
    """Return what went wrong, and whether there is a load to go on with."""
    said = "interrupted" if isinstance(error, KeyboardInterrupt) else str(error)
    try:
        return f"{said}\n{GO_ON}" if restorations.place() else said
    except DatabaseError:
        return said
