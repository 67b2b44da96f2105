"""Progress of a long command on standard error: one line that changes on a terminal, else a line now and then."""

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, TextIO

BEGIN, CLEAR = "\r", "\033[K"
TERMINAL, FILE = 0.2, 10.0  # seconds between two tellings


class Progress:
    """Tells what is done, how many, of how many, at what rate, and how long the rest of it takes at that.

    Rates are of this run, from the first telling on.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream, self.clock, self.is_terminal = stream, clock, stream.isatty()
        self.last, self.is_open = ("", -1), False
        self.begun_at = self.told_at = 0.0
        self.before = 0

    def __call__(self, doing: str, done: int, of: int | None) -> None:
        """Tell that so much is done, if it is time to. The end is told always, and once."""
        if self.last == (doing, done):
            return
        now, is_last = self.clock(), done == of
        if self.last[0] != doing:
            self.begun_at, self.before, self.told_at = now, done, now - FILE
        self.last = (doing, done)
        if is_last or now - self.told_at >= (TERMINAL if self.is_terminal else FILE):
            self.told_at = now
            self._tell(line(doing, done, of, done - self.before, now - self.begun_at), is_last)

    def _tell(self, text: str, is_last: bool) -> None:
        if self.is_terminal:
            self.stream.write(f"{BEGIN}{text}{CLEAR}" + ("\n" if is_last else ""))
        else:
            self.stream.write(f"{text}\n")
        self.stream.flush()
        self.is_open = self.is_terminal and not is_last

    def close(self) -> None:
        """End the line that stands open, so that what comes next begins one of its own."""
        if self.is_open:
            self.stream.write("\n")
            self.is_open = False


def add_option(parser: argparse.ArgumentParser) -> None:
    """Let a command be asked to tell how far it is."""
    parser.add_argument(
        "--progress", action="store_true", help="Tell how far it is although standard error is no terminal."
    )


def wanted(options: Mapping[str, Any]) -> Progress | None:
    """Return what tells how far a command is; None: nobody wants to know."""
    is_told = options["progress"] or (sys.stderr.isatty() and options["verbosity"] > 0)
    return Progress(sys.stderr) if is_told else None


def line(doing: str, done: int, of: int | None, more: int, seconds: float) -> str:
    """Return a line of progress. more: how many were done in these seconds."""
    parts = [f"{doing}: {done:,}" + (f" of {of:,} ({done / of:.0%})" if of else "")]
    rate = more / seconds if seconds else 0
    if rate:
        parts.append(f"{rate:,.0f}/s")
    if rate and of and done < of:
        parts.append(f"{_span((of - done) / rate)} left")
    return ", ".join(parts)


def _span(seconds: float) -> str:
    """Return a stretch of time as people say it."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
