"""What facts are checked against, asked of the database once: the rows that slugs name, and the texts of sources."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from briefings.models import RECORDS, Record, SourceText

Key = tuple[str, str]


def stored_text(slug: str) -> str:
    """Return the text of a source. Raises KeyError for none."""
    row = SourceText.objects.filter(source__slug=slug).values_list("body", flat=True).first()
    if row is None:
        raise KeyError(slug)
    return row


class Known:
    """Rows and texts at hand for one action. Make a fresh one for each; it does not notice later changes."""

    def __init__(self, texts: Callable[[str], str] = stored_text) -> None:
        """texts: source slug to text (KeyError for none)."""
        self._rows: dict[Key, Record] = {}
        self._texts: dict[str, str] = {}
        self._find_text = texts

    def load(self, keys: Iterable[Key]) -> None:
        """Fetch several rows: a query a type. One that is not there is asked for again when it is wanted."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for record_type, slug in keys:
            if (record_type, slug) not in self._rows:
                wanted[record_type].add(slug)
        for record_type, slugs in wanted.items():
            rows = RECORDS[record_type]._default_manager.filter(slug__in=slugs)
            for row in rows.prefetch_related("regions") if record_type == "source" else rows:
                self.keep(row)

    def load_texts(self, slugs: Iterable[str]) -> None:
        """Fetch the texts of several sources as they are stored. One query."""
        wanted = set(slugs) - self._texts.keys()
        if wanted:
            rows = SourceText.objects.filter(source__slug__in=wanted)
            self._texts.update(rows.values_list("source__slug", "body"))

    def keep(self, row: Record) -> None:
        """Take in a row that was fetched already."""
        self._rows[row.record_type.value, row.slug] = row

    def keep_text(self, slug: str, body: str) -> None:
        """Take in the text of a source that was fetched already."""
        self._texts[slug] = body

    def row(self, record_type: str, slug: str) -> Record | None:
        """Return a row that is at hand; None: ask for it."""
        return self._rows.get((record_type, slug))

    def text(self, slug: str) -> str:
        """Return the text of a source. Raises KeyError for none."""
        if slug not in self._texts:
            self._texts[slug] = self._find_text(slug)
        return self._texts[slug]
