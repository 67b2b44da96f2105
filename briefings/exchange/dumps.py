"""Dumps: everything that was ever published, as a bundle that verifies by itself and loads into an empty database.

Drafts, accounts, tokens and the private audit chain are no part of it. docs/dumps.md describes the files.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

import orjson
from django.db.models import Exists, OuterRef

from briefings.choices import EditionKind, TextAccess
from briefings.errors import Invalid
from briefings.exchange import bundles, tables
from briefings.exchange.columns import COLUMNS
from briefings.exchange.dump_times import Until
from briefings.facts import canonical, chains
from briefings.models import Contribution, Edition, SourceText
from briefings.models.loads import refuse_unfinished
from briefings.rendering.in_force import Held
from briefings.rendering.pages import Page
from briefings.rendering.publication import body_of, fetch
from briefings.rendering.veil import veil

CHUNK = 500
TOGETHER = 100  # documents whose neighbours are fetched together
WITHDRAWN, RIGHTS = "withdrawn", "text_access"  # why facts are withheld from a public dump
Line = tuple[str, bytes]  # name of the file, and the line without its end
NDJSON = ("editions.ndjson", "texts.ndjson", "documents.ndjson", "people.ndjson")


def write(
    target: Path,
    *,
    made_at: datetime,
    as_of: datetime | None = None,
    public: bool = False,
) -> dict[str, Any]:
    """Write a dump and return its manifest.

    as_of: the editions in force then, and those before. public: without words that readers may not have, and without
    names of who contributed. Nobody waits for it: editions after the last one when it began are left out. Raises
    BadBundle; Invalid where nothing is published; Unfinished while a dump is being loaded.
    """
    refuse_unfinished()
    if public and as_of:
        raise Invalid("a public dump obeys today's rights and withdrawals, so it cannot be of another day")
    until = last_sequence(as_of)
    if not until:
        raise Invalid("there is nothing to dump: no edition was in force then")
    with closing(Until(until)) as then:
        lines = chain(
            _named("editions.ndjson", _editions(then, public)),
            _named("texts.ndjson", _texts(then, public)),
            _documents(then),
            _named("people.ndjson", () if public else _people(until)),
        )
        head = Edition.objects.get(sequence=until)
        about = {
            "made_at": canonical.instant(made_at), "as_of": canonical.instant(as_of) if as_of else None,
            "public": public, "head": {"count": until, "hash": head.hash}, "counts": then.counts(),
            "columns": {_csv(name): columns for name, columns in tables.described().items()},
        }  # fmt: skip
        names = [name for name in NDJSON if not (public and name == "people.ndjson")]
        return bundles.write(target, [*names, *map(_csv, COLUMNS)], lines, about)


def _csv(table: str) -> str:
    return f"{table}.csv"


def _named(name: str, lines: Iterable[bytes]) -> Iterator[Line]:
    return ((name, line) for line in lines)


def last_sequence(as_of: datetime | None) -> int:
    """Return the number of the last edition that had started then; 0 for none."""
    rows = Edition.objects.order_by("sequence")
    later = rows.filter(started_at__gt=as_of).first() if as_of else None
    last = rows.filter(sequence__lt=later.sequence).last() if later else rows.last()
    return last.sequence if last else 0


def _editions(then: Until, public: bool) -> Iterator[bytes]:
    rows = Edition.objects.filter(sequence__lte=then.until).order_by("sequence")
    rows = rows.select_related("payload").prefetch_related("author", "approver")  # joined, they have SQLite sort it all
    block: list[Edition] = []
    for edition in rows.iterator(chunk_size=CHUNK):
        block.append(edition)
        if len(block) == CHUNK:
            yield from _block(block, then, public)
            block = []
    yield from _block(block, then, public)


def _block(block: list[Edition], then: Until, public: bool) -> Iterator[bytes]:
    """Yield some editions, with their contributors for operators. One query, for the public some more."""
    page = Page(then)
    by: dict[tuple[str, str, int], list[dict[str, str]]] = {}
    if public:
        then.forget()
        then.load((edition.record_type, edition.slug) for edition in block)
    else:
        rows = Contribution.objects.filter(
            record_type__in={edition.record_type for edition in block}, slug__in={edition.slug for edition in block}
        )
        for row in rows.select_related("user").order_by("contributed_at", "pk"):
            entry = {"by": row.user.pseudonym, "at": canonical.instant(row.contributed_at)}
            by.setdefault((row.record_type, row.slug, row.number), []).append(entry)
    for edition in block:
        facts = json.loads(edition.payload.facts)
        why = withheld(edition, facts, page) if public else None
        key = (edition.record_type, edition.slug, edition.number)
        yield bundles.line(
            {
                **chains.edition_header(edition), "hash": edition.hash, "facts": None if why else facts,
                "notes": json.loads(edition.payload.notes), **({"withheld": why} if why else {}),
                **({} if public else {"contributors": by.get(key, [])}),
            }
        )  # fmt: skip


def withheld(edition: Edition, facts: dict[str, Any], page: Page) -> str | None:
    """Return why readers may not have an edition's facts today, or None: they may."""
    held = page.in_force.get(edition.record_type, edition.slug)
    if held is None or held.edition.kind == EditionKind.WITHDRAWN:
        return WITHDRAWN
    own = edition.slug if edition.record_type == "source" else facts.get("source")
    access = page.access(own) if isinstance(own, str) else TextAccess.FULL
    if edition.record_type == "source" and access != TextAccess.FULL:
        return RIGHTS  # its regions and asides are stretches of text that nobody cites
    return None if veil(facts, page.access, access) == facts else RIGHTS


