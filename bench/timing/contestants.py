"""Which programs are compared, and how each is started: all but products by the server that `make run` uses."""

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAIN = ROOT / "bench" / "contestants" / "plain"


@dataclass(frozen=True)
class Contestant:
    """One program: its command line, in which {port} is put, what it is told besides, and what it needs first."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[Path], None] = lambda database: None


def _gunicorn(name: str, application: str, **environment: str) -> Contestant:
    command = (sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.conf.py", application)
    return Contestant(name, command, environment)


OURS = _gunicorn("briefings", "config.wsgi")
LIMIT = _gunicorn("limit", "bench.contestants.limit")
ROWS = _gunicorn("limit rows", "bench.contestants.limit")
DRF = _gunicorn("plain", "bench.contestants.plain.wsgi")
NAIVE = _gunicorn("naive", "bench.contestants.plain.wsgi", NAIVE="1")
ALL = (OURS, LIMIT, ROWS, DRF, NAIVE)


def frozen() -> str:
    """Return the SHA-256 of the plain contestant, which does not change once it is written."""
    digest = hashlib.sha256()
    for path in sorted(PLAIN.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
