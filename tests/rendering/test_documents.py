"""What readers are served: no draft, no withheld word, envelopes that say what is open, and the same bytes anew."""

import json
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.actions import records, withdrawals
from briefings.facts import records as facts_of
from briefings.models import (
    Document,
    DocumentShows,
    PublishedCitation,
    PublishedClaim,
    PublishedText,
    PublishedTotal,
    StaleDocument,
)
from briefings.rendering import publication
from tests import universe
from tests.projection import PROJECTION, projection
from tests.universe import LINK_LINE, MORE, TEXT_A, TYPES, get, published


def served(record_type: str, slug: str) -> dict[str, Any]:
    return json.loads(bytes(Document.objects.get(record_type=record_type, slug=slug).body))


def everything() -> bytes:
    """Return every byte that the projection holds, so that a word can be looked for."""
    rows = [row for model in PROJECTION for row in model._default_manager.values()]
    return "\n".join(
        value.decode() if isinstance(value, bytes) else str(value)
        for row in rows
        for value in (
            {key: bytes(part) if isinstance(part, memoryview) else part for key, part in row.items()}
        ).values()
    ).encode()


# The same again


def test_rebuild_gives_the_same_bytes_and_rows(u):
    u.merge("twin", into="agency")
    withdrawals.withdraw(record=published("comparison"), by=u.reviewer, reason="an error")
    u.publish(u.edit(published("claim"), proposition="Anew."))
    u.edit(published("actor"), country="KP")
    before = projection()

    count = publication.rebuild()

    assert projection() == before
    assert count == Document.objects.count() == len(universe.FACTS)


def test_rebuild_drops_a_table_at_a_time_and_holds_no_row(u):
    """Django's own deletion fetched every document first: 21 KB a claim."""
    with CaptureQueriesContext(connection) as caught:
        publication._drop_all()

    first_words = Counter(query["sql"].split(maxsplit=1)[0] for query in caught)
    assert first_words == {"DELETE": len(PROJECTION)}  # of stale documents too, but not of totals
    assert [model for model in PROJECTION if model is not PublishedTotal and model._default_manager.exists()] == []


def test_everything_is_made_anew_beside_readers(u, monkeypatch):
    """What render_stale mends, when all is marked: columns that an older program left empty, words, rows."""
    monkeypatch.setattr(publication, "MARKED_TOGETHER", 3)
    before = projection()
    Document.objects.update(body=b"{}", etag="0" * 64)
    PublishedCitation.objects.update(body=b"{}")
    PublishedText.objects.filter(kind="name").delete()
    assert projection() != before

    publication.mark_all()
    stale = StaleDocument.objects.count()
    while publication.render_stale(limit=2):
        pass

    assert stale == Document.objects.count() == len(universe.FACTS)
    assert projection() == before


def test_document_is_found_by_what_it_shows(u):
    shown = {(each.document.record_type, each.document.slug) for each in DocumentShows.objects.filter(slug="agency")}

    assert shown == {
        ("briefing", "october-briefing"), ("claim", "soldiers-left"), ("claim", "soldiers-planned"),
        ("reading", "soldiers-left--report-a"), ("reading", "soldiers-planned--report-a"),
        ("judgement", "park-is-not-agency"),
    }  # fmt: skip


# Stale


def test_documents_that_show_a_changed_record_are_rendered_with_it(u):
    u.publish(u.edit(published("actor"), names=[{"text": "The Service", "kind": "short"}]))

    assert served("claim", "soldiers-planned")["holder"]["name"] == "The Service"
    assert b"The Service" in bytes(PublishedCitation.objects.get(slug="soldiers-left--report-a--c1").body)
    assert publication.oldest_stale() is None


