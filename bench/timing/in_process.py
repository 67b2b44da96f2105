"""What an answer of ours costs in this process: CPU without server, sockets and whatever else the machine does."""

import io
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from bench.timing.questions import Question
from config.wsgi import application

FEWEST = 5
HELD = "304"  # the question whose answer the reader holds
Figure = dict[str, Any]


def figures(questions: list[Question], seconds: float) -> list[Figure]:
    """Ask every question that is ours for some seconds of CPU; return the least and the median of one in ms."""
    found = []
    for question in questions:
        path = question.paths.get("briefings")
        if path is None:
            continue
        found.append(_measured(question.name, partial(ask, path), seconds))
        if question.name == "list":
            etag = dict(ask(path)[1])["ETag"]
            found.append(_measured(HELD, partial(ask, path, etag), seconds))
    return found


def _measured(name: str, act: Callable[[], Any], seconds: float) -> Figure:
    act(), act()  # statements are made, headers learnt
    until = time.process_time() + seconds
    spent: list[float] = []
    while len(spent) < FEWEST or time.process_time() < until:
        started = time.process_time_ns()
        act()
        spent.append((time.process_time_ns() - started) / 1e6)
    figure = {"question": name, "least": round(min(spent), 4), "median": round(median(spent), 4), "asked": len(spent)}
    print(f"{name:24} least {figure['least']:10.3f} ms  median {figure['median']:10.3f} ms", file=sys.stderr)
    return figure


def ask(address: str, held: str | None = None) -> tuple[str, list[tuple[str, str]], int]:
    """Return status, headers and length of an answer. held: the ETag of what the reader has."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, "SCRIPT_NAME": "", "REMOTE_ADDR": "127.0.0.1",
        **({"HTTP_IF_NONE_MATCH": held} if held else {}),
    }  # fmt: skip
    started: list[tuple[str, list[tuple[str, str]]]] = []
    body = application(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
    length = sum(len(part) for part in body)
    if close := getattr(body, "close", None):
        close()
    status, headers = started[0]
    if status[:3] not in ("200", "304"):
        raise RuntimeError(f"{status} to {address}")
    return status, headers, length
