"""Render the documents that show something that has changed since."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from briefings.rendering import publication


class Command(BaseCommand):
    """Run it with --every beside the server: no document stays stale for longer than that and one pass."""

    help = "Render stale documents in bounded batches until none is left."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=0, help="Seconds between passes; 0: one pass and stop.")
        parser.add_argument("--batch", type=int, default=200, help="Documents a transaction.")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            count = 0
            while rendered := publication.render_stale(limit=options["batch"]):
                count += rendered
            if count or not options["every"]:
                self.stdout.write(f"{count} documents rendered")
            if not options["every"]:
                return
            time.sleep(options["every"])
