"""Generate a database: workers make the rows of alternate blocks, and this process puts them in."""

import gc
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench.generation import foundation, history, publications, reports
from bench.generation.history import Heads
from bench.generation.loading import Loading, bare_tables, is_empty
from bench.generation.sizes import BLOCK, Size
from briefings import permissions
from briefings.actions import accounts
from briefings.models import ChainHead
from briefings.rendering import publication, totals

CURATOR = "bench-curator"
REVIEWER = "bench-reviewer"
TOLD = 20  # blocks between two lines of progress
Tables = dict[str, list[tuple[Any, ...]]]


class NotEmpty(SystemExit):
    """The database holds records already."""


def generate(size: Size, *, wanted: publications.Wanted, processes: int = 2) -> int:
    """Fill an empty database and return how many rows that took. Prints a line of progress to stderr."""
    call_command("migrate", verbosity=0)
    if not is_empty():
        raise NotEmpty("the database holds records already: name a new one")
    world = begin(wanted)
    loading, started = Loading(), time.monotonic()
    with bare_tables():
        for number, (tables, heads) in enumerate(_made(world, size, processes)):
            loading.put(tables)
            if number == size.blocks:
                keep(heads)
            if number % TOLD == 0 or number == size.blocks:
                _tell(number * BLOCK, size.claims, loading.rows, started)
        print("\nindexes, full text, totals", file=sys.stderr)
    totals.rebuild()
    return loading.rows


def begin(wanted: publications.Wanted) -> publications.World:
    """Return a world with the two accounts that write and approve."""
    permissions.ensure_groups()
    curator, reviewer = accounts.system(name=CURATOR), accounts.system(name=REVIEWER)
    return publications.World(curator, reviewer, wanted=wanted)


def _tell(claims: int, of: int, rows: int, started: float) -> None:
    passed = time.monotonic() - started
    print(f"\r{claims:,} of {of:,} claims, {rows:,} rows, {rows / passed:,.0f} rows/s ", end="", file=sys.stderr)


def keep(heads: Heads) -> None:
    """Keep where both chains end, and give the documents a version."""
    for name, count, digest in (
        ("editions", heads.editions, heads.edition_hash),
        ("audit", heads.events, heads.event_hash),
    ):
        ChainHead.objects.update_or_create(name=name, defaults={"count": count, "hash": digest})
    publication.turn()


def _made(world: publications.World, size: Size, processes: int) -> Iterator[tuple[Tables, Heads]]:
    """Yield the rows of each block with where the chains end after it, in order."""
    cast = foundation.cast(size)
    chained, heads = publications.chained(world, 0, history.hashed(cast.items), Heads())
    caught, world.known = publications.rows(world, chained)
    yield caught.as_columns(), heads
    connection_kept, connection.connection = connection.connection, None  # not to be shared with the workers
    turns, results, workers = _workers(world, cast, size, processes)
    connection.connection = connection_kept
    turns[0].send(heads)
    for number in range(size.blocks):
        yield results[number % processes].recv()
    for worker in workers:
        worker.join()


def _workers(
    world: publications.World, cast: foundation.Cast, size: Size, processes: int
) -> tuple[list[Connection], list[Connection], list[Any]]:
    """Start the workers in a ring: each waits for the heads of the chains that the one before it hands on."""
    context = multiprocessing.get_context("fork")
    ring = [context.Pipe(duplex=False) for _ in range(processes)]
    out = [context.Pipe(duplex=False) for _ in range(processes)]
    workers = []
    for at in range(processes):
        mine, following = ring[at][0], ring[(at + 1) % processes][1]
        arguments = (world, cast, range(at, size.blocks, processes), mine, following, out[at][1])
        workers.append(context.Process(target=_work, args=arguments, daemon=True))
        workers[-1].start()
    return [sender for _, sender in ring], [receiver for receiver, _ in out], workers


def _work(
    world: publications.World, cast: foundation.Cast, numbers: range, mine: Connection, following: Connection,
    out: Connection,
) -> None:  # fmt: skip
    """Make blocks: facts and hashes side by side with the other workers, the chain in turn, rows side by side again."""
    ids = dict(world.ids)
    gc.disable()  # rows name rows, never in a circle
    for number in numbers:
        items = history.hashed(reports.block(cast, number))
        block, heads = publications.chained(world, number + 1, items, mine.recv())
        following.send(heads)
        world.ids = dict(ids)
        caught, _ = publications.rows(world, block)
        out.send((caught.as_columns(), heads))
    os._exit(0)  # what was forked with it is the other process's to close
