"""The editions in force at one place of the public chain, whatever was added since."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable

from briefings.choices import EditionKind
from briefings.facts import order, records
from briefings.models import Edition
from briefings.rendering.in_force import Held, InForce, Key

KEPT = 5000  # editions kept in memory at once


class Until(InForce):
    """Editions up to a sequence, fetched when they are asked for. Holds one entry a record and a reference."""

    def __init__(self, until: int) -> None:
        """Read through the editions once, for what was in force and what each named."""
        super().__init__()
        self.until = until
        self.latest: dict[Key, int] = {}  # to the primary key of the edition
        self._named_by: dict[Key, set[Key]] = defaultdict(set)
        rows = Edition.objects.filter(sequence__lte=until).order_by("sequence")
        for pk, record_type, slug in rows.values_list("pk", "record_type", "slug").iterator(chunk_size=2000):
            self.latest[(record_type, slug)] = pk
        in_force = rows.exclude(kind=EditionKind.WITHDRAWN).values_list("pk", "record_type", "slug", "payload__facts")
        for pk, record_type, slug, facts in in_force.iterator(chunk_size=500):
            if self.latest[(record_type, slug)] == pk:
                for target in records.references(record_type, json.loads(facts)):
                    self._named_by[target].add((record_type, slug))

    def counts(self) -> dict[str, int]:
        """Return how many editions there are, and how many records of each type."""
        return {"editions": self.until, **Counter(record_type for record_type, _ in self.latest)}

    def load(self, keys: Iterable[Key]) -> None:
        """Fetch several records' editions at once: two queries for those not fetched yet."""
        wanted = {key for key in keys if key not in self._held}
        ids = [self.latest[key] for key in wanted if key in self.latest]
        self._held.update(dict.fromkeys(wanted))
        if not ids:
            return
        types, slugs = {kind for kind, _ in wanted}, {slug for _, slug in wanted}
        first = {
            (row.record_type, row.slug): row.started_at
            for row in Edition.objects.filter(record_type__in=types, slug__in=slugs, number=1)
        }
        for edition in Edition.objects.filter(pk__in=ids).select_related("payload", "author", "approver"):
            key = (edition.record_type, edition.slug)
            facts = order.put(order.of(edition.record_type), json.loads(edition.payload.facts))
            self._held[key] = Held(edition, facts, json.loads(edition.payload.notes), first[key])

    def forget(self) -> None:
        """Let go of what was fetched, when it is much: between one record and the next."""
        if len(self._held) > KEPT:
            self._held.clear()

    def get(self, record_type: str, slug: str) -> Held | None:
        """Return a record's edition then, or None when it had none."""
        self.load([(record_type, slug)])
        return self._held[(record_type, slug)]

    def naming(self, record_type: str, target_type: str, target_slug: str) -> list[Held]:
        """Return the public records of one type that named the target, by slug."""
        keys = sorted(key for key in self._named_by[(target_type, target_slug)] if key[0] == record_type)
        self.load(keys)
        found = (self.public(*key) for key in keys)
        return [held for held in found if held is not None]

    def load_naming(self, wanted: Iterable[tuple[str, str, str]]) -> None:
        """Fetch the records that named others, for (their type, type named, slug named): two queries."""
        self.load(
            key for record_type, *named in wanted for key in self._named_by.get((named[0], named[1]), ())
            if key[0] == record_type
        )  # fmt: skip

    def merged_into(self, slug: str) -> list[str]:
        """Return the slugs of the actors that were merged into this one."""
        keys = sorted(key for key in self._named_by[("actor", slug)] if key[0] == "actor")
        held = [(key[1], self.get(*key)) for key in keys]
        return [other for other, row in held if row and row.edition.kind == EditionKind.MERGED]
