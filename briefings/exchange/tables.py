"""CSV as RFC 4180 has it: a line of names, and one for each document. columns.py says which cells."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from briefings.exchange.columns import COLUMNS, Column
from briefings.rendering.pages import PATHS
from briefings.rendering.rows import citation_document


def lines(rows: Iterable[list[str]]) -> bytes:
    """Return rows of cells as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8")


def names(declared: Sequence[Column]) -> bytes:
    """Return the first line of a table."""
    return lines([[column.name for column in declared]])


def row(declared: Sequence[Column], document: dict[str, Any]) -> bytes:
    """Return a document's line of a table."""
    return lines([[column.cell(document) for column in declared]])


def rows_of(record_type: str, shown: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Yield (table, line) for everything that has a line of its own in a document: a reading's citations do."""
    yield PATHS[record_type], row(COLUMNS[PATHS[record_type]], shown)
    if record_type == "reading":
        for citation in shown["citations"]:
            yield "citations", row(COLUMNS["citations"], citation_document(citation, shown))


def described() -> dict[str, list[dict[str, str | None]]]:
    """Return the columns of each table as a manifest tells them; path: where in the document a cell stands as it is."""
    return {
        name: [{"name": column.name, "help": column.help, "path": column.path} for column in declared]
        for name, declared in COLUMNS.items()
    }
