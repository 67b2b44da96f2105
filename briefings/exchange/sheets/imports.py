"""Run an import through the actions: taken back, it is the dry run; kept, it is the import.

There is one run, so what the preview shows is what is done. It is kept only where its outcome is the one that was
seen: the same bytes, the same records at the same versions, the same changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from briefings import permissions
from briefings.actions import audit, batches, imports, records, sources
from briefings.actions.transactions import one_writer
from briefings.choices import State
from briefings.errors import BriefingsError, Conflict
from briefings.exchange.sheets import files
from briefings.exchange.sheets.entries import Entry, FileRefused, Problem
from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.facts.refusals import InvalidFacts
from briefings.models import RECORDS, Batch, Record, User

WRITTEN_AT_MOST = 200  # while they are written, nobody else writes
CREATED, CHANGED, REVISED, SAME, REFUSED = "created", "changed", "revised", "same", "refused"
OUTCOMES = (CREATED, CHANGED, REVISED, SAME, REFUSED)

Facts = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is imported: a file of one type, into a batch (None: a new one of that title).

    begin_revisions: whether a change of a published record begins a revision, or is refused.
    """

    record_type: str
    form: str
    raw: bytes
    name: str = ""
    batch: Batch | None = None
    title: str = ""
    begin_revisions: bool = False


@dataclass
class Result:
    """What becomes of one record of the file."""

    line: int
    slug: str
    outcome: str
    pk: int | None = None
    difference: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    note: str = ""


@dataclass
class Run:
    """What an import does, record by record; seen names exactly that."""

    results: list[Result]
    seen: str
    batch: Batch | None = None
    is_kept: bool = False

    def count(self, *outcomes: str) -> int:
        """Return how many records have one of these outcomes."""
        return sum(result.outcome in outcomes for result in self.results)

    @property
    def count_put(self) -> int:
        """Return how many records go into the batch that was asked for; the others are in one already."""
        return sum(not result.note for result in self.results if result.outcome not in (SAME, REFUSED))

    @property
    def can_be_kept(self) -> bool:
        """Return whether it changes something and nothing of it is refused."""
        return bool(self.count(CREATED, CHANGED, REVISED)) and not self.count(REFUSED)


def run(asked: Asked, *, by: User, seen: str | None = None) -> Run:
    """Import a file, and keep what that did only where it is what was seen; without seen it is a dry run.

    All of it is one transaction. Raises FileRefused for a file that cannot be read, Forbidden, and what opening the
    batch raises.
    """
    for step in ("create", "edit"):
        permissions.require(by, step)
    entries = files.read(asked.record_type, asked.form, asked.raw)
    with one_writer():
        taking = _Taking(asked, by)
        done = Run(taking.all(entries), "")
        done.seen = _hash(asked, done.results)
        done.is_kept = done.can_be_kept and done.seen == seen
        if done.is_kept:
            done.batch = taking.batch
            taking.tell(done)
        else:
            transaction.set_rollback(True)
    return done


def _hash(asked: Asked, results: list[Result]) -> str:
    """Return what names exactly this outcome of exactly these bytes."""
    told = [
        [each.slug, each.outcome, each.difference, each.note, [str(problem) for problem in each.problems]]
        for each in results
    ]
    into = asked.batch.pk if asked.batch else asked.title
    return canonical.hash_of([canonical.sha256(asked.raw), asked.begin_revisions, into, told])


