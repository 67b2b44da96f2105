"""The editions in force: for each record the latest one, with its facts."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from briefings.choices import EditionKind
from briefings.facts import order, records
from briefings.models import Edition, EditionReference, SourceText

Key = tuple[str, str]
PUBLIC = frozenset({EditionKind.PUBLISHED.value, EditionKind.UNMERGED.value})


@dataclass(frozen=True)
class Held:
    """The latest edition of a record with what it keeps."""

    edition: Edition
    facts: dict[str, Any]
    notes: dict[str, Any]
    first_at: datetime  # when the record's first edition started

    @property
    def is_public(self) -> bool:
        """Return whether readers are served it (200)."""
        return self.edition.kind in PUBLIC

    def leads_to(self, slug: str) -> bool:
        """Return whether it is an actor that was merged into this one; one that is merely part of it is not."""
        return self.edition.kind == EditionKind.MERGED and self.facts["merged_into"] == slug


class InForce:
    """Latest editions, fetched once each. Make a fresh one for each rendering; it does not notice later editions."""

    def __init__(self) -> None:
        self._held: dict[Key, Held | None] = {}
        self._naming: dict[tuple[str, str, str], list[str]] = {}

    def load(self, keys: Iterable[Key]) -> None:
        """Fetch several records' latest editions at once: one query a type for those not fetched yet."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for record_type, slug in keys:
            if (record_type, slug) not in self._held:
                wanted[record_type].add(slug)
        for record_type, slugs in wanted.items():
            for slug in slugs:
                self._held[(record_type, slug)] = None
            rows = Edition.objects.filter(record_type=record_type, slug__in=slugs).order_by("number")
            first: dict[str, datetime] = {}
            latest: dict[str, Edition] = {}
            for edition in rows.select_related("payload", "author", "approver"):
                first.setdefault(edition.slug, edition.started_at)
                latest[edition.slug] = edition
            for slug, edition in latest.items():
                facts = order.put(order.of(record_type), json.loads(edition.payload.facts))
                self._held[(record_type, slug)] = Held(edition, facts, json.loads(edition.payload.notes), first[slug])

    def named(self) -> set[Key]:
        """Return all that the records fetched so far name."""
        return {
            key
            for row in self._held.values()
            if row is not None
            for key in records.references(row.edition.record_type, row.facts)
        }

    def get(self, record_type: str, slug: str) -> Held | None:
        """Return a record's latest edition, or None when it never had one."""
        self.load([(record_type, slug)])
        return self._held[(record_type, slug)]

    def public(self, record_type: str, slug: str) -> Held | None:
        """Return a record's edition when readers are served it, else None."""
        held = self.get(record_type, slug)
        return held if held is not None and held.is_public else None

    def actor(self, slug: str) -> tuple[str, Held | None]:
        """Return an actor's slug and edition, following merges to the one it is now."""
        seen: set[str] = set()
        while slug not in seen:
            seen.add(slug)
            held = self.get("actor", slug)
            if held is None or held.edition.kind != EditionKind.MERGED:
                return slug, held if held is not None and held.is_public else None
            slug = held.facts["merged_into"]
        return slug, None

    def naming(self, record_type: str, target_type: str, target_slug: str) -> list[Held]:
        """Return the public records of one type that name the target, by slug."""
        self.load_naming(record_type, target_type, [target_slug])
        found = (self.public(record_type, slug) for slug in self._naming[record_type, target_type, target_slug])
        return [held for held in found if held is not None]

    def load_naming(self, record_type: str, target_type: str, target_slugs: Iterable[str]) -> None:
        """Fetch the records of one type that name any of the targets: three queries for those not asked for yet."""
        new = [slug for slug in target_slugs if (record_type, target_type, slug) not in self._naming]
        self._naming.update({(record_type, target_type, slug): [] for slug in new})
        rows = EditionReference.objects.filter(
            record_type=record_type, target_type=target_type, target_slug__in=new
        ).order_by("slug").values_list("target_slug", "slug") if new else []  # fmt: skip
        for target, slug in rows:
            self._naming[record_type, target_type, target].append(slug)
        self.load((record_type, slug) for _, slug in rows)

    def text(self, source: str) -> str:
        """Return the text of a source, as received."""
        return SourceText.objects.values_list("body", flat=True).get(source__slug=source)

    def merged_into(self, slug: str) -> list[str]:
        """Return the slugs of the actors that were merged into this one."""
        rows = EditionReference.objects.filter(record_type="actor", target_type="actor", target_slug=slug)
        slugs = sorted(rows.values_list("slug", flat=True))
        self.load(("actor", other) for other in slugs)
        held = ((other, self.get("actor", other)) for other in slugs)
        return [other for other, row in held if row and row.leads_to(slug)]

    def names_of(self, slugs: Iterable[str]) -> list[str]:
        """Return the name forms of actors, each once."""
        held = [self.get("actor", slug) for slug in slugs]
        return sorted({name["text"] for row in held if row for name in row.facts["names"]})
