"""Every check, in the order in which they are run: what the later ones rely on comes first."""

from collections.abc import Callable, Iterator

from briefings import triggers
from briefings.verification import anchors, chains, projection
from briefings.verification.problems import Problem


def missing_triggers() -> Iterator[Problem]:
    """Yield every trigger that is not there as it was installed."""
    for name in triggers.missing():
        yield Problem("trigger", name, "is missing, switched off or changed; `manage.py migrate` installs it")


CHECKS: tuple[Callable[[], Iterator[Problem]], ...] = (
    missing_triggers,
    anchors.texts,
    anchors.originals,
    chains.editions,
    chains.audit,
    chains.four_eyes,
    anchors.working,
    anchors.in_editions,
    projection.working_rows,
    projection.documents,
    projection.totals,
)


def run() -> Iterator[Problem]:
    """Yield everything that is wrong, first things first. Reads the whole database, in chunks."""
    for check in CHECKS:
        yield from check()
