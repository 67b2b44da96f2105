"""The discrepancies that are kept with claims are those that their documents have, and the list finds them by these."""

import json
from itertools import product

import pytest

from bench.generation.history import Clocks
from briefings.actions import withdrawals
from briefings.analysis import discrepancies
from briefings.inquiry import walks, worlds
from briefings.models import Document, PublishedClaim, PublishedDiscrepancy
from briefings.rendering import publication
from briefings.verification import checks
from tests.bench.test_generation import generate
from tests.universe import TEXT_B, get, published

LEFT, PLANNED = "soldiers-left", "soldiers-planned"


def computed():
    """Return claim, place, kind and severity of every discrepancy of every claim, from the documents."""
    slugs = PublishedClaim.objects.values_list("slug", flat=True)
    read = worlds.read(list(worlds.documents("claim", slugs).values()))
    return {
        (claim["slug"], place): row
        for claim in read.claims
        for place, row in enumerate(discrepancies.of(claim, read.world))
    }


def columns(row, claim):
    return row.kind, row.field or row.kind, row.severity, row.is_curated, row.claims[0] == claim


def kept():
    names = ("kind", "compared", "severity", "is_curated", "is_first")
    return {(row.claim, row.position): tuple(getattr(row, name) for name in names) for row in
            PublishedDiscrepancy.objects.all()}  # fmt: skip


def differing():
    wanted = {place: columns(row, place[0]) for place, row in computed().items()}
    return wanted.items() ^ kept().items()


def listed(wanted, size=7):
    """Return the slugs of all discrepancies that are asked for, page after page."""
    found, place = [], walks.START
    while place is not None:
        page = walks.page(wanted, place, size)
        found += [row.slug for row in page.rows]
        place = page.following
    return found


def test_rows_of_the_five_reports_are_those_of_their_documents(five_reports, db):
    assert differing() == set()
    assert PublishedDiscrepancy.objects.filter(is_curated=True).exists()


def test_rows_of_made_reports_are_those_of_their_documents(db):
    generate(Clocks())

    assert differing() == set()
    assert PublishedDiscrepancy.objects.values("kind").distinct().count() > 5


FILTERS = [
    {"kinds": frozenset({kind}), "severities": frozenset({severity})}
    for kind, severity in product(("value", "polarity", "quotation", "within_source"), ("contradiction", "variation"))
] + [
    {"kinds": frozenset({"date", "silent", "name"})},
    {"fields": frozenset({"value"})},
    {"fields": frozenset({"attribution"}), "kinds": frozenset({"within_source"})},
    {"severities": frozenset({"tension", "ambiguity"})},
    {"is_curated": True},
    {"is_curated": False, "severities": frozenset({"contradiction"})},
    {"source": "report-003", "severities": frozenset({"ambiguity", "contradiction"})},
    {"briefing": "austin-remarks-in-rome"},
    {"claim": "nk-troops-in-russia", "kinds": frozenset({"polarity"})},
    {"claim": "nk-troops-planned-total"},
    {"kinds": frozenset({"value"}), "fields": frozenset({"date"})},
]  # fmt: skip


@pytest.mark.parametrize("filters", FILTERS)
def test_list_finds_what_looking_at_every_claim_finds(five_reports, db, filters):
    wanted = walks.Wanted(**filters)
    at = set(at_briefing(wanted.briefing)) if wanted.briefing else None
    found = [
        row.slug
        for (claim, _), row in sorted(computed().items())
        if wanted.has(row) and claim in (at or [claim])
        and (claim == wanted.claim if wanted.claim else claim == row.claims[0])
    ]  # fmt: skip

    assert [slug for slug in listed(wanted) if not slug.startswith("name:")] == found


def at_briefing(slug):
    for document in Document.objects.filter(record_type="claim"):
        if f'"slug":"{slug}"' in bytes(document.body).decode():
            yield document.slug


def contradiction(u):
    sides = {side: {"claim": LEFT, "citation": f"{LEFT}--report-a--c{n}"} for side, n in (("left", 1), ("right", 2))}
    return u.draft("comparison", "one-against-two", {"kind": "contradicts", "reason": "Two numbers.", **sides})


def shift(u):
    sides = {"left": {"claim": LEFT, "citation": f"{LEFT}--report-a--c1"}, "right": {"claim": PLANNED}}
    return u.draft("comparison", "of-others", {"kind": "scope_shifted_from", "reason": "Others.", **sides})


def denial(u):
    passage = {"quote": TEXT_B[:30], "polarity": "negative", "chains": [{"end": "own_voice", "links": []}]}
    return u.edit(get("reading", "soldiers-left--report-b"), status="carried", citations=[passage], note="")


STEPS = [
    lambda u: u.publish(contradiction(u)),
    lambda u: u.publish(shift(u)),
    lambda u: u.publish(denial(u)),
    lambda u: u.publish(denial(u), shift(u)),
    lambda u: u.merge("agency", "twin"),
    lambda u: u.publish(u.edit(published("source"), kind="post")),
    lambda u: u.publish(u.edit(published("source"), text_access="hash")),
    lambda u: withdraw(u, published("reading")),
    lambda u: withdraw(u, published("claim")),
    lambda u: (u.publish(shift(u)), withdraw(u, get("comparison", "of-others"))),
    lambda u: (u.publish(shift(u)), u.publish(u.edit(get("comparison", "of-others"), kind="same_utterance"))),
]


def withdraw(u, row):
    withdrawals.withdraw(record=row, by=u.reviewer, reason="an error", also=withdrawals.preview(row))


@pytest.mark.parametrize("step", STEPS)
def test_rows_stay_those_of_the_documents_whatever_is_published(u, step):
    assert differing() == set()
    before = kept()

    step(u)
    publication.render_stale(limit=1000)
    after = kept()

    assert differing() == set()
    assert [str(problem) for problem in checks.run()] == []
    publication.rebuild()
    assert kept() == after
    assert before


def test_a_comparison_adds_its_row_to_both_claims_at_once(u):
    u.publish(shift(u))

    rows = PublishedDiscrepancy.objects.filter(kind="scope").order_by("claim")
    assert [(row.claim, row.severity, row.is_curated, row.is_first) for row in rows] == [
        (LEFT, "tension", True, True), (PLANNED, "tension", True, False),
    ]  # fmt: skip
    assert listed(walks.Wanted(kinds=frozenset({"scope"}))) == [f"{LEFT}:scope:of-others"]
    assert listed(walks.Wanted(claim=PLANNED, kinds=frozenset({"scope"}))) == [f"{LEFT}:scope:of-others"]


def test_a_kept_row_that_the_document_does_not_bear_out_is_not_listed(u, client):
    PublishedDiscrepancy.objects.filter(claim=LEFT, kind="silent").update(kind="value", severity="contradiction")

    found = json.loads(client.get("/api/v1/discrepancies/", {"kind": "value", "severity": "contradiction"}).content)

    assert found == {"next": None, "results": []}


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "filters",
    [
        {}, {"kind": "value"}, {"kind": "value", "severity": "contradiction"}, {"severity": "tension"},
        {"compared": "value", "severity": "contradiction"}, {"is_curated": True},
    ],
)  # fmt: skip
def test_each_filter_reads_an_index_in_order(db, filters):
    rows = PublishedDiscrepancy.objects.filter(claim__gte="a", is_first=True, **filters)

    plan = rows.order_by("claim", "position").values_list("pk")[:26].explain()

    assert "TEMP B-TREE" not in plan
    assert "INDEX" in plan
