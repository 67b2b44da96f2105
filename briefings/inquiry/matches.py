"""Whom a name may be of: candidates with score and reason, and what curators have decided about them.

Names are found by keys that rendering keeps beside each published form (text/likeness.py), never by looking through
all of them. Nothing is merged: two people do that, at the desk.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from briefings import models
from briefings.choices import JudgementKind, RecordType
from briefings.inquiry import worlds
from briefings.rendering.in_force import PUBLIC
from briefings.text import likeness
from briefings.text.likeness import Likeness
from briefings.text.names import fold_name

MOST_READ = 500  # name forms that are compared; a key that more of them have is too common to tell
OF_PERSONS = (JudgementKind.SAME_PERSON, JudgementKind.NOT_SAME_PERSON)
Document = dict[str, Any]


@dataclass(frozen=True)
class Candidate:
    """An actor that a name may be of, by the one of its forms that is most alike."""

    actor: Document
    form: str
    likeness: Likeness
    judgements: tuple[Document, ...]


@dataclass(frozen=True)
class Found:
    """Candidates, the likeliest first. is_complete: every form that shares a key was compared."""

    candidates: list[Candidate]
    is_complete: bool


def of(name: str, *, least: float = likeness.LEAST, most: int = 25, kind: str | None = None) -> Found:
    """Return whom a name may be of. Costs four queries, whatever the number of actors; two, if nobody is alike.

    most: candidates at most. kind: only actors of this kind. A name without letters and digits is nobody's.
    """
    rows = _forms(name, kind) if fold_name(name) else []
    alike: dict[str, tuple[Likeness, str]] = {}
    for actor, form in rows[:MOST_READ]:
        found = likeness.compare(name, form)
        if found is not None and found.score >= least and (actor not in alike or found.score > alike[actor][0].score):
            alike[actor] = (found, form)
    best = sorted(alike, key=lambda actor: (-alike[actor][0].score, actor))[:most]
    actors = worlds.documents(RecordType.ACTOR, best) if best else {}
    decided = _judgements(actors) if actors else []
    return Found(
        [
            Candidate(actors[slug], alike[slug][1], alike[slug][0], tuple(_about(slug, decided)))
            for slug in best
            if slug in actors
        ],
        len(rows) <= MOST_READ,
    )


def _forms(name: str, kind: str | None) -> list[tuple[str, str]]:
    """Return the forms that fold to the same as a name or share a key with it, as (actor, form). Two queries.

    There may be one more than are compared. In the order of keys, the narrower first, so that a common family name
    crowds out nobody.
    """
    same = models.PublishedName.objects.filter(folded=fold_name(name)).order_by("pk")
    alike = models.PublishedNameKey.objects.filter(key__in=likeness.asked_keys(name)).order_by("key", "name")
    if kind is not None:
        same, alike = same.filter(actor__kind=kind), alike.filter(name__actor__kind=kind)
    rows = [
        *same.values_list("actor__slug", "text")[:MOST_READ],
        *alike.values_list("name__actor__slug", "name__text")[: MOST_READ + 1],
    ]
    return list(dict.fromkeys(rows))


def _judgements(actors: Iterable[str]) -> list[Document]:
    """Return the published judgements of persons that name any of the actors. One query."""
    rows = models.Document.objects.filter(
        record_type=RecordType.JUDGEMENT, kind__in=PUBLIC, shows__record_type=RecordType.ACTOR,
        shows__slug__in=list(actors),
    )  # fmt: skip
    found = {slug: orjson.loads(bytes(body)) for slug, body in rows.order_by("slug").values_list("slug", "body")}
    return [each for each in found.values() if each["kind"] in OF_PERSONS]


def _about(actor: str, judgements: Iterable[Document]) -> Iterable[Document]:
    return (each for each in judgements if actor in {line["slug"] for line in each["actors"]})
