"""Check that nothing was changed behind the actions' back."""

import json
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from briefings.actions import verify_runs
from briefings.verification import chains, checks
from briefings.verification.problems import Problem


class Command(BaseCommand):
    """Names the first thing wrong and exits with 1; with --all, every one."""

    help = "Re-check every text hash, anchor, edition, audit event, trigger, document and published row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Go on after the first problem.")
        parser.add_argument("--head", type=Path, help="A head exported earlier: finds a tail that was cut off since.")
        parser.add_argument("--export-head", type=Path, help="Write the heads of both chains here when all is well.")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = chain(chains.against(_read(options["head"])) if options["head"] else (), checks.run())
        started_at, found = timezone.now(), list[Problem]()
        for problem in problems:
            self.stderr.write(str(problem))
            found.append(problem)
            if not options["all"]:
                break
        self._keep(started_at, found, is_complete=options["all"] or not found)
        if found:
            raise CommandError(f"verify found {'at least ' if not options['all'] else ''}{len(found)} wrong")
        heads = chains.heads()
        if options["export_head"]:
            options["export_head"].write_text(json.dumps(heads, indent=1) + "\n")
        self.stdout.write(
            f"all is well: {heads['editions']['count']} editions, {heads['audit']['count']} audit events, "
            f"heads {heads['editions']['hash'][:12]} and {heads['audit']['hash'][:12]}"
        )

    def _keep(self, started_at: datetime, found: list[Problem], *, is_complete: bool) -> None:
        """Keep the outcome for the desk page; a database that nobody may write to is verified all the same."""
        first = str(found[0]) if found else ""
        try:
            verify_runs.keep(started_at=started_at, problems=len(found), is_complete=is_complete, first_problem=first)
        except DatabaseError as error:
            self.stderr.write(f"the outcome was not kept for the desk page: {error}")


def _read(path: Path) -> chains.Head:
    """Return an exported head. Raises CommandError for a file that is none."""
    try:
        head = json.loads(path.read_text())
        return {name: {"count": int(head[name]["count"]), "hash": str(head[name]["hash"])} for name in chains.heads()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{path} is no exported head: {error!r}; --export-head writes one") from error
