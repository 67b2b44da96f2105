"""Every check, in the order in which they are run: what the later ones rely on comes first."""

from collections.abc import Callable, Iterator

from briefings import triggers
from briefings.models import UnfinishedLoad
from briefings.verification import anchors, chains, projection, working
from briefings.verification.problems import Problem


def missing_triggers() -> Iterator[Problem]:
    """Yield every trigger that is not there as it was installed."""
    for name in triggers.missing():
        yield Problem("trigger", name, "is missing, switched off or changed; `manage.py migrate` installs it")


def unfinished_loads() -> Iterator[Problem]:
    """Yield the load of a dump that has not ended: what is there is a part of it."""
    for load in UnfinishedLoad.objects.all():
        yield Problem("load", load.head[:12], f"{load}, is unfinished; run `manage.py load_dump` again")


CHECKS: tuple[Callable[[], Iterator[Problem]], ...] = (
    unfinished_loads,
    missing_triggers,
    anchors.texts,
    anchors.originals,
    chains.editions,
    chains.audit,
    chains.four_eyes,
    working.rows,
    working.missing,
    projection.editions_in_force,
    projection.invented,
    projection.totals,
)


def run() -> Iterator[Problem]:
    """Yield everything that is wrong, first things first. Reads the whole database, in chunks."""
    for check in CHECKS:
        yield from check()
