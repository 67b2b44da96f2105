"""Pages of a list: which rows are asked for, and what readers get of the rows that were found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db.models import QuerySet

from briefings.api import cursors
from briefings.api.cursors import Cursor
from briefings.api.signatures import signature

FORM = 1  # of pages; count it up when the same rows become other bytes
RELATIONS = {"next": "next", "previous": "prev"}
Row = tuple[Any, ...]


def etag(token: str, address: str) -> str:
    """Return the ETag of a page: of the version of the documents that it was read from, or of an older one.

    address: the whole of it, as the page repeats it in its links. Read the token before the page. Nobody else can
    make an ETag, so one that fits was given with this very page.
    """
    return signature("briefings.api.pages", f"{FORM} {token} {address}").hex()


@dataclass(frozen=True)
class Window:
    """Which page of a list is asked for. columns: of the ordering, with their signs."""

    columns: tuple[str, ...]
    cursor: Cursor | None
    size: int
    bound_to: str

    def at(self, side: str | None, place: tuple[Any, ...]) -> "Window":
        """Return the window of the same size at another place of the list."""
        return replace(self, cursor=Cursor(side, place) if side else None)

    def selection(self, rows: QuerySet, body: str, is_listed: bool = False) -> QuerySet:
        """Return the page's bodies and places, and one row more, to know whether there is a page beyond.

        is_listed: all rows that match are put in order, and only those of the page may be opened for it.
        """
        backward = self.cursor is not None and self.cursor.is_backward
        if self.cursor:
            rows = rows.filter(cursors.beyond(self.columns, self.cursor))
        order = cursors.reversed_columns(self.columns) if backward else self.columns
        rows = rows.order_by(*order)
        if is_listed:
            page = rows.values("pk")[: self.size + 1]
            rows = rows.model._default_manager.filter(pk__in=page).order_by(*order)
        return rows.values_list(body, *(column.lstrip("-") for column in order))[: self.size + 1]


class Page:
    """One page: its bodies, and the places that its neighbours start at. found: rows of the window's selection."""

    def __init__(self, window: Window, found: Sequence[Row], converted: Callable[[Row], Row] = tuple) -> None:
        self.window = window
        self.more = len(found) > window.size
        backward = window.cursor is not None and window.cursor.is_backward
        kept = found[: window.size][::-1] if backward else found[: window.size]
        self.bodies = [row[0] for row in kept]
        self.ends = [converted(row)[1:] for row in (kept[0], kept[-1])] if kept else []

    def neighbours(self) -> dict[str, Cursor | None]:
        """Return where the next and the previous page start; None: there is none."""
        cursor = self.window.cursor
        if not self.ends:  # the rows beyond the cursor are gone: lead back to the place itself
            if cursor is None:
                return {"next": None, "previous": None}
            back = Cursor(cursors.FROM if cursor.is_backward else cursors.UNTIL, cursor.values)
            return {"next": back, "previous": None} if cursor.is_backward else {"next": None, "previous": back}
        first, last = self.ends
        after, before = Cursor(cursors.AFTER, last), Cursor(cursors.BEFORE, first)
        if cursor is None:
            return {"next": after if self.more else None, "previous": None}
        if cursor.is_backward:
            return {"next": after, "previous": before if self.more else None}
        return {"next": after if self.more else None, "previous": before}

    def links(self, address: str, given: Mapping[str, str]) -> dict[str, str | None]:
        """Return the absolute addresses of the neighbours. address: of the list, without a query."""
        neighbours = self.neighbours()
        if not any(neighbours.values()):
            return dict.fromkeys(neighbours)
        kept = urlencode({name: value for name, value in given.items() if name != "cursor"})
        start = f"{address}?{kept}&cursor=" if kept else f"{address}?cursor="
        # Of what a cursor is made of, only the mark before its signature means anything in an address.
        return {
            key: start + cursors.encode(cursor, bound_to=self.window.bound_to).replace(":", "%3A") if cursor else None
            for key, cursor in neighbours.items()
        }


def rendered(bodies: Sequence[bytes], head: Mapping[str, Any]) -> bytes:
    """Return a page as JSON, its documents as they are, unread."""
    start = orjson.dumps(head, default=str)
    return b"".join([start[:-1], b',"results":[', b",".join(bodies), b"]}"])


def link_header(links: Mapping[str, str | None]) -> dict[str, str]:
    """Return the header that names the neighbours, if there are any."""
    shown = [f'<{links[key]}>; rel="{rel}"' for key, rel in RELATIONS.items() if links[key]]
    return {"Link": ", ".join(shown)} if shown else {}
