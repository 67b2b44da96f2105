"""Keep totals: how many records of each list have each value of each facet, in step with the published rows.

What a publication adds and takes away is found by counting the records that it touches before and after it, so its
cost does not depend on how many there are besides.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from briefings.models import (
    Document,
    PublishedChain,
    PublishedCitation,
    PublishedClaim,
    PublishedCountry,
    PublishedLink,
    PublishedTotal,
    UnfinishedLoad,
)
from briefings.rendering.facets import LISTS, SCOPED, kept
from briefings.rendering.in_force import InForce

Key = tuple[str, str]  # type and slug of a record
Row = dict[str, Any]
Total = tuple[str, str, str, bool, str]  # list, scope, facet, whether the value is null, the value
Totals = Counter[Total]
CHUNK = 500  # records counted at a time
ALL = ""  # scope and facet of everything
COLUMNS = ("resource", "scope", "facet", "is_null", "value")
TABLE = PublishedTotal._meta.db_table
ADD = (
    f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}, count) VALUES (%s, %s, %s, %s, %s, %s)"
    f" ON CONFLICT ({', '.join(COLUMNS)}) DO UPDATE SET count = {TABLE}.count + excluded.count"
)
DROP = f"DELETE FROM {TABLE} WHERE {' AND '.join(f'{name} = %s' for name in COLUMNS)} AND count = 0"


def written(value: Any) -> str:
    """Return a value as text that sorts as it does; the list's column reads it again."""
    if value is None:
        return ""
    return str(value) if isinstance(value, str) else f"{value:010d}"


def in_words(resource: str, facet: str) -> Any:
    """Return how the text of a kept value becomes the value: as the facet's column has it."""
    declared = kept(resource)[facet]
    column: Any = declared.table._meta.get_field(declared.column)
    return (lambda text: column.to_python(int(text))) if column.get_internal_type() != "CharField" else str


@contextmanager
def in_step(keys: Iterable[Key], in_force: InForce) -> Iterator[set[Key]]:
    """Keep the totals in step with what becomes of these records in the block; yields those that have documents."""
    touched = set(keys)
    in_force.load(touched)
    readings = [in_force.get(*key) for key in touched if key[0] == "reading"]
    touched |= {("claim", held.facts["claim"]) for held in readings if held}
    there = _rendered(touched)
    before = of(_by_list(there))
    yield there
    add(before, of(_by_list(touched)))


def _rendered(keys: set[Key]) -> set[Key]:
    """Return which of the records have documents."""
    types, slugs = {record_type for record_type, _ in keys}, iter({slug for _, slug in keys})
    found: set[Key] = set()
    while chunk := [*islice(slugs, CHUNK)]:
        rows = Document.objects.filter(record_type__in=types, slug__in=chunk)  # the index begins with the type
        found.update(rows.values_list("record_type", "slug"))
    return found & keys


def _by_list(keys: Iterable[Key]) -> dict[str, list[str]]:
    slugs: dict[str, list[str]] = defaultdict(list)
    for record_type, slug in sorted(keys):
        slugs[f"{record_type}s"].append(slug)
    return slugs


def add(before: Totals, after: Totals) -> None:
    """Take away what was before and add what is after, where they differ."""
    changed = [(*total, more) for total in before | after if (more := after[total] - before[total])]
    gone = [each[:-1] for each in changed if each[-1] < 0]
    with connection.cursor() as cursor:
        if changed:
            cursor.executemany(ADD, sorted(changed))
        if gone:
            cursor.executemany(DROP, gone)


def of(slugs: Mapping[str, Iterable[str]]) -> Totals:
    """Return the totals of some records alone. slugs: by list; of claims, with all their citations."""
    found: Totals = Counter()
    for resource, several in slugs.items():
        names = iter(several)
        while chunk := [*islice(names, CHUNK)]:
            found.update(_of_claims(chunk) if resource == "claims" else _of_rows(resource, chunk))
    return found


def everything() -> Totals:
    """Return the totals of all published records, counted anew. Reads all of them, a few at a time."""
    found: Totals = Counter()
    for resource in LISTS:
        if resource != "citations":  # which are counted with their claims
            slugs = LISTS[resource]._default_manager.order_by("slug").values_list("slug", flat=True)
            found.update(of({resource: slugs.iterator(chunk_size=CHUNK)}))
    return found


def rebuild() -> None:
    """Drop the totals and count them again."""
    PublishedTotal.objects.all().delete()
    rows = (dict(zip(COLUMNS, total, strict=True)) | {"count": count} for total, count in everything().items())
    PublishedTotal.objects.bulk_create((PublishedTotal(**row) for row in rows), batch_size=CHUNK)


