"""Search rows: every stretch of text that readers may search, with its words as the two engines index them.

SQLite keeps an FTS5 index beside the table, in step by triggers; PostgreSQL a generated tsvector column with a GIN
index. Both hold the same words, which text/searching.py makes, so that both give the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models
from django.db.models.expressions import RawSQL

from briefings.models.documents import Document

INDEX = "briefings_search"  # the FTS5 table
TABLE = "briefings_publishedtext"
# A run of words, the last of which may be the start of one: (words, is_prefix).
Run = tuple[tuple[str, ...], bool]


def for_fts5(runs: Sequence[Run]) -> str:
    """Return a search as FTS5 reads it."""
    return " AND ".join(f'"{" ".join(words)}"{"*" if is_prefix else ""}' for words, is_prefix in runs)


def for_postgres(runs: Sequence[Run]) -> str:
    """Return a search as to_tsquery reads it."""
    return " & ".join(f"({' <-> '.join(words)}{':*' if is_prefix else ''})" for words, is_prefix in runs)


# vendor: (tables besides, conditions, rank: smaller is better, how a search is written)
ENGINES = {
    "sqlite": ([INDEX], [f"{INDEX}.rowid = {TABLE}.id", f"{INDEX} MATCH %s"], f"bm25({INDEX})", for_fts5),
    "postgresql": (
        [],
        [f"{TABLE}.vector @@ to_tsquery('simple', %s)"],
        f"-ts_rank_cd({TABLE}.vector, to_tsquery('simple', %s), 1)",
        for_postgres,
    ),
}  # fmt: skip

TIES = ["rank", "record_type", "slug", "start", "id"]  # ids last: they tell apart what one document has put in


class TextQuerySet(models.QuerySet):
    """Search rows, as phrases."""

    def matching(self, runs: Sequence[Run]) -> TextQuerySet:
        """Return the rows that hold every run of words."""
        tables, where, _, written = ENGINES[connection.vendor]
        return self.extra(tables=tables, where=where, params=[written(runs)])

    def holding(self, runs: Sequence[Run], column: str) -> RawSQL:
        """Return, for use in a condition, one column of the rows that hold every run of words. column: ours."""
        tables, where, _, written = ENGINES[connection.vendor]
        sources, met = ", ".join([TABLE, *tables]), " AND ".join([*where, f"{TABLE}.{column} IS NOT NULL"])
        return RawSQL(f"SELECT {TABLE}.{column} FROM {sources} WHERE {met}", [written(runs)])

    def ranked(self, runs: Sequence[Run]) -> TextQuerySet:
        """Return the rows that hold every run of words, best first; ties in an order that every database has."""
        _, _, rank, written = ENGINES[connection.vendor]
        params = [written(runs)] * rank.count("%s")
        return self.matching(runs).extra(select={"rank": rank}, select_params=params, order_by=TIES)


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