def test_documents_past_the_limit_stay_stale_until_rendered(u, monkeypatch):
    monkeypatch.setattr(publication, "AT_ONCE", 2)  # a number, so that two hundred documents need not be made

    u.publish(u.edit(published("actor"), names=[{"text": "The Service", "kind": "short"}]))

    assert StaleDocument.objects.count() == 4
    assert publication.oldest_stale() is not None
    assert publication.render_stale(limit=3) == 3
    assert publication.render_stale(limit=3) == 1
    assert publication.render_stale(limit=3) == 0
    assert all(b"The Service" in bytes(row.body) for row in Document.objects.filter(shows__slug="agency"))


def test_what_is_stale_stays_so_since_the_first_change(u, monkeypatch):
    monkeypatch.setattr(publication, "AT_ONCE", 0)
    u.publish(u.edit(published("actor"), names=[{"text": "The Service", "kind": "short"}]))
    first = publication.oldest_stale()

    u.publish(u.edit(published("actor"), names=[{"text": "The Agency", "kind": "short"}]))

    assert {*StaleDocument.objects.values_list("since", flat=True)} == {first}


def waiting(**kind: bool) -> set[tuple[str, str]]:
    """Return which documents are stale."""
    stale = StaleDocument.objects.filter(**kind)
    return {*stale.values_list("document__record_type", "document__slug")}


def test_what_has_changed_goes_before_what_is_only_made_anew(u, monkeypatch):
    monkeypatch.setattr(publication, "AT_ONCE", 0)
    showing = {(row.record_type, row.slug) for row in publication.showing({("actor", "agency")})}
    u.publish(u.edit(published("actor"), names=[{"text": "The Service", "kind": "short"}]))
    publication.mark_all()
    assert waiting(since__isnull=False) == showing  # marked before; those marked besides keep nothing from them

    assert publication.render_stale(limit=2) == 2
    assert len(waiting(since__isnull=False)) == len(showing) - 2
    u.publish(u.edit(published("actor"), names=[{"text": "The Agency", "kind": "short"}]))
    assert waiting(since__isnull=False) == showing  # marked later, though all were

    assert publication.render_stale(limit=len(showing) + 1) == len(showing) + 1
    assert waiting() < universe.FACTS.keys() - showing
    assert publication.oldest_stale() is None
    assert all(b"The Agency" in bytes(row.body) for row in Document.objects.filter(shows__slug="agency"))


def test_a_publication_makes_nothing_anew_that_has_not_changed(u):
    publication.mark_all()

    u.publish(u.edit(published("actor"), names=[{"text": "The Service", "kind": "short"}]))

    made = {("actor", "agency")} | {(row.record_type, row.slug) for row in publication.showing({("actor", "agency")})}
    assert waiting() == universe.FACTS.keys() - made


def test_withdrawal_is_never_left_stale(u, monkeypatch):
    monkeypatch.setattr(publication, "AT_ONCE", 0)

    withdrawals.withdraw(record=get("reading", "soldiers-left--report-b"), by=u.reviewer, reason="an error")

    assert served("claim", "soldiers-left")["counts"]["not_carried"] == 0
    assert not StaleDocument.objects.exists()


def test_rights_that_were_narrowed_are_never_left_stale(u, monkeypatch):
    monkeypatch.setattr(publication, "AT_ONCE", 0)

    u.publish(u.edit(published("source"), text_access="hash"))

    assert "1,500" not in everything().decode()


# Drafts


@pytest.mark.parametrize("record_type", TYPES)
def test_no_word_of_a_draft_is_in_any_document(record_type, u):
    marker = "zqxmarker"
    drafts = [u.edit(get(*key), **_marked(key[0], marker)) for key in universe.FACTS if key[0] == record_type]
    slug, facts = MORE[record_type]
    fresh = u.draft(record_type, slug, {**facts, **_marked(record_type, marker)}, **_text(record_type, marker))
    u.submit(*drafts)
    others = [key for key in universe.FACTS if key[0] != record_type]
    publication.render(others, publication.InForce())
    publication.rebuild()

    assert marker.encode() not in everything()
    assert fresh.slug.encode() not in everything()
    assert not Document.objects.filter(record_type=record_type, slug=fresh.slug).exists()


