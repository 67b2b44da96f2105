"""How much of each report the fixtures hold, and what they leave out.

The body is what lies in no region, counted in characters that are no white space. It is *held* where it lies inside an
anchor of a citation, link, When, role, agency, briefing passage or judgement; *held by a citation* inside a citation's
passage alone. Each run outside has the reason of the aside that covers it, "punctuation" when it has neither letter nor
digit, else UNEXPLAINED.

Figures must be held by a citation. Names and dates may also be held by any of the other anchors, since who said
something when is attribution: the words stand in the link, the When or the occasion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from briefings.exchange.fixture_shapes import Facts
from briefings.exchange.fixtures import Fixtures
from briefings.text import mentions
from briefings.text.anchors import Span
from briefings.text.mentions import Mention

UNEXPLAINED = "UNEXPLAINED"
PUNCTUATION = "punctuation"
LARGEST_SHARE_OUTSIDE = 0.07


@dataclass(frozen=True)
class Run:
    """A stretch of body that nothing holds."""

    span: Span
    words: str
    reason: str


@dataclass(frozen=True)
class Coverage:
    """What the fixtures hold of one source; shares are of body characters without white space, 0 to 1."""

    source: str
    characters: int
    held: int
    runs: list[Run]
    figures: list[Mention]
    dates: list[Mention]
    names: list[Mention]
    passage_lengths: list[int]

    @property
    def share_outside(self) -> float:
        """Return the share that no anchor holds; 0 for an empty body."""
        return (self.characters - self.held) / self.characters if self.characters else 0.0

    @property
    def unexplained(self) -> list[Run]:
        """Return the runs that no aside explains."""
        return [run for run in self.runs if run.reason == UNEXPLAINED]

    @property
    def is_enough(self) -> bool:
        """Say whether the share is within bounds, each run has a reason and no mention is left."""
        left = self.unexplained or self.figures or self.dates or self.names
        return self.share_outside <= LARGEST_SHARE_OUTSIDE and not left


def measure(read: Fixtures) -> list[Coverage]:
    """Return the coverage of each source that has a text, in order."""
    held = _held_by_all(read)
    return [_of_source(source, read, held) for source in read.sources if source["slug"] in read.texts]


def lines(coverages: list[Coverage]) -> Iterator[str]:
    """Yield the report, for people."""
    for coverage in coverages:
        yield (
            f"{coverage.source}: {coverage.characters} characters of body, {coverage.share_outside:.1%} outside "
            f"(at most {LARGEST_SHARE_OUTSIDE:.0%}), {len(coverage.passage_lengths)} passages, "
            f"median {_median(coverage.passage_lengths)} characters"
        )
        for run in coverage.runs:
            yield f"  outside [{run.span.start}, {run.span.end}) {run.reason}: {run.words!r}"
        for kind in ("figures", "dates", "names"):
            for mention in getattr(coverage, kind):
                yield f"  {kind} not held [{mention.start}, {mention.end}): {mention.literal!r}"
    lengths = [length for coverage in coverages for length in coverage.passage_lengths]
    yield f"all: {len(lengths)} passages, median {_median(lengths)} characters"


def _of_source(source: Facts, read: Fixtures, held_by_all: dict[str, list[Span]]) -> Coverage:
    slug = source["slug"]
    text = read.texts[slug]
    passages = list(_passages(read, slug))
    held, cited = _mask(text, held_by_all.get(slug, [])), _mask(text, passages)
    is_body = [not flag for flag in _mask(text, [Span(r["start"], r["end"]) for r in source["regions"]])]
    body = [at for at, char in enumerate(text) if is_body[at] and not char.isspace()]
    dates = mentions.date_words(text)
    return Coverage(
        source=slug,
        characters=len(body),
        held=sum(held[at] for at in body),
        runs=list(_runs(text, [at for at in body if not held[at]], body, source["asides"])),
        figures=_left(_without(mentions.figures(text), dates), is_body, cited),
        dates=_left(dates, is_body, held),
        names=_left(mentions.proper_names(text), is_body, held),
        passage_lengths=[span.end - span.start for span in passages],
    )


def _held_by_all(read: Fixtures) -> dict[str, list[Span]]:
    """Return the spans of every anchor, by source; regions and asides hold nothing."""
    spans: dict[str, list[Span]] = {}

    def collect(value: object, source: str | None) -> None:
        if isinstance(value, list):
            for member in value:
                collect(member, source)
        elif isinstance(value, dict):
            source = value.get("source") or source
            if source and isinstance(value.get("start"), int):
                spans.setdefault(source, []).append(Span(value["start"], value["end"]))
            for key, member in value.items():
                if key not in ("regions", "asides"):
                    collect(member, source)

    for source in read.sources:
        collect(source, source["slug"])
    for record in (*read.actors, *read.briefings, *read.readings, *read.judgements):
        collect(record, None)
    return spans


def _passages(read: Fixtures, source: str) -> Iterator[Span]:
    for reading in read.readings:
        if reading["source"] == source:
            for citation in reading["citations"]:
                yield Span(citation["start"], citation["end"])


def _mask(text: str, spans: list[Span]) -> list[bool]:
    mask = [False] * len(text)
    for span in spans:
        mask[span.start : span.end] = [True] * (span.end - span.start)
    return mask


def _runs(text: str, outside: list[int], body: list[int], asides: list[Facts]) -> Iterator[Run]:
    """Yield the maximal runs of body characters outside: white space is bridged, and a change of reason ends a run."""
    reasons = {at: aside["reason"] for aside in asides for at in range(aside["start"], aside["end"])}
    rank = {at: number for number, at in enumerate(body)}

    def run_of(numbered: tuple[int, int]) -> tuple[int, str | None]:
        """Neighbours in the body keep the same distance between their two ranks."""
        return rank[numbered[1]] - numbered[0], reasons.get(numbered[1])

    for (_, reason), group in groupby(enumerate(outside), key=run_of):
        members = [at for _, at in group]
        words = text[members[0] : members[-1] + 1]
        is_words = any(char.isalnum() for char in words)
        yield Run(Span(members[0], members[-1] + 1), words, reason or (UNEXPLAINED if is_words else PUNCTUATION))


def _left(found: list[Mention], is_body: list[bool], held: list[bool]) -> list[Mention]:
    """Return the mentions in the body that are not wholly held."""
    return [m for m in found if is_body[m.start] and not all(held[m.start : m.end])]


def _without(figures: list[Mention], dates: list[Mention]) -> list[Mention]:
    """Return the figures that are no part of a date."""
    return [figure for figure in figures if not any(date.span.overlaps(figure.span) for date in dates)]


def _median(lengths: list[int]) -> float:
    return median(lengths) if lengths else 0
