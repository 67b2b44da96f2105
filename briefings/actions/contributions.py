"""Contributions: who edited a record on the way to its next edition, and so cannot approve it."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils import timezone

from briefings.models import Contribution, Record, User

Key = tuple[str, str]  # type and slug


def add(rows: Sequence[Record], by: User) -> None:
    """Keep that somebody worked on the next edition of records, which they then cannot approve."""
    there = _contributions(rows).filter(user=by).values_list("record_type", "slug", "number")
    known = set(there)
    mine = [(row.record_type.value, row.slug, row.next_number) for row in rows]
    Contribution.objects.bulk_create(
        Contribution(record_type=record_type, slug=slug, number=number, user=by, contributed_at=timezone.now())
        for record_type, slug, number in mine
        if (record_type, slug, number) not in known  # one writer at a time: nobody adds it in between
    )


def of(row: Record) -> list[User]:
    """Return who edited the record since its last edition, each once, in the order in which they began."""
    return of_all([row])[row.record_type.value, row.slug]


def of_all(rows: Sequence[Record]) -> dict[Key, list[User]]:
    """Return for each record who edited it since its last edition. One query."""
    number = {(row.record_type.value, row.slug): row.next_number for row in rows}
    found: dict[Key, list[User]] = {key: [] for key in number}
    for each in _contributions(rows).select_related("user").order_by("contributed_at", "pk"):
        key = (each.record_type, each.slug)
        if each.number == number.get(key):
            found[key].append(each.user)
    return found


def _contributions(rows: Sequence[Record]) -> QuerySet[Contribution]:
    """Return contributions to the records, to editions before the next one too."""
    wanted = Q(pk__in=[])
    for record_type in {row.record_type.value for row in rows}:
        slugs = [row.slug for row in rows if row.record_type == record_type]
        wanted |= Q(record_type=record_type, slug__in=slugs)
    return Contribution.objects.filter(wanted)
