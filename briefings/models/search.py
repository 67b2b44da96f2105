"""Search rows: every stretch of text that readers may search, with its words as the two engines index them.

SQLite keeps an FTS5 index beside the table, in step by triggers; PostgreSQL a generated tsvector column with a GIN
index. Both hold the same words, which text/searching.py makes, so that both give the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models
from django.db.models import Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import GreaterThan

from briefings.models.documents import Document

INDEX = "briefings_search"  # the FTS5 table
TABLE = "briefings_publishedtext"
# A run of words, the last of which may be the start of one: (words, is_prefix).
Run = tuple[tuple[str, ...], bool]
# Of each kind of text so many are ranked, those written last: what a search costs does not depend on how many match.
MOST_OF_A_KIND = 200
FREQUENT = 5000  # matches from which on a list is read in its order until it has a page, not from its matches


def indexed(words: str, kind: str) -> str:
    """Return a text's words with one for its kind, which no reader's word is like: those all start with an x."""
    return f"{words} k{kind}".strip()


def of_kind(kind: str) -> Run:
    """Return the run that stands in texts of one kind only."""
    return (f"k{kind}",), False


def needle(run: Run) -> str:
    """Return how a run stands in indexed words that a space was put before: a last word that is open has no end."""
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


class TextQuerySet(models.QuerySet):
    """Search rows, as phrases."""

    def matching(self, runs: Sequence[Run]) -> TextQuerySet:
        """Return the rows that hold every run of words."""
        tables, where, _, written = ENGINES[connection.vendor]
        return self.extra(tables=tables, where=where, params=[written(runs)])

    def is_frequent(self, runs: Sequence[Run]) -> bool:
        """Return whether so many rows hold every run that they are better looked for than listed."""
        return len(self.order_by().matching(runs).values_list("pk")[:FREQUENT]) == FREQUENT

    def holding(self, runs: Sequence[Run], column: str) -> RawSQL:
        """Return, for use in a condition, one column of the rows that hold every run of words. column: ours."""
        tables, where, _, written = ENGINES[connection.vendor]
        sources, met = ", ".join([TABLE, *tables]), " AND ".join([*where, f"{TABLE}.{column} IS NOT NULL"])
        return RawSQL(f"SELECT {TABLE}.{column} FROM {sources} WHERE {met}", [written(runs)])

    def within(self, runs: Sequence[Run]) -> TextQuerySet:
        """Return the same rows as `matching`, by reading the words of each: for rows that are few by other means."""
        words = Concat(Value(" "), "words", output_field=models.TextField())
        conditions = (GreaterThan(StrIndex(words, Value(needle(run))), 0) for run in runs)
        return self.filter(*conditions)

    def newest(self, search: str) -> models.QuerySet:
        """Return those written last among the rows that match a search as the engine reads it.

        Id, words, and what puts equals in an order that every database has.
        """
        tables, where, place, _ = ENGINES[connection.vendor]
        rows = self.order_by().extra(tables=tables, where=where, params=[search], order_by=[f"-{place}"])
        return rows.values_list("pk", "words", "record_type", "slug", "start")[:MOST_OF_A_KIND]


class PublishedText(models.Model):
    """One stretch of text that readers may search: a name, a proposition, a passage, a part of a report."""

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