def _marked(record_type: str, marker: str) -> dict[str, Any]:
    """Return changes of every field of a type that may hold any words."""
    return {
        "source": {"title": marker, "dateline": marker, "original_url": f"https://{marker}.example/", "asides": []},
        "actor": {"names": [{"text": marker, "kind": "full"}]},
        "briefing": {"title": marker, "place": marker, "committee": marker, "session": marker},
        "claim": {"proposition": marker, "counted": marker, "unit": marker},
        "reading": {"note": marker},
        "comparison": {"reason": marker},
        "judgement": {"reason": marker, "names": [marker, marker + "2"]},
    }[record_type]


def _text(record_type: str, marker: str) -> dict[str, Any]:
    return {"text": f"A text of {marker}."} if record_type == "source" else {}


def test_no_word_of_an_unapproved_citation_is_in_any_document(u):
    row = get("reading", "soldiers-planned--report-a")
    citation = {
        "quote": "We will respond", "note": "zqx1", "translation": "zqx2", "hedges": ["zqx3"], "id": "c9",
        "chains": [{"end": "originator", "links": [{
            "role": "originator", "actors": ["park"], "as_printed": "zqx4", "basis": "context",
            "anchor": {"quote": "a minister"}}]}],
    }  # fmt: skip
    u.submit(u.edit(row, citations=[*facts_of.read(row)["citations"], citation]))

    publication.rebuild()

    assert b"zqx" not in everything()
    assert b"soldiers-planned--report-a--c9" not in everything()


def test_return_reasons_and_private_names_are_in_no_document(u):
    (row,) = u.submit(u.edit(published("claim"), proposition="Anew."))
    records.return_(record=row, by=u.reviewer, reason="zqxreason")
    u.publish(row)
    withdrawals.withdraw(record=published("judgement"), by=u.reviewer, reason="public words")

    found = everything()

    assert b"zqxreason" not in found
    assert b"public words" in found
    assert b"desk-reviewer" in found and b'"reviewer"' not in found


# Rights

CITED = ["1,500\u00a0more soldiers had left \u200fin October", "would reportedly reach 10,000 by December"]


@pytest.fixture
def rich(u):
    """Add to what the universe cites of report-a: roles, quoted spans, hedges, a time of its own, a translation."""
    row = get("reading", "soldiers-planned--report-a")
    citation = {
        "quote": "\u201cWe will respond,\u201d", "quoted": ["We will respond"], "speech": "direct", "hedges": ["will"],
        "translation": "respond we shall", "chains": [{"end": "no_source_given", "links": [
            {"role": "relayer", "as_printed": "a minister", "basis": "context", "anchor": {"quote": "a minister"},
             "when": {"literal": "Oct 23, 2024", "edtf_printed": "2024-10-23", "edtf": "2024-10-23", "basis": "printed",
                      "literal_anchor": {"quote": "Oct 23, 2024"}}}]}],
    }  # fmt: skip
    briefing = u.edit(get("briefing", "october-briefing"), when={
        "literal": "Oct 23, 2024", "edtf_printed": "2024-10-23", "edtf": "2024-10-23", "basis": "printed",
        "anchor": {"quote": "Oct 23, 2024", "source": "report-a"},
        "literal_anchor": {"quote": "Oct 23, 2024", "source": "report-a"}})  # fmt: skip
    u.publish(u.edit(row, citations=[*facts_of.read(row)["citations"], citation]), briefing)
    return u


def words_of_the_report() -> list[str]:
    """Return stretches of three words and more of report-a, and figures, that stand nowhere else in the universe."""
    words = TEXT_A.split(" ")
    return [" ".join(words[at : at + 3]) for at in range(len(words) - 2)] + [
        "1,500",
        "10,000",
        "2024-10-23 (",
        "five pict",
    ]


