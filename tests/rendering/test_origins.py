"""The origins and the verdict that are kept with a claim are those that its sourcing answers with."""

import json
import operator
from collections import Counter

import pytest

from bench.generation.history import Clocks
from briefings.actions import withdrawals
from briefings.analysis import envelopes, sourcing
from briefings.inquiry import worlds
from briefings.models import Document, PublishedClaim
from briefings.rendering import publication, rows
from briefings.verification import checks
from tests.bench.test_generation import generate
from tests.universe import get, published

KEPT = ("origins_named", "origins_unknown", "origins", "verdict")


def differing():
    """Return the claims whose document or row holds other numbers than their sourcing, and how many there are."""
    found = {row["slug"]: row for row in PublishedClaim.objects.values()}
    read = worlds.read(list(worlds.documents("claim", found).values()))
    wrong = []
    for claim in read.claims:
        answer = envelopes.origins(sourcing.of(claim, read.world))
        columns = rows.envelope({**claim, **answer})
        if {key: claim[key] for key in KEPT} != answer or columns.items() - found[claim["slug"]].items():
            wrong.append(claim["slug"])
    return wrong, len(found)


def numbers(claim):
    body = json.loads(bytes(Document.objects.get(record_type="claim", slug=claim).body))
    return body["origins_named"]["best"], body["origins_unknown"]["best"], body["verdict"]


def test_origins_of_the_five_reports_are_those_of_their_sourcing(five_reports, db):
    wrong, many = differing()

    assert (wrong, many > 50) == ([], True)


@pytest.mark.parametrize("claim", ["nk-troops-in-russia", "nk-troops-sent-so-far", "treaty-provides-military-aid"])
def test_document_says_what_the_address_of_its_sourcing_says(five_reports, db, client, claim):
    kept = client.get(f"/api/v1/claims/{claim}/").json()
    asked = client.get(f"/api/v1/claims/{claim}/sourcing/").json()

    assert kept["verdict"] == asked["verdict"]
    for name in ("origins_named", "origins_unknown"):
        assert kept[name] == {key: asked[name][key] for key in ("min", "best", "max")}


def test_origins_of_made_reports_are_those_of_their_sourcing(db):
    generate(Clocks())

    assert differing() == ([], PublishedClaim.objects.count())
    assert PublishedClaim.objects.values("verdict").distinct().count() > 1


def judgement(u):
    facts = {
        "kind": "independence_established", "claim": "soldiers-left", "origins": ["agency", "twin"],
        "reason": "They met.", "passages": [{"source": "report-a", "quote": "The agency said"}],
    }  # fmt: skip
    return u.draft("judgement", "left-is-known", facts)


def second_origin(u):
    """Let another body say it in the other report: whether the two know it independently, only a judgement tells."""
    quote = {"quote": "Nothing was said of soldiers"}
    link = {"role": "originator", "actors": ["twin"], "as_printed": "soldiers", "basis": "context", "anchor": quote}
    passage = {**quote, "chains": [{"end": "originator", "links": [link]}]}
    return u.edit(get("reading", "soldiers-left--report-b"), status="carried", citations=[passage], note="")


# What is published, and the numbers of soldiers-left after it.
STEPS = [
    (lambda u: u.publish(second_origin(u)), (2, 0, "not_established")),
    (lambda u: u.publish(second_origin(u), judgement(u)), (2, 0, "established")),
    (lambda u: u.merge("agency", "twin"), (1, 0, "single_origin")),
    (lambda u: u.publish(u.edit(published("source"), kind="post")), (1, 0, "single_origin")),
    (lambda u: u.publish(u.edit(published("actor"), parent=None, kind="group")), (1, 0, "single_origin")),
]


@pytest.mark.parametrize(("step", "after"), STEPS)
def test_origins_stay_those_of_the_sourcing_whatever_is_published(u, step, after):
    assert numbers("soldiers-left") == (1, 0, "single_origin")

    step(u)
    publication.render_stale(limit=1000)

    assert numbers("soldiers-left") == after
    assert differing() == ([], 2)
    assert [str(problem) for problem in checks.run()] == []


def test_verdict_falls_with_the_judgement_that_is_withdrawn(u):
    u.publish(second_origin(u), judgement(u))

    withdrawals.withdraw(record=get("judgement", "left-is-known"), by=u.reviewer, reason="an error")

    assert numbers("soldiers-left") == (2, 0, "not_established")


def test_origins_fall_with_the_reading_that_is_withdrawn(u):
    row = published("reading")

    withdrawals.withdraw(record=row, by=u.reviewer, reason="an error", also=withdrawals.preview(row))

    assert numbers("soldiers-left") == (0, 0, "not_established")
    assert differing() == ([], 2)


def test_rebuilding_keeps_them(u):
    u.publish(second_origin(u), judgement(u))
    before = list(PublishedClaim.objects.order_by("slug").values())

    publication.rebuild()

    drop = {"document_id"}
    assert [
        {k: v for k, v in row.items() if k not in drop} for row in PublishedClaim.objects.order_by("slug").values()
    ] == [{k: v for k, v in row.items() if k not in drop} for row in before]


FILTERS = {  # by name: which number it asks about, and which of its bounds
    "origins_named": ("origins_named", "best"), "origins_named__gte": ("origins_named", "min"),
    "origins_named__lte": ("origins_named", "max"), "origins_unknown__gte": ("origins_unknown", "min"),
    "origins_unknown__lte": ("origins_unknown", "max"), "origins__gte": ("origins", "min"),
    "origins__lte": ("origins", "max"),
}  # fmt: skip
MEETS = {"": operator.eq, "gte": operator.ge, "lte": operator.le}


def test_filters_facets_and_orderings_read_the_numbers(five_reports, db, client):
    everything = client.get("/api/v1/claims/?page_size=100&facets=verdict,origins_named").json()
    claims = everything["results"]

    for name, (number, bound) in FILTERS.items():
        meets = MEETS[name.partition("__")[2]]
        for value in range(3):
            found = client.get(f"/api/v1/claims/?page_size=100&{name}={value}").json()["results"]
            expected = [claim["slug"] for claim in claims if meets(claim[number][bound], value)]
            assert [claim["slug"] for claim in found] == expected, (name, value)
    counted = {
        name: {each["value"]: each["count"] for each in values} for name, values in everything["facets"].items()
    }
    assert counted["verdict"] == Counter(claim["verdict"] for claim in claims)
    assert counted["origins_named"] == Counter(claim["origins_named"]["best"] for claim in claims)
    ordered = client.get("/api/v1/claims/?page_size=100&ordering=-origins").json()["results"]
    places = [(claim["origins"]["best"], claim["slug"]) for claim in ordered]
    assert places == sorted(places, reverse=True)
    single = client.get("/api/v1/claims/?page_size=100&verdict=single_origin").json()["results"]
    assert "nk-troops-sent-so-far" in {claim["slug"] for claim in single}
