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
    PublishedTotal,
    Region,
    SourceText,
)
from briefings.rendering import publication, totals

UNREAD = (Edition, SourceText, Region, Aside)
HASHED = (Document, PublishedCitation)  # rows with a body and the hash of it
CHUNK = 2000
NUMBERED = re.compile(rf"(-(?:{'|'.join(VERBS)})-[a-z]+-|[a-z]-report-|\bcompared-)(\d+)")
NUMBERED_BYTES = re.compile(NUMBERED.pattern.encode())
Row = tuple[Any, ...]


def multiply(times: int) -> int:
    """Make so many times as many claims of a generated SQLite database, itself included; return how many there are."""
    claims, started = PublishedClaim.objects.count(), time.monotonic()
    tables = apps.get_app_config("briefings").get_models(include_auto_created=True)
    copied = [model for model in tables if model not in UNREAD and model is not PublishedTotal]
    last = {model: model._base_manager.aggregate(last=models.Max("pk"))["last"] for model in copied}
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
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    copied = copier(model, number, claims)
    with transaction.atomic(), connection.cursor() as cursor:
        engine = cursor.connection
        key = model._meta.pk.column
        rows = engine.execute(
            f'SELECT {names} FROM {model._meta.db_table} WHERE "{key}" > {IDS} AND "{key}" <= {last} ORDER BY "{key}"'
        )
        sql = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({', '.join('?' * len(fields))})"
        while chunk := [*islice(rows, CHUNK)]:
            engine.executemany(sql, map(copied, chunk))


def copier(model: type[models.Model], number: int, claims: int) -> Callable[[Row], Row]:
    """Return what makes the number-th copy of a row, in a database of so many claims."""
    more = claims // BLOCK * IDS * number
    renamed = renaming(number, claims)
    fields = model._meta.concrete_fields
    ids = [at for at, field in enumerate(fields) if _is_id(field)]
    words = [at for at, field in enumerate(fields) if at not in ids]
    body, etag = ([field.name for field in fields].index(name) if model in HASHED else -1 for name in ("body", "etag"))

    def copied(row: Row) -> Row:
        values = list(row)
        for at in ids:
            if values[at] is not None and values[at] > IDS:
                values[at] += more
        for at in words:
            if isinstance(values[at], (str, bytes)):
                values[at] = renamed(values[at])
        if model in HASHED:
            values[etag] = canonical.sha256(values[body])
        return tuple(values)

    return copied


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

    def in_bytes(match: re.Match[bytes]) -> bytes:
        return b"%b%d" % (match[1], int(match[2]) + of(match[1]))

    def renamed(value: str | bytes) -> str | bytes:
        if isinstance(value, str):
            return NUMBERED_BYTES.sub(in_bytes, value.encode()).decode()
        return NUMBERED_BYTES.sub(in_bytes, value)

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
