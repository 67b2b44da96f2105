"""Measure the analysis against tables written from the texts alone."""

from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from briefings.analysis import answers, discrepancies, matrix, measured, sourcing
from briefings.analysis.discrepancies import names
from briefings.choices import RecordType
from briefings.inquiry import worlds
from briefings.models import Document

TABLES = {"sourcing": "sourcing.yaml", "discrepancies": "discrepancies.yaml", "matrix": "matrix-2024-10-23.yaml"}
Agreements = dict[str, measured.Agreement]


def measure(folder: Path) -> Agreements:
    """Return how far the published claims agree with the tables in a folder."""
    tables = {name: yaml.safe_load((folder / file).read_text()) for name, file in TABLES.items()}
    claims = worlds.documents(RecordType.CLAIM, _slugs(RecordType.CLAIM))
    world = worlds.read(list(claims.values())).world
    sourced = {slug: answers.document(sourcing.of(claim, world)) for slug, claim in claims.items()}
    rows = _rows(tables, claims, world)
    differences = measured.discrepancies(tables["discrepancies"]["rows"], rows)
    found = matrix.matrix(claims.values(), tables["matrix"]["briefing"])
    return {
        "sourcing": measured.sourcing(tables["sourcing"], sourced),
        "discrepancies": differences.rows,
        "discrepancies, severity": differences.severity,
        "discrepancies, how found": differences.how,
        "discrepancies, passages": differences.passages,
        "matrix": measured.matrix(tables["matrix"], found),
    }


def _rows(tables: dict[str, Any], claims: dict[str, Any], world: sourcing.World) -> list[dict[str, Any]]:
    """Return the discrepancies of the claims that the tables cover, those across claims, and those of names."""
    covered = {row["claim"] for row in tables["sourcing"]}
    rows = [row for claim in claims.values() for row in discrepancies.of(claim, world)]
    rows = [row for row in rows if len(row.claims) > 1 or row.claims[0] in covered]
    for actor in world.actors.values():
        rows += names.differences(actor, names.mentions(claims.values(), actor))
    return discrepancies.documents({row.slug: row for row in rows}.values())


def _slugs(record_type: str) -> list[str]:
    return list(Document.objects.filter(record_type=record_type).values_list("slug", flat=True))


class Command(BaseCommand):
    """Run on a database with the five reports (load_curated)."""

    help = "Print precision and recall of the analysis against tables, and every difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tables", type=Path, help=f"Folder with {', '.join(TABLES.values())}.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not all((options["tables"] / file).is_file() for file in TABLES.values()):
            raise CommandError(f"{options['tables']} lacks one of {', '.join(TABLES.values())}")
        for name, agreement in measure(options["tables"]).items():
            self.stdout.write(
                f"{name}: {agreement.expected} expected, {agreement.found} found, {agreement.same} the same; "
                f"precision {agreement.precision:.1%}, recall {agreement.recall:.1%}"
            )
            for note in agreement.notes:
                self.stdout.write(f"  {note}")
