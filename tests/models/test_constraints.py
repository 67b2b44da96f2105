"""What every table refuses by SQL: half a pair, a word outside a value list, a link to itself, an anchor in pieces."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import F, Model
from django.utils import timezone

from briefings.actions import assignments, batches, records, tokens
from briefings.models import (
    RECORDS,
    Actor,
    Agency,
    Aside,
    Batch,
    BriefingPassage,
    Chain,
    Citation,
    Edition,
    Judgement,
    JudgementPassage,
    Link,
    Name,
    Region,
    Role,
    Source,
    SourceText,
    User,
)
from tests.universe import get

PARTS = (
    SourceText, Region, Aside, Agency, Name, Role, BriefingPassage, Citation, Chain, Link, JudgementPassage,
)  # fmt: skip
DESK = (*RECORDS.values(), *PARTS)
AT = datetime(2024, 11, 1, tzinfo=UTC)
OURS = apps.get_app_config("briefings").get_models()


def refused(rows: models.QuerySet, **values: object) -> None:
    """Assert that an UPDATE of the rows, which exist, breaks a constraint."""
    assert rows.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**values)


# Pairs

STEMS = sorted(
    (model.__name__, field.name.removesuffix("_by"))
    for model in OURS
    for field in model._meta.concrete_fields
    if field.name.endswith("_by")
)
MODELS = {model.__name__: model for model in apps.get_app_config("briefings").get_models()}


@pytest.fixture
def batch(u) -> Batch:
    """A batch; a token and an assignment, so that every table with a pair has a row."""
    soon = timezone.now() + timedelta(days=1)
    tokens.issue(name="loader", user=u.curator, scopes=["curate"], expires_at=soon, by=u.chief)
    assignments.assign(rows=[get("claim", "soldiers-left")], to=u.curator, by=u.chief)
    return batches.open_(title="A batch", by=u.curator)


def test_pairs_are_found():
    assert ("Claim", "submitted") in STEMS
    assert ("Batch", "closed") in STEMS
    assert ("Token", "revoked") in STEMS
    assert len(STEMS) == 4 * len(RECORDS) + 5


@pytest.mark.parametrize(("name", "stem"), STEMS)
def test_half_a_pair_is_refused(name, stem, u, batch):
    rows = MODELS[name]._default_manager.all()

    refused(rows, **{f"{stem}_at": None, f"{stem}_by": u.curator})
    refused(rows, **{f"{stem}_at": AT, f"{stem}_by": None})


@pytest.mark.parametrize(("name", "stem"), STEMS)
def test_whole_pair_is_taken(name, stem, u, batch):
    rows = MODELS[name]._default_manager.all()

    rows.update(**{f"{stem}_at": AT, f"{stem}_by": u.curator})

    assert set(rows.values_list(f"{stem}_at", f"{stem}_by")) == {(AT, u.curator.pk)}


@pytest.mark.parametrize("record_type", RECORDS)
def test_row_in_review_that_nobody_submitted_is_refused(record_type, u):
    row = u.more(record_type)

    refused(type(row)._default_manager.filter(pk=row.pk), state="in_review")


@pytest.mark.parametrize("record_type", RECORDS)
@pytest.mark.parametrize("state", ["published", "withdrawn", "merged"])
def test_public_state_without_an_edition_is_refused(state, record_type, u):
    row = u.more(record_type)

    refused(type(row)._default_manager.filter(pk=row.pk), state=state)


# Value lists


CHOSEN = sorted(
    (model.__name__, field.name) for model in (*DESK, Edition) for field in model._meta.concrete_fields if field.choices
)


@pytest.mark.parametrize(("name", "column"), CHOSEN)
def test_word_outside_its_value_list_is_refused(name, column, u):
    model = MODELS[name]
    if name == "Edition":
        edition = Edition.objects.order_by("-sequence").first()
        values = {"sequence": edition.sequence + 1, "hash": "0" * 64, "number": 2, column: "?"}
        changed = {f.attname: getattr(edition, f.attname) for f in Edition._meta.concrete_fields if f.name != "id"}

        with pytest.raises(IntegrityError), transaction.atomic():
            Edition(**{**changed, **values}).save(force_insert=True)
    else:
        refused(model._default_manager.all(), **{column: "?"})


# Shapes


@pytest.mark.parametrize("model", [model for model in DESK if any(f.name == "exact" for f in model._meta.fields)])
def test_anchor_that_ends_before_it_starts_is_refused(model, u):
    rows = model._default_manager.filter(start__isnull=False)

    with pytest.raises((IntegrityError, DataError)), transaction.atomic():  # PostgreSQL: no substr of negative length
        rows.update(end=F("start"))


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Actor, {"parent": F("id")}),
        (Actor, {"merged_into": F("id")}),
        (Source, {"publisher": None, "publisher_basis": "printed"}),
        (Source, {"publisher_basis": "not_stated"}),
        (Source, {"version_kind": "reprint"}),
        (Source, {"version_of": F("id")}),
        (Judgement, {"kind": "independence_established", "claim": None}),
        (Link, {"start": None}),
        (Link, {"exact": "", "start": None, "end": None, "basis": "stated"}),
        (User, {"is_system": True, "is_staff": True}),
    ],
)
def test_shape_is_held_by_the_database(model: type[Model], values, u):
    rows = model._default_manager.all()
    if "publisher_basis" in values and "publisher" not in values:
        rows = rows.filter(publisher__isnull=False)

    refused(rows, **values)


def test_slug_is_unique_in_its_type(u):
    row = get("claim", "soldiers-left")

    refused(type(row)._default_manager.filter(slug="soldiers-planned"), slug="soldiers-left")


def test_claim_is_read_once_in_a_source(u):
    with pytest.raises(IntegrityError), transaction.atomic():
        row = get("reading", "soldiers-left--report-a")
        row.pk, row.slug = None, "another--slug"
        row.save(force_insert=True)


def test_text_is_received_once(u):
    text = SourceText.objects.get(source__slug="report-a")
    spare = records.get("source", "report-b")

    with pytest.raises(IntegrityError), transaction.atomic():
        SourceText(source=u.more("source"), body="x", sha256=text.sha256, received_bytes=1).save(force_insert=True)
    assert spare.text.sha256 != text.sha256


# Words for people

WIRING = {"id", "position"}


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (model, field)
        for model in DESK
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.name not in WIRING and getattr(field.remote_field, "on_delete", None) is not models.CASCADE
    ],
    ids=lambda each: getattr(each, "__name__", None) or each.name,
)
def test_field_says_what_it_holds(model, field):
    if field.primary_key:
        return

    assert field.help_text.strip().endswith(".")
    assert len(field.help_text.split()) > 1


@pytest.mark.parametrize("record_type", RECORDS)
def test_every_key_of_facts_says_what_it_holds(record_type):
    from briefings.facts.records import FACTS

    assert [name for name, field in FACTS[record_type]().fields.items() if not field.help_text] == []
