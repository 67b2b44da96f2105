"""The evidence card of a claim: all that it rests on, in one piece that a sceptic checks without this program.

docs/verify_evidence.py is the check: passages against texts and editions, editions against their hashes, numbers
against the passages that make them. What readers may not have is null, and `withheld` says why; its hashes stay.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from briefings.analysis import answers, clock, discrepancies, sourcing
from briefings.analysis.sourcing import World
from briefings.choices import RecordType
from briefings.exchange import dumps
from briefings.facts import canonical, chains
from briefings.inquiry import walks, worlds
from briefings.models import ChainHead
from briefings.rendering.in_force import Held, InForce, Key
from briefings.rendering.pages import Page

FORMAT, VERSION = "briefings-evidence", 1
LATER = "known_by"  # why facts are withheld that may speak of sources which were not known yet
# Written by curators with everything at hand.
WITH_HINDSIGHT = frozenset({RecordType.CLAIM, RecordType.JUDGEMENT, RecordType.COMPARISON})
ABOUT_SOURCE = (
    "slug", "url", "title", "kind", "publisher", "published", "received_at", "language", "reliability",
    "text_access", "text_sha256", "text_length", "text",
)  # fmt: skip
OF_SOURCING = (
    "verdict", "reason", "judgement", "origins_named", "origins_unknown", "is_exact", "other_readings", "nodes",
    "edges", "bottlenecks", "circular", "chains",
)  # fmt: skip
Document = dict[str, Any]


def card(claim: Document, known_by: datetime | None = None) -> Document:
    """Return the card of a claim's document. Costs about thirty queries, whatever the claim."""
    rows, read = walks.of_claim(claim, known_by)
    shown, world = read.claims[0], read.world
    found = answers.document(sourcing.of(shown, world))
    about = ("slug", "url", "proposition", "category", "subject", "holder", "credibility", "counts", "amounts", "times")
    body = {
        "format": FORMAT,
        "version": VERSION,
        "claim": {key: shown[key] for key in about},
        "known_by": canonical.instant(known_by) if known_by else None,
        "undated": read.undated,
        "sources": [_source(reading, world) for reading in shown["readings"]],
        "sourcing": {key: found[key] for key in OF_SOURCING},
        "discrepancies": discrepancies.documents(rows),
        "editions": list(_editions(_keys(shown, read), world.known)),
        "head": head(),
    }
    return {**body, "sha256": canonical.hash_of(body)}


def head() -> Document:
    """Return the end of the public chain of editions."""
    row = ChainHead.objects.filter(name="editions").first()
    return {"count": row.count if row else 0, "hash": row.hash if row else canonical.ZERO_HASH}


def _source(reading: Document, world: World) -> Document:
    """Return a source with what it says of the claim: passages with their hashes, or silence."""
    source = world.sources[reading["source"]["slug"]]
    if world.known is not None:
        source = clock.without_later(source, world.known)
    return {
        **{key: source[key] for key in ABOUT_SOURCE},
        "reading": reading["slug"],
        "status": reading["status"],
        "citations": [_citation(citation) for citation in reading["citations"]],
    }


def _citation(citation: Document) -> Document:
    own = citation["exact"]
    digest = canonical.sha256(own) if own is not None else citation.get("exact_sha256")
    return {**citation, "exact_sha256": digest}


def _keys(claim: Document, read: worlds.Read) -> list[Key]:
    """Return the records that the card rests on, the claim first."""
    world = read.world
    found: list[Key] = [("claim", claim["slug"])]
    found += [("reading", reading["slug"]) for reading in claim["readings"]]
    found += [("source", reading["source"]["slug"]) for reading in claim["readings"]]
    found += [("judgement", each["slug"]) for each in world.judgements]
    found += [("comparison", each["slug"]) for each in world.comparisons]
    found += [("actor", slug) for slug in world.actors]
    return list(dict.fromkeys(found))


def _editions(keys: Iterable[Key], known: Collection[str] | None) -> Iterator[Document]:
    """Yield the editions in force, as a public dump has them. known: the sources that may be spoken of; None: all."""
    in_force = InForce()
    in_force.load(keys)
    rows = [held for key in keys if (held := in_force.public(*key)) is not None]
    in_force.load(("source", slug) for held in rows for slug in _sources(held.facts))
    page = Page(in_force)
    for held in rows:
        facts = json.loads(held.edition.payload.facts)
        why = _later(held, known) or dumps.withheld(held.edition, facts, page)
        yield {
            **chains.edition_header(held.edition), "hash": held.edition.hash, "facts": None if why else facts,
            "notes": held.notes if known is None else None, "withheld": why,
        }  # fmt: skip


def _later(held: Held, known: Collection[str] | None) -> str | None:
    """Return why an edition may speak of what was not known yet, or None."""
    if known is None:
        return None
    is_told = held.edition.record_type in WITH_HINDSIGHT or bool(held.facts.get("note"))
    own = {held.edition.slug} if held.edition.record_type == RecordType.SOURCE else set()
    return LATER if is_told or (own | set(_sources(held.facts))) - set(known) else None


def _sources(value: Any) -> Iterator[str]:
    """Yield every source that facts name."""
    if isinstance(value, list):
        for part in value:
            yield from _sources(part)
    elif isinstance(value, dict):
        if isinstance(value.get("source"), str):
            yield value["source"]
        for part in value.values():
            yield from _sources(part)
