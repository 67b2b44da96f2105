"""Put editions into an empty database as they are, and make the desk's rows from them: the writes of load_dump.

begin, then steps of some rows each, then finish. A step keeps with its rows how far the load is, so it can be cut off
anywhere; until finish nobody else may write.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Model
from django.utils import timezone

from briefings.actions import accounts, audit, writing
from briefings.actions.records import AFTER_EDITION
from briefings.actions.transactions import one_writer
from briefings.choices import EditionKind
from briefings.errors import Conflict
from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.models import (
    RECORDS,
    AuditEvent,
    ChainHead,
    Contribution,
    Edition,
    EditionPayload,
    Reading,
    Record,
    Source,
    SourceText,
    UnfinishedLoad,
    User,
)
from briefings.rendering import publication

LOADER = "dump-loader"
FIRST = "editions"  # the phase that a load begins with
# The types that may name each other in a circle, with the columns without which a row cannot begin.
BARE = {"source": ("kind", "received_at"), "actor": ("kind",)}
Header = Mapping[str, Any]  # what chains.edition_header returns, with hash
Key = tuple[str, str]  # type and slug
Place = tuple[str, int]  # phase, and how many lines of its file are done


class NotEmpty(Conflict):
    """The database holds something already."""

    code = "not_empty"


@dataclass(frozen=True)
class Restored:
    """One edition to put back; contributors: pseudonym and instant of each, in order."""

    header: Header
    facts: str
    notes: str
    contributors: tuple[tuple[str, str], ...]

    @property
    def key(self) -> Key:
        """Return type and slug of the record."""
        return self.header["record_type"], self.header["slug"]

    @property
    def people(self) -> set[str]:
        """Return the pseudonyms of everybody it names."""
        named = {self.header["author"], self.header["approver"], *(name for name, _ in self.contributors)}
        return named - {None}


@dataclass(frozen=True)
class Text:
    """The text of a source to put back."""

    source: str
    body: str
    sha256: str


def place() -> Place | None:
    """Return how far the unfinished load is, or None: there is none."""
    return UnfinishedLoad.objects.values_list("phase", "position").first()


def head() -> tuple[int, str]:
    """Return how many editions the public chain has, and the hash of the last."""
    found = ChainHead.objects.filter(name="editions").values_list("count", "hash").first()
    return found or (0, canonical.ZERO_HASH)


def refuse_others(bundle: str) -> None:
    """Raise NotEmpty when the database holds anything but the beginning of this very bundle."""
    load = UnfinishedLoad.objects.first()
    if load is None:
        refuse_unless_empty(())
    elif load.bundle != bundle:
        raise NotEmpty(f"cannot load this dump: {load}, is unfinished; go on with that, or take an empty database")


def refuse_unless_empty(people: Iterable[str]) -> None:
    """Raise NotEmpty when there is a record, a step of either chain, or an account with one of the pseudonyms."""
    tables: list[type[Model]] = [Edition, AuditEvent, SourceText, *RECORDS.values()]
    for model in tables:
        if model._default_manager.exists():
            raise NotEmpty(f"cannot load a dump: the database is not empty, it has {model._meta.verbose_name_plural}")
    names = list(people)
    taken = User.objects.filter(pseudonym__in=names) | User.objects.filter(username__in=names)
    if account := taken.first():
        raise NotEmpty(f"cannot load a dump: the account {account.username} is there, whose name the dump has")


def begin(*, bundle: str, head: Mapping[str, Any], people: Mapping[str, bool]) -> None:
    """Begin to load into an empty database; the caller has checked every hash.

    bundle: what is the same for the same files; head: count and hash of its editions; people: pseudonym to whether it
    is a system's account. Nobody can log in with them. Raises NotEmpty, Unfinished.
    """
    with one_writer():
        refuse_unless_empty(people)
        for name, is_system in people.items():
            _person(name, is_system)
        UnfinishedLoad.objects.create(
            pk=1, bundle=bundle, count=head["count"], head=head["hash"], phase=FIRST, begun_at=timezone.now()
        )


@contextmanager
def step(before: Place, after: Place) -> Iterator[None]:
    """Keep what the block writes, and that the load is so far, in one transaction.

    Raises Conflict when it is not where it was before: another process goes on with it.
    """
    with one_writer(loading=True):
        load = UnfinishedLoad.objects.filter(phase=before[0], position=before[1])
        if not load.update(phase=after[0], position=after[1]):
            raise Conflict(f"the load is no longer at {before[0]} {before[1]}: another process goes on with it")
        yield


def finish(before: Place) -> None:
    """End the load: readers are served from now on, and the private chain tells of it. Raises Conflict as step does."""
    with step(before, before):
        load = UnfinishedLoad.objects.get()
        audit.record(
            step="load dump", record_type="dump", slug=load.head[:12], by=accounts.system(name=LOADER),
            extra={"editions": load.count, "head": load.head},
        )  # fmt: skip
        publication.turn()
        load.delete()


def _person(pseudonym: str, is_system: bool) -> None:
    user = User(username=pseudonym, pseudonym=pseudonym, is_active=False, is_system=is_system)
    user.set_unusable_password()
    user.save(force_insert=True)


def append(editions: Sequence[Restored]) -> None:
    """Put the next editions of the public chain back, who worked on each before the edition itself."""
    users = User.objects.in_bulk({name for each in editions for name in each.people}, field_name="pseudonym")
    Contribution.objects.bulk_create(
        Contribution(
            record_type=each.key[0], slug=each.key[1], number=each.header["number"], user=users[name],
            contributed_at=datetime.fromisoformat(at),
        )
        for each in editions
        for name, at in each.contributors
    )  # fmt: skip
    rows = Edition.objects.bulk_create(_edition(each.header, users) for each in editions)
    pairs = zip(rows, editions, strict=True)
    EditionPayload.objects.bulk_create(
        EditionPayload(edition=row, facts=each.facts, notes=each.notes) for row, each in pairs
    )
    last = editions[-1].header
    ChainHead.objects.filter(name="editions").update(count=last["sequence"], hash=last["hash"])


def _edition(header: Header, users: Mapping[str, User]) -> Edition:
    people = {"author": users[header["author"]], "approver": users[header["approver"]] if header["approver"] else None}
    return Edition(**{**header, **people, "started_at": datetime.fromisoformat(header["started_at"])})


@dataclass(frozen=True)
class History:
    """The first and the last edition of a record, and the facts of the last."""

    first: Edition
    last: Edition
    facts: dict[str, Any]


def _histories(record_type: str, slugs: Sequence[str]) -> dict[str, History]:
    """Return the histories of some records of one type, by slug, in that order. Raises KeyError for one without."""
    rows = Edition.objects.filter(record_type=record_type, slug__in=slugs).select_related("author", "approver")
    by_number = list(rows.order_by("number"))
    last = {row.slug: row for row in by_number}
    first = {row.slug: row for row in reversed(by_number)}
    kept = EditionPayload.objects.in_bulk([row.pk for row in last.values()])
    return {slug: History(first[slug], last[slug], json.loads(kept[last[slug].pk].facts)) for slug in slugs}


def start(keys: Sequence[Key]) -> None:
    """Begin the working rows of records that may name each other in a circle, with the columns that they must have."""
    for record_type, slugs in _by_type(keys):
        rows = [_row(history) for history in _histories(record_type, slugs).values()]
        RECORDS[record_type]._default_manager.bulk_create(rows)


def _by_type(keys: Iterable[Key]) -> Iterator[tuple[str, list[str]]]:
    for record_type, same in groupby(keys, key=lambda key: key[0]):
        yield record_type, [slug for _, slug in same]


def _row(history: History) -> Record:
    first, last = history.first, history.last
    bare = {name: history.facts[name] for name in BARE.get(last.record_type, ())}
    return RECORDS[last.record_type](
        slug=last.slug, state=AFTER_EDITION[EditionKind(last.kind)], version=last.number, edition=last,
        created_at=first.started_at, created_by=first.author, updated_at=last.started_at,
        updated_by=last.approver or last.author, **bare,
    )  # fmt: skip


def keep_texts(texts: Sequence[Text]) -> None:
    """Put the texts of sources back, whose rows have begun."""
    rows = {row.slug: row for row in Source.objects.filter(slug__in=[text.source for text in texts])}
    SourceText.objects.bulk_create(
        SourceText(source=rows[text.source], body=text.body, sha256=text.sha256, received_bytes=len(text.body.encode()))
        for text in texts
    )


def complete(keys: Sequence[Key]) -> None:
    """Make the working rows of records from their last editions, with their parts, and keep which records each names.

    The records that they name are there, or begun.
    """
    for record_type, slugs in _by_type(keys):
        histories = _histories(record_type, slugs)
        known = facts_of.known_to(record_type, [history.facts for history in histories.values()])
        if record_type == "source":
            known.load_texts(slugs)
        cleaned = [
            facts_of.clean(record_type, history.facts, slug=slug, known=known, once_checked=True)
            for slug, history in histories.items()
        ]
        _write(record_type, histories, cleaned)
        publication.index_references(
            (record_type, slug, history.facts)
            for slug, history in histories.items()
            if history.last.kind != EditionKind.WITHDRAWN
        )


def _write(record_type: str, histories: Mapping[str, History], cleaned: list[dict[str, Any]]) -> None:
    model = RECORDS[record_type]
    begun = model._default_manager.in_bulk([*histories], field_name="slug") if record_type in BARE else {}
    rows = [begun.get(slug) or _row(history) for slug, history in histories.items()]
    given_out = _ids_given_out(histories) if model is Reading else {}
    for row, each in zip(rows, cleaned, strict=True):
        each.update(writing.minted(row, each))
        for name, value in writing.columns(model, each).items():
            setattr(row, name, value)
        if isinstance(row, Reading):
            row.citations_minted = max(row.citations_minted, given_out.get(row.slug, 0))
    for row in begun.values():
        row.save()
    if not begun:
        model._default_manager.bulk_create(rows)
    writing.write(rows, cleaned, are_new=True)


def _ids_given_out(histories: Mapping[str, History]) -> dict[str, int]:
    """Return the highest citation id that each reading of several editions ever gave out: none is given out again."""
    found: dict[str, int] = {}
    several = [slug for slug, history in histories.items() if history.last.number > 1]
    payloads = EditionPayload.objects.filter(edition__record_type="reading", edition__slug__in=several)
    for slug, facts in payloads.values_list("edition__slug", "facts").iterator():
        numbers = [int(citation["id"][1:]) for citation in json.loads(facts)["citations"]]
        found[slug] = max([found.get(slug, 0), *numbers])
    return found
