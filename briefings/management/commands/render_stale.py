"""Render the documents that show something that has changed since."""

import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from briefings.rendering import publication


def positive(kind: type, least: float) -> Callable[[str], Any]:
    """Return a reader of numbers that refuses those under least, and what is no number."""

    def read(text: str) -> Any:
        try:
            value = kind(text)
        except ValueError:
            value = None
        if value is None or not least <= value < 1_000_000:
            raise ArgumentTypeError(f"{text!r} is not a number from {least} to 999999")
        return value

    return read


class Command(BaseCommand):
    """Run it with --every beside the server: no document stays stale for longer than that and one pass."""

    help = "Render stale documents in bounded batches until none is left."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=positive(float, 0), default=0, help="Seconds between passes; 0: one pass and stop."
        )
        parser.add_argument("--batch", type=positive(int, 1), default=50, help="Documents a transaction.")

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
