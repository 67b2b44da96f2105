"""Write CSV: a line of names, and a line for each record; of readings, a line for each citation."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefings.exchange import formulas
from briefings.exchange.sheets import cells, columns
from briefings.exchange.sheets.columns import MANY, ROWS, Path
from briefings.exchange.sheets.entries import HEAD
from briefings.text import received

Row = tuple[str, int, dict[str, Any]]  # slug, version, facts


def write(record_type: str, rows: Iterable[Row]) -> bytes:
    """Return records as CSV that no spreadsheet runs, with the plain columns and those that somebody fills."""
    lines = [line for slug, version, facts in rows for line in _lines_of(record_type, slug, version, facts)]
    plain = {path for path, column in columns.of(record_type).items() if column.is_always_there}
    ways = columns.in_order(record_type, plain.union(*(filled for _, filled in lines)))
    head = [*HEAD, *(columns.name_of(record_type, path) or "" for path in ways)]
    told = [head, *([*start, *(filled.get(path, "") for path in ways)] for start, filled in lines)]
    return received.BOM.encode() + "".join(map(_line, told)).encode()


def _lines_of(
    record_type: str, slug: str, version: int, facts: dict[str, Any]
) -> Iterator[tuple[list[str], dict[Path, str]]]:
    """Yield the cells of each line of a record; what is the record's own stands in each of them."""
    own, parts = apart(record_type, cells.flat(record_type, facts))
    for part in parts.values() or [{}]:
        yield [slug, str(version)], {**own, **part}


def apart(record_type: str, filled: Mapping[Path, str]) -> tuple[dict[Path, str], dict[str, dict[Path, str]]]:
    """Return a record's own cells, and those of each of its rows by number, with # in the place of that number."""
    key = ROWS.get(record_type)
    own: dict[Path, str] = {}
    parts: dict[str, dict[Path, str]] = {}
    for path, text in filled.items():
        if path[0] == key:
            parts.setdefault(path[1], {})[(key, MANY, *path[2:])] = text
        else:
            own[path] = text
    return own, parts


def _line(texts: Iterable[str]) -> str:
    """Return a line in which each filled cell is quoted: what separates cells elsewhere stays inside one."""
    quoted = ('"' + formulas.guard(text).replace('"', '""') + '"' if text else "" for text in texts)
    return ",".join(quoted) + "\r\n"
