"""Parameters that name a record: by its slug, an actor also by any form of its name.

What is hidden and what is absent get the same answer, as both are looked up among the published only.
"""

import orjson

from briefings.api.values import Refused, Value, shown
from briefings.choices import EditionKind
from briefings.models import Document, PublishedName
from briefings.text.names import fold_name

SERVED = (EditionKind.PUBLISHED.value, EditionKind.UNMERGED.value)


class Record(Value):
    """The slug of a published record. Costs a query."""

    longest = 200

    def __init__(self, record_type: str) -> None:
        super().__init__()
        self.record_type = record_type
        self.schema = {"type": "string", "maxLength": self.longest}

    def read(self, value: str) -> str:
        rows = Document.objects.filter(record_type=self.record_type, slug=value, kind__in=SERVED)
        if not rows.exists():
            raise Refused(f"no published {self.record_type} has the slug {shown(value)}", "unknown_record")
        return value


class Actor(Value):
    """The slugs of the published actors that a slug or a name form stands for. Costs one or two queries.

    A slug leads to one actor, to the one it is now when it was merged (the old slug is kept, for rows that still hold
    it); a name form leads to all who bear it.
    """

    longest = 300
    schema = {"type": "string", "maxLength": 300}

    def read(self, value: str) -> list[str]:
        found = self._by_slug(value) or self._by_name(value)
        if not found:
            raise Refused(f"no published actor has the slug or name {shown(value)}", "unknown_record")
        return found

    def _by_slug(self, value: str) -> list[str]:
        row = Document.objects.filter(record_type="actor", slug=value).values_list("kind", "body").first()
        if row is None:
            return []
        kind, body = row
        if kind == EditionKind.MERGED:
            return [value, orjson.loads(bytes(body))["merged_into"]]
        return [value] if kind in SERVED else []

    def _by_name(self, value: str) -> list[str]:
        folded = fold_name(value)
        if not folded:
            return []
        rows = PublishedName.objects.filter(folded=folded).order_by("actor__slug")
        return list(rows.values_list("actor__slug", flat=True).distinct())


class NameForm(Value):
    """A name form, folded: case, accents, spaces and hyphens make no difference."""

    longest = 300
    schema = {"type": "string", "maxLength": 300}

    def read(self, value: str) -> str:
        folded = fold_name(value)
        if not folded:
            raise Refused(f"{shown(value)} holds neither a letter nor a digit", "invalid")
        return folded
