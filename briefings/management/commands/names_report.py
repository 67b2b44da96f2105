"""names_report: how well names are found by other spellings, measured on persons whose spellings are known."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from briefings.analysis import names_measured
from briefings.analysis.names_measured import THRESHOLDS, Measured, Pair

COLUMNS = ["person", "origin", "name"]


class Command(BaseCommand):
    """Measure names: every spelling in a folder's tables is looked for among all others."""

    help = "Measures how well names are found by other spellings. FOLDER: csv files of person, origin, name."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("folder", type=Path, help="Folder with the tables, for example tests/names.")
        parser.add_argument("--pairs", action="store_true", help="List the pairs that are missed or wrongly found.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the measures of each table."""
        tables = sorted(options["folder"].glob("*.csv"))
        if not tables:
            raise CommandError(f"there is no csv file in {options['folder']}")
        for path in tables:
            measured = names_measured.measure(read(path))
            self.stdout.write(f"\n{path.name}\n" + "\n".join(lines(measured)))
            if options["pairs"]:
                self.stdout.write("\n".join(map(faulty, (p for p in measured.pairs if p.is_right != (p.score > 0)))))


def read(path: Path) -> list[names_measured.Form]:
    """Return the names of a table with whose they are. Raises CommandError for a table of other columns."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != COLUMNS:
            raise CommandError(f"{path} has the columns {rows.fieldnames}; {', '.join(COLUMNS)} are read")
        return [(row["person"], row["name"]) for row in rows]


def lines(measured: Measured) -> list[str]:
    """Return the measures as a table."""
    kinds = sorted({pair.scripts for pair in measured.pairs})
    groups = [("all", measured.pairs), *((kind, [p for p in measured.pairs if p.scripts == kind]) for kind in kinds)]
    head = f"{'pairs':<22} {'score':>6} {'one person':>10} {'found':>6} {'right':>6} {'precision':>9} {'recall':>7}"
    found = [head]
    for kind, pairs in groups:
        for least in THRESHOLDS:
            wanted, offered, right = measured.at(least, pairs)
            numbers = f"{wanted:>10} {offered:>6} {right:>6} {share(right, offered):>9} {share(right, wanted):>7}"
            found.append(f"{kind:<22} {least:>6} {numbers}")
    found.append(
        f"each form looked for: {measured.asked}; the person comes first {share(measured.first, measured.asked)},"
        f" is among the first five {share(measured.among_five, measured.asked)}"
    )
    return found


def share(part: int, whole: int) -> str:
    """Return a share in per cent."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def faulty(pair: Pair) -> str:
    """Return a pair as the list of faults has it."""
    what = "missed" if pair.is_right else "wrong"
    return f"{what} {pair.score:.2f} {pair.reason or '':<18} {pair.one[1]} ~ {pair.other[1]}"
