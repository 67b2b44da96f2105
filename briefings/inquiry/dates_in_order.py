"""The timeline across the database: a page of events and occasions in the order of `timeline.place`, by keyset.

Entries without a first day come first, those without a last day last among their like; two indexed statements a
kind and page, whatever the number of rows. What has neither has no place in time, and none here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from briefings import models
from briefings.analysis import clock, timeline
from briefings.choices import RecordType
from briefings.inquiry import worlds
from briefings.text.regions import COUNTED

Document = dict[str, Any]
Place = tuple[str, str, str]
START: Place = ("", "", "")
EVENT, UTTERANCE = "event", "utterance"


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for; None: all. days: first and last day that an entry must share a day with."""

    kind: str | None = None
    claim: str | None = None
    source: str | None = None
    briefing: str | None = None
    category: str | None = None
    days: tuple[date | None, date | None] | None = None
    known_by: datetime | None = None


@dataclass(frozen=True)
class Page:
    """Entries in order, and where the list goes on; None: it has ended."""

    entries: list[Document]
    following: Place | None


def page(wanted: Wanted, after: Place, size: int) -> Page:
    """Return at most so many entries after a place; with known_by fewer may be left of those that were read."""
    found = sorted([*_events(wanted, after, size + 1), *_utterances(wanted, after, size + 1)], key=timeline.place)
    read = found[:size]
    following = timeline.place(read[-1]) if len(found) > size else None
    shown = read if wanted.known_by is None else _known(read, wanted.known_by)
    return Page(timeline.ordered(_public(shown)), following)


def _events(wanted: Wanted, after: Place, size: int) -> list[Document]:
    if wanted.kind == UTTERANCE:
        return []
    rows = models.PublishedCitation.objects.filter(has_when=True, region__in=COUNTED)
    asked = {"claim": wanted.claim, "source": wanted.source, "category": wanted.category}
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    if wanted.briefing:
        rows = rows.filter(pk__in=models.PublishedLink.objects.filter(occasion=wanted.briefing).values("citation"))
    found = _in_order(_within(rows, wanted), after, size, "body")
    citations = (orjson.loads(bytes(body)) for body in found)
    return [
        {**timeline.event(citation, citation["claim"], citation["source"]["slug"]), "when": citation["when"]}
        for citation in citations
    ]


def _utterances(wanted: Wanted, after: Place, size: int) -> list[Document]:
    if wanted.kind == EVENT or wanted.category:
        return []
    rows = models.PublishedBriefing.objects.all()
    if wanted.briefing:
        rows = rows.filter(slug=wanted.briefing)
    for name, value in {"citation__claim": wanted.claim, "citation__source": wanted.source}.items():
        if value:
            said = models.PublishedLink.objects.filter(occasion=OuterRef("slug"), **{name: value})
            rows = rows.filter(Exists(said))
    found = _in_order(_within(rows, wanted), after, size, "document__body")
    briefings = [orjson.loads(bytes(body)) for body in found]
    return [{**timeline.utterance(each), "when": each["when"]} for each in briefings]


def _within(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    """Return the rows that share a day with those asked for; an open bound shares any."""
    if wanted.days is None:
        return rows
    first, last = wanted.days
    if last is not None:
        rows = rows.filter(Q(earliest__isnull=True) | Q(earliest__lte=last))
    if first is not None:
        rows = rows.filter(Q(latest__isnull=True) | Q(latest__gte=first))
    return rows


def _in_order(rows: QuerySet[Any], after: Place, size: int, body: str) -> list[bytes]:
    """Return the bodies of the first rows after a place: first those without a first day, then the others."""
    latest = F("latest").asc(nulls_last=True)
    found: list[bytes] = []
    if after[0] in ("", timeline.FIRST):
        ours = rows.filter(earliest__isnull=True, latest__isnull=False)
        ours = ours.filter(_beyond(after)) if after[0] else ours
        found += ours.order_by("latest", "slug").values_list(body, flat=True)[:size]  # so written, it reads the index
    if len(found) < size:
        ours = rows.filter(earliest__gte=date.min)  # so written, it reads the index
        if after[0] not in ("", timeline.FIRST):
            ours = ours.filter(earliest__gte=after[0]).filter(
                Q(earliest__gt=after[0]) | Q(earliest=after[0]) & _beyond(after)
            )
        found += ours.order_by("earliest", latest, "slug").values_list(body, flat=True)[: size - len(found)]
    return found


def _beyond(after: Place) -> Q:
    """Return the condition that a row of the same first day comes after the place."""
    _, latest, slug = after
    if latest == timeline.LAST:
        return Q(latest__isnull=True, slug__gt=slug)
    return Q(latest__isnull=True) | Q(latest__gt=latest) | Q(latest=latest, slug__gt=slug)


def _known(entries: Sequence[Document], at: datetime) -> list[Document]:
    """Return the entries whose words and dates all stand in sources that had appeared."""
    sources = worlds.documents(RecordType.SOURCE, {source for entry in entries for source in _sources_of(entry)})
    known = clock.known(sources.values(), at).keys()
    kept = [
        {
            **entry,
            "sources": [source for source in entry["sources"] if source in known],
            "passages": [passage for passage in entry["passages"] if passage["source"] in known],
        }
        for entry in entries
        if clock.without_later({"when": entry["when"]}, known)["when"] == entry["when"]
    ]
    return [entry for entry in kept if entry["sources"]]


def _sources_of(entry: Document) -> set[str]:
    anchors = [(entry["when"] or {}).get(key) for key in ("anchor", "literal_anchor")]
    return {*entry["sources"], *(anchor["source"] for anchor in anchors if anchor and anchor.get("source"))}


def _public(entries: Sequence[Document]) -> list[Document]:
    return [{key: value for key, value in entry.items() if key != "when"} for entry in entries]
