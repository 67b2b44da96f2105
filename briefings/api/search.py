"""Search: one address for every text that readers are served."""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db import router
from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from briefings.api import cursors
from briefings.api.base import PublicView, etag_of, serve
from briefings.api.filters import DEFAULT_SIZE, LARGEST_SIZE, Control, Parameter, column, read_values
from briefings.api.pages import link_header
from briefings.api.parameters import refusal
from briefings.api.problems import BadParameters
from briefings.api.references import Record
from briefings.api.schemas.search import SearchPage
from briefings.api.statements import Prepared, execute
from briefings.api.values import Flag, Query, Several, Text, Whole, Word
from briefings.models import PublishedText
from briefings.models.search import KINDS, counting, ids_of, needle, written
from briefings.rendering.pages import path
from briefings.text import searching

SATURATION, LENGTH, MIDDLING = 1.2, 0.75, 600  # BM25's k1 and b; characters of words in a text of middle length
LEAST, STEEP = SATURATION * (1 - LENGTH), SATURATION * LENGTH / MIDDLING  # its weight of a length, as a line
NARROWING = ("source", "claim")
COLUMNS = ("kind", "record_type", "slug", "claim", "source", "start", "text")
_TEXTS = Prepared(lambda keys: PublishedText.objects.filter(pk__in=keys).values_list("pk", *COLUMNS))
PARAMETERS: dict[str, Parameter] = {
    "q": Control(
        Query(),
        'Words, all of which must be there; `"a phrase"`; `begin*`. Anything else is no syntax, and harmless. Case,'
        " accents, the kind of apostrophe and no-break spaces make no difference; two syllables of Hangul are enough.",
        is_required=True,
    ),
    "kind": Parameter(Word(*KINDS), column("kind"), "What sort of text."),
    "kind__in": Parameter(Several(Word(*KINDS)), column("kind", "in"), "What sort of text: any of these."),
    "source": Parameter(Record("source"), column("source"), "Slug of a source: its text and passages of it."),
    "claim": Parameter(Record("claim"), column("claim"), "Slug of a claim: its proposition and passages."),
    "page_size": Control(Whole(1, LARGEST_SIZE, DEFAULT_SIZE), "How many matches a page holds."),
    "cursor": Control(
        Text(cursors.LONGEST), "Where the page starts: take it from `next` or `previous`, do not make it up."
    ),
    "count": Control(Flag(), "Whether to count all matches; costs a query for each kind of text."),
}  # fmt: skip


