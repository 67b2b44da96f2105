"""Put editions into an empty database as they are, and make the desk's rows from them: the second half of load_dump."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from briefings.actions import accounts, audit, writing
from briefings.actions.records import AFTER_EDITION
from briefings.actions.transactions import one_writer
from briefings.choices import EditionKind, RecordType
from briefings.errors import Conflict
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
    User,
)
from briefings.rendering import publication

LOADER = "dump-loader"
# The columns without which a row cannot begin, of the types that may name each other in a circle.
BARE = {
    "source": ("kind", "received_at"),
    "actor": ("kind",),
    "briefing": ("title", "kind"),
    "claim": ("proposition", "category"),
}
Header = Mapping[str, Any]  # what chains.edition_header returns, with hash


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
    def key(self) -> tuple[str, str]:
        """Return type and slug of the record."""
        return self.header["record_type"], self.header["slug"]


@dataclass(frozen=True)
class Text:
    """The text of a source to put back."""

    body: str
    sha256: str


def restore(*, people: Mapping[str, bool], texts: Mapping[str, Text], editions: list[Restored]) -> None:
    """Fill an empty database: history as it was, working rows from it, and what readers are served.

    people: pseudonym to whether it is a system's account; nobody can log in with them. The caller has checked every
    hash. Raises NotEmpty, and what the database or the facts refuse; nothing is kept then.
    """
    with one_writer():
        refuse_unless_empty(people)
        users = {name: _person(name, is_system) for name, is_system in people.items()}
        _append(editions, users)
        _rows(editions, texts, users)
        publication.rebuild()
        last = editions[-1].header
        audit.record(
            step="load dump", record_type="dump", slug=last["hash"][:12], by=accounts.system(name=LOADER),
            extra={"editions": last["sequence"], "head": last["hash"]},
        )  # fmt: skip


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


def _person(pseudonym: str, is_system: bool) -> User:
    user = User(username=pseudonym, pseudonym=pseudonym, is_active=False, is_system=is_system)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def _append(editions: list[Restored], users: Mapping[str, User]) -> None:
    """Put the public chain back, who worked on each edition before the edition itself."""
    Contribution.objects.bulk_create(
        [
            Contribution(
                record_type=each.key[0], slug=each.key[1], number=each.header["number"], user=users[name],
                contributed_at=datetime.fromisoformat(at),
            )
            for each in editions
            for name, at in each.contributors
        ],
        batch_size=500,
    )  # fmt: skip
    rows = Edition.objects.bulk_create([_edition(each.header, users) for each in editions], batch_size=500)
    pairs = zip(rows, editions, strict=True)
    EditionPayload.objects.bulk_create(
        [EditionPayload(edition=row, facts=each.facts, notes=each.notes) for row, each in pairs], batch_size=500
    )
    last = editions[-1].header
    ChainHead.objects.filter(name="editions").update(count=last["sequence"], hash=last["hash"])


def _edition(header: Header, users: Mapping[str, User]) -> Edition:
    people = {"author": users[header["author"]], "approver": users[header["approver"]] if header["approver"] else None}
    return Edition(**{**header, **people, "started_at": datetime.fromisoformat(header["started_at"])})


def _rows(editions: list[Restored], texts: Mapping[str, Text], users: Mapping[str, User]) -> None:
    """Make each record's working row from its last edition: begun first, as records name each other in circles."""
    last = {each.key: each for each in editions}
    first = {each.key: each for each in reversed(editions)}
    kept = {row.hash: row for row in Edition.objects.filter(hash__in=[each.header["hash"] for each in last.values()])}
    begun: dict[tuple[str, str], Record] = {}
    for key in sorted(last, key=lambda key: (RecordType.values.index(key[0]), key[1])):
        begun[key] = _begin(first[key].header, kept[last[key].header["hash"]], users)
        if key[0] in BARE:
            facts = json.loads(last[key].facts)
            for name in BARE[key[0]]:
                setattr(begun[key], name, facts[name])
            begun[key].save(force_insert=True)
    for (_, slug), row in begun.items():
        if isinstance(row, Source):
            _keep_text(row, texts[slug])
    for key, row in begun.items():
        _complete(row, json.loads(last[key].facts), texts)
    _keep_ids_given_out(editions)


def _begin(first: Header, edition: Edition, users: Mapping[str, User]) -> Record:
    return RECORDS[edition.record_type](
        slug=edition.slug, state=AFTER_EDITION[EditionKind(edition.kind)], version=edition.number, edition=edition,
        created_at=datetime.fromisoformat(first["started_at"]), created_by=users[first["author"]],
        updated_at=edition.started_at, updated_by=edition.approver or edition.author,
    )  # fmt: skip


def _keep_text(row: Source, text: Text) -> None:
    SourceText.objects.create(source=row, body=text.body, sha256=text.sha256, received_bytes=len(text.body.encode()))


def _complete(row: Record, facts: dict[str, Any], texts: Mapping[str, Text]) -> None:
    cleaned = facts_of.clean(
        row.record_type.value, facts, slug=row.slug, texts=lambda name: texts[name].body, once_checked=True
    )
    cleaned = writing.minted(row, cleaned)
    for name, value in writing.columns(type(row), cleaned).items():
        setattr(row, name, value)
    row.save()
    writing.write([row], [cleaned], are_new=True)


def _keep_ids_given_out(editions: list[Restored]) -> None:
    """Count every citation id that a reading ever gave out, so that none is given out again."""
    minted: dict[str, int] = {}
    for each in editions:
        if each.key[0] == "reading":
            numbers = [int(citation["id"][1:]) for citation in json.loads(each.facts)["citations"]]
            minted[each.key[1]] = max([minted.get(each.key[1], 0), *numbers])
    for slug, count in minted.items():
        Reading.objects.filter(slug=slug, citations_minted__lt=count).update(citations_minted=count)
