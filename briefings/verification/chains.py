"""The two hash chains: no row edited, removed, re-ordered or cut off, against an exported head too."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from briefings.facts import canonical, chains
from briefings.models import AuditEvent, ChainHead, Contribution, Edition
from briefings.verification.problems import Problem

Head = dict[str, dict[str, Any]]


def editions() -> Iterator[Problem]:
    """Yield what is wrong with the public chain and the payloads beside it."""
    rows = _in_order(Edition.objects.select_related("payload"), "author", "approver")
    yield from _chain("editions", rows, chains.edition_header, _edition_payload)


def audit() -> Iterator[Problem]:
    """Yield what is wrong with the private chain and the payloads beside it."""
    rows = _in_order(AuditEvent.objects.select_related("payload"), "user")
    yield from _chain("audit", rows, chains.event_header, _event_payload)


def _edition_payload(edition: Edition) -> str | None:
    if not hasattr(edition, "payload"):
        return "its payload is missing"
    if canonical.sha256(edition.payload.facts) != edition.facts_hash:
        return f"its facts do not hash to {edition.facts_hash}"
    if canonical.sha256(edition.payload.notes) != edition.notes_hash:
        return f"its notes do not hash to {edition.notes_hash}"
    return None


def _event_payload(event: AuditEvent) -> str | None:
    if not hasattr(event, "payload"):
        return "its payload is missing"
    if canonical.sha256(event.payload.body) != event.payload_hash:
        return f"its payload does not hash to {event.payload_hash}"
    return None


def _in_order(rows: QuerySet[Any], *people: str) -> Iterator[Any]:
    """Yield rows by their number. People are fetched beside: joined, the database may begin with them, and sort all."""
    return rows.order_by("sequence").prefetch_related(*people).iterator(chunk_size=1000)


def _chain(name: str, rows: Iterator[Any], header: Callable, payload: Callable) -> Iterator[Problem]:
    previous, count = canonical.ZERO_HASH, 0
    for row in rows:
        count += 1
        if row.sequence != count:
            yield Problem(name, f"sequence {count}", f"a row is missing or out of order: found sequence {row.sequence}")
            return
        if row.previous_hash != previous:
            yield Problem(name, str(row), f"previous_hash is {row.previous_hash}, the row before has {previous}")
        if canonical.hash_of(header(row)) != row.hash:
            yield Problem(name, str(row), f"the row does not hash to {row.hash}: it was edited")
        if wrong := payload(row):
            yield Problem(name, str(row), wrong)
        previous = row.hash
    head = ChainHead.objects.filter(name=name).first()
    if (head.count, head.hash) != (count, previous) if head else count:
        kept = f"{head.count} rows, {head.hash}" if head else "nothing"
        yield Problem(name, "head", f"kept is {kept}; the chain has {count} rows and ends {previous}")


def heads() -> Head:
    """Return count and last hash of each chain, to be kept elsewhere: a cut tail cannot be seen without."""
    found = {}
    for name, model in (("editions", Edition), ("audit", AuditEvent)):
        last = model._default_manager.order_by("-sequence").first()
        found[name] = {"count": last.sequence if last else 0, "hash": last.hash if last else canonical.ZERO_HASH}
    return found


def against(exported: Head) -> Iterator[Problem]:
    """Yield where a chain no longer holds the head that was once exported."""
    for name, model in (("editions", Edition), ("audit", AuditEvent)):
        count, wanted = exported[name]["count"], exported[name]["hash"]
        row = model._default_manager.filter(sequence=count).first()
        there = row.hash if row else canonical.ZERO_HASH if count == 0 else None
        if there != wanted:
            found = there or f"cut off before it, at {model._default_manager.count()} rows"
            yield Problem(name, f"exported head {count}", f"was {wanted}, is {found}")


def four_eyes() -> Iterator[Problem]:
    """Yield every edition that was approved by somebody who contributed to it."""
    same = {name: OuterRef(name) for name in ("record_type", "slug", "number")}
    mine = Exists(Contribution.objects.filter(**same, user=OuterRef("approver")))
    for edition in Edition.objects.filter(mine).select_related("approver").order_by("sequence"):
        yield Problem("four eyes", str(edition), f"{edition.approver.pseudonym} approved and contributed")
