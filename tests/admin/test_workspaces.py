"""Marked words become citations, claims, regions and asides, at exactly the place that was marked."""

import json

import pytest

from briefings.actions import batches
from briefings.admin import coverage, passages
from briefings.facts import records as facts_of
from briefings.models import RECORDS, Batch, Claim
from tests.universe import HEADLINE, MORE, TEXT_A, fresh, get, published

MINISTER = "“We will respond,” a minister said"
LEFT = "1,500\u00a0more soldiers had left \u200fin October"


def at(words: str, text: str = TEXT_A) -> dict[str, object]:
    """Return what the browser sends for marked words."""
    return {"start": text.index(words), "end": text.index(words) + len(words), "exact": words}


def mark(desk, what: str, source, **data):
    """Send a mark as the page's script does; return status and answer."""
    address = f"/admin/briefings/source/{source.pk}/mark/{what}/"
    answer = desk.client.post(address, data, headers={"Accept": "application/json"})
    return answer.status_code, json.loads(answer.content) if "json" in answer["Content-Type"] else answer


def page(desk, source, **query):
    return desk.get("briefings_source_workspace", source.pk, **query)


def reading(claim: str, source: str = "report-a") -> dict:
    return facts_of.read(get("reading", f"{claim}--{source}"))


def test_cited_passage_stands_where_it_was_marked_past_emoji_and_bidi_mark(u, curator):
    source, claim = published("source"), u.more("claim")

    status, answer = mark(curator, "cite", source, claim=claim.pk, **at("said that " + LEFT))

    assert (status, answer["url"].rpartition("?")[2]) == (200, f"at={at(LEFT)['end']}")
    citation = reading("minister-responds")["citations"][0]
    assert (citation["start"], citation["exact"]) == (TEXT_A.index("said that 1"), "said that " + LEFT)
    assert citation["quantity"] == {
        "literal": "1,500", "comparator": "eq", "min": 1500, "max": 1500, "unit": None, "counted": None, "per": None,
        "currency": None,
    }  # fmt: skip


def test_new_citation_takes_the_chain_of_its_sentence(u, curator):
    claim = u.more("claim")

    mark(curator, "cite", published("source"), claim=claim.pk, **at("more soldiers"))

    (chain,) = reading("minister-responds")["citations"][0]["chains"]
    assert [link["role"] for link in chain["links"]] == ["relayer", "originator"]


@pytest.mark.parametrize(
    ("chosen", "end"),
    [("", "own_voice"), ("no_source_given", "no_source_given"), ("soldiers-left--report-a--c2", "no_source_given"),
     ("soldiers-planned--report-a--c1", "originator")],
)  # fmt: skip
def test_chain_may_be_chosen(chosen, end, u, curator):
    mark(curator, "cite", published("source"), claim=u.more("claim").pk, chain=chosen, **at(MINISTER))

    assert reading("minister-responds")["citations"][0]["chains"][0]["end"] == end


def test_first_mark_opens_a_batch_and_later_ones_go_into_it(u, curator):
    source = u.more("source", text="A report of one line.\n")

    for words in ("A report", "one line"):
        status, _ = mark(curator, "claim", source, proposition=f"It is {words}.", category="plan",
                         **at(words, "A report of one line.\n"))  # fmt: skip
        assert status == 200

    (batch,) = Batch.objects.filter(closed_at=None)
    assert batch.title == "Report report-c"
    assert [row.slug for row in batches.members(batch)] == [
        "report-c", "it-is-a-report", "it-is-one-line", "it-is-a-report--report-c", "it-is-one-line--report-c",
    ]  # fmt: skip


def test_second_passage_joins_the_reading_and_a_published_one_becomes_a_revision(u, curator):
    status, _ = mark(curator, "cite", published("source"), claim=published("claim").pk, **at(MINISTER))

    row = published("reading")
    assert (status, row.state, row.edition.number, row.batch.title) == (200, "draft", 1, "Report report-a")
    assert [each["id"] for each in reading("soldiers-left")["citations"]] == ["c1", "c2", "c3", "c4"]


def test_claim_that_cannot_be_cited_is_not_begun(u, curator, no_trace):
    status, answer = mark(curator, "claim", published("source"), proposition="It is.", category="plan", chain="none",
                          **at(MINISTER))  # fmt: skip

    assert (status, answer["errors"]) == (400, ["there is no citation 'none' in this source"])