def test_hash_access_leaves_no_word_of_the_report_anywhere(rich, u):
    u.publish(u.edit(published("source"), text_access="hash"))

    found = json.dumps(everything().decode(), ensure_ascii=False)

    assert [words for words in words_of_the_report() if json.dumps(words, ensure_ascii=False)[1:-1] in found] == []
    for words in (
        "a lawmaker",
        "Oct 23, 2024",
        "The agency said",
        "(Wire)",
        "silence",
        "reportedly",
        "respond we shall",
        "in October",
        "We will",
    ):
        assert words not in found.replace("a lawmaker of", ""), words


def test_hash_access_leaves_offsets_and_hashes(rich, u):
    from briefings.text import received

    u.publish(u.edit(published("source"), text_access="hash"))

    (citation,) = [
        c for r in served("claim", "soldiers-left")["readings"] for c in r["citations"] if c["slug"].endswith("c1")
    ]
    assert citation["exact"] is None
    assert citation["exact_sha256"] == received.sha256(CITED[0])
    assert TEXT_A[citation["start"] : citation["end"]] == CITED[0]
    assert served("source", "report-a")["text"] is None
    assert served("source", "report-a")["text_sha256"] == received.sha256(TEXT_A)


def test_passages_access_gives_the_cited_passages_and_nothing_around_them(rich, u):
    u.publish(u.edit(published("source"), text_access="passages"))

    found = everything().decode()
    source = served("source", "report-a")

    assert source["text"] is None
    assert all(words in found for words in CITED)
    assert "The rest is silence" not in found  # an aside: nobody cites it
    assert "they would reportedly" not in found and "soldiers had left \u200fin October." not in found
    citations = [c for r in served("claim", "soldiers-left")["readings"] for c in r["citations"]]
    assert {(c["prefix"], c["suffix"]) for c in citations} == {(None, None)}


def test_full_access_gives_the_text_as_received(u):
    assert served("source", "report-a")["text"] == TEXT_A


def test_change_of_rights_reaches_every_document_that_holds_words_of_the_source(rich, u):
    """The occasion's time rests on a passage of report-a, though it shows no line about that source."""
    assert "Oct 23, 2024" in json.dumps(served("claim", "soldiers-left"))

    u.publish(u.edit(published("source"), text_access="hash"))

    for row in Document.objects.all():
        assert b"Oct 23, 2024" not in bytes(row.body), row


# Envelopes


def test_envelope_is_null_where_a_bound_is_open(u):
    claim = served("claim", "soldiers-planned")

    assert claim["amounts"] == {"min": 10000, "max": None}
    assert claim["times"] is None
    row = PublishedClaim.objects.get(slug="soldiers-planned")
    assert (row.amount_min, row.amount_max, row.earliest, row.latest) == (10000, None, None, None)


def test_envelope_counts_no_link_line(u):
    """The link line holds the figure five: it is shown, and counts neither as an amount nor as a source."""
    claim = served("claim", "soldiers-left")
    (line,) = [c for r in claim["readings"] for c in r["citations"] if c["exact"] == LINK_LINE]

    assert (line["region"], line["counted"], line["quantity"]["min"]) == ("link_line", False, 5)
    assert claim["amounts"] == {"min": 1500, "max": 1500}
    assert claim["counts"] == {"sources": 1, "not_carried": 1, "citations": 3}
    assert claim["times"] == {"earliest": "2024-10-01", "latest": "2024-10-31"}


def test_source_that_carries_a_claim_in_a_link_line_alone_is_no_source(u):
    row = get("reading", "soldiers-left--report-a")
    u.publish(
        u.edit(published("comparison"), left={"claim": "soldiers-left"}),
        u.edit(row, citations=facts_of.read(row)["citations"][2:]),
    )

    claim = served("claim", "soldiers-left")

    assert claim["counts"] == {"sources": 0, "not_carried": 1, "citations": 1}
    assert claim["amounts"] is None


def test_region_follows_from_the_anchor(u):
    citations = {c["slug"][-2:]: c for r in served("claim", "soldiers-left")["readings"] for c in r["citations"]}

    assert {name: citation["region"] for name, citation in citations.items()} == {
        "c1": "body", "c2": "headline", "c3": "link_line",
    }  # fmt: skip