def _texts(then: Until, public: bool) -> Iterator[bytes]:
    rows = SourceText.objects.select_related("source").order_by("source__slug")
    for row in rows.iterator(chunk_size=50):
        slug = row.source.slug
        then.forget()
        if then.get("source", slug) is None:
            continue
        is_given = not public or Page(then).access(slug) == TextAccess.FULL
        yield bundles.line(
            {"source": slug, "sha256": row.sha256, "bytes": row.received_bytes, "text": row.body if is_given else None}
        )


def _documents(then: Until) -> Iterator[Line]:
    """Yield what readers are served of each record, rendered from the editions in force then, and its lines of CSV."""
    yield from ((_csv(name), tables.names(columns)[:-1]) for name, columns in COLUMNS.items())
    ordered = then.keys()
    while keys := [*islice(ordered, TOGETHER)]:
        then.forget()
        fetch(keys, then)
        for held in (then.get(*key) for key in keys):
            if held is not None:
                yield from _document(held, then)


def _document(held: Held, then: Until) -> Iterator[Line]:
    shown, _ = body_of(held, then)
    body, edition = orjson.dumps(shown), held.edition
    head = {
        "type": edition.record_type, "slug": edition.slug, "kind": edition.kind, "edition": edition.number,
        "sha256": canonical.sha256(body),
    }  # fmt: skip
    yield "documents.ndjson", orjson.dumps(head)[:-1] + b',"document":' + body + b"}"
    if held.is_public:
        yield from ((_csv(name), line[:-1]) for name, line in tables.rows_of(edition.record_type, shown))


def _people(until: int) -> Iterator[bytes]:
    """Yield everybody whom the editions name, by pseudonym."""
    found: dict[str, bool] = {}
    editions = Edition.objects.filter(sequence__lte=until)
    for name in ("author", "approver"):
        rows = editions.exclude(**{name: None}).values_list(f"{name}__pseudonym", f"{name}__is_system")
        found.update(rows.order_by().distinct())
    own = editions.filter(record_type=OuterRef("record_type"), slug=OuterRef("slug"), number=OuterRef("number"))
    contributors = Contribution.objects.filter(Exists(own)).values_list("user__pseudonym", "user__is_system")
    found.update(contributors.order_by().distinct())
    for pseudonym in sorted(found):
        yield bundles.line({"pseudonym": pseudonym, "is_system": found[pseudonym]})
