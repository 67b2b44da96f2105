"""The columns of CSV: fixed, flat, in this order; new ones are only ever added at the end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]
APART = "; "  # between several values of one cell
CHAINS_APART = " | "


@dataclass(frozen=True)
class Column:
    """One column: its name, what stands in it, and how it is taken from a document.

    path: where in the document the cell stands as it is; None: it is made of several things there.
    """

    name: str
    help: str
    take: Callable[[Document], Any]
    path: str | None = None

    def cell(self, document: Document) -> str:
        """Return the cell: nothing for null, true or false, numbers in plain digits."""
        value = self.take(document)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def at(path: str) -> Callable[[Document], Any]:
    """Return how to take what stands at a dotted path; null where something above it is."""
    keys = path.split(".")

    def take(document: Document) -> Any:
        value: Any = document
        for key in keys:
            value = value[key] if value is not None else None
        return value

    return take


def of(name: str, help_text: str, path: str | None = None) -> Column:
    """Return a column with what stands at a path, that of its name unless another is given."""
    return Column(name, help_text, at(path or name), path or name)


def joined(name: str, help_text: str, take: Callable[[Document], Any], apart: str = APART) -> Column:
    """Return a column with several values, each once."""
    return Column(name, help_text, lambda document: apart.join(dict.fromkeys(map(str, take(document)))) or None)


def _read(status: str) -> Callable[[Document], list[str]]:
    return lambda claim: [each["source"]["slug"] for each in claim["readings"] if each["status"] == status]


def _links(role: str) -> Callable[[Document], Iterator[str]]:
    """Return how to take the actors of a role, or, of a link that names none, the words as printed."""
    return lambda citation: (
        who
        for chain in citation["chains"]
        for link in chain["links"]
        if link["role"] == role
        for who in [actor["slug"] for actor in link["actors"]] or [link["as_printed"] or "unnamed"]
    )


def _occasions(citation: Document) -> Iterator[str]:
    return (link["occasion"]["slug"] for chain in citation["chains"] for link in chain["links"] if link["occasion"])


def _chain(chain: Document) -> str:
    """Return a chain as one reads it, from the source inwards: park-sun-won (relayer) < nis (originator)."""
    links = [
        f"{'+'.join(actor['slug'] for actor in link['actors']) or link['as_printed'] or 'unnamed'} ({link['role']})"
        for link in chain["links"]
    ]
    return " < ".join(links) or chain["end"]


SLUG = of("slug", "Public id.")
URL = of("url", "Address, without a host.")
EDITION = of("edition", "Number of the edition shown.", "edition.number")
STARTED = of("changed_at", "Since when that edition is in force, UTC.", "edition.started_at")
PUBLISHED = of("published_at", "When it was first published, UTC.")
CLAIM = (
    of("claim", "Slug of the claim.", "claim.slug"),
    of("proposition", "The claim in one sentence.", "claim.proposition"),
    of("category", "What the claim is about.", "claim.category"),
)  # fmt: skip
SOURCE = (
    of("source", "Slug of the source.", "source.slug"), of("source_title", "Its title as printed.", "source.title"),
    of("publisher", "Slug of its publisher.", "source.publisher.slug"),
)  # fmt: skip
WHEN = (
    of("when_literal", "Time as printed.", "when.literal"), of("when_edtf", "Time resolved, EDTF.", "when.edtf"),
    of("when_earliest", "First day; empty: open.", "when.earliest"),
    of("when_latest", "Last day; empty: open.", "when.latest"),
)  # fmt: skip
CLAIMS = (
    SLUG, URL, of("proposition", "The claim in one sentence."), of("category", "What it is about."),
    of("subject", "Slug of who it is about.", "subject.slug"),
    of("subject_name", "Name of that actor.", "subject.name"),
    of("holder", "Slug of whose view it describes.", "holder.slug"), of("counted", "What is counted."),
    of("unit", "Unit of what is counted."), joined("countries", "Where it takes place.", at("countries")),
    of("credibility", "Admiralty code 1 to 6."), of("sources", "Sources that carry it.", "counts.sources"),
    of("not_carried", "Sources checked that do not.", "counts.not_carried"),
    of("citations", "Passages that carry it.", "counts.citations"),
    of("amount_min", "Smallest lower bound; empty: open or none.", "amounts.min"),
    of("amount_max", "Largest upper bound; empty: open or none.", "amounts.max"),
    of("earliest", "First day reported; empty: open or none.", "times.earliest"),
    of("latest", "Last day reported; empty: open or none.", "times.latest"),
    joined("carried_by", "Slugs of the sources that carry it.", _read("carried")),
    joined("not_carried_by", "Slugs of the sources checked that do not.", _read("not_carried")),
    EDITION, PUBLISHED, of("changed_at", "When it or one of its readings last changed, UTC."),
    of("verdict", "On the independence of its origins."),
    *(
        of(f"{name}_{bound}", f"{told}: {words}.", f"{name}.{bound}")
        for name, told in (
            ("origins_named", "Origins that are named"), ("origins_unknown", "Unknown origins"),
            ("origins", "Origins, named and unknown"),
        )
        for bound, words in (("min", "least"), ("best", "as assumed"), ("max", "most"))
    ),
)  # fmt: skip
READINGS = (
    SLUG, URL, *CLAIM, *SOURCE, of("status", "carried or not_carried."), of("note", "Note of the curator."),
    Column("citations", "How many passages carry it.", lambda reading: len(reading["citations"])),
    Column("exact", "The passages in their order, as they stand in the source; those with the same words as often.",
           lambda reading: CHAINS_APART.join(each["exact"] for each in reading["citations"] if each["exact"]) or None),
    EDITION, PUBLISHED, STARTED,
)  # fmt: skip
CITATIONS = (
    SLUG, URL, of("reading", "Slug of the reading."), *CLAIM, *SOURCE, of("start", "First code point, from 0."),
    of("end", "Code point after the last one."), of("exact", "The words, as they stand in the source."),
    of("prefix", "Up to 32 characters before."), of("suffix", "Up to 32 characters after."),
    of("region", "Part of the source."), of("counted", "Whether it counts towards sources and origins."),
    of("literal", "Figure as printed.", "quantity.literal"),
    of("comparator", "How the words bound it.", "quantity.comparator"),
    of("amount_min", "Lower bound; empty: open.", "quantity.min"),
    of("amount_max", "Upper bound; empty: open.", "quantity.max"), of("unit", "Its unit.", "quantity.unit"),
    of("per", "What it is per.", "quantity.per"), of("currency", "ISO 4217.", "quantity.currency"),
    of("factor", "Factor of a ratio.", "ratio.factor"), *WHEN,
    of("modality", "How the passage puts it."), of("certainty", "How sure it is."),
    of("polarity", "Whether it affirms or denies."), of("speech", "Somebody's words, or their sense."),
    joined("hedges", "Hedging words.", at("hedges"), CHAINS_APART),
    joined("originators", "Who asserts it.", _links("originator")),
    joined("presenters", "Who presented it.", _links("presenter")),
    joined("relayers", "Who passed it on.", _links("relayer")), joined("agencies", "News agencies.", _links("agency")),
    joined("occasions", "Where it was said.", _occasions),
    joined("ends", "How its chains end.", lambda citation: [chain["end"] for chain in citation["chains"]]),
    joined("chains", "Its chains, from the source inwards.", lambda citation: map(_chain, citation["chains"]),
           CHAINS_APART),
    EDITION, STARTED,
)  # fmt: skip
SOURCES = (
    SLUG, URL, of("title", "Title as printed."), of("kind", "What sort of document."),
    of("publisher", "Slug of its publisher.", "publisher.slug"),
    joined("agencies", "Slugs of agencies credited.", lambda it: [each["actor"]["slug"] for each in it["agencies"]]),
    of("language", "BCP 47."), of("published_literal", "Publication time as printed.", "published.literal"),
    of("published_edtf", "Publication time, EDTF.", "published.edtf"), of("received_at", "When it was received, UTC."),
    of("reliability", "Admiralty code A to F."), of("text_access", "How much of its text is served."),
    of("text_sha256", "SHA-256 of its text."), of("text_length", "Code points of its text."),
    of("carried", "Claims that it carries.", "counts.carried"),
    of("not_carried", "Claims checked that it does not.", "counts.not_carried"), EDITION, PUBLISHED, STARTED,
)  # fmt: skip
ACTORS = (
    SLUG, URL, Column("name", "First of its name forms.", lambda it: it["names"][0]["text"]), of("kind", "What it is."),
    of("country", "State it belongs to."), of("parent", "Slug of the body it is part of.", "parent.slug"),
    joined("names", "All name forms.", lambda it: [each["text"] for each in it["names"]], CHAINS_APART),
    EDITION, PUBLISHED, STARTED,
)  # fmt: skip
BRIEFINGS = (
    SLUG, URL, of("title", "A neutral label."), of("kind", "What sort of occasion."), *WHEN,
    of("place", "Place as printed."), of("country", "Where it was."), of("host", "Slug of the host.", "host.slug"),
    of("committee", "Committee."),
    joined("presenters", "Who presented.", lambda it: [each["slug"] for each in it["presenters"]]),
    joined("audience", "Who was told.", lambda it: [each["slug"] for each in it["audience"]]),
    EDITION, PUBLISHED, STARTED,
)  # fmt: skip
COMPARISONS = (
    SLUG, URL, of("kind", "How left relates to right."), of("left_claim", "Slug.", "left.claim.slug"),
    of("left_citation", "Slug; empty: the claim as such.", "left.citation"),
    of("right_claim", "Slug.", "right.claim.slug"),
    of("right_citation", "Slug; empty: the claim as such.", "right.citation"),
    of("reason", "Why."), EDITION, PUBLISHED, STARTED,
)  # fmt: skip
JUDGEMENTS = (
    SLUG, URL, of("kind", "What was decided."), of("claim", "Slug of the claim.", "claim.slug"),
    joined("actors", "Slugs of the actors.", lambda it: [each["slug"] for each in it["actors"]]),
    joined("origins", "Slugs of the origins.", lambda it: [each["slug"] for each in it["origins"]]),
    of("reason", "Why."), EDITION, PUBLISHED, STARTED,
)  # fmt: skip
COLUMNS: dict[str, tuple[Column, ...]] = {
    "sources": SOURCES, "actors": ACTORS, "briefings": BRIEFINGS, "claims": CLAIMS, "readings": READINGS,
    "citations": CITATIONS, "comparisons": COMPARISONS, "judgements": JUDGEMENTS,
}  # fmt: skip
