"""Streaming standbys of PostgreSQL: readers are spread over them, and none serves what is older than a stated bound.

`Spread` stands in front of the application and decides for each request where its reads go; `Router` tells Django.
Whoever may have written something (a cookie, a key, any method but GET and HEAD, the desk) is served by the primary.
How old a standby is follows from positions in the log of changes: at second t the primary had written up to x; a
standby that has replayed x holds everything that was committed before t. docs/operate.md says how to set it up.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from itertools import count
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS as PRIMARY
from django.db import connections
from django.db.utils import Error

from briefings.api import deadlines

WRITTEN = "SELECT pg_current_wal_lsn() - '0/0'"  # bytes; the primary refuses once it is none any more
REPLAYED = "SELECT pg_last_wal_replay_lsn() - '0/0' WHERE pg_is_in_recovery()"
PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")
LONGEST_PAUSE = 1.0  # seconds
DESKS = ("/admin/", "/api/v1/desk/")
reads_from: ContextVar[str] = ContextVar("reads_from", default=PRIMARY)
log = logging.getLogger("briefings.standbys")

Environ = dict[str, Any]
Start = Callable[..., Any]


class Router:
    """Reads go where the request's go, writes to the primary; tables are made there alone."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Return the database that this request reads."""
        return reads_from.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Return the primary."""
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """All of them hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Tables reach the standbys by themselves."""
        return db == PRIMARY


class Age:
    """Since when a standby holds everything: works it out from positions that are reported as they are seen."""

    def __init__(self) -> None:
        self.written: deque[tuple[float, int]] = deque()
        self.complete_until = float("-inf")

    def report(self, at: float, written: int, replayed: int | None) -> None:
        """Take in that the primary had written `written` bytes at `at` seconds, and what the standby replayed later.

        replayed: None for a server that is no standby. Keeps what the standby has not yet reached.
        """
        self.written.append((at, written))
        if replayed is None:
            self.complete_until = float("-inf")
            return
        while self.written and self.written[0][1] <= replayed:
            self.complete_until = self.written.popleft()[0]

    def lost(self) -> None:
        """Take in that the standby did not answer: nothing is known of it until it is asked again."""
        self.complete_until = float("-inf")


class Watch(threading.Thread):
    """Asks the primary and one standby, a few times within the bound, how far they are."""

    def __init__(self, alias: str, bound: float) -> None:
        super().__init__(name=f"watch {alias}", daemon=True)
        self.alias, self.bound, self.age = alias, bound, Age()
        self.was_fresh: bool | None = None

    @property
    def is_fresh(self) -> bool:
        """True while the standby lacks nothing that was committed longer ago than the bound."""
        return time.monotonic() - self.age.complete_until <= self.bound

    def run(self) -> None:
        """Ask until the process ends."""
        while True:
            self.ask()
            self._tell()
            for alias in (PRIMARY, self.alias):
                connections[alias].close_if_unusable_or_obsolete()  # to the pool, where there is one
            time.sleep(min(self.bound / 5, LONGEST_PAUSE))

    def ask(self) -> None:
        """Ask both how far they are. Where the primary is away, what the standby holds stays as old as it was known."""
        asked, at = PRIMARY, time.monotonic()
        try:
            written = _number(PRIMARY, WRITTEN) or 0
            asked = self.alias
            self.age.report(at, written, _number(self.alias, REPLAYED))
        except Error as error:
            log.debug("%s did not answer: %s", asked, error)
            connections[asked].close()
            if asked == self.alias:
                self.age.lost()

    def _tell(self) -> None:
        if self.is_fresh is not self.was_fresh:
            self.was_fresh = self.is_fresh
            log.info("%s %s", self.alias, "serves readers" if self.was_fresh else "is too old, or away: out of use")


def _number(alias: str, statement: str) -> int | None:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return int(row[0]) if row else None


class Held:
    """A start_response that waits: an answer of a standby that failed is not begun."""

    def __init__(self) -> None:
        self.given: tuple[Any, ...] = ("500 Internal Server Error", [])

    def __call__(self, *given: Any) -> None:
        self.given = given

    @property
    def has_failed(self) -> bool:
        return self.given[0].startswith("5")


class Spread:
    """A WSGI application that spreads readers over the standbys which are young enough, in turn.

    An answer that fails on a standby (it has gone, or replaying changes cancelled the query) is asked of the primary.
    """

    def __init__(self, application: Callable[[Environ, Start], Iterable[bytes]]) -> None:
        self.application = application
        self.turn = count()
        self.watches: list[Watch] = []
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer a request. What it reads is settled for as long as the answer is sent: the next one settles anew."""
        watch = self.chosen(environ)
        if watch is None:
            reads_from.set(PRIMARY)
            return self.application(environ, start_response)
        reads_from.set(watch.alias)
        held = Held()
        body = self.application(environ, held)
        if not held.has_failed or deadlines.is_over():  # what took too long would take as long there
            start_response(*held.given)
            return body
        getattr(body, "close", lambda: None)()
        watch.age.lost()
        log.warning("%s failed at %s: asked of the primary", watch.alias, environ.get("PATH_INFO"))
        reads_from.set(PRIMARY)
        return self.application(environ, start_response)

    def chosen(self, environ: Environ) -> Watch | None:
        """Return the standby for a request, or None: the primary."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or any(environ.get(name) for name in PERSONAL):
            return None
        if environ.get("PATH_INFO", "").startswith(DESKS):
            return None
        fresh = [watch for watch in self.watching() if watch.is_fresh]
        return fresh[next(self.turn) % len(fresh)] if fresh else None

    def watching(self) -> list[Watch]:
        """Return the watches. They start with the first request: threads do not outlive the fork of a server."""
        with self.lock:
            if not self.watches:
                self.watches = [Watch(alias, settings.STANDBY_LAG) for alias in settings.STANDBYS]
                for watch in self.watches:
                    watch.start()
        return self.watches
