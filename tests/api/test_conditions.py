"""Conditions in two forms: walked and listed find the same, and which is taken follows from how many rows there are."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.api import conditions
from briefings.api.conditions import Condition, Few, From, Related, named_by
from briefings.api.filters import read_given
from briefings.api.passages import overlaps, reaching
from briefings.api.references import Actor, NameForm, Printed, Record, Records
from briefings.api.urls import VIEWS
from briefings.api.values import Amount, Days, FirstInstant, Flag, Folded, Query, Text, Whole
from briefings.api.words import Searched
from briefings.facts import spans
from briefings.models import (
    Document,
    PublishedActor,
    PublishedBriefing,
    PublishedCitation,
    PublishedClaim,
    PublishedLink,
    PublishedName,
    PublishedTotal,
)

LISTS = {many.resource: many for many, _ in VIEWS}
BOTH = sorted(
    (resource, name)
    for resource, view in LISTS.items()
    for name, parameter in view.query_parameters().items()
    if isinstance(parameter.where, Condition)
)
PAIRS = [(of, name) for of, name in BOTH if isinstance(LISTS[of].query_parameters()[name].where, From)]
ASKED = 16  # random questions of each list


def values_of(field) -> list[str]:
    """Return values that a parameter may be given: slugs, names and words of the five reports, as far as it can be."""
    field = getattr(field, "one", field)
    if isinstance(field, Actor):
        return [*PublishedActor.objects.order_by("slug").values_list("slug", flat=True), "North Korea", "NIS"]
    if isinstance(field, NameForm):
        return list(PublishedName.objects.order_by("pk").values_list("text", flat=True))
    if isinstance(field, (Record, Records)):
        rows = Document.objects.filter(record_type=field.record_type, kind="published")
        return list(rows.order_by("slug").values_list("slug", flat=True))
    if isinstance(field, Printed):
        rows = PublishedCitation.objects.exclude(**{field.column: None}).order_by(field.column)
        return list(rows.values_list(field.column, flat=True).distinct())
    if isinstance(field, Folded):
        return [*PublishedBriefing.objects.exclude(place="").values_list("place", flat=True), "moon"]
    if isinstance(field, Text):
        return {"USD": ["USD", "EUR"], "en": ["en", "ko"]}.get(field.example, ["KR", "RU", "US"])
    plain = {
        Query: ["soldiers", '"north korea"', "sold*", "troops russia", "december", "nis", "north kor*", "zyzzyva"],
        Whole: ["0", "1", "2", "3", "5"], Amount: ["1", "2", "3000", "10000", "11000.5"], Flag: ["true", "false"],
        Days: ["2001", "2024", "2024-10-23", "2025"], FirstInstant: ["2001", "2024-10-24", "2024-11-01T08:30:00Z"],
    }  # fmt: skip
    return next((values for kind, values in plain.items() if isinstance(field, kind)), field.schema.get("enum"))


@pytest.fixture
def forced(monkeypatch) -> Callable[[bool], None]:
    """Take one form for every value from now on."""
    return lambda are_few: monkeypatch.setattr(Condition, "is_few", lambda self, value: are_few)


def found(view, meant: dict) -> set[str]:
    """Return the slugs of the records that meet parameters as meant."""
    return set(view.filters.narrowed(view.queryset(), meant).values_list("slug", flat=True))


def test_the_parameters_that_have_both_forms():
    """Those of chains, figures, sources and searches; one that is new here has been thought of."""
    stems = {resource: {name.partition("__")[0] for of, name in BOTH if of == resource} for resource in LISTS}

    chains = {"actor", "said_by", "originated_by", "presented_by", "relayed_by", "agency", "briefing", "said_in",
              "place", "end"}  # fmt: skip
    values = {"amount", "factor", "has_factor", "currency", "unit", "per", "when", "comparator", "certainty",
              "modality", "polarity", "speech", "region"}  # fmt: skip
    own = {"changed_since", "q"}
    of_source = {"publisher", "reliability", "language", "published"}
    assert stems["claims"] == {
        *chains, *values, *of_source, *own, "source", "country", "carried_by", "not_carried_by", "sources",
        "credibility", "known_by", "not_carried", "origins", "origins_named", "origins_unknown",
    }  # fmt: skip
    assert stems["readings"] == {
        *chains, *values, *of_source, "category", "credibility", "country", "subject", "holder", *own,
    }  # fmt: skip
    assert stems["sources"] == {"agency", "carries", "does_not_carry", *own}


@pytest.mark.parametrize("resource", LISTS)
def test_both_forms_of_a_parameter_find_the_same(resource, five_reports, db, forced):
    view, met = LISTS[resource], set()
    declared = view.query_parameters()
    for name in (name for of, name in BOTH if of == resource):
        values = values_of(declared[name].field)
        if name.endswith(("__in", "__all")):
            values = [*values[:12], ",".join(values[:60])]
        for value in values:
            given, forms = read_given({name: value}, declared), {}
            for are_few in (False, True):
                forced(are_few)
                meant = view.filters.meant(given)
                assert isinstance(meant[name], Few) is are_few
                forms[are_few] = found(view, meant)
            walked = forms[False]
            assert walked == forms[True], f"{name}={value}"
            met |= {name} if walked else set()

    assert met == {name for of, name in BOTH if of == resource}  # each is met by something: else this proves nothing


@pytest.mark.parametrize(("resource", "name"), PAIRS)
def test_both_forms_of_two_bounds_find_the_same(resource, name, five_reports, db, forced):
    view = LISTS[resource]
    declared = view.query_parameters()
    where = declared[name].where
    met, fewer = 0, 0
    for asked in product(values_of(declared[name].field), values_of(declared[where.upper].field)):
        given = read_given(dict(zip((name, where.upper), asked, strict=True)), declared)
        forced(False)
        walked = found(view, view.filters.meant(given))
        forced(True)
        listed = {**given, name: where.marked(where.beside(given[name], given))}
        assert listed[name] == Few(((given[name], given[where.upper]),))
        assert found(view, listed) == walked, asked
        met += bool(walked)
        fewer += walked < found(view, {name: given[name]})

    assert met and fewer


def test_two_bounds_that_many_meet_each_are_counted_together(five_reports, db, monkeypatch):
    figures, low, high = PublishedCitation.objects, Decimal(3000), Decimal(5000)
    between = figures.filter(amount_min__gte=low, amount_min__lte=high).count()
    assert 0 < between < figures.filter(amount_min__gte=low).count()
    monkeypatch.setattr(conditions, "FEW", between + 1)
    lower = conditions.at_least(PublishedCitation, "amount_min", "amount__lte")

    assert lower.marked(lower.beside(low, {"amount__gte": low})) is None
    assert lower.marked(lower.beside(low, {"amount__gte": low, "amount__lte": high})) == Few(((low, high),))


@pytest.mark.parametrize("resource", LISTS)
def test_both_forms_find_the_same_in_random_questions(resource, five_reports, db, client, forced):
    chance = random.Random(resource)
    declared = LISTS[resource].query_parameters()
    names = [name for of, name in BOTH if of == resource]
    orders = declared["ordering"].field.names
    met = 0
    for _ in range(ASKED):
        asked = {
            name: str(chance.choice(values_of(declared[name].field)))
            for name in chance.sample(names, min(len(names), chance.randint(1, 2)))
        }
        asked |= {"ordering": chance.choice(orders), "page_size": "3", "count": "true"}
        if "with_parents" in declared and chance.random() < 0.3:
            asked["with_parents"] = "true"
        forced(False)
        walked = client.get(f"/api/v1/{resource}/", asked).json()
        forced(True)
        listed = client.get(f"/api/v1/{resource}/", asked).json()
        assert listed == walked, urlencode(asked)
        met += bool(walked["results"])
    assert met


@pytest.mark.parametrize("ordering", ["slug", "-slug", "changed", "-changed", "-sources"])
def test_pages_of_what_is_listed_lead_through_all_of_it_and_back(ordering, five_reports, db, client, forced):
    asked = {"carried_by": "report-000", "ordering": ordering}
    forced(False)
    whole = client.get("/api/v1/claims/", {**asked, "page_size": 100}).json()["results"]
    forced(True)

    page = client.get("/api/v1/claims/", {**asked, "page_size": 7}).json()
    forth = [page["results"]]
    while page["next"]:
        page = client.get(page["next"]).json()
        forth.append(page["results"])
    back = [page["results"]]
    while page["previous"]:
        page = client.get(page["previous"]).json()
        back.append(page["results"])

    assert len(forth) > 2
    assert [each for results in forth for each in results] == whole
    assert [each for results in back[::-1] for each in results] == whole


def test_few_are_fewer_than_many_and_more_of_a_long_list(u, db, monkeypatch):
    monkeypatch.setattr(conditions, "FEW", 2)
    monkeypatch.setattr(conditions, "MANY", 4)
    monkeypatch.setattr(conditions, "LARGE", 1000)
    keys = PublishedLink.objects.order_by("pk").values_list("pk", flat=True)[:4]
    up_to = Related(lambda last: PublishedLink.objects.filter(pk__lte=last), "citation")

    assert [up_to.is_few(key) for key in keys] == [True, False, False, False]
    PublishedTotal.objects.filter(resource="claims", scope="", facet="").update(count=1000)
    assert [up_to.is_few(key) for key in keys] == [True, True, True, False]
    heavy = Related(lambda last: PublishedLink.objects.filter(pk__lte=last), "citation", weight=2)
    assert [heavy.is_few(key) for key in keys] == [True, False, False, False]


@pytest.mark.parametrize("more", [{}, {"category": "deployment"}, {"q": '"north korea*" russia*'}], ids=urlencode)
@pytest.mark.parametrize("resource", sorted({of for of, name in BOTH if name == "q"}))
def test_what_holds_words_is_counted_alike_in_both_forms(resource, more, five_reports, db, client, forced, monkeypatch):
    """Texts that many rows hold are walked for a page, and listed to count all of them."""
    declared = LISTS[resource].query_parameters()
    more = {name: value for name, value in more.items() if name in declared}
    kept = ",".join(declared["facets"].field.one.schema["enum"])
    asked = {"q": "north", **more, "count": "true", "facets": kept, "page_size": "100"}
    forced(False)
    with CaptureQueriesContext(connection) as caught:
        listed = client.get(f"/api/v1/{resource}/", asked).json()
    counting = [query["sql"] for query in caught if "COUNT(" in query["sql"]]
    assert counting and not any("INSTR(" in sql or "STRPOS(" in sql for sql in counting)  # of no text the words
    monkeypatch.setattr(Searched, "gathered", lambda self, runs: None)
    walked = client.get(f"/api/v1/{resource}/", asked).json()

    assert listed == walked
    assert listed["next"] or listed["count"] == len(listed["results"])
    assert listed["count"] or more or resource in ("briefings", "comparisons", "judgements")


def test_a_code_is_rare_by_the_totals(u, db, monkeypatch):
    certainties = LISTS["claims"].query_parameters()["certainty__in"].where
    counts = dict(
        PublishedTotal.objects.filter(resource="citations", scope="", facet="certainty").values_list("value", "count")
    )
    assert counts == {"certain": 3, "probable": 1}

    monkeypatch.setattr(conditions, "FEW", 2)
    assert certainties.is_few(["probable"])
    assert not certainties.is_few(["certain"])
    assert not certainties.is_few(["probable", "certain"])


def test_the_first_value_that_few_meet_is_told_apart(u, db, monkeypatch):
    view = LISTS["claims"]
    given = {"said_by": "agency", "briefing": "october-briefing", "source": "report-a", "category": "deployment"}
    values = read_given(given, view.query_parameters())

    meant = view.filters.meant(values)
    assert [name for name, value in meant.items() if isinstance(value, Few)] == ["source"]

    monkeypatch.setattr(view.query_parameters()["source"].where, "marked", lambda value: None)
    meant = view.filters.meant(values)
    assert [name for name, value in meant.items() if isinstance(value, Few)] == ["said_by"]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "asked",
    [
        {"said_by": "agency"}, {"said_by": "agency", "ordering": "-changed"}, {"carried_by": "report-a"},
        {"source": "report-a", "certainty": "certain"}, {"amount": "3000"}, {"publisher": "agency"}, {"q": "soldiers"},
        {"when__overlaps": "2024-12-20"},
    ],
    ids=urlencode,
)  # fmt: skip
def test_what_few_meet_is_found_without_reading_every_claim(asked, u, db, client):
    with CaptureQueriesContext(connection) as caught:
        client.get("/api/v1/claims/", asked)
    page = next(each["sql"] for each in caught if "document__body" in each["sql"])

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {page}")
        plan = [row[3] for row in cursor.fetchall()]

    assert not [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step], plan


def test_times_of_any_length_are_found_by_their_class(u, db):
    chance = random.Random("spans")
    rows = list(PublishedCitation.objects.order_by("pk"))
    first = date(2024, 6, 1)
    ends = [0, 1, *(days + more for days in spans.DAYS[1:] for more in (0, 1))]
    days = [first, *(first + timedelta(days=sign * each) for each in ends for sign in (1, -1))]
    ordered = sorted(set(days))
    times = [(None, None), *((one, other) for one in (None, *ordered) for other in (None, *ordered))]
    times = [(one, other) for one, other in times if one is None or other is None or one <= other]
    asked = [each for each in times if each != (None, None)]
    met = Counter()
    while times:
        these = [(row, times.pop()) for row in rows[: len(times)]]
        for row, (row.earliest, row.latest) in these:
            row.span = spans.of(row.earliest, row.latest)
        PublishedCitation.objects.bulk_update([row for row, _ in these], ["earliest", "latest", "span"])
        for bounds in chance.sample(asked, 20):
            walked, listed = (set(PublishedCitation.objects.filter(of(bounds))) for of in (overlaps, reaching))
            assert walked == listed, bounds
            met["some" if walked else "none"] += 1
            met.update(row.span for row in walked)

    assert {"some", "none", None, *range(len(spans.DAYS) + 1)} <= met.keys()


def test_a_row_is_named_by_one_of_those_found(u, db):
    links = PublishedLink.objects.filter(actor="agency")

    walked, listed = (
        set(PublishedClaim.objects.filter(named_by(links, "claim", "slug", is_listed=form)).values_list("slug"))
        for form in (False, True)
    )

    assert walked == listed != set()
