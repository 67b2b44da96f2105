"""Read CSV as spreadsheets save it: with commas, semicolons or tabs, any line end, a byte order mark or none."""

import csv
import difflib
import io
import re
from collections.abc import Iterator

from briefings.exchange import formulas
from briefings.exchange.sheets import columns
from briefings.exchange.sheets.columns import MANY, Path
from briefings.exchange.sheets.csv_entries import MINTED, SHOWN_OF_A_VALUE, CsvEntry, Line
from briefings.exchange.sheets.entries import (
    HEAD,
    LINES_AT_MOST,
    NEW_TEXT,
    Entry,
    FileRefused,
    Problem,
    cell_slug,
    decoded,
    refuse_many,
    refuse_twice,
    whole_version,
)

COLUMNS_AT_MOST = 1000
SEPARATORS = (",", ";", "\t")


def read(record_type: str, raw: bytes) -> list[Entry]:
    """Return what a CSV file says of each record. Raises FileRefused with everything that makes it unreadable."""
    text = decoded(raw)
    lines = _lines(text)
    names = [name.strip() for name in next(lines, (1, [""]))[1]]
    while names and not names[-1]:
        names.pop()
    ways = _ways(record_type, names)
    grouped: dict[str, list[Line]] = {}
    unnamed = []
    for line in _rows(lines, names):
        slug = line.cells.get("slug", "")
        if record_type == "reading":
            slug = cell_slug(slug, line.cells.get("claim"), line.cells.get("source"))
        if slug:
            grouped.setdefault(slug, []).append(line)
        else:
            unnamed.append(CsvEntry(record_type, "", line.number, ways=ways, lines=[line]))
    refuse_many(len(grouped) + len(unnamed))
    made = [_entry(record_type, slug, ways, group) for slug, group in grouped.items()]
    return sorted([*made, *map(_without_slug, unnamed)], key=lambda entry: entry.line)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line's number in the file, from 1, and its cells. Raises FileRefused for what is no CSV."""
    head = text.split("\n", 1)[0]
    apart = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=apart, strict=True)
    begins = 1
    try:
        for row in reader:
            yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused([Problem(f"the file is no CSV: {error}", line=begins)]) from None


def _ways(record_type: str, names: list[str]) -> dict[str, Path]:
    """Return what each named column means. Raises FileRefused for unknown, repeated and missing ones, all of them."""
    if len(names) > COLUMNS_AT_MOST:
        raise FileRefused([Problem(f"{len(names)} columns; at most {COLUMNS_AT_MOST} are read", line=1)])
    extra = {*HEAD, NEW_TEXT} if record_type == "source" else {*HEAD}
    ways = {name: path for name in names if (path := columns.named(record_type, name))}
    problems = [
        Problem(f"the column {name[:SHOWN_OF_A_VALUE]!r} comes twice", line=1)
        for name in sorted({name for name in names if names.count(name) > 1})
    ]
    known = [*extra, *(columns.plain_name(column) for column in columns.of(record_type).values())]
    for name in names:
        if name not in ways and name not in extra:
            problems.append(Problem(_unknown(record_type, name, known), line=1))
    wanted = ("claim", "source") if record_type == "reading" and "slug" not in names else ("slug",)
    problems += [Problem(f"the column {name!r} is missing", line=1) for name in wanted if name not in names]
    if any(MANY in path for path in ways.values()) and MINTED not in ways.values():
        name = columns.plain_name(columns.of(record_type)[MINTED])
        problems.append(Problem(f"the column {name!r} is missing: it says which passage a line is of", line=1))
    if problems:
        raise FileRefused(problems)
    return ways


def _unknown(record_type: str, name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(re.sub(r"_[0-9]+(?=_|$)", "_1", name[:SHOWN_OF_A_VALUE]), known, n=3)
    like = f"; like it: {', '.join(near)}" if near else ""
    return f"{record_type}s have no column {name[:SHOWN_OF_A_VALUE]!r}{like}. The page lists all that they have."


def _rows(lines: Iterator[tuple[int, list[str]]], names: list[str]) -> Iterator[Line]:
    """Yield the lines that hold something, their cells by name. Raises FileRefused for cells beyond the last column."""
    for row, (number, values) in enumerate(lines, start=2):
        if row > LINES_AT_MOST:
            raise FileRefused([Problem(f"more than {LINES_AT_MOST} lines; that many are read at once")])
        if any(values[len(names) :]):
            message = f"{len(values)} cells, and the first line names {len(names)} columns"
            raise FileRefused([Problem(message, number, row)])
        filled = [formulas.unguard(value) for value in values]
        if any(filled):
            yield Line(number, row, dict(zip(names, [*filled, *[""] * len(names)], strict=False)))


def _entry(record_type: str, slug: str, ways: dict[str, Path], lines: list[Line]) -> CsvEntry:
    """Return the entry of a record's lines; what is the record's own has to be the same in each of them."""
    first = lines[0]
    entry = CsvEntry(record_type, slug, first.number, ways=ways, lines=lines)
    if len(lines) > 1 and MINTED not in ways.values():
        entry.problems.append(refuse_twice(slug, first.number, lines[1].number, lines[1].row))
    for line in lines[1:]:
        for name, value in line.cells.items():
            if MANY not in ways.get(name, ()) and value != first.cells[name]:
                message = f"{slug} has {first.cells[name][:SHOWN_OF_A_VALUE]!r} in line {first.number}: say the same"
                entry.problems.append(Problem(message, line.number, line.row, name, value[:SHOWN_OF_A_VALUE]))
    entry.text = first.cells.get(NEW_TEXT) or None
    entry.version = whole_version(entry, first.cells.get("version", ""))
    return entry


def _without_slug(entry: CsvEntry) -> CsvEntry:
    entry.problems.append(entry.problem("no slug says which record this is"))
    return entry
