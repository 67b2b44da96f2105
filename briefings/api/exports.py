"""Exports: the whole filtered list as CSV or NDJSON, streamed a few rows at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson
from django.db.models import QuerySet

from briefings.api import cursors, shaping
from briefings.api.parameters import refusal
from briefings.api.problems import BadParameters
from briefings.api.statements import Prepared
from briefings.exchange import columns, formulas, tables

CHUNK = 100  # rows in memory at a time
MEDIA = {"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson"}
# What says how a page is given means nothing for a whole list.
PAGES_ONLY = ("page_size", "cursor", "count", "facets")
CSV_ONLY = ("bom", "formula_safe")
SHAPES = ("fields", "omit", "expand")


def refuse(given: Iterable[str], form: str) -> None:
    """Raise BadParameters for parameters that mean nothing in a format."""
    senseless = {
        "json": CSV_ONLY, "ndjson": (*PAGES_ONLY, *CSV_ONLY), "csv": (*PAGES_ONLY, *SHAPES),
    }[form]  # fmt: skip
    errors = [
        refusal(name, "not_with_format", f"{name} means nothing with format={form}: leave it out")
        for name in senseless
        if name in given
    ]
    if errors:
        raise BadParameters(errors)


def chunks(rows: QuerySet, order: tuple[str, ...], body: str) -> Iterator[list[bytes]]:
    """Yield the bodies of all rows in order, a statement for each chunk; each starts where the last one ended."""

    def following(*place: Any) -> QuerySet:
        left = rows.filter(cursors.beyond(order, cursors.Cursor(cursors.AFTER, place))) if place else rows
        return left.order_by(*order).values_list(body, *[column.lstrip("-") for column in order])[:CHUNK]

    asked = Prepared(following)
    found = list(following())  # most lists end here: a statement is made for those that go on
    while found:
        yield [bytes(row[0]) for row in found]
        found = asked.rows(*found[-1][1:]) if len(found) == CHUNK else []


def as_ndjson(pages: Iterable[list[bytes]], asked: Mapping[str, Any], shape: shaping.Shape) -> Iterator[bytes]:
    """Yield documents, one a line, as they are or in the shape that was asked for."""
    for bodies in pages:
        yield b"\n".join([*shaping.shaped_as_asked(bodies, asked, shape), b""])


def as_csv(
    pages: Iterable[list[bytes]], declared: tuple[columns.Column, ...], *, bom: bool, formula_safe: bool
) -> Iterator[bytes]:
    """Yield CSV as RFC 4180 has it: a line of names, and one for each record."""
    told: Callable[[str], str] = formulas.guard if formula_safe else str
    yield (b"\xef\xbb\xbf" if bom else b"") + tables.names(declared)
    for bodies in pages:
        documents = (orjson.loads(body) for body in bodies)
        yield tables.lines([told(column.cell(document)) for column in declared] for document in documents)


def headers(form: str, resource: str) -> dict[str, str]:
    """Return the headers of a file of the format."""
    return {"Content-Disposition": f'attachment; filename="{resource}.{form}"'}
