"""The editions in force at one place of the public chain, whatever was added since."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from briefings.choices import EditionKind
from briefings.facts import order, records
from briefings.models import Edition
from briefings.rendering.in_force import Held, InForce, Key
from briefings.rendering.publication import ORDER

KEPT = 5000  # editions kept in memory at once
NOTES = """
PRAGMA cache_size = -65536;
CREATE TABLE latest (place INTEGER, record_type TEXT, slug TEXT, edition INTEGER, PRIMARY KEY (place, slug))
    WITHOUT ROWID;
CREATE TABLE named (target_type TEXT, target_slug TEXT, record_type TEXT, slug TEXT,
    PRIMARY KEY (target_type, target_slug, record_type, slug)) WITHOUT ROWID;
"""
IN_FORCE = "INSERT OR REPLACE INTO latest VALUES (?, ?, ?, ?)"
NAMES = "INSERT INTO named VALUES (?, ?, ?, ?)"


class Until(InForce):
    """Editions up to a sequence, fetched when they are asked for.

    Which edition of each record was in force, and what each named, is noted in a temporary file that goes when this is
    closed: 0.4 KB a record with its references (in SQLite's own temporary place), of which 64 MB are kept in memory.
    """

    def __init__(self, until: int) -> None:
        """Read through the editions once, for what was in force and what each named."""
        super().__init__()
        self.until = until
        self._notes = sqlite3.connect("")  # a file of its own, without a name
        self._notes.executescript(NOTES)
        rows = Edition.objects.filter(sequence__lte=until).order_by("sequence")
        latest = rows.values_list("record_type", "slug", "pk").iterator(chunk_size=2000)
        self._notes.executemany(
            IN_FORCE,
            ((ORDER[record_type], record_type, slug, pk) for record_type, slug, pk in latest),
        )
        in_force = rows.exclude(kind=EditionKind.WITHDRAWN).values_list("pk", "record_type", "slug", "payload__facts")
        self._notes.executemany(
            NAMES,
            (
                (*target, record_type, slug)
                for pk, record_type, slug, facts in in_force.iterator(chunk_size=500)
                if self._latest((record_type, slug)) == pk
                for target in records.references(record_type, json.loads(facts))
            ),
        )

    def close(self) -> None:
        """Let go of the notes: nothing can be asked then."""
        self._notes.close()

    def _latest(self, key: Key) -> int | None:
        """Return the primary key of a record's edition then, or None when it had none."""
        found = self._notes.execute("SELECT edition FROM latest WHERE place = ? AND slug = ?", (ORDER[key[0]], key[1]))
        return next((edition for (edition,) in found), None)

    def _naming_of(self, record_type: str, target: Key) -> list[Key]:
        """Return the records of one type that named a target, by slug."""
        rows = self._notes.execute(
            "SELECT record_type, slug FROM named WHERE target_type = ? AND target_slug = ? AND record_type = ?"
            " ORDER BY slug", (*target, record_type),
        )  # fmt: skip
        return rows.fetchall()

    def keys(self) -> Iterator[Key]:
        """Yield every record's key, in the order in which records refer to each other."""
        yield from self._notes.execute("SELECT record_type, slug FROM latest ORDER BY place, slug")

    def counts(self) -> dict[str, int]:
        """Return how many editions there are, and how many records of each type."""
        rows = self._notes.execute("SELECT record_type, COUNT(*) FROM latest GROUP BY record_type")
        return {"editions": self.until, **dict(rows.fetchall())}

    def load(self, keys: Iterable[Key]) -> None:
        """Fetch several records' editions at once: two queries for those not fetched yet."""
        wanted = {key for key in keys if key not in self._held}
        ids = [edition for key in wanted if (edition := self._latest(key)) is not None]
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
        keys = self._naming_of(record_type, (target_type, target_slug))
        self.load(keys)
        found = (self.public(*key) for key in keys)
        return [held for held in found if held is not None]

    def load_naming(self, wanted: Iterable[tuple[str, str, str]]) -> None:
        """Fetch the records that named others, for (their type, type named, slug named): two queries."""
        self.load(key for record_type, *named in wanted for key in self._naming_of(record_type, (named[0], named[1])))

    def merged_into(self, slug: str) -> list[str]:
        """Return the slugs of the actors that were merged into this one."""
        held = [(key[1], self.get(*key)) for key in self._naming_of("actor", ("actor", slug))]
        return [other for other, row in held if row and row.edition.kind == EditionKind.MERGED]
