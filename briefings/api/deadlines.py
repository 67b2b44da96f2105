"""How long a reader's request may go on asking the database: until when, and what is said of one that would not end."""

import math
import time
from contextvars import ContextVar

from django.db import OperationalError

from briefings.errors import BriefingsError

_over_at: ContextVar[float] = ContextVar("over_at", default=math.inf)  # seconds of time.monotonic()


class TooLong(BriefingsError):
    """What was asked would have taken longer than a request may."""

    code = "too_long"
    status = 503

    def __init__(self) -> None:
        super().__init__(
            "this took longer than a request may, and was given up: ask for less, by more or narrower parameters,"
            " or without count and facets"
        )


class within:
    """A block in which the database is asked for so many seconds at most; None: for as long as it takes."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = math.inf if seconds is None else seconds

    def __enter__(self) -> None:
        self.token = _over_at.set(time.monotonic() + self.seconds)

    def __exit__(self, *_: object) -> None:
        _over_at.reset(self.token)


def are_set() -> bool:
    """Return whether this thread's request has a time that it must end in."""
    return _over_at.get() < math.inf


def is_over() -> bool:
    """Return whether the time of this thread's request is over."""
    return time.monotonic() > _over_at.get()


def refuse() -> None:
    """Raise TooLong where the time is over."""
    if is_over():
        raise TooLong


def is_meant(error: Exception) -> bool:
    """Return whether an error is that of a statement that the engine broke off because the time was over."""
    return isinstance(error, TooLong) or (isinstance(error, OperationalError) and is_over())
