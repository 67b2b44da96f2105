"""Check what fixtures/ says against the reports and against itself; every problem is collected, none stops the run.

fixtures.read has already refused what has the wrong shape and what is not in a report. Here: slugs, values, chains,
figures, and whether every claim was read for in every report. The words of a `stated` link must stand in the sentence
that holds the passage, not in the passage: a passage is the shortest stretch with the claim's values, while stated
means "named in the same sentence".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from briefings.exchange import fixture_lint_readings, fixture_references, fixture_values, fixtures
from briefings.exchange.fixture_shapes import Problem
from briefings.exchange.fixtures import Fixtures

Found = Iterator[Problem]


def lint(fixtures_dir: Path, seeds_dir: Path) -> list[Problem]:
    """Return every problem of the fixtures, in the order of files and records; empty when there is none."""
    read, problems = fixtures.read(fixtures_dir, seeds_dir)
    return problems + check(read)


def check(read: Fixtures) -> list[Problem]:
    """Return what is wrong with fixtures that could be read."""
    return [problem for rule in RULES for problem in rule(read)]


def _slugs(read: Fixtures) -> Found:
    for name in ("sources", "actors", "briefings", "claims", "comparisons", "judgements"):
        counted = Counter(facts["slug"] for facts in getattr(read, name))
        for slug, times in counted.items():
            if not fixture_values.SLUG.fullmatch(slug):
                yield Problem(f"{name}.yaml", slug, "/slug", f"{slug!r} is no slug: {fixture_values.SLUG_WORDS}")
            if times > 1:
                yield Problem(f"{name}.yaml", slug, "/slug", f"{slug!r} comes {times} times: a slug is unique")


def _coverage_of_claims(read: Fixtures) -> Found:
    """Every claim was read for in every source, once."""
    counted = Counter((facts["claim"], facts["source"]) for facts in read.readings)
    claims = [facts["slug"] for facts in read.claims]
    for source in (facts["slug"] for facts in read.sources):
        file = f"readings/{source}.yaml"
        for claim in claims:
            if not counted[claim, source]:
                yield Problem(file, claim, "", "no reading: carry it, or list it under not_carried")
        for (claim, of), times in counted.items():
            if of == source and times > 1:
                yield Problem(file, claim, "", f"{times} readings of one claim: one is allowed, carried or not")


def _carried_somewhere(read: Fixtures) -> Found:
    carried = {facts["claim"] for facts in read.readings if facts["citations"]}
    for claim in read.claims:
        if claim["slug"] not in carried:
            yield Problem("claims.yaml", claim["slug"], "", "no reading carries it: drop it or cite it")
    for reading in read.readings:
        if reading["status"] == "carried" and not reading["citations"]:
            yield Problem(
                f"readings/{reading['source']}.yaml",
                reading["slug"],
                "/citations",
                "carried without a citation: cite a passage or list the claim under not_carried",
            )


def _regions(read: Fixtures) -> Found:
    for source in read.sources:
        regions = sorted(source["regions"], key=lambda region: int(region["start"]))
        for before, after in pairwise(regions):
            if after["start"] < before["end"]:
                yield Problem(
                    "sources.yaml",
                    source["slug"],
                    "/regions",
                    f"{before['kind']} and {after['kind']} overlap: each word is in one region",
                )


def _credibility(read: Fixtures) -> Found:
    established = {facts["claim"] for facts in read.judgements if facts["kind"] == "independence_established"}
    for claim in read.claims:
        if claim["credibility"] == 1 and claim["slug"] not in established:
            yield Problem(
                "claims.yaml",
                claim["slug"],
                "/credibility",
                "1 (confirmed by other sources) needs a judgement independence_established",
            )


def _comparisons(read: Fixtures) -> Found:
    citations = {
        f"{reading['slug']}--{citation['id']}" for reading in read.readings for citation in reading["citations"]
    }
    for facts in read.comparisons:
        for side in ("left", "right"):
            named = (facts[side] or {}).get("citation")
            if named and named not in citations:
                yield Problem(
                    "comparisons.yaml",
                    facts["slug"],
                    f"/{side}/citation",
                    f"there is no citation {named}: write <source slug>/<citation id> of this claim",
                )
        if facts["left"] == facts["right"]:
            yield Problem("comparisons.yaml", facts["slug"], "/right", "both sides are the same")


def _parents(read: Fixtures) -> Found:
    parents: dict[str, str | None] = {facts["slug"]: facts["parent"] for facts in read.actors}
    for slug in parents:
        seen, at = {slug}, parents[slug]
        while at is not None and at not in seen:
            seen.add(at)
            at = parents.get(at)
        if at == slug:
            yield Problem("actors.yaml", slug, "/parent", f"the parents of {slug} lead back to it")


def _whens(read: Fixtures) -> Found:
    """Check each When that no passage holds: its words stand where it is anchored."""
    for source in read.sources:
        for key in ("published", "updated"):
            if source[key]:
                places = [source[key][name] for name in ("literal_anchor", "anchor") if source[key][name]]
                found = fixture_values.when_problems(source[key], [place["exact"] for place in places], source["slug"])
                yield from _named(found, "sources.yaml", source["slug"], key)
    for briefing in read.briefings:
        when = briefing["when"]
        if when:
            places = [*([when["literal_anchor"]] if when["literal_anchor"] else []), *briefing["passages"]]
            holding = [place for place in places if (when["literal"] or "") in place["exact"]]
            home = holding[0].get("source") if holding else None
            found = fixture_values.when_problems(when, [place["exact"] for place in holding], home)
            yield from _named(found, "briefings.yaml", briefing["slug"], "when")


def _named(found: Iterator[tuple[str, str]], file: str, slug: str, key: str) -> Found:
    for pointer, message in found:
        yield Problem(file, slug, f"/{key}{pointer}", message)


RULES: tuple[Callable[[Fixtures], Iterator[Problem]], ...] = (
    _slugs,
    fixture_values.problems,
    fixture_references.problems,
    _parents,
    _regions,
    _whens,
    _credibility,
    _coverage_of_claims,
    _carried_somewhere,
    fixture_lint_readings.problems,
    _comparisons,
)
