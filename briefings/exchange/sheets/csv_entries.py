"""What the lines of a CSV file say of one record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from briefings.exchange.sheets import cells, columns
from briefings.exchange.sheets.columns import MANY, ROWS, Path
from briefings.exchange.sheets.csv_writing import apart
from briefings.exchange.sheets.entries import Entry, Problem, allowed_at

SHOWN_OF_A_VALUE = 80
MINTED = ("citations", MANY, "id")


@dataclass
class Line:
    """One line of the file: its number, its row in a spreadsheet, and its cells by name."""

    number: int
    row: int
    cells: dict[str, str]


@dataclass(eq=False)
class CsvEntry(Entry):
    """A record of a CSV file. ways: what the named columns mean; what has no column there stays as it is."""

    ways: dict[str, Path] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    places: dict[Path, Path] = field(default_factory=dict)
    rows: list[Line] = field(default_factory=list)

    def upon(self, existing: dict[str, Any] | None) -> dict[str, Any]:
        """Return the facts with what the cells say; a fact none of whose columns is there stays."""
        before = cells.flat(self.record_type, existing or {})
        merged = self._merged(before)
        if existing is not None and merged == before:
            return existing
        touched = dict.fromkeys(path[0] for path in self.ways.values())
        made, self.places = cells.nest(self.record_type, {at: text for at, text in merged.items() if at[0] in touched})
        for key in touched:
            made = {**cells.emptied(self.record_type, key), **made}
        kept = {key: value for key, value in (existing or {}).items() if key not in touched}
        facts: dict[str, Any] = cells.as_it_was(existing or {}, {**kept, **made})
        return facts

    def _merged(self, before: Mapping[Path, str]) -> dict[Path, str]:
        """Return the record's cells: those of the file, and those that were where the file has no such column."""
        own, parts = apart(self.record_type, before)
        there = set(self.ways.values())
        merged = {**_without(own, there), **self._filled(self.lines[0], of_rows=False)}
        if MINTED not in there:
            return merged | {path: text for path, text in before.items() if path not in own}
        rows = self._rows(parts)
        self.rows = [line for line, _ in rows]
        for number, (line, old) in enumerate(rows, start=1):
            row = {**_without(old, there), **self._filled(line, of_rows=True)}
            merged |= {(path[0], str(number), *path[2:]): text for path, text in row.items()}
        return merged

    def _rows(self, parts: Mapping[str, dict[Path, str]]) -> list[tuple[Line, dict[Path, str]]]:
        """Return the lines that are a part, each with the part it was: known ones in their order, then new ones."""
        known = {part[MINTED]: (int(number), part) for number, part in parts.items() if MINTED in part}
        found = []
        for line in self.lines:
            if row := self._filled(line, of_rows=True):
                place, part = known.get(row.get(MINTED, ""), (len(parts) + 1, {}))
                found.append((place, line, part))
        return [(line, part) for _, line, part in sorted(found, key=lambda each: each[0])]

    def _filled(self, line: Line, *, of_rows: bool) -> dict[Path, str]:
        """Return the cells of a line that hold something: those of its part, or those of the record."""
        return {
            path: line.cells[name]
            for name, path in self.ways.items()
            if line.cells[name] and (MANY in path) == of_rows
        }

    def problem(self, message: str, pointer: str = "") -> Problem:
        """Return a problem at the cell that a pointer means, or at the record's first line."""
        path, line = columns.at(self.record_type, cells.way_of(pointer, self.places)), self.lines[0]
        if path and path[0] == ROWS.get(self.record_type) and len(path) > 1:
            line = self.rows[int(path[1]) - 1]
        name = self._column_at(path) if path else ""
        value = line.cells.get(name, "")[:SHOWN_OF_A_VALUE]
        return Problem(message, line.number, line.row, name, value, allowed_at(self.record_type, path))

    def _column_at(self, path: Path) -> str:
        """Return the column of a way, the first of the file below it, or what it would be called."""
        way = (path[0], MANY, *path[2:]) if path[0] == ROWS.get(self.record_type) else path
        below = (name for name, each in self.ways.items() if each[: len(way)] == way)
        return columns.name_of(self.record_type, path) or next(below, "_".join(key for key in way if key != MANY))


def _without(filled: Mapping[Path, str], there: set[Path]) -> dict[Path, str]:
    return {path: text for path, text in filled.items() if path not in there}
