"""How much of a source the desk holds so far, and which figures, dates and names it does not.

The measure is that of the fixtures (exchange/fixture_coverage.py), taken over the working tables: a stretch of body is
held where it lies in an anchor of any record. Figures want a citation; dates and names may be held by any anchor.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefings.facts import records as facts_of
from briefings.models import Actor, Briefing, Judgement, Source
from briefings.text import mentions
from briefings.text.mentions import Mention

ELSEWHERE = ((Actor, "actor", "roles__source"), (Briefing, "briefing", "passages__source"),
             (Judgement, "judgement", "passages__source"))  # fmt: skip


@dataclass(frozen=True)
class Coverage:
    """Shares of the body's characters without white space, in whole percents, and the mentions that nothing holds."""

    held: int
    aside: int
    left: list[tuple[str, Mention]]

    @property
    def open(self) -> int:
        """Return the share that is neither held nor set aside."""
        return 100 - self.held - self.aside


def measure(source: Source, facts: dict[str, Any], readings: list[dict[str, Any]]) -> Coverage:
    """Return the coverage of a source, given its facts and those of its readings. Costs at most twenty queries."""
    text = source.text.body
    cited = _mask(text, [(each["start"], each["end"]) for reading in readings for each in reading["citations"]])
    held = _mask(text, _anchors(source, facts, readings))
    aside = _mask(text, _spans(facts["asides"]))
    is_region = _mask(text, _spans(facts["regions"]))
    body = [at for at, char in enumerate(text) if not is_region[at] and not char.isspace()]
    share = 100 / len(body) if body else 0
    left = list(_left(text, is_region, aside, cited, held))
    return Coverage(
        held=int(sum(held[at] for at in body) * share),
        aside=int(sum(aside[at] and not held[at] for at in body) * share),
        left=sorted(left, key=lambda found: found[1]),
    )


def _left(text: str, is_region: bytearray, aside: bytearray, cited: bytearray, held: bytearray) -> Iterator:
    """Yield (kind, mention) of the body's figures, dates and names that are not wholly held."""
    dates = mentions.date_words(text)
    figures = [each for each in mentions.figures(text) if not any(date.span.overlaps(each.span) for date in dates)]
    wanted = (("figure", figures, cited), ("date", dates, held), ("name", mentions.proper_names(text), held))
    for kind, found, mask in wanted:
        for each in found:
            inside = slice(each.start, each.end)
            if not is_region[each.start] and not all(mask[inside]) and not all(aside[inside]):
                yield kind, each


def _anchors(source: Source, facts: dict[str, Any], readings: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    own = {key: value for key, value in facts.items() if key not in ("regions", "asides")}
    yield from _spans([own, readings], default=source.slug, wanted=source.slug)
    for model, record_type, path in ELSEWHERE:
        ids = list(model._default_manager.filter(**{path: source}).values_list("pk", flat=True).distinct())
        others = facts_of.read_many(record_type, ids) if ids else {}
        yield from _spans(list(others.values()), wanted=source.slug)


def _spans(value: Any, default: str | None = None, wanted: str | None = None) -> Iterator[tuple[int, int]]:
    """Yield the span of every anchor in facts that stands in the wanted source."""
    if isinstance(value, list):
        for each in value:
            yield from _spans(each, default, wanted)
    elif isinstance(value, dict):
        source = value.get("source") or default
        if isinstance(value.get("start"), int) and source == wanted:
            yield value["start"], value["end"]
        for each in value.values():
            yield from _spans(each, source, wanted)


def _mask(text: str, spans: Any) -> bytearray:
    """Return a byte a code point: 1 where a span holds it."""
    mask = bytearray(len(text))
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)
    return mask
