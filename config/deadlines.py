"""No reader's request holds a server for long: what asks the database for more than READ_SECONDS is answered 503.

SQLite asks after some thousands of its steps whether to go on; PostgreSQL is told with each connection how long a
statement may take. Of a stream, each piece has the time anew. The desk is not bounded.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import StreamingHttpResponse

from briefings.api import deadlines
from config.standbys import DESKS

STEPS = 50_000  # of SQLite's machine between two questions: a millisecond or two

Environ = dict[str, Any]
Start = Callable[..., Any]


class Bounded:
    """A WSGI application whose readers ask the database for no longer than so many seconds."""

    def __init__(self, application: Callable[[Environ, Start], Iterable[bytes]], seconds: float) -> None:
        self.application, self.seconds = application, seconds
        self.is_told = connections[DEFAULT_DB_ALIAS].vendor == "postgresql"

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer a request."""
        seconds = None if environ.get("PATH_INFO", "").startswith(DESKS) else self.seconds
        with deadlines.within(seconds):
            if self.is_told:
                tell_all()
            answer = self.application(environ, start_response)
        return Pieces(answer, seconds) if isinstance(answer, StreamingHttpResponse) else answer


class Pieces:
    """An answer that is made as it is sent: each piece may take as long as a whole answer."""

    def __init__(self, answer: StreamingHttpResponse, seconds: float | None) -> None:
        self.answer, self.seconds = answer, seconds

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces."""
        pieces = iter(self.answer)
        while True:
            with deadlines.within(self.seconds):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    def close(self) -> None:
        """Let go of what the answer holds."""
        self.answer.close()


def bound(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Have a new connection ask, or know, when a request's time is over."""
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(deadlines.is_over, STEPS)
    else:
        tell(connection)


def tell_all() -> None:
    """Tell each server that this thread is connected to."""
    for connection in connections.all(initialized_only=True):
        with suppress(Error):  # a connection that was lost is made anew, and told then
            tell(connection)


def tell(connection: BaseDatabaseWrapper) -> None:
    """Tell PostgreSQL how long a statement of this request may take, unless that is what it was told last."""
    raw = connection.connection
    wanted = int(settings.READ_SECONDS * 1000) if deadlines.are_set() else 0
    if connection.vendor == "postgresql" and raw is not None and getattr(raw, "told", 0) != wanted:
        with connection.wrap_database_errors:
            raw.execute(f"SET statement_timeout = {wanted}")
        raw.told = wanted


connection_created.connect(bound)
