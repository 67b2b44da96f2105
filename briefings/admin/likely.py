"""Which claims a source is likely to carry, and which of them nobody has read it for yet."""

from collections import Counter
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from briefings.admin.lists import CHARACTERS_AT_MOST, WORDS_AT_MOST
from briefings.choices import State
from briefings.models import Batch, Briefing, Claim, Link, Reading, Source

FOUND_AT_MOST = 12
UNREAD_AT_MOST = 200
BRIEFINGS_SHOWN = 50
LINKS_COUNTED = 1000
IN_USE = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)


def briefings() -> list[Briefing]:
    """Return the occasions to choose from, the newest first."""
    return list(Briefing.objects.filter(state__in=IN_USE).order_by("-pk")[:BRIEFINGS_SHOWN])


def briefing_of(source: Source) -> int | None:
    """Return the occasion that most links in the source's readings name; without any, that most of the newest name."""
    named = Link.objects.filter(occasion__isnull=False).values_list("occasion", flat=True)
    for links in (named.filter(chain__citation__reading__source=source), named.order_by("-pk")):
        counted = Counter(links[:LINKS_COUNTED])
        if counted:
            return min(counted, key=lambda occasion: (-counted[occasion], occasion))
    return None


def unread(source: Source, briefing: int | None) -> list[Claim]:
    """Return the claims that other sources on the briefing were read for and this one was not."""
    if briefing is None:
        return []
    claims = _of_briefing(briefing).exclude(pk__in=source.readings.values("claim"))
    return list(claims.order_by("slug")[:UNREAD_AT_MOST])


def search(source: Source, batch: Batch | None, briefing: int | None, words: str) -> list[dict[str, Any]]:
    """Return claims that hold all words: those of the batch first, then the briefing's, then any. Costs two queries."""
    wanted = words.split()
    if "\0" in words or len(words) > CHARACTERS_AT_MOST or len(wanted) > WORDS_AT_MOST:
        return []
    rows = Claim.objects.filter(state__in=IN_USE)
    for word in wanted:
        rows = rows.filter(Q(slug__icontains=word) | Q(proposition__icontains=word))
    near = [When(batch=batch, then=Value(0))] if batch else []
    near += [When(pk__in=_of_briefing(briefing).values("pk"), then=Value(1))] if briefing else []
    rank = Case(*near, default=Value(2), output_field=IntegerField()) if near else Value(2)
    found = list(rows.annotate(rank=rank).order_by("rank", "slug")[:FOUND_AT_MOST])
    read = dict(Reading.objects.filter(source=source, claim__in=found).values_list("claim_id", "status"))
    return [
        {"id": claim.pk, "slug": claim.slug, "proposition": claim.proposition, "read": read.get(claim.pk, "")}
        for claim in found
    ]


def _of_briefing(briefing: int) -> QuerySet[Claim]:
    """Return the claims that were read in the sources of a briefing: in those of its newest thousand links."""
    links = Link.objects.filter(occasion=briefing).order_by("-pk")
    readings = Reading.objects.filter(source__in=links.values("chain__citation__reading__source")[:LINKS_COUNTED])
    return Claim.objects.filter(pk__in=readings.values("claim"), state__in=IN_USE)
