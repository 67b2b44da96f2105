"""Multiply a generated database: every block again under other slugs, in a tenth of the time that making it takes.

For reading only. Each copy has the words, values and instants of its original, with other numbers in its slugs and
other ids; the cast (actors, occasions) stays as it is. Editions and texts of reports are not copied: no list, document
or search reads them, and nothing in such a database can be revised or verified.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from bench.generation.loading import bare_tables
from bench.generation.reports import VERBS
from bench.generation.sizes import BLOCK, IDS, SOURCES
from briefings.facts import canonical
from briefings.models import (
    Aside,
    Document,
    Edition,
    PublishedCitation,
    PublishedClaim,
    PublishedSource,
    PublishedText,
    PublishedTotal,
    Region,
    SourceText,
)
from briefings.models.search import NUMBERS
from briefings.rendering import publication, totals

UNREAD = (Edition, SourceText, Region, Aside)
HASHED = (Document, PublishedCitation)  # rows with a body and the hash of it
NAMES = frozenset({"slug", "claim", "source", "left_claim", "right_claim"})  # columns that hold slugs
CHUNK = 2000
NUMBERED = re.compile(rf"(-(?:{'|'.join(VERBS)})-[a-z]+-|[a-z]-report-|\bcompared-)(\d+)")
NUMBERED_BYTES = re.compile(NUMBERED.pattern.encode())
Row = tuple[Any, ...]


def multiply(times: int) -> int:
    """Make so many times as many claims of a generated SQLite database, itself included; return how many there are."""
    claims, started = PublishedClaim.objects.count(), time.monotonic()
    tables = apps.get_app_config("briefings").get_models(include_auto_created=True)
    copied = [model for model in tables if model not in UNREAD and model is not PublishedTotal]
    last = {model: model._base_manager.aggregate(last=models.Max(_numbered(model)))["last"] for model in copied}
    with bare_tables(is_checked=False):
        for number in range(1, times):
            for model in copied:
                if isinstance(last[model], int) and last[model] > IDS:
                    _copy(model, last[model], number, claims)
            passed = time.monotonic() - started
            print(f"\r{claims * (number + 1):,} claims, {passed:,.0f} s ", end="", file=sys.stderr)
        print("\nindexes, full text", file=sys.stderr)
    _multiply_totals(times, claims)
    publication.turn()
    return claims * times


def _copy(model: type[models.Model], last: int, number: int, claims: int) -> None:
    """Put in one copy of a table's rows."""
    table, key, fields = model._meta.db_table, _numbered(model), model._meta.concrete_fields
    names, chosen = [field.column for field in fields], [_chosen(field, number, claims) for field in fields]
    where = f'FROM {table} WHERE "{key}" > {IDS} AND "{key}" <= {last} ORDER BY "{key}"'
    into = f"INSERT INTO {table} ({', '.join(map(_quoted, names))})"
    with transaction.atomic(), connection.cursor() as cursor:
        engine, renamed = cursor.connection, renaming(number, claims)
        engine.create_function("renamed", 1, renamed, deterministic=True)
        if model not in HASHED:
            engine.execute(f"{into} SELECT {', '.join(chosen)} {where}")
            return
        body, etag = names.index("body"), names.index("etag")
        rows = engine.execute(f"SELECT {', '.join(chosen)} {where}")
        while chunk := [[*row] for row in islice(rows, CHUNK)]:
            for row in chunk:
                row[body] = renamed(row[body])
                row[etag] = canonical.sha256(row[body])
            engine.executemany(f"{into} VALUES ({', '.join('?' * len(fields))})", chunk)


def _numbered(model: type[models.Model]) -> str:
    """Return the column whose numbers tell a block's rows: the id, unless that is made of the document's."""
    return "document_id" if model is PublishedText else model._meta.pk.column


def _quoted(name: str) -> str:
    return f'"{name}"'


def _chosen(field: models.Field, number: int, claims: int) -> str:
    """Return what SQL takes from a column for the number-th copy, in a database of so many claims."""
    column, step = _quoted(field.column), claims // BLOCK * IDS * number
    if field.model is PublishedText and field.primary_key:
        return f"{column} + {step * NUMBERS}"
    if _is_id(field):
        return f"{column} + {step} * ({column} > {IDS})"
    return f"renamed({column})" if field.name in NAMES else column


def _is_id(field: models.Field) -> bool:
    """Return whether a column is an id of its own or of a row that is copied too."""
    if field.is_relation:
        whose = models.AutoField | models.OneToOneField
        return field.related_model not in UNREAD and isinstance(field.target_field, whose)
    return field.primary_key and isinstance(field, models.AutoField)


def renaming(number: int, claims: int) -> Callable[[Any], Any]:
    """Return what puts the numbers of the number-th copy into slugs."""
    blocks = number * claims // BLOCK

    def of(head: bytes) -> int:
        if head.endswith(b"-report-"):
            return blocks * SOURCES
        return blocks if head.startswith(b"compared") else blocks * BLOCK

    def in_text(match: re.Match[str]) -> str:
        return f"{match[1]}{int(match[2]) + of(match[1].encode())}"

    def in_bytes(match: re.Match[bytes]) -> bytes:
        return b"%b%d" % (match[1], int(match[2]) + of(match[1]))

    def renamed(value: Any) -> Any:
        if isinstance(value, str):
            return NUMBERED.sub(in_text, value)
        return value if value is None else NUMBERED_BYTES.sub(in_bytes, value)

    return renamed


def _multiply_totals(times: int, claims: int) -> None:
    """Bring the totals up to what the copies add: each value again, or a value of its own where it is a slug."""
    PublishedTotal.objects.filter(resource="sources").delete()  # one of them belongs to the cast: counted anew
    slugs = PublishedSource.objects.values_list("slug", flat=True)
    totals.add(Counter(), totals.of({"sources": slugs.iterator()}))
    own = [*PublishedTotal.objects.exclude(resource__in=("actors", "briefings", "sources"))]
    for total in own:
        if NUMBERED.search(total.value):
            copies = (renaming(number, claims)(total.value) for number in range(1, times))
            PublishedTotal.objects.bulk_create(
                PublishedTotal(
                    resource=total.resource, scope=total.scope, facet=total.facet, is_null=False, value=value,
                    count=total.count,
                )
                for value in copies
            )  # fmt: skip
        else:
            total.count *= times
    PublishedTotal.objects.bulk_update(own, ["count"], batch_size=500)
