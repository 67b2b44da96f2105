"""The API keeps to its own document, whatever schemathesis makes of it: readers without a key, the desk by scope.

The whole, 20,000 requests and more, is `deep`; what runs always is its start, from the same seed. On SQLite alone: it
is about the document, and the application is called as the server calls it, which would end the test's transaction.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.utils import timezone

from briefings import permissions
from briefings.actions import tokens
from briefings.api.references import Actor, Actors, Printed, Record, Records
from briefings.api.urls import VIEWS
from briefings.api.values import Query, Slugs
from briefings.choices import TokenScope
from briefings.models import Document, PublishedCitation, User
from tests.api import generated

pytestmark = pytest.mark.sqlite
PUBLIC = yaml.safe_load((settings.BASE_DIR / "docs" / "openapi.yaml").read_text())
ROLES = {TokenScope.CURATE: permissions.CURATOR, TokenScope.REVIEW: permissions.REVIEWER}
TURNS = 12  # of made-up questions, which take most parameters of the longest list


def slugs(record_type):
    """Return some slugs that are published."""
    rows = Document.objects.filter(record_type=record_type, kind="published").order_by("slug")
    return list(rows.values_list("slug", flat=True)[:40])


def values(value):
    """Return some values that the database has for a kind of value, as it stands in a query string."""
    if isinstance(value, Actors):
        return ["nis", "Park Sun-won,nis"]
    if isinstance(value, Actor):
        return [*slugs("actor"), "Park Sun-won", "박선원"]
    if isinstance(value, Records):
        return slugs(value.record_type)
    if isinstance(value, Record):
        return slugs(value.record_type)
    if isinstance(value, Printed):
        column = PublishedCitation.objects.exclude(**{value.column: ""}).order_by(value.column)
        return list(column.values_list(value.column, flat=True).distinct())
    return ["nk-troops-sent-so-far"] if isinstance(value, Slugs) else ["drone*"] if isinstance(value, Query) else []


@pytest.fixture(scope="module")
def real(five_reports, django_db_blocker):
    """What the five reports have, by address and parameter."""
    with django_db_blocker.unblock():
        found = {
            (f"/api/v1/{many.resource}/", name): values(parameter.field)
            for many, _ in VIEWS
            for name, parameter in many.query_parameters().items()
        }
        types = {many.resource: one.record_type for many, one in VIEWS if many.resource != "citations"}
        known = {resource: slugs(record_type) for resource, record_type in types.items()}
        known["citations"] = list(PublishedCitation.objects.order_by("slug").values_list("slug", flat=True)[:40])
    of_paths = {(path, "slug"): known[path.split("/")[3]] for path in PUBLIC["paths"] if "{slug}" in path}
    return {**found, **of_paths}


@contextmanager
def rolled_back():
    """Let nothing stay of what is written in a block."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def desk(five_reports, django_db_blocker):
    """The desk's document, a token for each scope, and what stands there, by address and parameter."""
    with django_db_blocker.unblock():
        chief = User.objects.create_superuser("chief")
        keys = {scope: issued(scope, role, chief) for scope, role in ROLES.items()}
        document = yaml.safe_load(Client().get("/api/desk/schema/").content)
    there = {"plural": ["claims", "actors"], "slug": ["nis", "nk-troops-in-russia"], "number": [1, 2]}
    return document, keys, {(path, name): known for path in document["paths"] for name, known in there.items()}


def issued(scope, role, chief):
    """Return the key of a token with one scope, of a person with one role."""
    user = User.objects.create_user(f"someone-to-{scope}")
    user.groups.add(Group.objects.get(name=role))
    expires_at = timezone.now() + timedelta(days=1)
    return tokens.issue(name=f"to-{scope}", user=user, scopes=[scope], expires_at=expires_at, by=chief)[1]


def of_desk(desk, scope):
    """Return a run of the desk with a token of one scope."""
    document, keys, real = desk
    return generated.Run(document, real, {"Authorization": f"Bearer {keys[scope]}"}, rolled_back)


def test_the_public_side_keeps_to_its_document(real, db):
    run = generated.Run(PUBLIC, real)
    run.ask_edges(turn=0)
    run.ask(0, examples=2)

    assert run.found == {}
    assert run.asked.total() > 1_000


@pytest.mark.parametrize("scope", TokenScope.values)
def test_the_desk_keeps_to_its_document(desk, db, scope):
    run = of_desk(desk, scope)
    run.ask(0, examples=5)

    assert run.found == {}
    assert run.asked.total() > 100


@pytest.mark.deep
def test_the_public_side_keeps_to_its_document_at_length(real, db):
    run = generated.Run(PUBLIC, real)
    run.ask_edges()
    for turn in range(TURNS):
        run.ask(turn, examples=5)

    assert run.found == {}
    assert run.asked.total() > 15_000


@pytest.mark.deep
@pytest.mark.parametrize("scope", TokenScope.values)
def test_the_desk_keeps_to_its_document_at_length(desk, db, scope):
    run = of_desk(desk, scope)
    run.ask_edges()
    run.ask(0, examples=50)

    assert run.found == {}
    assert run.asked.total() > 2_500
