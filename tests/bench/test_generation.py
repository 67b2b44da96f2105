"""The fast path makes the rows that actions and rendering make of the same facts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from bench.generation import foundation, history, publications, reports, runs
from bench.generation.foundation import Item
from bench.generation.history import Clocks, Heads
from bench.generation.loading import Loading
from bench.generation.sizes import Size
from briefings.actions import approvals, records, sources
from briefings.models import AuditEvent, Document, Edition, User
from briefings.rendering import publication, totals
from briefings.verification import checks

SIZE = Size(claims=12, block=12)
# What each step keeps of its own moment; the instants of both chains are compared.
MOMENTS = {"created_at", "updated_at", "submitted_at", "contributed_at", "date_joined", "password", "token"}
Rows = dict[str, list[str]]


def units() -> list[list[Item]]:
    cast = foundation.cast(SIZE)
    return [cast.items, *(reports.block(cast, number) for number in range(SIZE.blocks))]


def publish(items: list[Item], curator: User, reviewer: User) -> None:
    """Take the steps that people would take."""
    rows = []
    for item in items:
        own = {"slug": item.slug, "facts": item.facts, "by": curator}
        is_source = item.record_type == "source"
        rows.append(
            sources.receive(text=item.text or "", **own)
            if is_source
            else records.create(record_type=item.record_type, **own)
        )
    rows = [records.submit(record=row, by=curator) for row in rows]
    looked_at = {
        (each.row.record_type.value, each.row.slug): each.seen for each in approvals.candidates(rows, reviewer)
    }
    approvals.approve(rows=rows, by=reviewer, looked_at=looked_at)
    while publication.render_stale(limit=1000):
        pass


def everything() -> Rows:
    """Return every row of the app by table, with what a row names in the place of its id."""
    identities: dict[tuple[type[models.Model], Any], str] = {}

    def identity(row: models.Model) -> str:
        key = (type(row), row.pk)
        if key not in identities:
            identities[key] = "; ".join(f"{field.name}={told(row, field)}" for field in fields(type(row)))
        return identities[key]

    def told(row: models.Model, field: models.Field) -> str:
        value = getattr(row, field.attname)
        if value is None or not field.is_relation:
            return repr(value)
        return f"<{identity(by_id[field.related_model][value])}>"

    tables = list(apps.get_app_config("briefings").get_models(include_auto_created=True))
    by_id = {model: model._base_manager.in_bulk() for model in tables}
    return {model.__name__: sorted(map(identity, by_id[model].values())) for model in tables}


def fields(model: type[models.Model]) -> list[models.Field]:
    """Return what tells rows of a table apart: not their ids, which are given out as rows come."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in MOMENTS
        and (not field.primary_key or field.is_relation or isinstance(field, models.CharField))
    ]


def instants(rows: Iterable[datetime]) -> history.Clock:
    kept = list(rows)
    return lambda sequence: kept[sequence - 1]


@pytest.fixture
def by_actions(db: None) -> tuple[Rows, Clocks]:
    """What actions make, and when they took their steps; nothing of it stays."""
    with transaction.atomic():
        world = runs.begin(publications.Wanted())
        for items in units():
            publish(items, world.curator, world.reviewer)
        made = everything()
        clocks = Clocks(
            instants(Edition.objects.order_by("sequence").values_list("started_at", flat=True)),
            instants(AuditEvent.objects.order_by("sequence").values_list("happened_at", flat=True)),
        )
        transaction.set_rollback(True)
    return made, clocks


def generate(clocks: Clocks) -> None:
    """Put in what the fast path makes, past the triggers as they stand."""
    world, heads, loading = runs.begin(publications.Wanted()), Heads(), Loading()
    world.clocks = clocks
    for number, items in enumerate(units()):
        block, heads = publications.chained(world, number, history.hashed(items), heads)
        caught, known = publications.rows(world, block)
        world.known = known
        loading.put(caught.as_columns())
    runs.keep(heads)
    totals.rebuild()


def test_fast_path_makes_the_rows_that_actions_make(by_actions):
    wanted, clocks = by_actions

    generate(clocks)

    made = everything()
    assert {name: len(rows) for name, rows in made.items()} == {name: len(rows) for name, rows in wanted.items()}
    for name, rows in wanted.items():
        assert made[name] == rows, name
    assert Document.objects.filter(record_type="claim").count() == SIZE.claims


def test_fast_path_verifies(db):
    generate(Clocks())

    assert [str(problem) for problem in checks.run()] == []
