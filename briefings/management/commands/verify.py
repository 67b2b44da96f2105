"""Check that nothing was changed behind the actions' back."""

import json
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from briefings.verification import chains, checks


class Command(BaseCommand):
    """Names the first thing wrong and exits with 1; with --all, every one."""

    help = "Re-check every text hash, anchor, edition, audit event, trigger and document."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Go on after the first problem.")
        parser.add_argument("--head", type=Path, help="A head exported earlier: finds a tail that was cut off since.")
        parser.add_argument("--export-head", type=Path, help="Write the heads of both chains here when all is well.")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = chain(chains.against(_read(options["head"])) if options["head"] else (), checks.run())
        found = 0
        for problem in problems:
            self.stderr.write(str(problem))
            found += 1
            if not options["all"]:
                break
        if found:
            raise CommandError(f"verify found {'at least ' if not options['all'] else ''}{found} wrong")
        heads = chains.heads()
        if options["export_head"]:
            options["export_head"].write_text(json.dumps(heads, indent=1) + "\n")
        self.stdout.write(
            f"all is well: {heads['editions']['count']} editions, {heads['audit']['count']} audit events, "
            f"heads {heads['editions']['hash'][:12]} and {heads['audit']['hash'][:12]}"
        )


def _read(path: Path) -> chains.Head:
    """Return an exported head. Raises CommandError for a file that is none."""
    try:
        head = json.loads(path.read_text())
        return {name: {"count": int(head[name]["count"]), "hash": str(head[name]["hash"])} for name in chains.heads()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} is no exported head: {error!r}; --export-head writes one") from error
