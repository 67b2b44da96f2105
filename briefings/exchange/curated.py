"""Load the curated fixtures through the actions, so that their history is true: written by one, approved by another.

Each batch is one transaction: the sources with the actors and occasions they name, then one batch a report with the
claims that are new with it and the readings they allow, then comparisons and judgements. Killed in between, the next
run goes on where it stopped. A record whose fixture is unchanged costs nothing; one that a person has touched,
withdrawn or merged is left alone and listed.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from briefings.actions import accounts, approvals, batches, fixtures, records, sources
from briefings.actions.transactions import one_writer
from briefings.choices import State
from briefings.exchange.fixtures import Fixtures
from briefings.facts import canonical
from briefings.models import RECORDS, Batch, Contribution, LoadedFixture, Record, User

CURATOR = "fixtures-curator"
REVIEWER = "fixtures-reviewer"
_IDENTITY = frozenset({"slug", "file"})
_COMPUTED = frozenset({"region"})


@dataclass(frozen=True)
class Item:
    """One fixture record: its facts as the desk takes them, and the hash by which a change is seen."""

    record_type: str
    slug: str
    facts: dict[str, Any]
    sha256: str
    text: str | None = None


@dataclass
class Report:
    """What a load did: slugs by outcome, as "type slug"."""

    created: list[str] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    unchanged: int = 0
    skipped: list[str] = field(default_factory=list)


def load(content: Fixtures) -> Report:
    """Bring the database in line with the fixtures and return what was done.

    Costs two queries when nothing changed. Raises what the actions raise; the batch at fault is rolled back whole.
    """
    known = {(row.record_type, row.slug): row for row in LoadedFixture.objects.all()}
    report = Report()
    for title, items in _batches(content):
        due = []
        for item in items:
            row = known.get((item.record_type, item.slug))
            if row is not None and row.sha256 == item.sha256:
                report.unchanged += 1
            else:
                due.append(item)
        if due:
            _load_batch(title, due, report)
    return report


def _item(record_type: str, facts: dict[str, Any], text: str | None = None) -> Item:
    kept = {key: value for key, value in facts.items() if key not in _IDENTITY}
    if record_type == "reading":
        kept["citations"] = [
            {key: value for key, value in citation.items() if key not in _COMPUTED} for citation in kept["citations"]
        ]
    return Item(record_type, facts["slug"], kept, canonical.hash_of([kept, text]), text)


def _batches(content: Fixtures) -> Iterator[tuple[str, list[Item]]]:
    """Yield (title, records) of each batch, closed under references with those before it."""
    yield (
        "Five reports, with the actors and occasions they name",
        [_item("actor", facts) for facts in content.actors]
        + [_item("source", facts, content.texts[facts["slug"]]) for facts in content.sources]
        + [_item("briefing", facts) for facts in content.briefings],
    )
    claims = {facts["slug"]: facts for facts in content.claims}
    first = _first_reports(content)
    for at, source in enumerate(facts["slug"] for facts in content.sources):
        so_far = {facts["slug"] for facts in content.sources[: at + 1]}
        new = [slug for slug in claims if first.get(slug) == source]
        readings = [
            facts
            for facts in content.readings
            if facts["source"] in so_far
            and (facts["claim"] in new or (facts["source"] == source and _rank(content, first, facts["claim"]) < at))
        ]
        yield (
            f"What {source} says",
            [_item("claim", claims[slug]) for slug in new] + [_item("reading", facts) for facts in readings],
        )
    yield (
        "Comparisons and judgements",
        [_item("comparison", facts) for facts in content.comparisons]
        + [_item("judgement", facts) for facts in content.judgements],
    )


def _first_reports(content: Fixtures) -> dict[str, str]:
    """Return for each claim the first source that carries it, in the order of the sources."""
    carried = {(facts["claim"], facts["source"]) for facts in content.readings if facts["status"] == "carried"}
    order = [facts["slug"] for facts in content.sources]
    return {
        facts["slug"]: next((source for source in order if (facts["slug"], source) in carried), order[0])
        for facts in content.claims
    }


def _rank(content: Fixtures, first: dict[str, str], claim: str) -> int:
    return [facts["slug"] for facts in content.sources].index(first[claim])


def _load_batch(title: str, items: list[Item], report: Report) -> None:
    curator, reviewer = accounts.system(name=CURATOR), accounts.system(name=REVIEWER)
    with one_writer():
        batch = batches.open_(title=title, by=curator)
        written = _write(items, curator, batch, report)
        if not written:
            batches.close(batch=batch, by=curator)
            return
        batches.submit(batch=batch, by=curator)
        rows = batches.members(batch)
        looked_at = {
            (each.row.record_type.value, each.row.slug): each.seen for each in approvals.candidates(rows, reviewer)
        }
        made = batches.approve(batch=batch, by=reviewer, looked_at=looked_at)
        numbers = {(edition.record_type, edition.slug): edition.number for edition in made}
        fixtures.remember(
            fixtures.Loaded(item.record_type, item.slug, item.sha256, numbers[(item.record_type, item.slug)])
            for item in written
        )


def _write(items: list[Item], by: User, batch: Batch, report: Report) -> list[Item]:
    """Create or revise each record as a draft in the batch; return those written.

    Actors and sources name each other: actors are begun with their names alone and completed once the sources exist.
    """
    there = _there(items)
    started, new = [], []
    for item in items:
        row = there.get((item.record_type, item.slug))
        label = f"{item.record_type} {item.slug}"
        if row is None:
            new.append(item)
            report.created.append(label)
        elif _touched(row):
            report.skipped.append(label)
            continue
        else:
            report.revised.append(label)
        started.append(item)
    for record_type, same in groupby(new, attrgetter("record_type")):
        _begin(record_type, list(same), by, batch)
    finished = {(item.record_type, item.slug) for item in new if item.record_type != "actor"}
    return [
        item
        for item in started
        if (item.record_type, item.slug) in finished
        or _complete(item, records.get(item.record_type, item.slug), by, batch, report)
    ]


def _there(items: list[Item]) -> dict[tuple[str, str], Record]:
    """Return the working rows that items have already, by type and slug: a query a type."""
    slugs: dict[str, list[str]] = defaultdict(list)
    for item in items:
        slugs[item.record_type].append(item.slug)
    return {
        (record_type, row.slug): row
        for record_type, same in slugs.items()
        for row in RECORDS[record_type]._default_manager.filter(slug__in=same)
    }


def _begin(record_type: str, items: list[Item], by: User, batch: Batch) -> None:
    if record_type == "source":
        for item in items:
            sources.receive(slug=item.slug, text=item.text or "", facts=item.facts, by=by, batch=batch)
        return
    bare = {"roles": [], "parent": None, "merged_into": None} if record_type == "actor" else {}
    drafts = {item.slug: {**item.facts, **bare} for item in items}
    records.create_all(record_type=record_type, drafts=drafts, by=by, batch=batch)


def _complete(item: Item, row: Record, by: User, batch: Batch, report: Report) -> bool:
    """Give a record the fixture's facts; return whether that left something to approve."""
    row = records.edit(record=row, facts=item.facts, by=by, version=row.version)
    if row.state == State.PUBLISHED:  # the fixture changed in form only: its facts are what readers have
        report.revised.remove(f"{item.record_type} {item.slug}")
        report.unchanged += 1
        fixtures.remember([fixtures.Loaded(item.record_type, item.slug, item.sha256, row.edition.number)])
        return False
    if row.batch_id is None:
        batches.add(batch=batch, rows=[row], by=by)
    return True


def _touched(row: Record) -> bool:
    """Return whether a person worked on the record, or took it off line."""
    if row.state != State.PUBLISHED:
        return True
    people = Contribution.objects.filter(record_type=row.record_type.value, slug=row.slug)
    return people.exclude(user__is_system=True).exists()
