"""A program of its own, for test_two_writers.py: many people act at the same moment on one database, and verify after.

It runs beside the suite because the suite's own database lives in one transaction, and because a table with
append-only triggers cannot be emptied after a test that commits. DATABASE_URL names a database that is thrown away.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Event, Thread

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from briefings.actions import approvals, records, sources  # noqa: E402
from briefings.facts import records as facts_of  # noqa: E402
from briefings.models import AuditEvent, Edition, Record, SourceText  # noqa: E402
from briefings.verification import checks  # noqa: E402
from tests import universe  # noqa: E402
from tests.universe import MORE, get  # noqa: E402

WRITERS = 4
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


def feed_while_publishing(u: universe.Universe) -> list[list[int]]:
    """Return what a follower of the public chain got in each round while four people published at the same moment."""
    drafts = [u.draft("claim", f"claim-{n}", MORE["claim"][1]) for n in range(WRITERS * 3)]
    rows, rounds, since = u.submit(*drafts), [], Edition.objects.count()
    chain = Edition.objects.order_by("sequence").values_list("sequence", flat=True)
    looked_at, done = universe.seen(*rows), Event()

    def publish(mine: list[Record]) -> None:
        for row in mine:
            approvals.approve(rows=[row], by=u.reviewer, looked_at=looked_at)

    def follow() -> None:
        last, is_over = since, False
        while not is_over:
            is_over = done.is_set()
            got = list(chain.filter(sequence__gt=last))
            last = got[-1] if got else last
            rounds.append([number - since for number in got])
        connections.close_all()

    follower = Thread(target=follow)
    follower.start()
    at_once(*[lambda mine=rows[n::WRITERS]: publish(mine) for n in range(WRITERS)])
    done.set()
    follower.join()
    return [each for each in rounds if each]


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
    found["texts"] = SourceText.objects.filter(body="One text.").count()
    found["events"] = list(AuditEvent.objects.order_by("sequence").values_list("sequence", flat=True))[-1]
    found["count"] = AuditEvent.objects.count()
    found["editions"] = Edition.objects.filter(record_type="claim", slug="soldiers-left").count()
    found["problems"] = [str(problem) for problem in checks.run()]
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
