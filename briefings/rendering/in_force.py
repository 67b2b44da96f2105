"""The editions in force: for each record the latest one, with its facts."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q

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

    @cached_property
    def references(self) -> frozenset[Key]:
        """Return (type, slug) of every record that it names."""
        return frozenset(records.references(self.edition.record_type, self.facts))

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
                self._held[(record_type, slug)] = _held(edition, first[slug])

    def keep_first(self, editions: Iterable[Edition]) -> None:
        """Take in those of new editions that are their record's first, with what they keep: nothing is fetched."""
        for edition in editions:
            if edition.number == 1:
                self._held[(edition.record_type, edition.slug)] = _held(edition, edition.started_at)

    def named(self) -> set[Key]:
        """Return all that the records fetched so far name."""
        return {key for row in self._held.values() if row is not None for key in row.references}

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
        self.load_naming([(record_type, target_type, target_slug)])
        found = (self.public(record_type, slug) for slug in self._naming[record_type, target_type, target_slug])
        return [held for held in found if held is not None]

    def load_naming(self, wanted: Iterable[tuple[str, str, str]]) -> None:
        """Fetch the records that name others, for (their type, type named, slug named), where not asked for yet.

        Costs one query, and one for each of their types.
        """
        new = {each for each in wanted if each not in self._naming}
        if not new:
            return
        self._naming.update({each: [] for each in new})
        named = Q()
        for target_type in sorted({target_type for _, target_type, _ in new}):
            slugs = sorted({slug for _, kind, slug in new if kind == target_type})
            named |= Q(target_type=target_type, target_slug__in=slugs)
        types = sorted({record_type for record_type, _, _ in new})
        rows = EditionReference.objects.filter(named, record_type__in=types).order_by("slug")
        found = [
            (record_type, slug, target_type, target)
            for record_type, slug, target_type, target in rows.values_list(
                "record_type", "slug", "target_type", "target_slug"
            )
            if (record_type, target_type, target) in new
        ]
        for record_type, slug, target_type, target in found:
            self._naming[record_type, target_type, target].append(slug)
        self.load((record_type, slug) for record_type, slug, _, _ in found)

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


def _held(edition: Edition, first_at: datetime) -> Held:
    facts = order.whole(edition.record_type, json.loads(edition.payload.facts))
    return Held(edition, facts, json.loads(edition.payload.notes), first_at)
