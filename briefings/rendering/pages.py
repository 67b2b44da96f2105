"""What one document is made of: the record's facts, and a line about each record that it names.

A page keeps which records it shows, so that a change of one of them finds the documents to render again.
"""

from typing import Any

from briefings.choices import TextAccess
from briefings.facts import canonical
from briefings.rendering.in_force import Held, InForce
from briefings.rendering.veil import veil
from briefings.text import regions

PATHS = {
    "source": "sources",
    "actor": "actors",
    "briefing": "briefings",
    "claim": "claims",
    "reading": "readings",
    "comparison": "comparisons",
    "judgement": "judgements",
    "citation": "citations",
}


def path(record_type: str, slug: str) -> str:
    """Return where a record is served, without a host."""
    return f"/api/v1/{PATHS[record_type]}/{slug}/"


class Page:
    """One document in the making."""

    def __init__(self, in_force: InForce) -> None:
        self.in_force = in_force
        self.shows: set[tuple[str, str]] = set()

    def head(self, held: Held) -> dict[str, Any]:
        """Return what every document starts with: id, address, and the edition it shows."""
        edition = held.edition
        return {
            "slug": edition.slug,
            "url": path(edition.record_type, edition.slug),
            "edition": {
                "number": edition.number,
                "started_at": canonical.instant(edition.started_at),
                "author": edition.author.pseudonym,
                "approver": edition.approver.pseudonym if edition.approver else None,
                "correction_note": held.notes["correction_note"],
                "facts_sha256": edition.facts_hash,
                "sha256": edition.hash,
            },
            "published_at": canonical.instant(held.first_at),
        }

    def access(self, source: str) -> str:
        """Return a source's text_access; hash when readers are not served the source.

        Whoever asks is about to show words of it, and is rendered again when its rights change.
        """
        self.shows.add(("source", source))
        held = self.in_force.public("source", source)
        return held.facts["text_access"] if held else TextAccess.HASH.value

    def veiled(self, value: Any, own: str | None = None) -> Any:
        """Return facts with the words that text_access withholds taken out; own: the source they stand in."""
        return veil(value, self.access, self.access(own) if own else TextAccess.FULL.value)

    def actor(self, slug: str | None) -> dict[str, Any] | None:
        """Return a line about an actor; one that was merged is shown as the one it is now."""
        if slug is None:
            return None
        self.shows.add(("actor", slug))
        now, held = self.in_force.actor(slug)
        self.shows.add(("actor", now))
        return {
            "slug": now,
            "name": held.facts["names"][0]["text"] if held else None,
            "kind": held.facts["kind"] if held else None,
        }

    def actors(self, slugs: list[str]) -> list[dict[str, Any]]:
        """Return a line about each actor, each once."""
        lines = [self.actor(slug) for slug in slugs]
        return list({line["slug"]: line for line in lines if line}.values())

    def source(self, slug: str) -> dict[str, Any]:
        """Return a line about a source."""
        self.shows.add(("source", slug))
        held = self.in_force.public("source", slug)
        facts = self.veiled(held.facts, slug) if held else {}
        return {
            "slug": slug,
            "title": facts.get("title"),
            "kind": facts.get("kind"),
            "publisher": self.actor(facts.get("publisher")),
            "published": facts.get("published"),
            "reliability": facts.get("reliability"),
        }

    def briefing(self, slug: str | None) -> dict[str, Any] | None:
        """Return a line about an occasion."""
        if slug is None:
            return None
        self.shows.add(("briefing", slug))
        held = self.in_force.public("briefing", slug)
        facts = self.veiled(held.facts) if held else {}
        return {"slug": slug, "title": facts.get("title"), "kind": facts.get("kind"), "when": facts.get("when")}

    def claim(self, slug: str) -> dict[str, Any]:
        """Return a line about a claim."""
        self.shows.add(("claim", slug))
        held = self.in_force.public("claim", slug)
        facts = held.facts if held else {}
        return {"slug": slug, "proposition": facts.get("proposition"), "category": facts.get("category")}

    def citations(self, reading: Held) -> list[dict[str, Any]]:
        """Return the citations of a reading with their chains."""
        source = reading.facts["source"]
        held = self.in_force.public("source", source)
        spans = [(part["kind"], part["start"], part["end"]) for part in (held.facts["regions"] if held else [])]
        return [self._citation(reading, citation, spans) for citation in reading.facts["citations"]]

    def _citation(self, reading: Held, citation: dict[str, Any], spans: list[regions.Region]) -> dict[str, Any]:
        region = regions.region_of(spans, citation["start"], citation["end"])
        values = {key: value for key, value in citation.items() if key not in ("id", "chains")}
        slug = f"{reading.edition.slug}--{citation['id']}"
        return {
            "slug": slug,
            "url": path("citation", slug),
            "region": region,
            "counted": region in regions.COUNTED,
            **self.veiled(values, reading.facts["source"]),
            "chains": [self._chain(chain, reading.facts["source"]) for chain in citation["chains"]],
        }

    def _chain(self, chain: dict[str, Any], source: str) -> dict[str, Any]:
        links = [
            {
                **self.veiled(link, source),
                "actors": self.actors(link["actors"]),
                "candidates": self.actors(link["candidates"]),
                "occasion": self.briefing(link["occasion"]),
            }
            for link in chain["links"]
        ]
        return {"alternative": chain["alternative"], "end": chain["end"], "links": links}
