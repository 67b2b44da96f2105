"""Copy the SQLite database into a file, while the site runs."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection


class Command(BaseCommand):
    """With the engine that the site has: the shell of the system's SQLite may be one that loses writes."""

    help = "Copy the SQLite database into a new file while the site runs; docs/operate.md says how it is put back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A path that is not there yet.")

    def handle(self, *args: Any, **options: Any) -> None:
        target, part = options["file"], options["file"].with_name(options["file"].name + ".part")
        if connection.vendor != "sqlite":
            raise CommandError(f"the database is {connection.display_name}: use its own pg_dump or pg_basebackup")
        if target.exists():
            raise CommandError(f"{target} is there already: nothing is overwritten, name another file")
        try:
            part.unlink(missing_ok=True)  # of a copy that was cut off
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # nobody else may read it
            _copy(part)
            part.rename(target)
        except (OSError, connection.Database.Error) as error:
            part.unlink(missing_ok=True)
            raise CommandError(f"cannot write {target}: {error}") from error
        self.stdout.write(f"{target}: {target.stat().st_size:,} bytes")


def _copy(path: Path) -> None:
    """Copy all pages as they stand at one moment. Readers and writers go on meanwhile."""
    connection.ensure_connection()
    copy = connection.Database.connect(path)
    try:
        connection.connection.backup(copy)
    finally:
        copy.close()
