"""Migrations that move what is there: back and forth, in a database of their own."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from briefings.facts import spans
from briefings.models import PublishedActor, PublishedText
from briefings.models.search import id_of, ids_of, indexed, written
from briefings.text import searching
from tests import databases

SINCE = datetime(2026, 11, 1, 12, tzinfo=UTC)
TEXTS = (
    ("passage", "11,000 soldiers"),
    ("passage", "no soldiers"),
    ("name", "국정원"),
    ("reason", "In the reviewer’s words"),
)


@pytest.fixture(scope="module")
def spare(django_db_setup: None, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """A copy of the empty database, with all its tables."""
    with django_db_blocker.unblock():
        connections[DEFAULT_DB_ALIAS].close()  # PostgreSQL copies a database that nobody is connected to
        made = databases.copy("migrated")
        yield made
        databases.drop(made, "migrated")


@pytest.fixture
def migrated(spare: BaseDatabaseWrapper, db: None) -> Iterator[Callable[[str], Apps]]:
    """What brings the copy to where it was after a migration, and returns the models of then."""
    with databases.using(spare):
        yield lambda name: MigrationExecutor(spare).migrate([("briefings", name)]).apps


def test_marks_and_search_rows_are_moved_and_moved_back(migrated):
    def rows(apps):
        texts = apps.get_model("briefings", "PublishedText").objects
        return sorted(texts.values_list("document__slug", "kind", "text", "words"))

    old = migrated("0024_unfinished_loads")
    documents = {
        slug: old.get_model("briefings", "Document").objects.create(
            record_type="actor", slug=slug, kind="published", edition=1, body=b"{}", etag=slug, stale_since=since
        )
        for slug, since in (("fresh", None), ("stale", SINCE))
    }
    for slug, document in documents.items():
        for kind, text in TEXTS:
            words = next(words for _, _, words in searching.parts(text))
            old.get_model("briefings", "PublishedText").objects.create(
                document_id=document.pk,
                kind=kind,
                record_type="actor",
                slug=slug,
                text=text,
                words=f"{words} k{kind}".strip(),
            )
    before = rows(old)

    new = migrated("0026_texts_by_kind")
    stale = new.get_model("briefings", "StaleDocument").objects
    assert [*stale.values_list("document__slug", "since")] == [("stale", SINCE)]
    expected = {
        id_of(kind, document.pk, number): (kind, indexed(next(words for _, _, words in searching.parts(text))).split())
        for document in documents.values()
        for number, (kind, text) in enumerate(TEXTS)
    }
    found = {row.pk: (row.kind, row.words.split()) for row in PublishedText.objects.all()}
    assert found == expected
    assert all(row.words[0] == row.words[-1] == " " for row in PublishedText.objects.all())
    search = written(searching.parsed("soldiers"))
    last = documents["stale"].pk
    assert [pk for pk, _ in PublishedText.objects.newest(search, *ids_of("passage"))][:2] == [
        id_of("passage", last, 1), id_of("passage", last, 0),
    ]  # fmt: skip
    assert not PublishedText.objects.newest(search, *ids_of("name"))

    new.get_model("briefings", "PublishedActor").objects.create(
        document_id=last, slug="stale", changed_at=SINCE, kind="person"
    )
    migrated("0027_row_numbers")
    assert [*PublishedActor.objects.values_list("pk", "slug", "changed_at")] == [(last, "stale", SINCE)]

    back = migrated("0024_unfinished_loads")
    assert rows(back) == before
    marked = back.get_model("briefings", "Document").objects.filter(stale_since__isnull=False)
    assert [*marked.values_list("slug", "stale_since")] == [("stale", SINCE)]
    assert [*back.get_model("briefings", "PublishedActor").objects.values_list("pk", "slug")] == [(last, "stale")]
    back.get_model("briefings", "PublishedText").objects.create(
        document_id=last, kind="name", record_type="actor", slug="later", text="x", words="xx kname"
    )  # the next id is free


def test_times_are_given_their_class(migrated):
    first = date(2024, 2, 29)
    lasting = [days + more for days in spans.DAYS for more in (0, 1)]
    times = [(None, None), (first, None), (None, first), *((first, first + timedelta(days=each)) for each in lasting)]
    old = migrated("0028_rare_values")
    document = old.get_model("briefings", "Document").objects.create(
        record_type="reading", slug="r", kind="published", edition=1, body=b"{}", etag="r"
    )
    reading = old.get_model("briefings", "PublishedReading").objects.create(
        document_id=document.pk, slug="r", changed_at=SINCE, claim="c", source="s", status="carried"
    )
    for number, (earliest, latest) in enumerate(times):
        old.get_model("briefings", "PublishedCitation").objects.create(
            slug=f"r--{number}", changed_at=SINCE, body=b"{}", etag="r", reading_id=reading.pk, claim="c", source="s",
            category="x", region="body", modality="stated", certainty="certain", polarity="affirmed", speech="none",
            earliest=earliest, latest=latest,
        )  # fmt: skip

    new = migrated("0029_spans")

    kept = new.get_model("briefings", "PublishedCitation").objects.order_by("pk")
    assert [*kept.values_list("span", flat=True)] == [spans.of(*each) for each in times]
    assert {*kept.values_list("span", flat=True)} == {None, *range(len(spans.DAYS) + 1)}
    migrated("0028_rare_values").get_model("briefings", "Document").objects.all().delete()
