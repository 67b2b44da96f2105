"""Render the documents that show something that has changed since."""

import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from briefings.management import progress
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
        parser.add_argument(
            "--all", action="store_true",
            help="Make every document anew, after what has changed: as `rebuild`, but beside readers and desk."
            " To go on, leave it out.",
        )  # fmt: skip
        progress.add_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            publication.mark_all()
        while True:
            count = _pass(options["batch"], progress.wanted(options))
            if count or not options["every"]:
                self.stdout.write(f"{count} documents rendered")
            if not options["every"]:
                return
            time.sleep(options["every"])


def _pass(batch: int, told: progress.Progress | None) -> int:
    """Render until nothing is stale, and return how many documents were rendered."""
    count, of = 0, publication.count_stale() if told else 0
    try:
        while rendered := publication.render_stale(limit=batch):
            count += rendered
            if told:
                told("documents", count, max(of, count))
    finally:
        if told:
            told.close()
    return count
