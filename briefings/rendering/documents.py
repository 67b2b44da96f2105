"""One function a record type: from the edition in force to the JSON that readers get."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from briefings.analysis import envelopes, sourcing
from briefings.choices import ReadingStatus, TextAccess
from briefings.facts import canonical
from briefings.rendering import worlds
from briefings.rendering.in_force import Held
from briefings.rendering.pages import Page
from briefings.rendering.veil import veil

CARRIED = ReadingStatus.CARRIED.value
Document = dict[str, Any]


def source(page: Page, held: Held) -> Document:
    """Return a source with its text, as far as its rights allow."""
    facts = page.veiled(held.facts, held.edition.slug)
    if held.facts["text_access"] == TextAccess.PASSAGES:  # nobody cites these stretches as regions and asides
        facts |= veil({key: held.facts[key] for key in ("regions", "asides")}, page.access, TextAccess.HASH)
    body = page.in_force.text(held.edition.slug)
    readings = page.in_force.naming("reading", "source", held.edition.slug)
    own = [reading for reading in readings if reading.facts["source"] == held.edition.slug]
    for reading in own:
        page.shows.add(("reading", reading.edition.slug))
    return {
        **page.head(held),
        **facts,
        "publisher": page.actor(facts["publisher"]),
        "agencies": [{**agency, "actor": page.actor(agency["actor"])} for agency in facts["agencies"]],
        "text": body if held.facts["text_access"] == TextAccess.FULL else None,
        "counts": {
            "carried": sum(reading.facts["status"] == CARRIED for reading in own),
            "not_carried": sum(reading.facts["status"] != CARRIED for reading in own),
        },
    }


def actor(page: Page, held: Held) -> Document:
    """Return an actor with every name form and role."""
    facts = page.veiled(held.facts)
    merged = page.in_force.merged_into(held.edition.slug)
    for slug in merged:
        page.shows.add(("actor", slug))
    return {
        **page.head(held),
        **{key: value for key, value in facts.items() if key != "merged_into"},
        "parent": page.actor(facts["parent"]),
        "roles": [
            {**role, "organisation": page.actor(role["organisation"]), "source": page.source(role["source"])}
            for role in facts["roles"]
        ],
        "merged": merged,
        "merged_names": page.in_force.names_of(merged),
    }


def briefing(page: Page, held: Held) -> Document:
    """Return an occasion with the passages that state its facts."""
    facts = page.veiled(held.facts)
    return {
        **page.head(held),
        **facts,
        "host": page.actor(facts["host"]),
        "presenters": page.actors(facts["presenters"]),
        "audience": page.actors(facts["audience"]),
        "passages": [{**passage, "source": page.source(passage["source"])} for passage in facts["passages"]],
    }


def claim(page: Page, held: Held) -> Document:
    """Return a claim with its readings, their citations and chains."""
    facts = held.facts
    readings = []
    changed_at = held.edition.started_at
    for reading in page.in_force.naming("reading", "claim", held.edition.slug):
        changed_at = max(changed_at, reading.edition.started_at)
        page.shows.add(("reading", reading.edition.slug))
        readings.append(
            {
                "slug": reading.edition.slug,
                "source": page.source(reading.facts["source"]),
                "status": reading.facts["status"],
                "note": reading.facts["note"],
                "citations": page.citations(reading),
            }
        )
    found = {
        **page.head(held),
        "changed_at": canonical.instant(changed_at),
        **facts,
        "subject": page.actor(facts["subject"]),
        "holder": page.actor(facts["holder"]),
        **envelopes.envelope(readings),
    }
    whole = {**found, "readings": readings}
    return {**found, **envelopes.origins(sourcing.of(whole, worlds.world(page, whole))), "readings": readings}


def reading(page: Page, held: Held) -> Document:
    """Return one cell of the matrix."""
    return {
        **page.head(held),
        "claim": page.claim(held.facts["claim"]),
        "source": page.source(held.facts["source"]),
        "status": held.facts["status"],
        "note": held.facts["note"],
        "citations": page.citations(held),
    }


def comparison(page: Page, held: Held) -> Document:
    """Return a curated relation."""
    sides = {
        side: {"claim": page.claim(held.facts[side]["claim"]), "citation": held.facts[side]["citation"]}
        for side in ("left", "right")
    }
    return {**page.head(held), **held.facts, **sides}


def judgement(page: Page, held: Held) -> Document:
    """Return a recorded decision."""
    facts = page.veiled(held.facts)
    return {
        **page.head(held),
        **facts,
        "actors": page.actors(facts["actors"]),
        "origins": page.actors(facts["origins"]),
        "claim": page.claim(facts["claim"]) if facts["claim"] else None,
        "passages": [{**passage, "source": page.source(passage["source"])} for passage in facts["passages"]],
    }


BUILD: dict[str, Callable[[Page, Held], Document]] = {
    "source": source,
    "actor": actor,
    "briefing": briefing,
    "claim": claim,
    "reading": reading,
    "comparison": comparison,
    "judgement": judgement,
}


def amount(value: float | int | None) -> Decimal | None:
    """Return a JSON number as the decimal that is stored, or None."""
    return None if value is None else Decimal(str(value))
