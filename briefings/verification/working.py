"""Working rows say what their editions say, and every anchor in them holds its words."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Exists, Max, OuterRef

from briefings.actions.records import AFTER_EDITION
from briefings.choices import EditionKind, State
from briefings.facts import canonical, order
from briefings.facts import records as facts_of
from briefings.models import RECORDS, Edition, Record
from briefings.verification import anchors
from briefings.verification.problems import Problem

TOGETHER = 100  # records read at once


def rows() -> Iterator[Problem]:
    """Yield every anchor that moved, and every row that does not point to its latest edition or says something else."""
    for record_type in RECORDS:
        every = facts_of.queryset(record_type).order_by("slug").iterator(chunk_size=TOGETHER)
        while some := [*islice(every, TOGETHER)]:
            told = [(row, facts_of.of(row)) for row in some]
            yield from anchors.moved((f"{record_type} {row.slug}", record_type, row.slug, facts) for row, facts in told)
            editions = Edition.objects.filter(record_type=record_type, slug__in=[row.slug for row in some])
            latest = dict(editions.order_by().values_list("slug").annotate(Max("number")))
            for row, facts in told:
                if row.edition is not None:
                    yield from _differs(row, facts, latest.get(row.slug))


def missing() -> Iterator[Problem]:
    """Yield every record that has editions and no row that points to one."""
    for record_type, model in RECORDS.items():
        row = model._default_manager.exclude(edition=None).filter(slug=OuterRef("slug"))
        without = Edition.objects.filter(~Exists(row), record_type=record_type, number=1).order_by("slug")
        for slug in without.values_list("slug", flat=True).iterator():
            yield Problem(
                "working row", f"{record_type} {slug}", "has editions, and no working row points to the latest"
            )


def _differs(row: Record, facts: dict[str, Any], latest: int | None) -> Iterator[Problem]:
    if latest != row.edition.number or row.edition.slug != row.slug:
        yield Problem("working row", row.label, f"points to {row.edition}, which is not its latest")
    settled = row.state in (State.PUBLISHED, State.MERGED)
    if settled and canonical.hash_of(facts) != row.edition.facts_hash and not _is_since(row.edition, facts):
        yield Problem("working row", row.label, f"is {row.state} and differs from edition {row.edition.number}")
    expected = AFTER_EDITION[EditionKind(row.edition.kind)]
    if settled and row.state != expected:
        yield Problem("working row", row.label, f"is {row.state}, its edition makes it {expected}")


def _is_since(edition: Edition, facts: dict[str, Any]) -> bool:
    """Return whether facts differ from an edition's by keys alone that there were not when it was made, all blank."""
    payload = getattr(edition, "payload", None)
    then = order.whole(edition.record_type, json.loads(payload.facts)) if payload else None
    return payload is not None and canonical.hash_of(then) == canonical.hash_of(facts)
