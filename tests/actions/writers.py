"""A program of its own, for test_two_writers.py: many people act at the same moment on one database, and verify after.

It runs beside the suite because the suite's own database lives in one transaction, and because a table with
append-only triggers cannot be emptied after a test that commits. DATABASE_URL names a database that is thrown away.
"""

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from briefings.actions import approvals, records, sources, tokens  # noqa: E402
from briefings.actions.transactions import one_writer  # noqa: E402
from briefings.facts import records as facts_of  # noqa: E402
from briefings.models import AuditEvent, Batch, Edition, PublishedClaim, Record, SourceText  # noqa: E402
from briefings.verification import checks  # noqa: E402
from tests import universe  # noqa: E402
from tests.universe import MORE, get  # noqa: E402

WRITERS = 4
PUBLISHERS = 8
# Give up at once where somebody else is writing. SQLite: in milliseconds too.
NO_PATIENCE = {"sqlite": "PRAGMA busy_timeout = 1", "postgresql": "SET lock_timeout = 1"}
Outcomes = list[str]


def at_once(*acts: Callable[[], object]) -> Outcomes:
    """Take all steps at the same moment, each in a thread with a connection of its own; return how each ended."""
    outcomes, start = [""] * len(acts), Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        connection.ensure_connection()
        start.wait()
        try:
            act()
            outcomes[number] = "done"
        except OperationalError:
            outcomes[number] = "somebody else is writing"
        except Exception as error:
            outcomes[number] = getattr(error, "code", repr(error))
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def told(since: int) -> list[int]:
    """Return the numbers of the steps that readers are told of after one, as they get them: page by page."""
    found, url = [], f"/api/v1/changes/?page_size=3&since={since}"
    while url:
        body = Client(SERVER_NAME="localhost").get(url).json()
        found += [row["sequence"] for row in body["results"]]
        url = body["next"]
    return found


def drafts_in_review(u: universe.Universe, name: str, count: int) -> list[Record]:
    """Return so many new claims, submitted."""
    return u.submit(*[u.draft("claim", f"{name}-{n}", MORE["claim"][1]) for n in range(count)])


def feed_while_publishing(u: universe.Universe) -> list[list[int]]:
    """Return what a follower of the feed got in each round while eight people published at the same moment."""
    rows, rounds, since = drafts_in_review(u, "fed", PUBLISHERS * 3), [], Edition.objects.count()
    looked_at, done = universe.seen(*rows), Event()

    def publish(mine: list[Record]) -> None:
        for row in mine:
            approvals.approve(rows=[row], by=u.reviewer, looked_at=looked_at)

    def follow() -> None:
        last, is_over = since, False
        while not is_over:
            is_over = done.is_set()
            got = told(last)
            last = got[-1] if got else last
            rounds.append([number - since for number in got])
        connections.close_all()

    follower = Thread(target=follow)
    follower.start()
    try:
        at_once(*[lambda mine=rows[n::PUBLISHERS]: publish(mine) for n in range(PUBLISHERS)])
    finally:
        done.set()
        follower.join()
    return [each for each in rounds if each]


def feed_while_one_is_slow(u: universe.Universe) -> dict[str, Any]:
    """Return what the feed tells while a step has its number and is not committed, and after.

    Another who publishes meanwhile would get the next number and could commit it first. They are made not to wait for
    their turn, so that it shows whether they have to.
    """
    first, second = drafts_in_review(u, "slow", 2)
    looked_at, since = universe.seen(first, second), Edition.objects.count()
    has_number, may_end = Event(), Event()

    def slow() -> None:
        with one_writer():
            approvals.approve(rows=[first], by=u.reviewer, looked_at=looked_at)
            has_number.set()
            may_end.wait()

    def approve() -> None:
        approvals.approve(rows=[second], by=u.reviewer, looked_at=looked_at)

    def impatient() -> None:
        with connection.cursor() as cursor:
            cursor.execute(NO_PATIENCE[connection.vendor])
        approve()

    holder = Thread(target=lambda: slow() or connections.close_all())
    holder.start()
    has_number.wait()
    try:
        found: dict[str, Any] = {"meanwhile": told(since), "second": at_once(impatient)}
    finally:
        may_end.set()
        holder.join()
    found["after"] = [number - since for number in told(since)]
    approve()
    return {**found, "then": [number - since for number in told(since)]}


