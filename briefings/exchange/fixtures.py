"""Read fixtures/ and seeds/ into plain facts: the same keys as an edition, the desk and the API use.

Nothing here knows Django or the database. The format is documented in fixtures/README.md; what each record must hold
beyond its shape is checked by fixture_lint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefings.errors import BriefingsError, Invalid
from briefings.exchange import fixture_shapes as shapes
from briefings.exchange import fixture_yaml
from briefings.exchange.fixture_shapes import Facts, Place, Problem, Shape
from briefings.text import anchors, received, regions

LISTS: Mapping[str, Shape] = {
    "actors": shapes.ACTOR,
    "briefings": shapes.BRIEFING,
    "claims": shapes.CLAIM,
    "comparisons": shapes.COMPARISON,
    "judgements": shapes.JUDGEMENT,
}


class FixturesInvalid(Invalid):
    """The fixtures cannot be read; `problems` lists every reason."""

    code = "fixtures_invalid"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems), count=len(problems))
        self.problems = problems


@dataclass
class Fixtures:
    """Everything in fixtures/ as facts, each list in the order in which its file has it.

    `texts`: source slug to the text as received; `files`: source slug to its file in seeds/. A reading's slug is
    `{claim}--{source}`; readings follow the order of the sources, carried before not carried.
    """

    sources: list[Facts] = field(default_factory=list)
    actors: list[Facts] = field(default_factory=list)
    briefings: list[Facts] = field(default_factory=list)
    claims: list[Facts] = field(default_factory=list)
    readings: list[Facts] = field(default_factory=list)
    comparisons: list[Facts] = field(default_factory=list)
    judgements: list[Facts] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def load(fixtures_dir: Path, seeds_dir: Path) -> Fixtures:
    """Return the fixtures. Raises FixturesInvalid with every problem of reading (not those of the linter)."""
    fixtures, problems = read(fixtures_dir, seeds_dir)
    if problems:
        raise FixturesInvalid(problems)
    return fixtures


def read(fixtures_dir: Path, seeds_dir: Path) -> tuple[Fixtures, list[Problem]]:
    """Return what could be read, and every problem; a part that could not be read is left out or null."""
    fixtures = Fixtures()
    problems: list[Problem] = []
    _read_sources(fixtures, Path(fixtures_dir), Path(seeds_dir), problems)
    for name, shape in LISTS.items():
        file = f"{name}.yaml"
        place = Place(file, fixtures.texts, problems)
        records = [_record(raw, shape, place, at) for at, raw in enumerate(_list(Path(fixtures_dir) / file, place))]
        setattr(fixtures, name, [facts for facts in records if facts])
    _read_readings(fixtures, Path(fixtures_dir), problems)
    fixtures.comparisons = [_compared(facts) for facts in fixtures.comparisons]
    return fixtures, problems


def borders(source: Facts) -> list[regions.Region]:
    """Return the regions of a source as text.regions takes them."""
    return [(region["kind"], region["start"], region["end"]) for region in source["regions"]]


def citation_slug(claim: str, reference: str) -> str:
    """Return the public id of a citation, from its claim and `<source slug>/<citation id>`."""
    source, _, citation = reference.partition("/")
    return f"{claim}--{source}--{citation}"


def _read_sources(fixtures: Fixtures, fixtures_dir: Path, seeds_dir: Path, problems: list[Problem]) -> None:
    place = Place("sources.yaml", fixtures.texts, problems)
    raws = _list(fixtures_dir / "sources.yaml", place)
    # Every text first: a publication time may be printed in another source.
    for raw in raws:
        if isinstance(raw, dict) and isinstance(raw.get("slug"), str):
            _read_text(raw, fixtures, seeds_dir, replace(place, slug=raw["slug"]))
    for at, raw in enumerate(raws):
        slug = raw.get("slug") if isinstance(raw, dict) else None
        facts = _record(raw, shapes.SOURCE, replace(place, source=slug), at)
        if facts:
            del facts["file"]
            fixtures.sources.append(facts)


def _read_text(raw: Mapping[str, Any], fixtures: Fixtures, seeds_dir: Path, place: Place) -> None:
    name = raw.get("file")
    if not isinstance(name, str):
        return
    path = seeds_dir / name
    if path.parent != seeds_dir or not path.is_file():
        place.at("file").problem(f"{name!r} is no file in seeds/")
        return
    try:
        fixtures.texts[raw["slug"]] = received.decode(path.read_bytes())
        fixtures.files[raw["slug"]] = name
    except BriefingsError as error:
        place.at("file").problem(f"{name}: {error}")


def _read_readings(fixtures: Fixtures, fixtures_dir: Path, problems: list[Problem]) -> None:
    known = [facts["slug"] for facts in fixtures.sources]
    for path in sorted((fixtures_dir / "readings").glob("*")):
        if path.suffix != ".yaml" or path.stem not in known:
            Place(f"readings/{path.name}", {}, problems).problem("is named after no source: use <source slug>.yaml")
    for source in fixtures.sources:
        file = f"readings/{source['slug']}.yaml"
        place = Place(file, fixtures.texts, problems, source=source["slug"])
        raw = _parse(fixtures_dir / file, place)
        if raw is None:
            continue
        sheet = shapes.mapping(shapes.READINGS)(raw, place)
        if sheet and sheet["source"] != source["slug"]:
            place.at("source").problem(f"{sheet['source']!r} is not the source that the file is named after")
        elif sheet:
            fixtures.readings += _readings(sheet, source, place)


def _readings(sheet: Facts, source: Facts, place: Place) -> list[Facts]:
    carried = [
        _reading(
            reading["claim"],
            source,
            "carried",
            [_cited(citation, source, place, reading["claim"]) for citation in reading["citations"]],
        )
        for reading in sheet["readings"]
    ]
    return carried + [_reading(claim, source, "not_carried", []) for claim in sheet["not_carried"]]


def _reading(claim: str, source: Facts, status: str, citations: list[Facts]) -> Facts:
    slug = f"{claim}--{source['slug']}"
    return {"slug": slug, "claim": claim, "source": source["slug"], "status": status, "citations": citations}


def _cited(citation: Facts, source: Facts, place: Place, claim: str) -> Facts:
    """Return the citation with its region and its quoted spans located."""
    region = regions.region_of(borders(source), citation["start"], citation["end"])
    here = replace(place, slug=f"{claim}--{source['slug']}", pointer=f"/citations/{citation['id']}/quoted")
    spans = [_inside(raw, citation, here.at(at)) for at, raw in enumerate(citation["quoted"])]
    return {**citation, "region": region, "quoted": [span for span in spans if span]}


def _inside(raw: Mapping[str, Any], passage: Facts, place: Place) -> Facts | None:
    """Locate a span in its passage; offsets are those of the whole text."""
    quote, prefix, suffix = (raw.get(key) or "" for key in shapes.QUOTE)
    try:
        span = anchors.locate(quote, passage["exact"], prefix=prefix, suffix=suffix)
    except BriefingsError as error:
        place.problem(f"in the passage: {error}")
        return None
    return {"start": passage["start"] + span.start, "end": passage["start"] + span.end, "exact": quote}


def _compared(facts: Facts) -> Facts:
    return {**facts, **{side: _side(facts[side]) for side in ("left", "right")}}


def _side(side: Facts | None) -> Facts | None:
    if not side or not side["citation"]:
        return side
    return {**side, "citation": citation_slug(side["claim"], side["citation"])}


def _record(raw: object, shape: Shape, place: Place, at: int) -> Facts | None:
    slug = raw.get("slug") if isinstance(raw, dict) else None
    here = replace(place, slug=slug) if isinstance(slug, str) else place.at(at)
    facts: Facts | None = shapes.mapping(shape)(raw, here)
    return facts if isinstance(slug, str) else None


def _list(path: Path, place: Place) -> list[Any]:
    raw = _parse(path, place)
    if raw is None:
        return []
    if not isinstance(raw, list):
        place.problem("is not a list of records")
        return []
    return raw


def _parse(path: Path, place: Place) -> object:
    if not path.is_file():
        place.problem("is missing")
        return None
    try:
        return fixture_yaml.parse(received.decode(path.read_bytes()))
    except BriefingsError as error:
        place.problem(str(error))
        return None
