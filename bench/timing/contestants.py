"""Which programs are compared, and how each is started: all by the server that `make run` uses."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAIN = ROOT / "bench" / "contestants" / "plain"


@dataclass(frozen=True)
class Contestant:
    """One program: what gunicorn serves, and what it is told besides."""

    name: str
    application: str
    environment: dict[str, str] = field(default_factory=dict)


OURS = Contestant("briefings", "config.wsgi")
LIMIT = Contestant("limit", "bench.contestants.limit")
ROWS = Contestant("limit rows", "bench.contestants.limit")
DRF = Contestant("plain", "bench.contestants.plain.wsgi")
NAIVE = Contestant("naive", "bench.contestants.plain.wsgi", {"NAIVE": "1"})
ALL = (OURS, LIMIT, ROWS, DRF, NAIVE)


def frozen() -> str:
    """Return the SHA-256 of the plain contestant, which does not change once it is written."""
    digest = hashlib.sha256()
    for path in sorted(PLAIN.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
