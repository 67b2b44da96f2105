"""Load a dump into an empty database: check all of it first, then put it there in steps that can go on after a kill.

Each step is a transaction that keeps some rows and how far the load is. Memory does not grow with the dump.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from django.db import DatabaseError, OperationalError, transaction

from briefings.actions import restorations
from briefings.exchange import dump_rows
from briefings.exchange.bundles import BadBundle, Bundle
from briefings.exchange.dump_rows import Key, Report, silent
from briefings.facts import canonical
from briefings.facts.refusals import InvalidFacts
from briefings.rendering import publication, totals

AT_ONCE = 5_000  # editions up to which a dump is loaded in one transaction: all or nothing


@dataclass(frozen=True)
class Phase:
    """One pass over one file: what is read of it after a number of lines, and what a step does with some of that."""

    name: str
    doing: str
    size: int  # lines a step
    of: Callable[[Bundle], int | None]  # how many lines there are
    rows: Callable[[Bundle, int], Iterator[Any]]
    keep: Callable[[Sequence[Any]], None]


def load(path: Path, *, report: Report = silent) -> dict[str, Any]:
    """Load a dump, or go on with its load, and return its manifest.

    Raises BadBundle for whatever is not as its manifest and its hashes say; NotEmpty for a database that holds
    something else than the beginning of this very dump. Up to AT_ONCE editions nothing is kept then.
    """
    bundle = Bundle(path, report)
    try:
        restorations.refuse_others(identity(bundle))
        begun = restorations.place()
        people = {} if begun else dump_rows.check(bundle, report)
        is_small = bundle.manifest["head"]["count"] <= AT_ONCE
        with transaction.atomic() if is_small else nullcontext():
            if not begun:
                restorations.begin(bundle=identity(bundle), head=bundle.manifest["head"], people=people)
            _go_on(bundle, report)
    except OperationalError:
        raise  # of the database's, not of the bundle's
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, InvalidFacts, DatabaseError) as error:
        raise BadBundle(f"{path} has the hashes it says, and is no dump: {error!r}") from error
    finally:
        bundle.close()
    return bundle.manifest


def identity(bundle: Bundle) -> str:
    """Return what two bundles share that load to the same, such as two dumps of the same editions."""
    files = {name: described["sha256"] for name, described in bundle.manifest["files"].items() if is_read(name)}
    return canonical.hash_of({"head": bundle.manifest["head"], "files": files})


def is_read(name: str) -> bool:
    """Return whether a file is loaded: the tables are not."""
    return name.endswith(".ndjson")


def _go_on(bundle: Bundle, report: Report) -> None:
    """Take every step that is left."""
    at = restorations.place()
    first = [phase.name for phase in PHASES].index(at[0])
    for phase in PHASES[first:]:
        done = at[1] if phase.name == at[0] else 0
        for some in _several(phase.rows(bundle, done), phase.size):
            then = (phase.name, done + len(some))
            with restorations.step(at, then):
                phase.keep(some)
            at, done = then, then[1]
            report(phase.doing, done, phase.of(bundle))
        report(phase.doing, done, done)
    restorations.finish(at)


def _several(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    left = iter(rows)
    while some := [*islice(left, size)]:
        yield some


def _editions(bundle: Bundle, after: int) -> Iterator[Any]:
    count, previous = restorations.head()
    if count != after:
        raise BadBundle(f"the load is at edition {after}, and the database has {count}: it was changed meanwhile")
    return dump_rows.editions(bundle, after, previous)


def _named_in_circles(bundle: Bundle, after: int) -> Iterator[Key]:
    return takewhile(lambda key: key[0] in restorations.BARE, dump_rows.keys(bundle, after))


def _serve(some: Sequence[tuple[Key, str]]) -> None:
    """Make some documents. Raises BadBundle when readers would be served anything else than what the dump holds."""
    made = {(row.record_type, row.slug): row.etag for row in publication.render_anew([key for key, _ in some])}
    for key, expected in some:
        if made.get(key) != expected:
            raise BadBundle(f"the document of {' '.join(key)} is not what its editions render to")


def _lines(name: str) -> Callable[[Bundle], int | None]:
    return lambda bundle: bundle.rows(name)


def _how_many_in_circles(bundle: Bundle) -> int:
    return sum(bundle.manifest["counts"].get(record_type, 0) for record_type in restorations.BARE)


RECORDS = _lines("documents.ndjson")
PHASES = (
    Phase("editions", "editions loaded", 500, _lines("editions.ndjson"), _editions, restorations.append),
    Phase("begun", "sources and actors begun", 500, _how_many_in_circles, _named_in_circles, restorations.start),
    Phase("texts", "texts loaded", 100, _lines("texts.ndjson"), dump_rows.texts, restorations.keep_texts),
    Phase("records", "records loaded", 100, RECORDS, dump_rows.keys, restorations.complete),
    Phase("documents", "documents made", 100, RECORDS, dump_rows.documents, _serve),
    Phase("totals", "records counted", 500, RECORDS, dump_rows.keys, totals.add_records),
)
