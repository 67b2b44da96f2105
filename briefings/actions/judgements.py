"""Judge in one step that two actors are not one: a judgement like any other, which another person approves."""

from briefings import permissions
from briefings.actions import records
from briefings.actions.transactions import one_writer
from briefings.choices import JudgementKind, State
from briefings.errors import Conflict, Invalid
from briefings.models import Actor, Judgement, Record, User

IN_USE = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)
OF_PERSONS = (JudgementKind.SAME_PERSON, JudgementKind.NOT_SAME_PERSON)


def keep_apart(*, actor: Actor, other: Actor, by: User, reason: str) -> Record:
    """Judge that two actors are not the same, and submit it. Undone as any judgement: recalled, discarded, withdrawn.

    Raises Conflict where they are judged already, InvalidFacts for no reason; nothing is kept then.
    """
    permissions.require(by, "create")
    if actor.pk == other.pk:
        raise Invalid(f"cannot judge {actor.label}: nothing is judged against itself")
    with one_writer():
        judged = of_pair(actor, other)
        if judged is not None:
            raise Conflict(f"{actor.slug} and {other.slug} are judged already: {judged.slug} ({judged.state})")
        facts = {"kind": JudgementKind.NOT_SAME_PERSON, "actors": [actor.slug, other.slug], "reason": reason}
        row = records.create(record_type="judgement", slug=_slug(actor, other), facts=facts, by=by)
        return records.submit(record=row, by=by)


def of_pair(actor: Actor, other: Actor) -> Judgement | None:
    """Return the judgement of two actors that stands, or waits to. One query."""
    rows = Judgement.objects.filter(kind__in=OF_PERSONS, state__in=IN_USE)
    return rows.filter(actors=actor).filter(actors=other).order_by("pk").first()


def _slug(actor: Actor, other: Actor) -> str:
    """Return a slug that no judgement ever had: of both actors as far as they fit."""
    room = (records.LONGEST_SLUG - len("-is-not--99")) // 2
    first, second = (each.slug[:room].rstrip("-") for each in sorted((actor, other), key=lambda each: each.slug))
    stem = f"{first}-is-not-{second}"
    taken = set(Judgement.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
