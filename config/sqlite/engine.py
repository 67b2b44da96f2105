"""Choose the SQLite engine, and with it the journal mode that is safe on it.

Standard library only: settings import this before Django is set up.
"""

import sqlite3
from types import ModuleType

try:
    import pysqlite3
    from pysqlite3 import dbapi2 as _bundled
except ImportError:  # no build of it for this machine: Linux on ARM, for one
    pysqlite3 = _bundled = None

Version = tuple[int, ...]

FIRST_AFFECTED: Version = (3, 7, 0)
FIRST_FIXED: Version = (3, 51, 3)
# Older series that got the correction too: from this release to the end of its series.
BACKPORTS: tuple[Version, ...] = ((3, 50, 7), (3, 44, 6))


def has_wal_reset_bug(version: Version) -> bool:
    """Say whether two processes on this SQLite version can lose an acknowledged commit in WAL mode.

    Source: sqlite.org/wal.html, "The WAL-Reset Bug".
    """
    if not FIRST_AFFECTED <= version < FIRST_FIXED:
        return False
    return not any(version[:2] == fixed[:2] and version >= fixed for fixed in BACKPORTS)


def choose() -> tuple[ModuleType, ModuleType]:
    """Return the package to stand in for `sqlite3` and its `dbapi2`: the newer of bundled and built in."""
    if _bundled is not None and _bundled.sqlite_version_info > sqlite3.sqlite_version_info:
        return pysqlite3, _bundled
    return sqlite3, sqlite3.dbapi2


PACKAGE, DATABASE = choose()
VERSION: Version = DATABASE.sqlite_version_info
JOURNAL_MODE = "DELETE" if has_wal_reset_bug(VERSION) else "WAL"
