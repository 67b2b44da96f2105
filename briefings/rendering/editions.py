"""The past: a record's editions, and documents as the editions in force at an instant make them.

What is withdrawn now is not shown in the past either, and the words of a report are given as far as its text_access
allows now.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from briefings.choices import EditionKind, TextAccess
from briefings.facts import canonical, order
from briefings.models import Edition
from briefings.rendering.in_force import PUBLIC, Held, InForce, Key
from briefings.rendering.pages import Page, path
from briefings.rendering.publication import body_of
from briefings.rendering.veil import veil

STRICTEST = TextAccess.values.index  # from full to hash


class InForceAt(InForce):
    """The editions that were in force at an instant, of records that readers are still served."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at
        self.now = InForce()

    def load(self, keys: Iterable[Key]) -> None:
        """Fetch several records' editions, then and now."""
        wanted = [key for key in keys if key not in self._held]
        self.now.load(wanted)
        for record_type in {key[0] for key in wanted}:
            slugs = [slug for kind, slug in wanted if kind == record_type]
            then = {edition.slug: edition for edition in self._rows(record_type, slugs)}
            for slug in slugs:
                self._held[record_type, slug] = self._then(record_type, slug, then.get(slug))

    def _rows(self, record_type: str, slugs: list[str]) -> QuerySet[Edition]:
        rows = Edition.objects.filter(record_type=record_type, slug__in=slugs, started_at__lte=self.at)
        return rows.select_related("payload", "author", "approver").order_by("number")

    def _then(self, record_type: str, slug: str, edition: Edition | None) -> Held | None:
        now = self.now.get(record_type, slug)
        if edition is None or now is None or now.edition.kind == EditionKind.WITHDRAWN:
            return None
        facts = order.put(order.of(record_type), json.loads(edition.payload.facts))
        if record_type == "source" and edition.kind in PUBLIC:
            facts["text_access"] = max(facts["text_access"], now.facts["text_access"], key=STRICTEST)
        return Held(edition, facts, json.loads(edition.payload.notes), now.first_at)

    def naming(self, record_type: str, target_type: str, target_slug: str) -> list[Held]:
        """Return the public records of one type that name the target, with all that they name fetched at once."""
        found = super().naming(record_type, target_type, target_slug)
        self.load({key for held in found for key in held.references})
        return found

    def merged_into(self, slug: str) -> list[str]:
        """Return the slugs of the actors that were merged into this one then."""
        rows = Edition.objects.filter(
            record_type="actor", kind=EditionKind.MERGED, started_at__lte=self.at,
            payload__facts__contains=f'"merged_into":"{slug}"',
        )  # fmt: skip
        slugs = sorted(set(rows.values_list("slug", flat=True)))
        self.load(("actor", other) for other in slugs)
        held = ((other, self.get("actor", other)) for other in slugs)
        return [other for other, row in held if row and row.leads_to(slug)]


def document_at(record_type: str, slug: str, at: datetime) -> tuple[str, dict[str, Any]] | None:
    """Return the kind of the edition in force at an instant and the document it makes; None: readers had none.

    The cost grows with the records that the document shows, not with the tables.
    """
    in_force = InForceAt(at)
    held = in_force.get(record_type, slug)
    if held is None or held.edition.kind == EditionKind.WITHDRAWN:
        return None
    shown, _ = body_of(held, in_force)
    return held.edition.kind, shown


def listed(record_type: str, slug: str) -> Iterator[dict[str, Any]]:
    """Yield what readers are told of each edition of a record, the latest first."""
    rows = Edition.objects.filter(record_type=record_type, slug=slug).order_by("-number")
    for edition in rows.select_related("payload", "author", "approver").defer("payload__facts"):
        yield _line(edition)


def _line(edition: Edition) -> dict[str, Any]:
    notes = json.loads(edition.payload.notes)
    return {
        "number": edition.number,
        "kind": edition.kind,
        "started_at": canonical.instant(edition.started_at),
        "author": edition.author.pseudonym,
        "approver": edition.approver.pseudonym if edition.approver else None,
        "correction_note": notes["correction_note"],
        "reason": notes["reason"],
        "facts_sha256": edition.facts_hash,
        "sha256": edition.hash,
        "url": f"{path(edition.record_type, edition.slug)}?edition={edition.number}",
    }


def own_facts(record_type: str, slug: str, number: int) -> dict[str, Any] | None:
    """Return one edition with the record's own facts as they were; None: there is no such edition."""
    rows = Edition.objects.filter(record_type=record_type, slug=slug, number=number)
    edition = rows.select_related("payload", "author", "approver").first()
    if edition is None:
        return None
    facts = order.put(order.of(record_type), json.loads(edition.payload.facts))
    head = {"slug": slug, "url": path(record_type, slug), "edition": _line(edition)}
    return {**head, "facts": _veiled(record_type, slug, facts)}


def _veiled(record_type: str, slug: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts with no more words of reports than readers are given now."""
    page = Page(InForce())
    if record_type != "source":
        return page.veiled(facts)
    shown = page.veiled(facts, slug)
    if page.access(slug) == TextAccess.PASSAGES:  # as in the document: nobody cites regions and asides
        parts = {key: facts[key] for key in ("regions", "asides") if key in facts}
        shown |= veil(parts, page.access, TextAccess.HASH)
    return shown
