"""One publication as rows: the working tables, the history, documents and published rows of a block of records."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import orjson

from bench.generation import history, light, working
from bench.generation.caught import Caught
from bench.generation.history import Clocks, Hashed, Heads
from briefings import models
from briefings.choices import RecordType
from briefings.facts import canonical, records
from briefings.rendering import publication, search
from briefings.rendering import rows as published
from briefings.rendering.in_force import Held, InForce, Key

NOTES = {"reason": "", "correction_note": ""}


class Known(InForce):
    """The editions in force of records that are all at hand: nothing is fetched."""

    def __init__(self, before: "Known | None" = None) -> None:
        super().__init__()
        self._held = dict(before._held) if before else {}
        self._texts: dict[str, str] = dict(before._texts) if before else {}
        self._naming: dict[tuple[str, Key], list[str]] = defaultdict(list)

    def keep(self, each: Hashed, edition: models.Edition) -> None:
        """Take in one edition."""
        key = (each.item.record_type, each.item.slug)
        self._held[key] = Held(edition, each.item.facts, NOTES, edition.started_at)
        if each.item.text is not None:
            self._texts[each.item.slug] = each.item.text

    def name(self, key: Key, references: Iterable[Key]) -> None:
        """Take in which records a record names."""
        for target in references:
            self._naming[key[0], target].append(key[1])

    def load(self, keys: Iterable[Key]) -> None:
        """Do nothing: what is not here is nowhere."""

    def get(self, record_type: str, slug: str) -> Held | None:
        """Return a record's latest edition, or None when it never had one."""
        return self._held.get((record_type, slug))

    def naming(self, record_type: str, target_type: str, target_slug: str) -> list[Held]:
        """Return the records of one type that name the target, by slug."""
        return [self._held[record_type, slug] for slug in sorted(self._naming[record_type, (target_type, target_slug)])]

    def merged_into(self, slug: str) -> list[str]:
        """Return nothing: no actor was merged."""
        return []

    def text(self, source: str) -> str:
        """Return the text of a source."""
        return self._texts[source]


@dataclass(frozen=True)
class Wanted:
    """Which rows are made: all of them, or without what readers never cause to be read."""

    history: bool = True  # payloads, references, audit, contributions, which records documents (but actors') show


@dataclass
class World:
    """What blocks share: who edits and approves, and the records that all of them name."""

    curator: models.User
    reviewer: models.User
    known: Known = field(default_factory=Known)
    ids: working.Ids = field(default_factory=dict)
    clocks: Clocks = field(default_factory=Clocks)
    wanted: Wanted = field(default_factory=Wanted)


@dataclass
class Chained:
    """Records whose place in both chains is known."""

    number: int
    records: list[Hashed]
    editions: dict[Key, models.Edition]
    events: list[tuple[models.AuditEvent, str]]


def chained(world: World, number: int, items: list[Hashed], heads: Heads) -> tuple[Chained, Heads]:
    """Give records their places in the chains; return them and where the chains end now."""
    events: list[tuple[models.AuditEvent, str]] = []
    with light.rows():
        editions, heads = history.editions(items, heads, world.clocks, world.curator, world.reviewer)
        if world.wanted.history:
            events, heads = history.events(items, heads, world.clocks, world.curator, world.reviewer)
    return Chained(number, items, editions, events), heads


def rows(world: World, block: Chained) -> tuple[Caught, Known]:
    """Return all rows of one publication, and the editions in force that they were rendered from."""
    with light.rows():
        return _rows(world, block)


def _rows(world: World, block: Chained) -> tuple[Caught, Known]:
    caught, known = Caught(block.number), Known(world.known)
    if world.wanted.history:
        history.write(caught, block.records, block.editions, block.events)
    else:
        caught.add_all(block.editions.values())
    desk = working.Desk(caught, world.ids)
    for each in block.records:
        key = (each.item.record_type, each.item.slug)
        known.keep(each, block.editions[key])
        references = records.references(key[0], each.item.facts)
        known.name(key, references)
        started = block.editions[key].started_at
        desk.write(each.item, block.editions[key], started, started)
        if world.wanted.history:
            with caught.instead_of_inserting():
                publication.index_references([(*key, each.item.facts)])
    with caught.instead_of_inserting():
        for key in block.editions:
            _render(caught, known, *key, wanted=world.wanted)
    return caught, known


def _render(caught: Caught, known: Known, record_type: str, slug: str, wanted: Wanted) -> None:
    """Write one document with its rows; publication.render without what it asks and deletes."""
    held = known.get(record_type, slug)
    assert held is not None
    shown, shows = publication.body_of(held, known)
    body = orjson.dumps(shown)
    document = caught.add(
        models.Document(
            record_type=record_type, slug=slug, kind=held.edition.kind, edition=held.edition.number, body=body,
            etag=canonical.sha256(body),
        )
    )  # fmt: skip
    if wanted.history or record_type == RecordType.ACTOR:  # an analysis follows these from body to body
        for kind, name in sorted(shows):
            caught.add(models.DocumentShows(document=document, record_type=kind, slug=name))
    caught.add_all(published.of(document, held, shown, known))  # each has its id before the next, which may name it
    search.write([(document, shown)])
