"""Whose turn it is to write: who came first begins first, over all processes that write to one file.

SQLite lets anybody begin who asks at the right moment, so that newcomers overtake whoever waits. Here each takes a
number, as at a counter, and holds a lock on the byte of that number until its transaction has begun; it is first when
no lower byte is locked. A process that ends loses its locks, so nobody waits for the dead. Only the order hangs on
this: that there is one writer is SQLite's own doing.
"""

import fcntl
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SUFFIX = "-turns"
# Locks that belong to an open file, not to a process: threads of one process wait for each other too. Linux has them.
TRY, WAIT, ASK = (getattr(fcntl, f"F_OFD_{name}", None) for name in ("SETLK", "SETLKW", "GETLK"))
FLOCK = struct.Struct("hhqqi4x")  # struct flock: type, whence, start, length, process
NUMBER = struct.Struct("<q")
COUNTER, FIRST = 0, NUMBER.size  # the byte that is locked to take a number, and the byte of number 0
IsFirst = Callable[[], bool]


@contextmanager
def waiting(database: str) -> Iterator[IsFirst]:
    """Take the next number for the length of the block; it is given the question whether nobody came before.

    Where there can be no file of numbers (another system, a directory that is only read), everybody is first.
    """
    opened = _opened(database + SUFFIX)
    if opened is None:
        yield lambda: True
        return
    try:
        number = _next(opened)
        yield lambda: number == 0 or _is_free(opened, FIRST, number)
    finally:
        os.close(opened)  # and with it go its locks


def _opened(path: str) -> int | None:
    if ASK is None:
        return None
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:
        return None


def _next(opened: int) -> int:
    """Take a number, and lock its byte while nobody else can take one."""
    _lock(opened, WAIT, fcntl.F_WRLCK, COUNTER)
    kept = os.pread(opened, NUMBER.size, 0)
    number: int = NUMBER.unpack(kept)[0] if len(kept) == NUMBER.size else 0
    os.pwrite(opened, NUMBER.pack(number + 1), 0)
    _lock(opened, TRY, fcntl.F_WRLCK, FIRST + number)
    _lock(opened, TRY, fcntl.F_UNLCK, COUNTER)
    return number


def _is_free(opened: int, start: int, length: int) -> bool:
    """Return whether nobody else has locked any of these bytes."""
    kind: int = FLOCK.unpack(_lock(opened, ASK, fcntl.F_WRLCK, start, length))[0]
    return kind == fcntl.F_UNLCK


def _lock(opened: int, how: int | None, kind: int, start: int, length: int = 1) -> bytes:
    assert how is not None
    return fcntl.fcntl(opened, how, FLOCK.pack(kind, os.SEEK_SET, start, length, 0))