class _Taking:
    """The records of one file being taken, in an order in which each comes after those it names."""

    def __init__(self, asked: Asked, by: User) -> None:
        self.asked, self.by, self.batch = asked, by, asked.batch
        self.model = RECORDS[asked.record_type]

    def all(self, entries: list[Entry]) -> list[Result]:
        """Take every entry; return what became of each, in the order of the file. Raises FileRefused for too many."""
        slugs = [entry.slug for entry in entries if entry.slug]
        rows = {row.slug: row for row in self.model._default_manager.filter(slug__in=slugs).select_related("edition")}
        known = facts_of.read_many(self.asked.record_type, [row.pk for row in rows.values()])
        there = {slug: known[row.pk] for slug, row in rows.items()}
        given = {id(entry): entry.upon(there.get(entry.slug)) for entry in entries if not entry.problems}
        _refuse_many(sum(given[id(each)] is not there.get(each.slug) for each in entries if id(each) in given))
        results = {}
        for entry in _ordered(entries):
            row = rows.get(entry.slug)
            result = Result(entry.line, entry.slug, REFUSED, row.pk if row else None, problems=list(entry.problems))
            results[id(entry)] = result
            if not result.problems:
                self._one(entry, row, there.get(entry.slug), given[id(entry)], result)
        return [results[id(entry)] for entry in entries]

    def _one(self, entry: Entry, row: Record | None, existing: Facts | None, facts: Facts, result: Result) -> None:
        """Take one entry and put what came of it into its result."""
        try:
            if row is None or existing is None:
                self._create(entry, facts, result)
            else:
                self._edit(entry, row, existing, facts, result)
        except InvalidFacts as error:
            result.problems = [entry.problem(each["detail"], each["pointer"]) for each in error.errors]
        except BriefingsError as error:
            result.problems = [entry.problem(error.detail)]

    def _create(self, entry: Entry, facts: Facts, result: Result) -> None:
        about: dict[str, Any] = {"slug": entry.slug, "facts": facts, "by": self.by, "batch": self._open()}
        if self.asked.record_type == "source":
            if entry.text is None:
                raise Conflict(f"cannot create source {entry.slug}: a new source comes with its text, in “text”")
            row: Record = sources.receive(text=entry.text, **about)
        else:
            row = records.create(record_type=self.asked.record_type, **about)
        result.outcome, result.difference = CREATED, audit.difference(None, facts_of.read(row))

    def _edit(self, entry: Entry, row: Record, existing: Facts, facts: Facts, result: Result) -> None:
        if entry.text is not None and entry.text != facts_of.stored_text(row.slug):
            raise Conflict(f"cannot change {row.label}: the text of a source never changes; leave “text” out")
        with transaction.atomic():  # an edit that turns out to be refused here is taken back
            after = row if facts is existing else records.edit(
                record=row, facts=facts, by=self.by, version=entry.version or row.version
            )  # fmt: skip
            if facts is existing or after.version == row.version:
                result.outcome = SAME
                return
            self._refuse(row, entry)
            result.outcome = REVISED if row.state == State.PUBLISHED else CHANGED
            result.difference = audit.difference(existing, facts_of.read(after))
            result.note = self._put(after)

    def _refuse(self, row: Record, entry: Entry) -> None:
        """Raise Conflict for a record that the file changes and may not."""
        if entry.version is None:
            raise Conflict(f"cannot change {row.label}: no version says which state of it the file was made from")
        if row.state == State.IN_REVIEW:
            raise Conflict(f"cannot change {row.label}: it is in review, and drafts are imported; recall it first")
        if row.state == State.PUBLISHED and not self.asked.begin_revisions:
            raise Conflict(
                f"cannot change {row.label}: it is published, and drafts are imported; open a revision first, or let "
                "the import begin revisions"
            )

    def _put(self, row: Record) -> str:
        """Put a changed record into the batch; one that is in another stays there, which is said."""
        if row.batch_id is None:
            batches.add(batch=self._open(), rows=[row], by=self.by)
        elif self.batch is None or row.batch_id != self.batch.pk:
            return f"stays in batch {row.batch_id}"
        return ""

    def _open(self) -> Batch:
        if self.batch is None:
            self.batch = batches.open_(title=self.asked.title, by=self.by)
        return self.batch

    def tell(self, done: Run) -> None:
        """Note in the audit chain which file was imported and what came of it."""
        imports.note(
            batch=self.batch, by=self.by, record_type=self.asked.record_type, file=self.asked.name,
            sha256=canonical.sha256(self.asked.raw), created=done.count(CREATED), changed=done.count(CHANGED, REVISED),
        )  # fmt: skip


def _refuse_many(count: int) -> None:
    if count > WRITTEN_AT_MOST:
        told = f"the file begins or changes {count} records; at most {WRITTEN_AT_MOST} are written at once: split it"
        raise FileRefused([Problem(told)])


def _ordered(entries: list[Entry]) -> Iterator[Entry]:
    """Yield entries after those of the file that they name; those of a circle as they stand."""
    named = {id(entry): entry.named() - {entry.slug} for entry in entries}
    left = list(entries)
    while left:
        waited_for = {entry.slug for entry in left}
        ready = [entry for entry in left if not named[id(entry)] & waited_for] or left
        yield from ready
        taken = set(map(id, ready))
        left = [entry for entry in left if id(entry) not in taken]