class SearchView(PublicView):
    """Search.

    Propositions, passages, texts of reports, names, titles of occasions and reasons of curators, the best match first.
    A match is one stretch of text; `start` and `end` of its snippet and of each highlight are code points of the text
    that it stands in: the report's for passages and texts, else the words themselves. Of each kind of text the 200
    matches of records published last are ranked and can be paged through: more than that calls for a narrower question.
    """

    resource = "search"
    kind = "list"
    found = "A page of matches."

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters of a search."""
        return PARAMETERS

    @classmethod
    def answer(cls) -> type[SearchPage]:
        """Return the schema of a page."""
        return SearchPage

    def get(self, request: Request) -> HttpResponse:
        """Return a page. Costs a query for each kind of text, with count two, and one for the page."""
        body, headers = page(self.given(request), request.build_absolute_uri(request.path))
        return serve(request, body, etag_of(body), headers)


def page(given: Mapping[str, str], address: str) -> tuple[bytes, dict[str, str]]:
    """Return a page of matches, and the header that names its neighbours. address: of the search, without a query."""
    asked = read_values(given, PARAMETERS)
    if asked["q"] is None:
        raise BadParameters([refusal("q", "missing", "q is missing: give the words to look for")])
    bound_to = _bound_to(given)
    at = cursors.decode(asked["cursor"], bound_to=bound_to).values[0] if asked["cursor"] else 0
    size = asked["page_size"] or DEFAULT_SIZE
    found = ranked(asked)
    shown = found[at : at + size]
    texts = {row[0]: row[1:] for row in _TEXTS.rows(shown)} if shown else {}
    places = {
        "next": at + size if len(found) > at + size else None,
        "previous": max(at - size, 0) if at else None,
    }
    links = {name: _address(address, given, place, bound_to) for name, place in places.items()}
    count = {"count": counted(asked)} if asked["count"] else {}
    there = [key for key in shown if key in texts]  # a publication may come between
    results = [match(dict(zip(COLUMNS, texts[key], strict=True)), asked["q"]) for key in there]
    return orjson.dumps({**count, **links, "results": results}), link_header(links)


def counted(asked: Mapping[str, Any]) -> int:
    """Return how many matches there are, ranked or not. Costs a query for each kind, within one record a query."""
    if not any(asked[name] for name in NARROWING):
        return sum(_counted(written(asked["q"]), kind) for kind in kinds_of(asked))
    rows = PublishedText.objects.order_by()
    for name, value in asked.items():
        rows = rows if value is None else rows.filter(PARAMETERS[name].where(value))
    return rows.matching(asked["q"]).count()


def _counted(search: str, kind: str) -> int:
    ((count,),) = execute(router.db_for_read(PublishedText), *counting(search, [kind]))
    return int(count)


def kinds_of(asked: Mapping[str, Any]) -> list[str]:
    """Return the kinds of text that are searched."""
    return [
        kind
        for kind in KINDS
        if asked["kind"] in (None, kind) and (asked["kind__in"] is None or kind in asked["kind__in"])
    ]


def _newest(search: str, ids: tuple[int, int], narrowed: tuple[str | None, ...]) -> QuerySet:
    rows = PublishedText.objects.all()
    for name, value in zip(NARROWING, narrowed, strict=True):
        rows = rows if value is None else rows.filter(PARAMETERS[name].where(value))
    return rows.newest(search, *ids)


_NEWEST = Prepared(_newest)


def ranked(asked: Mapping[str, Any]) -> list[int]:
    """Return the ids of the rows that hold every run of words, the best first; of each kind the newest alone.

    A text is worth more the more often each run stands in it, as BM25 weighs it, beside its length. Among equals the
    newest stands first. Costs a query for each kind.
    """
    runs, narrowed = asked["q"], tuple(asked[name] for name in NARROWING)
    search, needles = written(runs), [needle(run) for run in runs]
    found = []
    for kind in kinds_of(asked):
        for key, words in _NEWEST.rows(search, ids_of(kind), narrowed):
            weight, worth = LEAST + STEEP * len(words), 0.0
            for each in needles:
                times = words.count(each)
                worth += times / (times + weight)
            found.append((worth, key))
    found.sort(reverse=True)
    return [key for _, key in found]


def _bound_to(given: Mapping[str, str]) -> str:
    """Return what a cursor is good for: this search, in pages of this size."""
    kept = sorted((name, value) for name, value in given.items() if name not in ("cursor", "count"))
    return f"search {hashlib.sha256(urlencode(kept).encode()).hexdigest()[:16]}"


def _address(address: str, given: Mapping[str, str], place: int | None, bound_to: str) -> str | None:
    if place is None:
        return None
    cursor = cursors.encode(cursors.Cursor(cursors.AFTER, (place,)), bound_to=bound_to)
    query = urlencode({**{name: value for name, value in given.items() if name != "cursor"}, "cursor": cursor})
    return f"{address}?{query}"


def match(row: dict[str, Any], runs: list[searching.Run]) -> dict[str, Any]:
    """Return one match with its snippet."""
    span, marks = searching.snippet(row["text"], runs)
    base = row["start"]
    return {
        "kind": row["kind"],
        "type": row["record_type"],
        "slug": row["slug"],
        "url": path(row["record_type"], row["slug"]),
        "claim": row["claim"],
        "source": row["source"],
        "snippet": {
            "start": base + span.start,
            "end": base + span.end,
            "text": row["text"][span.start : span.end],
            "highlights": [
                {"start": base + mark.start, "end": base + mark.end, "text": row["text"][mark.start : mark.end]}
                for mark in marks
            ],
        },
    }
