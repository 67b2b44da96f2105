"""Load: wrk for a few seconds, with what it cost the server."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from statistics import median

from bench.timing.servers import Server

_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Figures:
    """What one load showed. Latencies and CPU in milliseconds, memory in MB."""

    rate: float
    p50: float
    p99: float
    cpu: float
    memory: float


def wrk() -> str:
    """Return where wrk is. Exits when it is not installed."""
    return shutil.which("wrk") or sys.exit("wrk is not installed: apt install wrk")


def load(server: Server, path: str, connections: int, seconds: int) -> Figures:
    """Ask one question again and again. Raises RuntimeError when an answer is no 200."""
    before = server.settled()
    command = [
        wrk(), "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "60s",
        f"http://127.0.0.1:{server.port}{path}",
    ]  # fmt: skip
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = server.settled() - before  # of the requests that wrk did not wait for too: one on each connection
    if "Non-2xx" in out:
        raise RuntimeError(f"{server.contestant.name} does not answer 200 to {path}:\n{out}")
    requests = int(_found(r"(\d+) requests in", out))
    return Figures(
        float(_found(r"Requests/sec:\s+([\d.]+)", out)), _latency("50%", out), _latency("99%", out),
        1000 * spent / (requests + connections), server.memory(),
    )  # fmt: skip


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"wrk said something else than {pattern}:\n{text}")
    return match.group(1)


def _latency(share: str, text: str) -> float:
    value, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s|m)", text).groups()  # type: ignore[union-attr]
    return float(value) * _UNITS[unit]


def middle(figures: list[Figures]) -> Figures:
    """Return the median of several loads, figure by figure."""
    names = Figures.__dataclass_fields__
    return Figures(**{name: median(getattr(each, name) for each in figures) for name in names})