def test_region_and_aside_are_marked_and_the_source_becomes_a_revision(u, curator):
    source = published("source")

    assert mark(curator, "region", source, kind="byline", **at("Jose\u0301 Park"))[0] == 200
    assert mark(curator, "aside", source, reason="rhetoric", note="stays", **at(MINISTER))[0] == 200

    facts = facts_of.read(fresh(source))
    assert [each["exact"] for each in facts["regions"] if each["kind"] == "byline"] == ["Jose\u0301 Park"]
    assert [each["note"] for each in facts["asides"]] == ["stays", ""]


def test_region_and_aside_are_changed_and_taken_out(u, curator):
    source = published("source")
    places = {each["kind"]: (each["start"], each["end"]) for each in facts_of.read(source)["regions"]}
    aside = facts_of.read(source)["asides"][0]
    (start, end), out = places["dateline"], places["link_line"]

    assert mark(curator, "part", source, key="regions", do="change", kind="byline", start=start, end=end)[0] == 200
    assert mark(curator, "part", source, key="regions", do="out", start=out[0], end=out[1])[0] == 200
    changed = {"reason": "attribution", "note": "who says so", "start": aside["start"], "end": aside["end"]}
    assert mark(curator, "part", source, key="asides", do="change", **changed)[0] == 200

    facts = facts_of.read(fresh(source))
    assert [(each["kind"], each["start"]) for each in facts["regions"]] == [("headline", 0), ("byline", start)]
    assert [(each["reason"], each["note"]) for each in facts["asides"]] == [("attribution", "who says so")]
    assert fresh(source).state == "draft"


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"key": "citations"}, 400, "there are no 'citations' to change"),
        ({"start": "x"}, 400, "names no place"),
        ({"start": 1}, 409, "somebody changed them"),
        ({"kind": "body"}, 400, '"body" is not a valid choice'),
        ({"kind": "x"}, 400, "is none of headline"),
    ],
)
def test_region_that_cannot_be_changed_stays(changed, status, said, u, curator, no_trace):
    region = facts_of.read(published("source"))["regions"][0]
    data = {"key": "regions", "kind": "byline", "start": region["start"], "end": region["end"], **changed}

    found, answer = mark(curator, "part", published("source"), **data)

    assert (found, said in answer["errors"][0]) == (status, True), answer


def test_page_offers_each_region_and_aside_to_be_changed_and_marks_them_in_the_text(u, curator):
    answer = page(curator, published("source"))

    assert next((each["key"], each["row"].exact) for each in answer.context["parts"]) == ("regions", HEADLINE)
    assert answer.content.decode().count('name="do" value="out"') == 4
    assert {segment.css for segment in answer.context["segments"] if segment.asides} == {"aside"}


def test_silence_is_kept_with_one_press(u, curator):
    source, claim = get("source", "report-b"), u.more("claim")

    status, answer = mark(curator, "silence", source, claim=claim.pk)

    assert (status, answer) == (200, {"said": "minister-responds: not carried."})
    assert reading("minister-responds", "report-b")["status"] == "not_carried"


