"""Every page of the desk takes as many queries for ten rows of everything as for one, whoever looks at it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefings.actions import batches
from briefings.models import RECORDS
from tests import truth
from tests.admin.addresses import NAMES, arguments
from tests.admin.desk import Desk
from tests.universe import OWN_VOICE, RECEIVED, TYPES, Universe, get

MOST = 47  # queries: the workspace of a report that records of every type quote
MOST_OF_AUTOCOMPLETE = 6
# Sent as forms only, or no pages.
NO_PAGES = ("_delete", "_step", "_mark", "_apart", "login", "logout", "autocomplete", "jsi18n", "view_on_site")
# Audit and editions are written by actions; a text that was pasted has no original.
NOT_SHOWN = {"briefings_auditevent_add", "briefings_edition_add", "briefings_source_original"}
PAGES = sorted(name for name in NAMES if not name.endswith(NO_PAGES))
# What lists of records are asked for.
ASKED: list[dict[str, str]] = [{}, {"q": "soldiers"}, {"state__exact": "in_review"}, {"queue": "review"}]
COMPLETED = [("reading", "claim"), ("reading", "source"), ("claim", "subject"), ("comparison", "left_claim")]
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # no engine changes how many queries a page takes
Costs = dict[str, int | None]


def grow(u: Universe, number: int) -> None:
    """Add one of everything that the pages' own rows could show: a draft, one in review, one published."""
    person = {"kind": "person", "names": [{"text": f"Park Sun-won {number}", "kind": "full"}], "parent": "assembly"}
    claim = {"proposition": f"Soldiers left, {number}.", "category": "deployment", "subject": "agency"}
    made = [
        u.draft("actor", f"actor-{number}", person, batch=u.batch),
        u.draft("source", f"source-{number}", {"kind": "post", "received_at": RECEIVED}, batch=u.batch),
        u.draft("claim", f"claim-{number}", claim, batch=u.batch),
        u.draft("claim", f"published-{number}", claim),
        u.draft("briefing", f"briefing-{number}", {"title": f"Remarks {number}", "kind": "statement"}),
    ]
    u.publish(*made[3:])
    u.submit(made[0])
    made += [
        u.draft("reading", f"published-{number}--report-a", cited(f"published-{number}", "report-a"), batch=u.batch),
        u.draft("reading", f"soldiers-left--source-{number}", unread("soldiers-left", f"source-{number}")),
        u.draft("comparison", f"comparison-{number}", {
            "kind": "contradicts", "left": {"claim": "soldiers-left"}, "right": {"claim": f"published-{number}"},
            "reason": "as they stand",
        }, batch=u.batch),
        u.draft("judgement", f"judgement-{number}", {
            "kind": "not_same_person", "actors": ["agency", f"actor-{number}"], "reason": "two",
        }),
    ]  # fmt: skip
    u.submit(made[-2])
    u.edit(get("claim", "soldiers-left"), proposition=f"Soldiers have left, {number}.")


def cited(claim: str, source: str) -> dict[str, Any]:
    return {
        "claim": claim, "source": source, "status": "carried",
        "citations": [{"quote": "The agency said", "chains": [OWN_VOICE]}],
    }  # fmt: skip


def unread(claim: str, source: str) -> dict[str, Any]:
    return {"claim": claim, "source": source, "status": "not_carried"}


def addresses(u: Universe) -> dict[str, tuple[str, dict[str, str]]]:
    """Return path and query of every page by its name."""
    found = {}
    for name in PAGES:
        path = reverse(f"admin:{name}", args=arguments(name, u))
        asked = ASKED if name.endswith("_changelist") and name.split("_")[1] in TYPES else [{}]
        found |= {" ".join([name, *query]): (path, query) for query in asked}
    for model, field in COMPLETED:
        query = {"app_label": "briefings", "model_name": model, "field_name": field, "term": "o"}
        found[f"autocomplete {model}.{field}"] = (reverse("admin:autocomplete"), query)
    return found


def costs(u: Universe) -> Costs:
    """Return the queries of every page, as a curator sees it, or else the superuser; None where neither does."""
    curator, boss = Desk(u.curator), Desk(u.boss)
    return {name: cost(curator, *asked) or cost(boss, *asked) for name, asked in addresses(u).items()}


def cost(desk: Desk, path: str, query: dict[str, str]) -> int | None:
    """Return how many queries a page takes; None where it is not shown."""
    with CaptureQueriesContext(connection) as captured:
        status = desk.client.get(path, query).status_code
    return len(captured) if status == 200 else None


@pytest.fixture(scope="module")
def few_and_many(built: Universe, django_db_blocker) -> tuple[Costs, Costs]:
    """Return what pages cost over one of everything, and over ten."""
    with django_db_blocker.unblock():
        truth.build(built)
        built.batch = batches.open_(title="A batch", by=built.curator)
        grow(built, 0)
        few = costs(built)
        for number in range(1, 10):
            grow(built, number)
        return few, costs(built)


def test_every_page_is_shown_to_somebody_but_what_is_nobodys(few_and_many):
    few, _ = few_and_many

    assert {name for name, took in few.items() if took is None} == NOT_SHOWN


def test_no_page_takes_more_queries_for_ten_rows_than_for_one(few_and_many):
    few, many = few_and_many

    assert {name: (few[name], took) for name, took in many.items() if (took or 0) > (few[name] or 0)} == {}


def test_no_page_takes_more_than_its_bound(few_and_many):
    _, many = few_and_many
    took = {name: cost for name, cost in many.items() if cost is not None}

    assert {name: cost for name, cost in took.items() if cost > MOST} == {}
    assert max(cost for name, cost in took.items() if name.startswith("auto")) <= MOST_OF_AUTOCOMPLETE


@pytest.mark.parametrize("record_type", TYPES)
def test_page_of_an_import_reads_no_records(record_type, u, curator):
    with CaptureQueriesContext(connection) as captured:
        page = curator.get(f"briefings_{record_type}_import")

    tables = {RECORDS[each]._meta.db_table for each in TYPES}
    assert not [each["sql"] for each in captured if any(f'FROM "{table}"' in each["sql"] for table in tables)]
    assert page.status_code == 200
