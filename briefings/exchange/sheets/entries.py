"""What a file says of one record, and what is wrong with it; the same for CSV and YAML."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from briefings.errors import Invalid
from briefings.exchange.sheets import columns
from briefings.exchange.sheets.columns import Path
from briefings.facts import records as facts_of
from briefings.text import received

RECORDS_AT_MOST = 500
LINES_AT_MOST = 10 * RECORDS_AT_MOST
BYTES_AT_MOST = 2_000_000
NEW_TEXT = "text"  # a source's, given once
HEAD = ("slug", "version")  # what stands before the facts
VERSION = re.compile(r"\A[1-9][0-9]{0,8}\Z")


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where in the file, the value, why, and what is allowed there."""

    message: str
    line: int | None = None
    row: int | None = None  # of a spreadsheet, where that is another number
    column: str = ""
    value: str = ""
    allowed: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message

    @property
    def where(self) -> str:
        """Return where it stands, in words."""
        row = f"row {self.row}" if self.row and self.row != self.line else ""
        return ", ".join(each for each in (f"line {self.line}" if self.line else "", row, self.column) if each)


class FileRefused(Invalid):
    """The file as a whole cannot be read; `problems` lists every reason."""

    code = "file_refused"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems[:5])), count=len(problems))
        self.problems = problems


@dataclass(eq=False)
class Entry(ABC):
    """One record of a file. version: the one it was exported at; text: of a new source."""

    record_type: str
    slug: str
    line: int
    version: int | None = None
    text: str | None = None
    problems: list[Problem] = field(default_factory=list)

    @abstractmethod
    def upon(self, existing: dict[str, Any] | None) -> dict[str, Any]:
        """Return the record's facts as the file has them; existing itself where it says nothing else."""

    def named(self) -> set[str]:
        """Return the slugs of records of its own type that it names; none where its facts have no shape."""
        try:
            found = facts_of.references(self.record_type, self.upon(None))
        except (AttributeError, TypeError):
            return set()
        return {slug for record_type, slug in found if record_type == self.record_type}

    @abstractmethod
    def problem(self, message: str, pointer: str = "") -> Problem:
        """Return a problem at the place of the file that a pointer into the facts means."""


def decoded(raw: bytes) -> str:
    """Return a file as text, without its byte order mark. Raises FileRefused, or what received.decode raises."""
    if len(raw) > BYTES_AT_MOST:
        raise FileRefused([too_long(len(raw))])
    return received.decode(raw).removeprefix(received.BOM)


def too_long(size: int) -> Problem:
    """Return the problem of a file of that many bytes."""
    return Problem(f"the file has {size} bytes; at most {BYTES_AT_MOST} are read at once")


def refuse_many(count: int) -> None:
    """Raise FileRefused for more records than are taken at once."""
    if count > RECORDS_AT_MOST:
        raise FileRefused([Problem(f"the file has {count} records; at most {RECORDS_AT_MOST} are taken at once")])


def allowed_at(record_type: str, path: Path) -> str:
    """Return what may stand at a way, in words; empty where that is no column."""
    column = columns.of(record_type).get(columns.pattern(path))
    return column.help if column else ""


def cell_slug(slug: str, claim: Any, source: Any) -> str:
    """Return the slug of a reading, made of its claim's and its source's where it is not given."""
    return slug or (f"{claim}--{source}" if claim and source else "")


def refuse_twice(slug: str, first: int, line: int, row: int | None = None) -> Problem:
    """Return the problem that a record stands in the file a second time."""
    return Problem(f"{slug} stands in line {first} already", line, row, "slug", slug)


def whole_version(entry: Entry, given: str) -> int | None:
    """Return the version that an entry was exported at, None for none; what is none is noted as a problem."""
    if not given:
        return None
    if not VERSION.match(given):
        entry.problems.append(
            Problem(f"{given[:40]!r} is no version: keep the number that was exported", entry.line, column="version")
        )
        return None
    return int(given)