def sent_twice(u: universe.Universe) -> dict[str, Any]:
    """Return how a request ended that a script sent several times at the same moment, with one Idempotency-Key."""
    expires_at = timezone.now() + timedelta(days=1)
    _, key = tokens.issue(name="twins", user=u.curator, scopes=["curate"], expires_at=expires_at, by=u.chief)
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "one"}
    answers: list[tuple[int, bytes, bool]] = []

    def send() -> None:
        client = Client(SERVER_NAME="localhost")
        sent = {"data": {"title": "Twins"}, "content_type": "application/json", "headers": headers}
        answer = client.post("/api/v1/desk/batches/", **sent)
        answers.append((answer.status_code, answer.content, "Idempotency-Replayed" in answer))

    at_once(*[send] * WRITERS)
    return {
        "statuses": [status for status, _, _ in answers], "bodies": len({body for _, body, _ in answers}),
        "replayed": sum(again for _, _, again in answers), "made": Batch.objects.filter(title="Twins").count(),
    }  # fmt: skip


def killed(u: universe.Universe) -> dict[str, Any]:
    """Return what was there each time the process that approved was killed in its midst, and after it was not."""
    rows = drafts_in_review(u, "killed", 2)
    looked_at, before, number = universe.seen(*rows), published(), 1
    left = []
    while is_killed_at(number, lambda: approvals.approve(rows=rows, by=u.reviewer, looked_at=looked_at)):
        left.append([now - then for now, then in zip(published(), before, strict=True)])
        number *= 2
    return {"left": left, "then": [now - then for now, then in zip(published(), before, strict=True)][:2]}


def published() -> list[int]:
    """Return how many editions, rows for readers, and steps there are."""
    return [Edition.objects.count(), PublishedClaim.objects.count(), AuditEvent.objects.count()]


def is_killed_at(number: int, act: Callable[[], object]) -> bool:
    """Act in a process of its own that is killed before its number-th write; return False where it had fewer."""
    connections.close_all()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == signal.SIGKILL
    writes = itertools.count(1)

    def before_each(execute: Any, sql: str, *given: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and next(writes) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *given)

    with connection.execute_wrapper(before_each):
        act()
    os._exit(0)


def main() -> None:
    call_command("migrate", verbosity=0)
    u = universe.build()
    claim = get("claim", "soldiers-left")
    facts = facts_of.read(claim)

    def edit(number: int) -> None:
        records.edit(record=claim, facts={**facts, "proposition": f"{number}."}, by=u.curator, version=claim.version)

    found = {"edit": at_once(*[lambda number=number: edit(number) for number in range(WRITERS)])}
    found["version"] = get("claim", "soldiers-left").version - claim.version

    found["create"] = at_once(*[lambda: u.more("claim")] * WRITERS)
    found["receive"] = at_once(
        *[
            lambda n=n: sources.receive(slug=f"same-{n}", text="One text.", facts=MORE["source"][1], by=u.curator)
            for n in range(WRITERS)
        ]
    )
    (row,) = u.submit(get("claim", "soldiers-left"))
    looked_at = universe.seen(row)
    found["approve"] = at_once(
        *[lambda by=by: approvals.approve(rows=[row], by=by, looked_at=looked_at) for by in (u.reviewer, u.chief)]
    )
    (row,) = u.submit(u.edit(get("claim", "soldiers-left"), proposition="Once more."))
    looked_at = universe.seen(row)
    found["approve and edit"] = at_once(
        lambda: approvals.approve(rows=[row], by=u.reviewer, looked_at=looked_at),
        lambda: records.edit(record=row, facts={**facts, "proposition": "Late."}, by=u.colleague, version=row.version),
    )
    found["different records"] = at_once(
        *[
            lambda name=name: u.edit(universe.published(name), **universe.another(name, "Anew"))
            for name in ("source", "actor", "briefing", "judgement")
        ]
    )
    found["feed"] = feed_while_publishing(u)
    found["twins"] = sent_twice(u)
    found["slow"] = feed_while_one_is_slow(u)
    found["killed"] = killed(u)
    found["texts"] = SourceText.objects.filter(body="One text.").count()
    found["events"] = list(AuditEvent.objects.order_by("sequence").values_list("sequence", flat=True))[-1]
    found["count"] = AuditEvent.objects.count()
    found["editions"] = Edition.objects.filter(record_type="claim", slug="soldiers-left").count()
    found["problems"] = [str(problem) for problem in checks.run()]
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
