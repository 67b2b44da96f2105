"""What a claim is analysed with, from the editions in force: as much of other records as the analysis reads.

A page keeps all of them among what it shows, so that a change of one finds the claims whose numbers it may change.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from briefings.analysis.bodies import LONGEST_LINE
from briefings.analysis.sourcing import World
from briefings.choices import JudgementKind
from briefings.rendering.pages import Page

Document = dict[str, Any]


def world(page: Page, claim: Document) -> World:
    """Return the world that a claim's document is read in. Costs some queries for each generation of bodies."""
    slugs = dict.fromkeys(reading["source"]["slug"] for reading in claim["readings"])
    sources = {slug: found for slug in slugs if (found := _source(page, slug))}
    lines = [*_in_chains(claim), *(line for source in sources.values() for line in _in_source(source))]
    actors = _actors(page, {line["slug"] for line in lines})
    return World(sources, actors, _judgements(page, claim["slug"]), _comparisons(page, claim["slug"]))


def _source(page: Page, slug: str) -> Document | None:
    held = page.in_force.public("source", slug)
    if held is None:
        return None
    agencies = [{"actor": page.actor(each["actor"]), "anchor": each["anchor"]} for each in held.facts["agencies"]]
    return {
        "slug": slug, "kind": held.facts["kind"], "publisher": page.actor(held.facts["publisher"]),
        "agencies": agencies, "version_of": held.facts["version_of"],
    }  # fmt: skip


def _in_source(source: Document) -> Iterator[Document]:
    yield from (agency["actor"] for agency in source["agencies"])
    if source["publisher"]:
        yield source["publisher"]


def _in_chains(claim: Document) -> Iterator[Document]:
    for reading in claim["readings"]:
        for citation in reading["citations"]:
            for chain in citation["chains"]:
                for link in chain["links"]:
                    yield from (*link["actors"], *link["candidates"])


def _actors(page: Page, slugs: Iterable[str]) -> dict[str, Document]:
    """Return actors with the bodies they count as and all that these are part of."""
    found: dict[str, Document] = {}
    wanted = set(slugs)
    for _ in range(LONGEST_LINE):
        page.in_force.load(("actor", slug) for slug in wanted)
        fresh = {slug: actor for slug in sorted(wanted) if (actor := _actor(page, slug))}
        found |= fresh
        wanted = {line["slug"] for actor in fresh.values() for line in _above(actor)} - found.keys()
        if not wanted:
            break
    return found


def _actor(page: Page, slug: str) -> Document | None:
    held = page.in_force.public("actor", slug)
    if held is None:
        return None
    facts = held.facts
    above = [role["organisation"] for role in facts["roles"]] + [facts["parent"]]
    page.in_force.load(("actor", other) for other in above if other)
    return {
        "slug": slug, "kind": facts["kind"], "parent": page.actor(facts["parent"]), "names": facts["names"],
        "roles": [
            {"organisation": page.actor(role["organisation"]), "source": role["source"] and {"slug": role["source"]}}
            for role in facts["roles"]
        ],
    }  # fmt: skip


def _above(actor: Document) -> Iterator[Document]:
    yield from (role["organisation"] for role in actor["roles"] if role["organisation"])
    if actor["parent"]:
        yield actor["parent"]


def _judgements(page: Page, claim: str) -> list[Document]:
    """Return the judgements on the independence of a claim's origins."""
    found = []
    for held in page.in_force.naming("judgement", "claim", claim):
        if held.facts["kind"] == JudgementKind.INDEPENDENCE_ESTABLISHED:
            page.shows.add(("judgement", held.edition.slug))
            own = {"slug": held.edition.slug, "kind": held.facts["kind"], "claim": {"slug": claim}}
            found.append({**own, "origins": page.actors(held.facts["origins"]), "reason": held.facts["reason"]})
    return found


def _comparisons(page: Page, claim: str) -> list[Document]:
    """Return the comparisons that have a claim on a side: as much of them as tells which discrepancies there are."""
    found = []
    for held in page.in_force.naming("comparison", "claim", claim):
        page.shows.add(("comparison", held.edition.slug))
        sides = {side: _side(held.facts[side]) for side in ("left", "right")}
        found.append({"slug": held.edition.slug, "kind": held.facts["kind"], "reason": held.facts["reason"], **sides})
    return found


def _side(facts: Document) -> Document:
    return {"claim": {"slug": facts["claim"], "proposition": None}, "citation": facts["citation"]}
