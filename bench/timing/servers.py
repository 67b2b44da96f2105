"""One contestant's server: started, asked, weighed and ended."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench.timing.contestants import ROOT, Contestant

WORKERS = 2
SETTLED = 0.3  # seconds without work
_TICK = os.sysconf("SC_CLK_TCK")
_LITTLE = 1 / _TICK


class Server:
    """A running contestant."""

    def __init__(self, contestant: Contestant, port: int, process: subprocess.Popen) -> None:
        self.contestant, self.port, self.process = contestant, port, process

    def get(self, path: str, headers: dict[str, str] | None = None) -> bytes:
        """Return the body of an answer. Raises RuntimeError for another status than 200."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{self.contestant.name} answers {answer.status} to {path}: {body[:300]!r}")
        return body

    def processes(self) -> list[int]:
        """Return the ids of its processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu(self) -> float:
        """Return the seconds of CPU that its processes have used: user and system."""
        return sum(_cpu(process) for process in self.processes())

    def settled(self) -> float:
        """Return the same once it uses no more: whoever asked may have gone while it still made answers."""
        before = self.cpu()
        while True:
            time.sleep(SETTLED)
            now = self.cpu()
            if now - before <= _LITTLE:
                return now
            before = now

    def memory(self) -> float:
        """Return the memory of its processes in MB, what they share counted once."""
        return sum(_pss(process) for process in self.processes()) / 1024


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def _pss(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(contestant: Contestant, database: str, secret: str) -> Iterator[Server]:
    """Start a contestant on a database, wait until it listens, and end it afterwards."""
    contestant.prepare(Path(database.removeprefix("sqlite:///")))
    port = _free_port()
    environment = {
        **os.environ, "DATABASE_URL": database, "SECRET_KEY": secret, "PORT": str(port),
        "WEB_CONCURRENCY": str(WORKERS), "PYTHONPATH": str(ROOT), **contestant.environment,
    }  # fmt: skip
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [text.format(port=port) for text in contestant.command]
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **streams)
    server = Server(contestant, port, process)
    try:
        _wait(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def _wait(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.contestant.name} did not start: {server.process.communicate()[1][-2000:]}")
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{server.contestant.name} does not listen after a minute")
