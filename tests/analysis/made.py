"""Documents to analyse, made by hand: as little as the analysis reads, in the shape that rendering gives it.

    claim(
        reading("a", citation(chain("yonhap agency", "nis"))),     # a: Yonhap < NIS
        reading("b", citation(chain(end="own_voice"))),
        silent("c"),
    )

A link is "<actor> [role]"; several actors on one are joined by "+", each for himself by "|", unclear by "?".
The last link of a chain that ends at an originator is one.
"""

from typing import Any

from briefings.analysis.sourcing import World

Document = dict[str, Any]

HOW = {"+": "joint", "|": "each", "?": "unclear"}
ACTORS = {
    "nis": {"kind": "state_body", "parent": "south-korea"},
    "presidential-office": {"kind": "state_body", "parent": "south-korea"},
    "south-korea": {"kind": "state"},
    "united-states": {"kind": "state"},
    "ukraine": {"kind": "state"},
    "committee": {"kind": "state_body", "parent": "assembly"},
    "assembly": {"kind": "state_body", "parent": "south-korea"},
    "party": {"kind": "organisation"},
    "officials": {"kind": "group", "parent": "united-states"},
    "lee": {"kind": "person", "roles": [("party", "a"), ("committee", "a")]},
    "park": {"kind": "person", "roles": [("committee", "b")]},
    "zelensky": {"kind": "person", "roles": [(None, "a"), ("ukraine", "b")]},
    "cho": {"kind": "person", "roles": [("nis", "a")]},
    "novelist": {"kind": "person"},
    "yonhap": {"kind": "medium"},
    "afp": {"kind": "medium"},
    "herald": {"kind": "medium"},
}


def line(slug: str | None) -> Document | None:
    return {"slug": slug, "name": slug, "kind": ACTORS.get(slug, {}).get("kind", "person")} if slug else None


def actor(slug: str, facts: Document | None = None) -> Document:
    facts = ACTORS[slug] if facts is None else facts
    roles = [
        {"title": "of it", "organisation": line(organisation), "source": {"slug": source}, "anchor": None}
        for organisation, source in facts.get("roles", [])
    ]
    return {
        "slug": slug, "kind": facts["kind"], "parent": line(facts.get("parent")), "roles": roles,
        "names": [{"text": slug, "script": "Latn", "kind": "full"}],
    }  # fmt: skip


def source(slug: str, **facts: Any) -> Document:
    agencies = [{"actor": line(agency), "anchor": {"start": 0}} for agency in facts.pop("agencies", [])]
    own = {
        "kind": "article", "publisher": None, "published": None, "updated": None, "version_of": None,
        "received_at": "2024-10-30T00:00:00Z",
    }  # fmt: skip
    return {"slug": slug, **own, **facts, "publisher": line(facts.get("publisher")), "agencies": agencies}


def world(claim: Document, *sources: Document, **parts: Any) -> World:
    """Return the world of a claim; sources: those that are more than a slug."""
    own = {reading["source"]["slug"]: source(reading["source"]["slug"]) for reading in claim["readings"]}
    return World(own | {each["slug"]: each for each in sources}, {slug: actor(slug) for slug in ACTORS}, **parts)


def claim(*readings: Document, slug: str = "troops") -> Document:
    named = [named_reading(reading, slug) for reading in readings]
    edition = {"number": 1, "started_at": "2024-11-01T00:00:00Z", "correction_note": ""}
    own = {"slug": slug, "url": f"/{slug}/", "proposition": "Troops went.", "category": "plan", "edition": edition}
    return {**own, "readings": named}


def named_reading(reading: Document, claim: str) -> Document:
    slug = f"{claim}--{reading['source']['slug']}"
    citations = [{**each, "slug": f"{slug}--c{number}"} for number, each in enumerate(reading["citations"], 1)]
    return {**reading, "slug": slug, "citations": citations}


def reading(slug: str, *citations: Document, kind: str = "article", publisher: str | None = None) -> Document:
    shown = {"slug": slug, "kind": kind, "publisher": line(publisher)}
    return {"source": shown, "status": "carried", "note": "", "citations": list(citations)}


def silent(slug: str) -> Document:
    return {**reading(slug), "status": "not_carried"}


def citation(*chains: Document, **values: Any) -> Document:
    own = {
        "region": "body", "counted": True, "start": 100, "end": 120, "exact": "troops went", "quantity": None,
        "ratio": None, "when": None, "modality": "asserted", "certainty": "certain", "polarity": "positive",
        "speech": "indirect", "quoted": [], "hedges": [], "note": "", "url": "/c/",
    }  # fmt: skip
    return {**own, "chains": list(chains), **values}


def chain(*links: str, end: str = "originator", alternative: bool = False) -> Document:
    made = [link(each, is_last=place == len(links) - 1 and end == "originator") for place, each in enumerate(links)]
    return {"links": made, "end": end, "alternative": alternative}


def own_voice() -> Document:
    return chain(end="own_voice")


def reportedly(*links: str) -> Document:
    return chain(*links, end="no_source_given")


def link(words: str, *, is_last: bool = False) -> Document:
    names, _, role = words.partition(" ")
    how = next((sign for sign in HOW if sign in names), None)
    actors = [] if names == "experts" else names.split(how) if how else [names]
    return {
        "role": role or ("originator" if is_last else "relayer"), "basis": "stated", "candidates": [],
        "actors": [line(slug) for slug in actors], "distribution": HOW[how] if how else None,
        "as_printed": names, "occasion": None, "when": None, "anchor": {"start": 0, "end": 4, "exact": names},
    }  # fmt: skip


def figure(comparator: str, low: float | None, high: float | None = None, **more: Any) -> Document:
    high = low if high is None and comparator in ("eq", "approx") else high
    own = {"comparator": comparator, "min": low, "max": high, "unit": "person", "currency": None, "per": None}
    return {**own, "literal": "", "counted": "troops", **more}


def when(edtf: str | None, earliest: str | None, latest: str | None, **more: Any) -> Document:
    own = {"literal": "then", "edtf_printed": edtf, "edtf": edtf, "earliest": earliest, "latest": latest}
    return {**own, "basis": "printed", "anchor": None, "literal_anchor": None, "note": "", **more}
