"""Several processes publish small reports through the actions at the same moment, on one database of its own.

Each has two people: one writes a report with a claim and a reading and submits them as a batch, the other approves.
A wait is what a person waits for one action: its own work, and the turn of the writers before it.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import Queue, get_context
from typing import Any

Waits = dict[str, list[float]]  # action to seconds
Asked = Callable[..., Any]
RECORDS_A_REPORT = 3
TEXT = """Report {slug} of soldiers abroad
The agency said that {number:,} soldiers had left in October.
Nobody else was asked about {slug}.
"""


@dataclass
class Outcome:
    """What one writer found: the seconds of each action, what went wrong, and how many reports it published."""

    waits: Waits = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    reports: int = 0

    def timed(self, name: str, act: Asked, **given: Any) -> Any:
        """Take an action, and keep how long it took."""
        started = time.perf_counter()
        try:
            return act(**given)
        finally:
            self.waits.setdefault(name, []).append(time.perf_counter() - started)


def prepare(writers: int) -> None:
    """Make the tables, and two people for each writer. Raises NotEmpty for a database of others."""
    from django.contrib.auth.models import Group
    from django.core.management import call_command

    from bench.generation.runs import NotEmpty
    from briefings import permissions
    from briefings.models import User

    call_command("migrate", verbosity=0)
    if User.objects.exists():
        raise NotEmpty("the database has people already: name a new one")
    permissions.ensure_groups()
    for number in range(writers):
        for role in (permissions.CURATOR, permissions.REVIEWER):
            name = f"{role}-{number}"
            user = User.objects.create(username=name, pseudonym=name, is_staff=True)
            user.groups.add(Group.objects.get(name=role))


def people(number: int) -> tuple[Any, Any]:
    """Return the curator and the reviewer of a writer."""
    from briefings import permissions
    from briefings.models import User

    roles = (permissions.CURATOR, permissions.REVIEWER)
    curator, reviewer = (User.objects.get(username=f"{role}-{number}") for role in roles)
    return curator, reviewer


def run(writers: int, seconds: float) -> list[Outcome]:
    """Let the writers publish for some seconds; return what each found. The database is in DATABASE_URL."""
    context = get_context("spawn")
    start, results = context.Barrier(writers), context.Queue()
    processes = [context.Process(target=_write, args=(n, seconds, start, results)) for n in range(writers)]
    for process in processes:
        process.start()
    found = [results.get() for _ in processes]
    for process in processes:
        process.join()
    return found


def _write(number: int, seconds: float, start: Any, results: "Queue[Outcome]") -> None:
    import django

    django.setup()
    from django.db import connection

    curator, reviewer = people(number)
    connection.ensure_connection()
    publish(f"{number}-first", Outcome(), curator, reviewer)  # a server is warm: modules loaded, forms of facts made
    outcome = Outcome()
    start.wait()
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        try:
            publish(f"{number}-{outcome.reports}", outcome, curator, reviewer)
            outcome.reports += 1
        except Exception as error:
            outcome.errors[f"{type(error).__name__}: {error}"[:200]] += 1
            break
    results.put(outcome)


def publish(name: str, outcome: Outcome, curator: Any, reviewer: Any) -> None:
    """Write one report, hand it in, and approve it."""
    from briefings.actions import approvals, batches, records, sources

    source, claim = f"report-{name}", f"left-{name}"
    text = TEXT.format(slug=source, number=1000 + outcome.reports)
    batch = outcome.timed("open", batches.open_, title=f"What {source} says", by=curator)
    outcome.timed(
        "receive", sources.receive, slug=source, text=text, batch=batch, by=curator,
        facts={"kind": "article", "title": source, "received_at": "2024-10-24T08:31:00Z"},
    )  # fmt: skip
    outcome.timed(
        "create a claim", records.create, record_type="claim", slug=claim, batch=batch, by=curator,
        facts={"proposition": f"Soldiers left, says {source}.", "category": "deployment"},
    )  # fmt: skip
    passage = text.splitlines()[1]
    outcome.timed(
        "create a reading", records.create, record_type="reading", slug=f"{claim}--{source}", batch=batch, by=curator,
        facts={"claim": claim, "source": source, "status": "carried", "citations": [
            {"quote": passage, "chains": [{"end": "own_voice", "links": []}]}
        ]},
    )  # fmt: skip
    rows = outcome.timed("submit", batches.submit, batch=batch, by=curator)
    looked_at = {(row.record_type.value, row.slug): approvals.seen(row) for row in rows}
    outcome.timed("approve", batches.approve, batch=batch, by=reviewer, looked_at=looked_at)