@pytest.mark.parametrize(
    ("what", "changed", "status", "said"),
    [
        ("cite", {"start": 1}, 400, "they must be equal"),
        ("cite", {"end": 10**6}, 400, "is no stretch of the text"),
        ("cite", {"start": "x"}, 400, "nothing is marked"),
        ("cite", {"exact": "other"}, 400, "they must be equal"),
        ("cite", {"claim": "0"}, 400, "no claim was chosen"),
        ("cite", {"claim": "9" * 40}, 400, "no claim was chosen"),
        ("region", {"kind": "body"}, 400, "body"),
        ("region", {"kind": ""}, 400, "is none of headline"),
        ("aside", {"reason": "x"}, 400, "is none of attribution"),
        ("claim", {"proposition": "", "category": "plan"}, 400, "no slug can be made"),
        ("claim", {"proposition": "x", "category": ""}, 400, "/category"),
        ("claim", {"proposition": "x", "category": "plan", "slug": "soldiers-left"}, 409, "that slug is taken"),
        ("silence", {}, 409, "was read in report-a already"),
        ("nothing", {}, 400, "there is no mark nothing"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_no_trace(what, changed, status, said, u, curator, no_trace):
    data = {"claim": published("claim").pk, **at(MINISTER), **changed}

    found, answer = mark(curator, what, published("source"), **data)

    assert (found, said in answer["errors"][0]) == (status, True), answer


@pytest.mark.parametrize("what", ["cite", "claim", "region", "aside", "part", "silence"])
def test_mark_takes_a_role_and_a_post(what, u, outsider, stranger, curator, no_trace):
    source = published("source")

    assert mark(outsider, what, source, **at(MINISTER))[0] == 403
    assert mark(stranger, what, source, **at(MINISTER))[0] == 403
    assert curator.get("briefings_source_mark", source.pk, what).status_code == 405
    for page_name in ("workspace", "claims"):
        assert outsider.get(f"briefings_source_{page_name}", source.pk).status_code == 403
        assert stranger.get(f"briefings_source_{page_name}", source.pk).status_code == 302
        assert curator.client.get(f"/admin/briefings/source/999/{page_name}/").status_code == 404


def test_form_without_script_is_answered_with_the_page(u, curator):
    source = published("source")

    answer = curator.post("briefings_source_mark", source.pk, "aside", reason="rhetoric", **at(MINISTER))

    assert answer.status_code == 302
    assert len(facts_of.read(fresh(source))["asides"]) == 2


def test_page_tells_where_each_stretch_begins_even_after_carriage_returns(u, curator):
    source = u.more("source", text=b"One\r\ntwo \xe2\x80\x8f\xf0\x9f\xaa\x96 three\rfour".decode())

    pieces = [piece for segment in page(curator, source).context["segments"] for piece in segment.pieces]

    assert [(each.start, each.words or each.code) for each in pieces] == [
        (0, "One"), (3, "000D"), (4, "\ntwo "), (9, "200F"), (10, "\U0001fa96 three"), (17, "000D"), (18, "four"),
    ]  # fmt: skip
    assert [each.is_hidden for each in pieces if each.unseen] == [True, False, False]


def test_hostile_report_is_shown_and_never_run(u, curator):
    text = "</script><script>alert(1)</script> {{ 7|add:7 }} <img src=x onerror=alert(2)> \u202e 5,000 javascript:x\n"

    shown = page(curator, u.more("source", text=text)).content.decode()

    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "{{ 7|add:7 }}" in shown


def test_coverage_counts_what_is_held_and_lists_what_is_not(u, curator):
    covered = page(curator, published("source")).context["covered"]

    assert covered.held + covered.aside + covered.open == 100
    assert [(kind, found.literal) for kind, found in covered.left] == []
    source = u.more("source", text="Seoul sent 4,000 men in May 2024.\n")
    facts = facts_of.read(source)
    found = coverage.measure(source, facts, []).left
    assert [(kind, each.literal) for kind, each in found] == [
        ("name", "Seoul"), ("figure", "4,000"), ("date", "May 2024"),
    ]  # fmt: skip


def test_claims_of_the_briefing_that_were_not_read_are_listed(u, curator):
    source = u.more("source")

    unread = page(curator, source, briefing=published("briefing").pk).context["unread"]

    assert [claim.slug for claim in unread] == ["soldiers-left", "soldiers-planned"]
    mark(curator, "silence", source, claim=published("claim").pk)
    assert [claim.slug for claim in page(curator, source).context["unread"]] == ["soldiers-planned"]


def test_search_finds_claims_of_the_batch_first(u, curator):
    source = u.more("source", text="A report of one line.\n")
    mark(curator, "claim", source, proposition="Zeal is one.", category="plan", **at("one", "A report of one line.\n"))

    found = curator.get("briefings_source_claims", source.pk).json()["claims"]

    assert [(each["slug"], each["read"]) for each in found] == [
        ("zeal-is-one", "carried"), ("soldiers-left", ""), ("soldiers-planned", ""),
    ]  # fmt: skip
    for query, slugs in {"LEAVE sold": ["soldiers-planned"], "%": [], "\0": [], "a " * 50: []}.items():
        rows = curator.get("briefings_source_claims", source.pk, q=query).json()["claims"]
        assert [each["slug"] for each in rows] == slugs


@pytest.mark.parametrize("count", [1, 12])
def test_workspace_and_search_take_the_same_queries_for_one_citation_and_for_twelve(
    count, u, curator, django_assert_max_num_queries
):
    source = u.more("source", text="A report of one line.\n")
    for number in range(count):
        claim = u.draft("claim", f"claim-{number}", MORE["claim"][1])
        mark(curator, "cite", source, claim=claim.pk, **at("one", "A report of one line.\n"))

    with django_assert_max_num_queries(52):
        page(curator, source)
    with django_assert_max_num_queries(14):
        curator.get("briefings_source_claims", source.pk, q="claim")


def test_segments_of_every_type_are_whole(u):
    source = published("source")
    pieces = [p for s in passages.segments(TEXT_A, source.regions.all(), []) for p in s.pieces]

    assert "".join(each.words or chr(int(each.code, 16)) for each in pieces) == TEXT_A
    assert RECORDS["claim"] is Claim
