"""What a publication costs, layer by layer: CPU and statements of one approval, each counted where it is spent."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pkgutil import resolve_name
from statistics import median
from typing import Any
from unittest.mock import patch

from bench.writing.writers import Outcome, publish

REST = "the rest: rights, marking what becomes stale, commit"
LAYERS = {
    "briefings.actions.memberships.check_open": "the batch and its members",
    "briefings.actions.memberships.states_in": "the batch and its members",
    "briefings.actions.memberships.close_if_empty": "the batch and its members",
    "briefings.actions.approvals.candidates_under": "records read with their facts",
    "briefings.actions.approvals._around": "checks",
    "briefings.actions.approvals._refusals": "checks",
    "briefings.actions.editions.append": "editions, with their chain and what they name",
    "briefings.actions.approvals._move": "states and assignments",
    "briefings.actions.assignments.end": "states and assignments",
    "briefings.actions.transactions.Unit.write": "audit events, with their chain",
    "briefings.rendering.in_force.InForce.load": "editions in force read",
    "briefings.rendering.in_force.InForce.load_naming": "editions in force read",
    "briefings.rendering.publication._fetch": "documents",
    "briefings.rendering.publication.body_of": "documents",
    "briefings.rendering.publication._replace": "documents",
    "briefings.rendering.publication.rows.write": "rows to filter by",
    "briefings.rendering.publication.search.write": "words to search",
    "briefings.rendering.publication.totals.of": "totals",
    "briefings.rendering.publication.totals.add": "totals",
}
WARM, MEASURED = 5, 25


class Clock:
    """Counts what is spent to the innermost layer that is open."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.statements: dict[str, int] = defaultdict(int)
        self.open, self.since = [REST], time.process_time()

    def turn(self) -> None:
        """Count what was spent since the last turn."""
        now = time.process_time()
        self.spent[self.open[-1]] += now - self.since
        self.since = now

    def counted(self, layer: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and is counted to a layer."""

        def inside(*given: Any, **named: Any) -> Any:
            self.turn()
            self.open.append(layer)
            try:
                return act(*given, **named)
            finally:
                self.turn()
                self.open.pop()

        return inside

    def statement(self, execute: Callable[..., Any], *given: Any) -> Any:
        """Count one statement; a wrapper of Django's."""
        self.statements[self.open[-1]] += 1
        return execute(*given)


@contextmanager
def _watched(clock: Clock) -> Iterator[None]:
    from django.db import connection

    with ExitStack() as stack:
        for name, layer in LAYERS.items():
            stack.enter_context(patch(name, clock.counted(layer, resolve_name(name))))
        stack.enter_context(connection.execute_wrapper(clock.statement))
        yield


class _Watching(Outcome):
    """Takes each action; of approvals it keeps what each layer cost."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Clock] = []

    def timed(self, name: str, act: Callable[..., Any], **given: Any) -> Any:
        if name != "approve":
            return act(**given)
        clock = Clock()
        with _watched(clock):
            clock.since = time.process_time()
            answer = act(**given)
            clock.turn()
        self.found.append(clock)
        return answer


def measured(curator: Any, reviewer: Any) -> dict[str, tuple[float, float]]:
    """Return for each layer the median ms of CPU and of statements of approving a report, a claim and a reading."""
    outcome = _Watching()
    for number in range(WARM + MEASURED):
        publish(f"layers-{number}", outcome, curator, reviewer)
    clocks = outcome.found[WARM:]
    names = dict.fromkeys([*LAYERS.values(), REST])
    return {
        name: (
            median(clock.spent[name] for clock in clocks) * 1000,
            median(clock.statements[name] for clock in clocks),
        )
        for name in names
    }


def lines(found: dict[str, tuple[float, float]]) -> list[str]:
    """Return the table: a layer a line, and their sum."""
    whole = (sum(ms for ms, _ in found.values()), sum(count for _, count in found.values()))
    rows = [*found.items(), ("all", whole)]
    return [
        "| layer | CPU ms | share | statements |",
        "|---|---|---|---|",
        *(f"| {name} | {ms:,.1f} | {ms / whole[0]:.0%} | {count:,.0f} |" for name, (ms, count) in rows),
    ]
