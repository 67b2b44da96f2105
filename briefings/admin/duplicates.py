"""Actors that may be one: on the page of each, and page by page through all; and what came of looking at a pair."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from briefings.actions import judgements
from briefings.admin import steps
from briefings.admin.access import may
from briefings.choices import ActorKind, NameKind, State
from briefings.errors import BriefingsError, Forbidden
from briefings.inquiry import duplicates
from briefings.inquiry.duplicates import Pair
from briefings.models import Actor, Document, DocumentShows, Judgement, Name
from briefings.text.likeness import Reason

SHOWN_AT_MOST = 20
DOCUMENTS_SHOWN = 50
STEPS_A_PAGE = 5  # of actors looked through for one page that would else be empty
REASONS = {
    Reason.SAME_KEY: "the same letters",
    Reason.WORD_ORDER: "the same words in another order",
    Reason.HANGUL: "Hangul and a romanisation of it",
    Reason.ROMANISATION: "two romanisations of one name",
    Reason.ROMANISATION_NEAR: "two romanisations of one sound",
    Reason.TRANSLITERATION: "alike letter by letter",
    Reason.INITIALS: "initials that fit",
    Reason.PART_OF_NAME: "one is part of the other",
}
SAME_FORM = "the very same name form"
UNPUBLISHED = (State.DRAFT, State.IN_REVIEW)


def of(actor: Actor) -> list[dict[str, Any]]:
    """Return the actors that one may be, the likeliest first, with reason and judgement. Costs seven queries."""
    if actor.merged_into_id:
        return []
    forms = [name.text for name in actor.names.all() if name.kind != NameKind.DESCRIPTION]
    is_person = actor.kind == ActorKind.PERSON
    found = duplicates.of({actor.slug: forms}, are_persons=is_person)
    proposed = {pair.other: (REASONS[pair.likeness.reason], pair) for pair in found.pairs}
    drafts = Name.objects.filter(text__in=forms, actor__state__in=UNPUBLISHED, actor__edition=None)
    for slug, text in drafts.exclude(actor=actor).values_list("actor__slug", "text")[:SHOWN_AT_MOST]:
        proposed.setdefault(slug, (SAME_FORM, Pair(actor.slug, text, slug, text, duplicates.EQUAL)))
    rows = Actor.objects.filter(slug__in=proposed, merged_into=None).select_related("edition")
    shown = {row.slug: row for row in rows if (row.kind == ActorKind.PERSON) == is_person}
    judged = _judged([actor, *shown.values()])
    return [
        _line(actor, shown[slug], reason, pair, judged)
        for slug, (reason, pair) in proposed.items()
        if slug in shown
    ][:SHOWN_AT_MOST]  # fmt: skip


def _line(
    actor: Actor, other: Actor, reason: str, pair: Pair, judged: dict[frozenset[int], Judgement]
) -> dict[str, Any]:
    judgement = judged.get(frozenset((actor.pk, other.pk)))
    return {
        "row": other,
        "url": steps.url_of(other),
        "of": actor,
        "of_url": steps.url_of(actor),
        "form": pair.form,
        "other_form": pair.other_form,
        "score": pair.likeness.score,
        "reason": reason,
        "judgement": judgement,
        "judgement_url": steps.url_of(judgement) if judgement else "",
        "merge_url": f"{reverse('admin:briefings_actor_merge', args=[actor.pk])}?into={other.pk}",
    }


def _judged(actors: Iterable[Actor]) -> dict[frozenset[int], Judgement]:
    """Return the judgements that stand, or wait to, by each two of these actors. Two queries."""
    ids = {actor.pk for actor in actors}
    rows = Judgement.objects.filter(kind__in=judgements.OF_PERSONS, state__in=judgements.IN_USE, actors__in=ids)
    found = {}
    for row in rows.distinct().prefetch_related("actors"):
        named = [actor.pk for actor in row.actors.all() if actor.pk in ids]
        found |= {frozenset((one, other)): row for one in named for other in named if one != other}
    return found


def page(after: str) -> dict[str, Any]:
    """Return the next pairs that nobody has judged, among actors after a slug; looks on where some have none."""
    lines: list[dict[str, Any]] = []
    looked_at, is_complete, last = 0, True, after
    for _ in range(STEPS_A_PAGE):
        step = duplicates.step(last)
        looked_at, is_complete = looked_at + step.looked_at, is_complete and step.found.is_complete
        lines += _lines(step.found.pairs)
        last = step.after or ""
        if not last or len(lines) >= SHOWN_AT_MOST:
            break
    return {"pairs": lines, "looked_at": looked_at, "is_complete": is_complete, "after": last}


def _lines(pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    slugs = {slug for pair in pairs for slug in (pair.actor, pair.other)}
    rows = {row.slug: row for row in Actor.objects.filter(slug__in=slugs, merged_into=None)} if slugs else {}
    judged = _judged(rows.values()) if rows else {}
    lines = [
        _line(rows[pair.actor], rows[pair.other], REASONS[pair.likeness.reason], pair, judged)
        for pair in pairs
        if pair.actor in rows and pair.other in rows
    ]
    return [line for line in lines if line["judgement"] is None]


def kept_apart(request: HttpRequest, actor: Actor, other: Actor | None) -> bool:
    """Judge that two actors are not the same, and say what came of it. Raises PermissionDenied."""
    if not may(request, "create"):
        raise PermissionDenied("judging takes the role of a curator")
    if other is None:
        messages.error(request, "No other actor was named.")
        return False
    try:
        row = judgements.keep_apart(actor=actor, other=other, by=request.user, reason=request.POST.get("reason", ""))
    except Forbidden as error:
        raise PermissionDenied(error.detail) from error
    except BriefingsError as error:
        messages.error(request, error.detail)
        return False
    messages.success(request, f"{row.label} says that {actor.slug} is not {other.slug}; another person approves it.")
    return True


def shown_by(actor: Actor) -> dict[str, Any]:
    """Return which documents of readers show an actor: how many of each type, and the first ones. Two queries."""
    rows = Document.objects.filter(
        pk__in=DocumentShows.objects.filter(record_type="actor", slug=actor.slug).values("document")
    )
    keys = list(rows.order_by("record_type", "slug").values_list("record_type", "slug")[: DOCUMENTS_SHOWN + 1])
    return {"documents": keys[:DOCUMENTS_SHOWN], "has_more": len(keys) > DOCUMENTS_SHOWN, "count": rows.count()}
