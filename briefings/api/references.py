"""Parameters that name a record: by its slug, an actor also by any form of its name.

What is hidden and what is absent get the same answer, as both are looked up among the published only.
"""

import orjson

from briefings.api import documents
from briefings.api.statements import Prepared
from briefings.api.values import SLUG, Refused, Value, free, listed, shown, split
from briefings.choices import EditionKind
from briefings.inquiry import matches
from briefings.models import Document, PublishedActor, PublishedCitation, PublishedName
from briefings.text.names import fold_name

SHOWN = 20  # words that a refusal names
MOST_HINTS = 3  # actors that a refusal names for a name that nobody bears
BEARERS = Prepared(
    lambda folded: (
        PublishedName.objects.filter(folded=folded).order_by("actor__slug").values_list("actor__slug").distinct()
    )
)
SERVED = (EditionKind.PUBLISHED.value, EditionKind.UNMERGED.value)


class Record(Value):
    """The slug of a published record. Costs a query."""

    longest = 200

    def __init__(self, record_type: str) -> None:
        super().__init__()
        self.record_type = record_type
        self.schema = {"type": "string", "maxLength": self.longest, "pattern": f"^{SLUG}$"}

    def read(self, value: str) -> str:
        row = documents.row(self.record_type, value)
        if row is None or row[0] not in SERVED:
            raise Refused(f"no published {self.record_type} has the slug {shown(value)}", "unknown_record")
        return value


class Actor(Value):
    """The slugs of the published actors that a slug or a name form stands for. Costs one or two queries.

    A slug leads to one actor, to the one it is now when it was merged (the old slug is kept, for rows that still hold
    it); a name form leads to all who bear it.
    """

    longest = 300
    schema = free(300)

    def read(self, value: str) -> list[str]:
        found = self._by_slug(value) or self._by_name(value)
        if not found:
            raise unknown_actor(value)
        return found

    def _by_slug(self, value: str) -> list[str]:
        row = documents.row("actor", value)
        return self._now(value, *row[:2]) if row else []

    @staticmethod
    def _now(value: str, kind: str, body: bytes) -> list[str]:
        """Return the slugs that a document's slug stands for."""
        if kind == EditionKind.MERGED:
            return [value, orjson.loads(bytes(body))["merged_into"]]
        return [value] if kind in SERVED else []

    def _by_name(self, value: str) -> list[str]:
        folded = fold_name(value)
        if not folded:
            return []
        return [slug for (slug,) in BEARERS.rows(folded)]


def unknown_actor(value: str) -> Refused:
    """Return the refusal of a name that nobody bears, with whose names are like it. Costs four queries."""
    alike = [found.actor["slug"] for found in matches.of(value, most=MOST_HINTS).candidates]
    hint = f"; did you mean {' or '.join(alike)}? /api/v1/actors/match/ tells why" if alike else ""
    return Refused(f"no published actor has the slug or name {shown(value)}{hint}", "unknown_record", alike or None)


class Records(Value):
    """Slugs of published records, separated by commas; they are alternatives. Costs a query."""

    longest = 4000

    def __init__(self, record_type: str) -> None:
        super().__init__()
        self.record_type = record_type
        self.schema = listed(Record(record_type).schema)

    def read(self, value: str) -> list[str]:
        slugs = split(value)
        rows = Document.objects.filter(record_type=self.record_type, slug__in=slugs, kind__in=SERVED)
        found = set(rows.values_list("slug", flat=True))
        absent = [slug for slug in slugs if slug not in found]
        if absent:
            raise Refused(f"no published {self.record_type} has the slug {shown(absent[0])}", "unknown_record")
        return slugs


class Actors(Actor):
    """Slugs or name forms of published actors, separated by commas; they are alternatives. Costs two queries."""

    longest = 4000
    schema = listed(Actor.schema)

    def read(self, value: str) -> list[str]:
        parts = split(value)
        rows = Document.objects.filter(record_type="actor", slug__in=parts).values_list("slug", "kind", "body")
        found = {slug: self._now(slug, kind, body) for slug, kind, body in rows}
        folded = {part: fold_name(part) for part in parts if not found.get(part)}
        named: dict[str, list[str]] = {}
        bearers = PublishedName.objects.filter(folded__in=set(filter(None, folded.values())))
        for key, slug in bearers.values_list("folded", "actor__slug"):
            named.setdefault(key, []).append(slug)
        for part, key in folded.items():
            if key not in named:
                raise unknown_actor(part)
            found[part] = named[key]
        return sorted({slug for slugs in found.values() for slug in slugs})


def with_parents(slugs: list[str]) -> list[str]:
    """Return actors with all bodies that are part of them, directly or not. Costs a query for each level."""
    found, level = set(slugs), set(slugs)
    while level:
        rows = PublishedActor.objects.filter(parent__in=level).values_list("slug", flat=True)
        level = set(rows) - found
        found |= level
    return sorted(found)


class Printed(Value):
    """A word that some published passage has in a column. Costs a query, by the column's index.

    The words are free, so one that no passage has ("persons" for "person") would find nothing, and look like an answer:
    it is refused with those that there are.
    """

    longest = 50
    schema = free(50)

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def read(self, value: str) -> str:
        if not PublishedCitation.objects.filter(**{self.column: value}).exists():
            there = self._there()
            told = f"those that there are begin: {', '.join(there)}" if there else "there are none"
            detail = f"no published passage has the {self.column} {shown(value)}; {told}"
            raise Refused(detail, "unknown_value", there)
        return value

    def _there(self) -> list[str]:
        """Return the first words in order. A step in the index for each, however many passages have it."""
        found: list[str] = []
        while len(found) < SHOWN:
            beyond = {f"{self.column}__gt": found[-1] if found else ""}
            rows = PublishedCitation.objects.filter(**beyond).order_by(self.column)
            word = rows.values_list(self.column, flat=True).first()
            if word is None:
                break
            found.append(word)
        return found


class NameForm(Value):
    """A name form, folded: case, accents, spaces and hyphens make no difference."""

    longest = 300
    schema = free(300)

    def read(self, value: str) -> str:
        folded = fold_name(value)
        if not folded:
            raise Refused(f"{shown(value)} holds neither a letter nor a digit", "no_words")
        return folded
