"""Search rows: every stretch of text that readers may search, with its words as the two engines index them.

SQLite keeps an FTS5 index beside the table, in step by triggers; PostgreSQL a generated tsvector column with a GIN
index. Both hold the same words, which text/searching.py makes, so that both give the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models import Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from briefings.models.documents import Document

INDEX = "briefings_search"  # the FTS5 table
TABLE = "briefings_publishedtext"
# A run of words, the last of which may be the start of one: (words, is_prefix).
Run = tuple[tuple[str, ...], bool]
# Of each kind of text so many are ranked, of the records that were published last: what a search costs does not depend
# on how many match.
MOST_OF_A_KIND = 200


# The id of a row is its kind, its document and its number there, in this order: what was published last of a kind is
# then one stretch of the index. That is read from its end, so the kinds of which there are few stand last.
KINDS = ("passage", "proposition", "text", "title", "reason", "name")
NUMBERS, DOCUMENTS = 2**14, 2**45  # rows of a document, and documents


def id_of(kind: str, document: int, number: int) -> int:
    """Return the id of the number-th row of a document. Raises ValueError for more rows than a document may have."""
    if not (0 <= number < NUMBERS and 0 <= document < DOCUMENTS):
        raise ValueError(f"row {number} of document {document}: allowed are {NUMBERS} rows and {DOCUMENTS} documents")
    return ((KINDS.index(kind) + 1) * DOCUMENTS + document) * NUMBERS + number


def ids_of(kind: str) -> tuple[int, int]:
    """Return the first and the last id that rows of a kind may have."""
    return id_of(kind, 0, 0), id_of(kind, DOCUMENTS - 1, NUMBERS - 1)


def ids_among(kinds: Sequence[str]) -> tuple[int, int]:
    """Return the first and the last id that rows may have from the first kind to the last, in the order of KINDS."""
    return ids_of(kinds[0])[0], ids_of(kinds[-1])[1]


def indexed(words: str) -> str:
    """Return a text's words as they are kept, between spaces: a run is then the same wherever it stands."""
    return f" {words} "


def needle(run: Run) -> str:
    """Return how a run stands in words as they are kept: a last word that is open has no end."""
    words, is_prefix = run
    return f" {' '.join(words)}{'' if is_prefix else ' '}"


def written(runs: Sequence[Run]) -> str:
    """Return a search as this engine reads it."""
    return ENGINES[connection.vendor][3](runs)


def for_fts5(runs: Sequence[Run]) -> str:
    """Return a search as FTS5 reads it."""
    return " AND ".join(f'"{" ".join(words)}"{"*" if is_prefix else ""}' for words, is_prefix in runs)


def for_postgres(runs: Sequence[Run]) -> str:
    """Return a search as to_tsquery reads it."""
    return " & ".join(f"({' <-> '.join(words)}{':*' if is_prefix else ''})" for words, is_prefix in runs)


# vendor: (tables besides, conditions, the column that the newest are found by, how a search is written)
ENGINES = {
    "sqlite": ([INDEX], [f"{INDEX}.rowid = {TABLE}.id", f"{INDEX} MATCH %s"], f"{INDEX}.rowid", for_fts5),
    "postgresql": ([], [f"{TABLE}.vector @@ to_tsquery('simple', %s)"], f"{TABLE}.id", for_postgres),
}


# Matches of a search as written, among rows of some kinds: on SQLite read from the index of words alone, whose
# places cost a fraction of what rows of the table do (docs/decisions/0024-few-or-many.md).
PLACES = {
    "sqlite": f"FROM {INDEX} WHERE {INDEX} MATCH %s AND rowid BETWEEN %s AND %s",
    "postgresql": f"FROM {TABLE} WHERE vector @@ to_tsquery('simple', %s) AND id BETWEEN %s AND %s",
}


def counting(search: str, kinds: Sequence[str]) -> tuple[str, list[Any]]:
    """Return the statement, with its values, that counts what matches a search as written."""
    return f"SELECT count(*) {PLACES[connection.vendor]}", [search, *ids_among(kinds)]


def reaching(search: str, kinds: Sequence[str], count: int) -> tuple[str, list[Any]]:
    """Return the statement, with its values, that has a row where at least so many match a search as written."""
    return f"SELECT 1 {PLACES[connection.vendor]} LIMIT 1 OFFSET %s", [search, *ids_among(kinds), count - 1]


class TextQuerySet(models.QuerySet):
    """Search rows, as phrases."""

    def matching(self, runs: Sequence[Run], kinds: Sequence[str] = KINDS) -> TextQuerySet:
        """Return the rows that hold every run of words. kinds: the first and the last, in the order of KINDS."""
        tables, where, place, written = ENGINES[connection.vendor]
        return self.extra(
            tables=tables, where=[*where, f"{place} BETWEEN %s AND %s"], params=[written(runs), *ids_among(kinds)]
        )

    def holding(self, search: str, kinds: Sequence[str], column: str) -> RawSQL:
        """Return, for use in a condition, one column of those that match a search as written. column: ours."""
        tables, where, place, _ = ENGINES[connection.vendor]
        met = " AND ".join([*where, f"{place} BETWEEN %s AND %s", f"{TABLE}.{column} IS NOT NULL"])
        sources = ", ".join([TABLE, *tables])
        return RawSQL(f"SELECT {TABLE}.{column} FROM {sources} WHERE {met}", [search, *ids_among(kinds)])

    def within(self, needles: Sequence[str]) -> TextQuerySet:
        """Return the same rows, by reading the words of each: for rows that are few by other means."""
        return self.filter(*(GreaterThan(StrIndex("words", Value(each)), 0) for each in needles))

    def newest(self, search: str, first: int, last: int) -> models.QuerySet:
        """Return id and words of those with the highest ids, from first to last, that match a search as written."""
        tables, where, place, _ = ENGINES[connection.vendor]
        met = self.order_by().extra(
            tables=tables, where=[*where, f"{place} BETWEEN %s AND %s"], params=[search, first, last],
            order_by=[f"-{place}"],
        )  # fmt: skip
        return met.values_list("pk", "words")[:MOST_OF_A_KIND]


class PublishedText(models.Model):
    """One stretch of text that readers may search: a name, a proposition, a passage, a part of a report."""

    id = models.BigAutoField(primary_key=True, help_text="Kind, document and number there: see id_of.")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    record_type = models.CharField(max_length=20)
    slug = models.CharField(max_length=220)
    claim = models.CharField(max_length=200, null=True)
    source = models.CharField(max_length=200, null=True, help_text="Source of whose text it is a stretch.")
    start = models.PositiveIntegerField(default=0, help_text="Where it starts in that text, in code points.")
    text = models.TextField(help_text="As stored.")
    words = models.TextField(help_text="Its words as the engines index them.")

    objects = TextQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["claim"], name="published_text_claim"),
            models.Index(fields=["source"], name="published_text_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.slug}"