def add_records(keys: Iterable[Key]) -> None:
    """Add what records count that no total counts yet; of claims, with all their citations."""
    add(Counter(), of(_by_list(keys)))


def fill() -> None:
    """Count the totals if records were published before totals were kept. A load that is unfinished counts them."""
    if Document.objects.exists() and not PublishedTotal.objects.exists() and not UnfinishedLoad.objects.exists():
        with transaction.atomic():
            rebuild()


def stored() -> Totals:
    """Return the totals that are kept."""
    rows = PublishedTotal.objects.values_list(*COLUMNS, "count").iterator()
    return Counter({row[:-1]: row[-1] for row in rows})


def _of_rows(resource: str, slugs: list[str]) -> Totals:
    """Return the totals of a list whose facets are columns of its rows."""
    table = LISTS[resource]
    rows = _rows(table, "slug", slugs, *{facet.column for facet in kept(resource).values()})
    return _counted(resource, {table: [(row["slug"], row) for row in rows]}, {row["slug"]: ALL for row in rows})


def _of_claims(slugs: list[str]) -> Totals:
    """Return the totals of claims, and those of the citations about them. Costs five queries at most."""
    columns: dict[type, set[str]] = defaultdict(set)
    for facet in (*kept("claims").values(), *kept("citations").values()):
        columns[facet.table].add(facet.column)
    found = _rows(PublishedClaim, "slug", slugs, "document", *columns[PublishedClaim])
    passages = _rows(PublishedCitation, "claim", slugs, "id", *columns[PublishedCitation])
    claims = {row["slug"]: row for row in found}
    citations = {row["id"]: row for row in passages}
    by_citation: dict[type, list[tuple[Any, Row]]] = {
        PublishedCitation: [*citations.items()],
        **{
            table: [(row["citation"], row) for row in _rows(table, "citation", citations, *names)]
            for table, names in ((PublishedLink, ("actor", "role")), (PublishedChain, ("end",)))
        },
    }
    slug_of = {row["document"]: slug for slug, row in claims.items()}
    by_claim: dict[type, list[tuple[Any, Row]]] = {
        PublishedClaim: [*claims.items()],
        PublishedCountry: [
            (slug_of[row["claim"]], row) for row in _rows(PublishedCountry, "claim", slug_of, "country")
        ],
        **{table: [(citations[key]["claim"], row) for key, row in rows] for table, rows in by_citation.items()},
    }
    return _counted("claims", by_claim, {slug: row["category"] for slug, row in claims.items()}) + _counted(
        "citations", by_citation, {key: row["category"] for key, row in citations.items()}
    )


def _rows(table: type[Model], key: str, values: Iterable[Any], *names: str) -> list[Row]:
    """Return fields of the rows whose key is among values, as the database has them. One query, or none.

    The SQL is put together here: Django takes ten times as long for it as the database for its answer.
    """
    wanted, fields = [*values], [key, *sorted({*names} - {key})]
    if not wanted:
        return []
    column_of = {field.name: f'"{field.column}"' for field in table._meta.concrete_fields}
    sql = (
        f"SELECT {', '.join(column_of[name] for name in fields)} FROM {table._meta.db_table}"
        f" WHERE {column_of[key]} IN ({', '.join(['%s'] * len(wanted))})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        return [dict(zip(fields, row, strict=True)) for row in cursor]


def _counted(resource: str, rows: Mapping[type, list[tuple[Any, Row]]], scopes: Mapping[Any, str]) -> Totals:
    """Return the totals of one list. rows: by table, each with the record it belongs to; scopes: of its records."""
    pairs: dict[str, set[tuple[Any, Any]]] = {ALL: {(record, "") for record in scopes}}
    for name, facet in kept(resource).items():
        pairs[name] = {(record, row[facet.column]) for record, row in rows[facet.table] if facet.has(row)}
    found: Totals = Counter()
    for name, several in pairs.items():
        everywhere = Counter(value for record, value in several if record in scopes)
        found += _named(resource, ALL, name, everywhere)
        if resource in SCOPED:
            for scope in {*scopes.values()} - {ALL}:
                within = Counter(value for record, value in several if scopes.get(record) == scope)
                found += _named(resource, scope, name, within)
    return found


def _named(resource: str, scope: str, facet: str, counts: Counter[Any]) -> Totals:
    return Counter({(resource, scope, facet, value is None, written(value)): n for value, n in counts.items()})
