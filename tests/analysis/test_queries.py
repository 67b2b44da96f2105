"""What is computed costs the same number of statements with 1, 10 and 50 citations, claims and bearers of a name.

One claim is carried by more and more sources, each citation said by another person; one source, and one occasion, come
to carry as many claims. Who adds a statement changes the numbers below, and says what it reads.
"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefings.inquiry import worlds
from tests import universe

SIZES = (1, 10, 50)
# Which of the fifty citations of the claim each source has.
CITED = {
    "source-0": range(1), "source-1": range(1, 10), **{f"source-{n}": range(5 * n, 5 * n + 5) for n in range(2, 10)},
}  # fmt: skip
OF_CLAIM, OF_SOURCE = r"troops-left--source-\d+--c\d+", r"claim-\d+--report-long--c1"
# address: (what grows in the answer, statements): the document that is asked about, or claims that it leads to; then
# their sources, actors with the bodies above them, judgements, comparisons, and the citations that these compare.
COSTS = {
    "claims/troops-left/sourcing/": (OF_CLAIM, 6),
    "claims/troops-left/sourcing/?known_by=2025-01-01": (OF_CLAIM, 7),  # other sources that it rests on
    "claims/troops-left/discrepancies/": (OF_CLAIM, 6),
    "claims/troops-left/discrepancies/?known_by=2025-01-01": (OF_CLAIM, 7),
    "claims/troops-left/evidence/": (OF_CLAIM, 14),  # and the editions of each type
    "claims/troops-left/evidence/?known_by=2025-01-01": (OF_CLAIM, 13),
    "sources/report-long/sourcing/": (OF_SOURCE, 8),  # which claims; their documents
    "sources/report-long/sourcing/?known_by=2025-01-01": (OF_SOURCE, 9),
    "briefings/october-briefing/sourcing/": (OF_SOURCE, 8),
    "briefings/october-briefing/matrix/": (OF_SOURCE, 8),
    "briefings/october-briefing/matrix/?known_by=2025-01-01": (OF_SOURCE, 8),
    "discrepancies/?claim=troops-left&kind=silent": (OF_CLAIM, 9),
    "timeline/?claim=troops-left&page_size=100": (OF_CLAIM, 5),
    "timeline/?claim=troops-left&page_size=100&known_by=2025-01-01": (OF_CLAIM, 6),
    "actors/match/?name=Kim+Sun-dong&page_size=100": (r"speaker-\d+", 4),
}
AGENCY = {**universe.AGENCY_LINK, "anchor": {"quote": "The agency said"}}


@pytest.fixture(scope="module")
def found(built, django_db_blocker):
    """What each address answered at each size, and in how many statements."""
    with django_db_blocker.unblock():
        begin(built)
        held = dict.fromkeys(SIZES)
        for before, size in zip((0, *SIZES), SIZES, strict=False):
            numbers = range(before, size)
            built.publish(*built.draft_all("actor", {f"speaker-{n}": speaker() for n in numbers}))
            built.publish(*built.draft_all("claim", {f"claim-{n}": convoy(n) for n in numbers}))
            built.publish(*sources(built, numbers))
            built.publish(*built.draft_all("reading", dict(readings(numbers))))
            held[size] = {address: told(address) for address in COSTS}
    return held


def begin(u):
    """Publish the claim, what is judged of it and compared with it, and a source for many claims."""
    lines = "".join(f"Convoy {n} has left.\n" for n in range(50))
    own = {"kind": "post", "received_at": universe.RECEIVED}
    u.publish(
        u.draft("claim", "troops-left", {"proposition": "Troops left.", "category": "deployment", "subject": "seoul"}),
        u.draft("reading", "troops-left--report-b", {
            "claim": "troops-left", "source": "report-b", "status": "not_carried",
        }),
        u.draft("source", "report-long", own, text=f"The agency said so.\n{lines}"),
        u.draft("comparison", "troops-refine-soldiers", {
            "kind": "refines", "left": {"claim": "troops-left"}, "right": {"claim": "soldiers-left"}, "reason": "so",
        }),
        u.draft("judgement", "apart", {
            "kind": "independence_established", "claim": "troops-left", "origins": ["agency", "wire"], "reason": "so",
        }),
    )  # fmt: skip


def speaker():
    """Return a lawmaker of the name that all of them have."""
    name = {"text": "Kim Sun-dong", "kind": "full", "script": "Latn"}
    return {"kind": "person", "names": [name], "roles": universe.facts("actor", "park")["roles"]}


def convoy(n):
    """Return one of the claims that one source has from one occasion."""
    return {"proposition": f"Convoy {n} has left.", "category": "deployment", "subject": "agency"}


def sources(u, numbers):
    """Begin the sources that have these citations of the claim."""
    for source, cited in CITED.items():
        if cited[0] in numbers:
            text = "The agency said so.\n" + "".join(f"Speaker {n} said that {left(n)}.\n" for n in cited)
            yield u.draft("source", source, {"kind": "article", "received_at": universe.RECEIVED}, text=text)


def readings(numbers):
    """Yield the readings of these citations, and of these claims in the one source, by slug."""
    for source, cited in CITED.items():
        if cited[0] in numbers:
            yield f"troops-left--{source}", carried("troops-left", source, map(said, cited))
    for n in numbers:
        passage = {"quote": f"Convoy {n} has left", "chains": [{"end": "originator", "links": [AGENCY]}]}
        yield f"claim-{n}--report-long", carried(f"claim-{n}", "report-long", [passage])


def carried(claim, source, citations):
    return {"claim": claim, "source": source, "status": "carried", "citations": list(citations)}


def left(n):
    return f"{2000 + n} troops left on {day(n)}"


def day(n):
    return f"2024-09-{n % 30 + 1:02}"


def said(n):
    """Return a citation with figure and day, by a speaker who has it from the agency."""
    speaker = {
        "role": "relayer", "actors": [f"speaker-{n}"], "as_printed": f"Speaker {n}", "basis": "stated",
        "anchor": {"quote": f"Speaker {n} said"},
    }  # fmt: skip
    quantity = {"literal": str(2000 + n), "comparator": "eq", "min": 2000 + n, "max": 2000 + n, "unit": "person"}
    when = {"literal": f"on {day(n)}", "edtf_printed": day(n), "edtf": day(n), "basis": "printed"}
    return {"quote": left(n), "quantity": quantity, "when": when, "chains": [
        {"end": "originator", "links": [speaker, {**AGENCY, "occasion": None}]},
    ]}  # fmt: skip


def told(address):
    """Return the answer and the number of its statements."""
    with CaptureQueriesContext(connection) as caught:
        response = Client().get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return response.content.decode(), len(caught)


@pytest.mark.parametrize("address", COSTS)
def test_what_is_computed_costs_the_same_however_much_it_holds(found, db, address):
    grows, cost = COSTS[address]
    answers = [found[size][address] for size in SIZES]

    assert [len(set(re.findall(grows, text))) for text, _ in answers] == list(SIZES)
    assert [statements for _, statements in answers] == [cost] * 3


@pytest.mark.sqlite
def test_the_line_above_actors_is_read_from_their_own_documents_alone(u):
    """In the order that the statement says, and not all that any actor shows, nor every actor's document."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + worlds.LINES.format("%s, %s"), ["agency", "park"])
        steps = [row[3] for row in cursor.fetchall() if row[3].startswith(("SEARCH", "SCAN"))]

    read = [step for step in steps if not step.startswith("SCAN line")]
    assert len(read) == 4
    assert all("(record_type=? AND slug=?)" in step or "(document_id=? AND record_type=?)" in step for step in read)
