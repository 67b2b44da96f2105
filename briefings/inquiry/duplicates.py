"""Actors that may be one, by the forms of their names: found by keys, never by comparing all with all.

What `matches` does for one name, this does for many at once, so that a desk can look through a hundred thousand actors.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Concat

from briefings import models
from briefings.choices import ActorKind
from briefings.text import likeness
from briefings.text.likeness import Likeness
from briefings.text.names import fold_name

LEAST = 0.6  # a part of a name alone is no reason to think of one person
MOST_READ = 3_000  # forms that share a key; beyond, the answer says that it is not complete
MOST_COMPARED = 6_000
WIDE = ("tk:",)  # keys of single words: they find parts of names, which are below LEAST
ACTORS_A_STEP = 100
KEYS_A_QUERY = 5_000

EQUAL = Likeness(1.0, likeness.Reason.SAME_KEY)

Forms = Mapping[str, Sequence[str]]  # slug of an actor to the forms of its name
Form = tuple[str, str]  # actor and form


@dataclass(frozen=True)
class Pair:
    """Two actors with the two forms of their names that are most alike."""

    actor: str
    form: str
    other: str
    other_form: str
    likeness: Likeness


@dataclass(frozen=True)
class Found:
    """Pairs, the likeliest first. is_complete: every form that shares a key was compared."""

    pairs: list[Pair]
    is_complete: bool


@dataclass(frozen=True)
class Step:
    """What was found among some actors, in the order of their slugs. after: the last one looked at, None at the end."""

    found: Found
    looked_at: int
    after: str | None


def of(actors: Forms, *, are_persons: bool | None = None) -> Found:
    """Return the published actors that each of these may be.

    Costs two queries for each 5,000 keys; an actor has a few dozen.
    are_persons: compare with persons only (True), with all but persons (False), or with all.
    """
    asked = _asked(actors)
    rows, is_whole = _rows(asked, are_persons)
    best: dict[tuple[str, str], Pair] = {}
    compared: set[tuple[Form, Form]] = set()
    for mine, theirs in _meetings(asked, rows):
        if (mine, theirs) in compared:
            continue
        if len(compared) >= MOST_COMPARED:
            is_whole = False
            break
        compared.add((mine, theirs))
        alike = likeness.compare(mine[1], theirs[1])
        place = (mine[0], theirs[0])
        if alike and alike.score >= LEAST and (place not in best or alike.score > best[place].likeness.score):
            best[place] = Pair(*mine, *theirs, alike)
    pairs = sorted(best.values(), key=lambda pair: (-pair.likeness.score, pair.actor, pair.other))
    return Found(pairs, is_whole)


def _asked(actors: Forms) -> dict[str, list[Form]]:
    """Return who asks under each key."""
    asked: dict[str, list[Form]] = defaultdict(list)
    for actor, forms in actors.items():
        for form in forms:
            for key in _keys(form):
                asked[key].append((actor, form))
    return asked


def _keys(form: str) -> Iterator[str]:
    folded = fold_name(form)
    if folded:
        yield f"={folded}"
        yield from (key for key in likeness.asked_keys(form) if not key.startswith(WIDE))


def _rows(asked: Mapping[str, list[Form]], are_persons: bool | None) -> tuple[list[tuple[str, Form]], bool]:
    """Return the published forms under the keys, as (key, form), and whether these are all."""
    found: list[tuple[str, Form]] = []
    for keys in _batched(sorted(asked), KEYS_A_QUERY):
        for rows in _lookups(keys, are_persons):
            found += [(key, (actor, form)) for key, actor, form in rows[: MOST_READ + 1 - len(found)]]
    return found[:MOST_READ], len(found) <= MOST_READ


def _batched(keys: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    yield from (keys[at : at + size] for at in range(0, len(keys), size))


def _lookups(keys: Sequence[str], are_persons: bool | None) -> list[QuerySet]:
    """Return the two lookups of keys: of forms that fold to the same, and of forms that share a key."""
    same: QuerySet = models.PublishedName.objects.filter(
        folded__in=[key[1:] for key in keys if key[0] == "="]
    ).order_by("pk")
    alike: QuerySet = models.PublishedNameKey.objects.filter(key__in=[key for key in keys if key[0] != "="])
    alike = alike.order_by("key", "name")
    if are_persons is not None:
        person = Q(actor__kind=ActorKind.PERSON), Q(name__actor__kind=ActorKind.PERSON)
        same, alike = (
            rows.filter(each) if are_persons else rows.exclude(each)
            for rows, each in zip((same, alike), person, strict=True)
        )
    marked = Concat(Value("="), "folded", output_field=CharField())
    return [
        same.annotate(marked=marked).values_list("marked", "actor__slug", "text"),
        alike.values_list("key", "name__actor__slug", "name__text"),
    ]


def _meetings(asked: Mapping[str, list[Form]], rows: Iterable[tuple[str, Form]]) -> Iterator[tuple[Form, Form]]:
    for key, theirs in rows:
        for mine in asked.get(key, ()):
            if mine[0] != theirs[0]:
                yield mine, theirs


def step(after: str) -> Step:
    """Return the pairs of the next actors after a slug with those of a later slug, so each pair once.

    Costs two queries, and those of `of` twice.
    """
    rows = models.PublishedActor.objects.filter(slug__gt=after).order_by("slug").values_list("pk", "slug", "kind")
    page = list(rows[: ACTORS_A_STEP + 1])
    kept = page[:ACTORS_A_STEP]
    names: dict[int, list[str]] = defaultdict(list)
    forms = models.PublishedName.objects.filter(actor__in=[pk for pk, *_ in kept]).order_by("pk")
    for pk, text in forms.values_list("actor_id", "text"):
        names[pk].append(text)
    founds = [
        of({slug: names[pk] for pk, slug, kind in kept if (kind == ActorKind.PERSON) == are_persons},
           are_persons=are_persons)
        for are_persons in (True, False)
    ]  # fmt: skip
    return Step(_joined(founds), len(kept), kept[-1][1] if len(page) > ACTORS_A_STEP else None)


def _joined(founds: Iterable[Found]) -> Found:
    """Return the pairs of several answers in one, each with the actor whose slug comes first."""
    founds = list(founds)
    pairs = [pair for found in founds for pair in found.pairs if pair.actor < pair.other]
    pairs.sort(key=lambda pair: (-pair.likeness.score, pair.actor, pair.other))
    return Found(pairs, all(found.is_complete for found in founds))
