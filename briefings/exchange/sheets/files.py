"""Export records of one type as a file that the import takes back."""

from collections.abc import Callable, Iterable

from briefings.errors import BriefingsError, Conflict
from briefings.exchange.sheets import csv_reading, csv_writing, yaml_files
from briefings.exchange.sheets.csv_writing import Row
from briefings.exchange.sheets.entries import BYTES_AT_MOST, RECORDS_AT_MOST, Entry, FileRefused, Problem
from briefings.facts import records as facts_of
from briefings.models import RECORDS

Writer = Callable[[str, Iterable[Row]], bytes]
Reader = Callable[[str, bytes], list[Entry]]

FORMS: dict[str, tuple[Writer, Reader]] = {
    "csv": (csv_writing.write, csv_reading.read),
    "yaml": (yaml_files.write, yaml_files.read),
}
MEDIA = {"csv": "text/csv; charset=utf-8", "yaml": "application/yaml; charset=utf-8"}
ENDINGS = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".yaml": "yaml", ".yml": "yaml"}


class TooMany(Conflict):
    """More than one file takes."""

    code = "too_many_to_export"


def export(record_type: str, ids: list[int], form: str) -> bytes:
    """Return the records with these primary keys as a file, by slug. Raises TooMany. Costs ten queries at most.

    What is exported can be imported: the limits are the same.
    """
    if len(ids) > RECORDS_AT_MOST:
        raise TooMany(f"more than {RECORDS_AT_MOST} records: that many are exported at once; filter the list, or tick")
    write, _ = FORMS[form]
    facts = facts_of.read_many(record_type, ids)
    rows = RECORDS[record_type]._default_manager.filter(pk__in=ids).order_by("slug")
    body = write(record_type, [(row.slug, row.version, facts[row.pk]) for row in rows])
    if len(body) > BYTES_AT_MOST:
        raise TooMany(f"the file would have {len(body)} bytes; at most {BYTES_AT_MOST}: choose fewer records")
    return body


def form_of(name: str) -> str:
    """Return the format that a file's name says. Raises FileRefused for another."""
    found = next((form for ending, form in ENDINGS.items() if name.lower().endswith(ending)), None)
    if found is None:
        raise FileRefused([Problem(f"{name[:80]!r} is neither CSV nor YAML by its name: {', '.join(ENDINGS)}")])
    return found


def read(record_type: str, form: str, raw: bytes) -> list[Entry]:
    """Return what a file says of each record. Raises FileRefused for what cannot be read."""
    _, reader = FORMS[form]
    try:
        entries = reader(record_type, raw)
    except FileRefused:
        raise
    except BriefingsError as error:
        raise FileRefused([Problem(error.detail)]) from error
    if not entries:
        raise FileRefused([Problem("the file holds no record")])
    return entries
