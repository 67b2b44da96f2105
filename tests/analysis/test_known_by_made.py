"""What was known by an instant, on made claims: the same answer, byte for byte, if all that came later is deleted.

Claims, sources and dates are drawn at random, with a seed each: sources without a date, revised ones, later versions,
dates resolved from other sources, roles and judgements that rest on some of them.
"""

import json
import random
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from briefings.analysis import answers, clock, discrepancies, matrix, sourcing
from briefings.choices import EditionKind
from briefings.inquiry import worlds
from briefings.models import Document, PublishedJudgement
from tests.analysis import made

SOURCES = "abcde"
CHAINS = (
    made.chain("nis"), made.chain("lee", "nis"), made.chain("yonhap agency", "park", "nis"), made.chain("zelensky"),
    made.chain("officials"), made.chain("lee?park", "united-states"), made.own_voice(), made.reportedly(),
    made.reportedly("yonhap agency"),
)  # fmt: skip


def day(draw):
    return f"2024-10-{draw.randint(1, 28):02}"


def source(draw, slug):
    published = draw.choice([None, None, day(draw), f"{day(draw)}T12:00:00Z", "2024-10"])
    updated = draw.choice([None, None, day(draw)]) if published else None
    return made.source(
        slug, received_at=f"{day(draw)}T08:00:00Z", published=made.when(published, None, None) if published else None,
        updated=made.when(updated, None, None) if updated else None, version_of=draw.choice([None, None, "a"]),
        agencies=draw.choice([[], ["yonhap"]]),
    )  # fmt: skip


def citation(draw):
    anchor = {"source": draw.choice(SOURCES), "start": 0, "end": 4, "exact": "then"}
    resolved = made.when(
        "2024-10-23", "2024-10-23", "2024-10-23", **{draw.choice(["anchor", "literal_anchor"]): anchor}
    )
    return made.citation(
        draw.choice(CHAINS), quantity=draw.choice([None, made.figure("gt", 3000), made.figure("eq", 3000)]),
        when=draw.choice([None, resolved, made.when("2024-10-08", "2024-10-08", "2024-10-08")]),
        polarity=draw.choice(["positive", "positive", "negative"]), note="written with everything at hand",
    )  # fmt: skip


def documents(draw):
    """Return the documents of a claim and of all that it is read with."""
    readings = [
        made.silent(slug) if draw.random() < 0.2 else made.reading(slug, *map(citation, [draw] * draw.randint(1, 2)))
        for slug in SOURCES
        if draw.random() < 0.8
    ]  # fmt: skip
    judgement = {
        "slug": "apart", "kind": "independence_established", "claim": {"slug": "troops"}, "reason": "They met.",
        "origins": [made.line(slug) for slug in draw.sample(["nis", "united-states", "ukraine"], 2)],
        "passages": [{"source": {"slug": slug}} for slug in draw.sample(SOURCES, draw.randint(0, 2))],
    }  # fmt: skip
    return {
        "claim": [{**made.claim(*readings), "credibility": "2"}], "source": [source(draw, slug) for slug in SOURCES],
        "actor": [printed(draw, made.actor(slug)) for slug in made.ACTORS], "judgement": [judgement],
    }  # fmt: skip


def printed(draw, actor):
    return {**actor, "roles": [{**role, "source": {"slug": draw.choice(SOURCES)}} for role in actor["roles"]]}


def put(found):
    """Publish these documents and no others."""
    Document.objects.all().delete()
    rows = Document.objects.bulk_create(
        Document(record_type=kind, slug=body["slug"], kind=EditionKind.PUBLISHED, edition=1, body=orjson.dumps(body))
        for kind, bodies in found.items()
        for body in bodies
    )
    for row in [row for row in rows if row.record_type == "judgement"]:
        facts = {"kind": "independence_established", "claim": "troops"}
        PublishedJudgement.objects.create(
            document=row, slug=row.slug, changed_at=datetime(2024, 11, 1, tzinfo=UTC), **facts
        )


def answer(at):
    """Return all that is computed of the published claim as known by an instant; None: now."""
    read = worlds.read(list(worlds.documents("claim", ["troops"]).values()), at)
    return orjson.dumps([
        read.claims, read.undated, [answers.document(sourcing.of(claim, read.world)) for claim in read.claims],
        discrepancies.documents(row for claim in read.claims for row in discrepancies.of(claim, read.world)),
        matrix.matrix(read.claims, "talk"),
    ])  # fmt: skip


def without(found, later):
    """Return documents with the sources that came later deleted, and all that rests on one of them."""
    (claim,) = found["claim"]
    return {
        "claim": [{**claim, "readings": [each for each in claim["readings"] if each["source"]["slug"] not in later]}],
        "source": [each for each in found["source"] if each["slug"] not in later],
        "actor": [
            {**each, "roles": [role for role in each["roles"] if role["source"]["slug"] not in later]}
            for each in found["actor"]
        ],
        "judgement": [
            each
            for each in found["judgement"]
            if each["passages"] and not {passage["source"]["slug"] for passage in each["passages"]} & later
        ],
    }  # fmt: skip


def leaks(seed):
    """Return the instants at which what came later changes the answer, and how many answers differ from today's."""
    found = documents(random.Random(seed))
    instants = sorted({clock.known_from(each) for each in found["source"]})
    instants += [instants[0] - timedelta(microseconds=1)]
    put(found)
    now, before = answer(None), {at: answer(at) for at in instants}
    wrong = []
    for at in instants:
        later = {each["slug"] for each in found["source"] if clock.known_from(each) > at}
        put(without(found, later))
        told = json.dumps(json.loads(before[at])[2:])
        if answer(at) != before[at] or any(f'"{slug}"' in told or f"source {slug}" in told for slug in later):
            wrong.append((seed, at))
    return wrong, sum(json.loads(each)[2] != json.loads(now)[2] for each in before.values())


@pytest.mark.parametrize("seeds", [range(8), pytest.param(range(8, 1000), marks=pytest.mark.deep)])
def test_nothing_that_came_later_changes_what_was_known(db, seeds):
    found = [leaks(seed) for seed in seeds]

    assert [wrong for each, _ in found for wrong in each] == []
    assert sum(differing for _, differing in found) > len(seeds)
