"""One run over one database: every question, contestants in turn, forth and back, so that what else the machine does
meets all alike."""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from math import ceil
from typing import Any

from bench.timing import loads, products
from bench.timing.loads import Figures
from bench.timing.questions import Question
from bench.timing.servers import Server, running

Result = dict[str, Any]
FEWEST = 30  # requests that a load should see; slow questions are asked for longer


class Differ(SystemExit):
    """Two contestants answer one question with different claims."""


def agree(question: Question, servers: dict[str, Server]) -> int:
    """Return how many records the answer holds. Raises Differ when contestants do not return the same."""
    found = {name: servers[name].get(path) for name, path in question.paths.items() if name in servers}
    if question.slugs is None or not found:
        return 0
    slugs = {name: question.slugs(body) for name, body in found.items()}
    first, wanted = next(iter(slugs.items()))
    for name, got in slugs.items():
        if got != (wanted[:1] if name in question.flat else wanted):
            raise Differ(
                f"{question.name}: {name} returns {len(got)}, {got[:3]}…, {first} {len(wanted)}, {wanted[:3]}…"
            )
    return len(wanted)


@contextmanager
def started(names: list[str], database: str) -> Iterator[dict[str, Server]]:
    """Start the contestants that are named; they end with the block."""
    secret = os.environ["SECRET_KEY"]  # the one that cursors in the questions are signed with
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(running(each, database, secret))
            for name, each in products.NAMES.items()
            if name in names
        }


def run(
    questions: list[Question], names: list[str], database: str, connections: list[int], rounds: int,
    seconds: tuple[int, int],
) -> list[Result]:  # fmt: skip
    """Ask every question of every contestant that is named; all must agree before any is timed.

    seconds: of each load, and of one that meets a slow answer.
    """
    with started(names, database) as servers:
        counts = {question.name: agree(question, servers) for question in questions if not question.is_stream}
        idle = {name: server.memory() for name, server in servers.items()}
        counts |= {question.name: agree(question, servers) for question in questions if question.is_stream}
        results = []
        for question in questions:
            for several in connections:
                results += _timed(question, servers, several, rounds, seconds, counts[question.name])
        for result in results:
            result["memory_idle"] = round(idle[result["contestant"]], 4)  # what it held before any load
        return results


def _timed(
    question: Question, servers: dict[str, Server], connections: int, rounds: int, seconds: tuple[int, int], count: int,
) -> list[Result]:  # fmt: skip
    found: dict[str, list[Figures]] = defaultdict(list)
    order = [name for name in servers if name in question.paths]
    (shortest, longest), long = seconds, {}
    for name in order:
        warm = loads.load(servers[name], question.paths[name], connections, 1)
        long[name] = min(longest, max(shortest, ceil(FEWEST / max(warm.rate, 0.1))))
    for turn in range(rounds):
        for name in order if turn % 2 == 0 else reversed(order):
            found[name].append(loads.load(servers[name], question.paths[name], connections, long[name]))
    results = []
    for name in order:
        figures = loads.middle(found[name])
        print(f"{question.name:22} {connections:3} {name:14} {_told(figures)}", file=sys.stderr)
        results.append(
            {
                "question": question.name, "contestant": name, "connections": connections, "records": count,
                "path": question.paths[name], **{key: round(value, 4) for key, value in asdict(figures).items()},
            }
        )  # fmt: skip
    return results


def _told(figures: Figures) -> str:
    return (
        f"{figures.rate:10,.1f}/s  p50 {figures.p50:9.2f} ms  p99 {figures.p99:9.2f} ms  "
        f"CPU {figures.cpu:8.3f} ms  {figures.memory:6.0f} MB"
    )
