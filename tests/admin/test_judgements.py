"""Judgements and comparisons at the desk: what is offered to be chosen, and what the decision does for readers."""

import pytest

from briefings.admin.pieces import MEANINGS
from briefings.choices import ComparisonKind, JudgementKind, State
from briefings.facts import records as facts_of
from briefings.models import Actor, Claim, Judgement
from tests.admin.desk import errors_of, filled
from tests.universe import fresh, get, published

LEFT = "soldiers-left"


def said_by(actor: str, quote: str) -> dict:
    link = {"role": "originator", "actors": [actor], "as_printed": "Nothing", "basis": "stated",
            "anchor": {"quote": "Nothing"}}  # fmt: skip
    return {"quote": quote, "chains": [{"end": "originator", "links": [link]}]}


@pytest.fixture
def two_origins(u) -> Claim:
    """The claim, published with the agency and its twin as origins."""
    c1 = facts_of.read(get("reading", f"{LEFT}--report-a"))["citations"][0]
    u.publish(u.edit(get("reading", f"{LEFT}--report-a"), citations=[c1]))
    u.publish(
        u.edit(get("reading", f"{LEFT}--report-b"), status="carried", citations=[said_by("twin", "said of soldiers")])
    )
    return get("claim", LEFT)


def sourcing(client) -> dict:
    return client.get(f"/api/v1/claims/{LEFT}/sourcing/").json()


def judged(curator, claim) -> Judgement:
    """Begin the judgement from the claim's page, as it is offered."""
    page = curator.client.get(curator.open(claim).context["judge_url"])
    data = {**filled(page), "slug": "left-known-twice", "reason": "Each counted by itself."}
    answer = curator.post("briefings_judgement_add", **data)
    assert answer.status_code == 302, errors_of(answer)
    return get("judgement", "left-known-twice")


def test_every_kind_is_explained_where_it_is_chosen(curator):
    assert MEANINGS.keys() == {*ComparisonKind.values, *JudgementKind.values}
    for record_type, kinds in (("comparison", ComparisonKind), ("judgement", JudgementKind)):
        help_text = curator.get(f"briefings_{record_type}_add").context["form"]["kind"].help_text
        assert all(MEANINGS[kind] in help_text for kind in kinds)


def test_independence_is_judged_of_the_computed_origins_by_two_people_and_void_when_they_change(
    two_origins, u, curator, reviewer, client
):
    assert sourcing(client)["verdict"] == "not_established"
    row = judged(curator, two_origins)
    assert facts_of.read(row)["origins"] == ["agency", "twin"]
    assert not curator.open(row).context["void"]
    assert sourcing(client)["verdict"] == "not_established"  # a draft is no judgement
    curator.step(row, "submit")
    curator.step(row, "approve")
    assert fresh(row).state == State.IN_REVIEW

    reviewer.step(row, "approve")

    answer = sourcing(client)
    assert (answer["verdict"], answer["judgement"]) == ("established", "left-known-twice")
    assert "That they know it independently is judged: Each counted by itself." in answer["reason"]
    reading = get("reading", f"{LEFT}--report-b")
    u.publish(u.edit(reading, citations=[said_by("twin", "said of soldiers"), said_by("wire", "a day like any")]))
    answer = sourcing(client)
    assert (answer["verdict"], answer["judgement"]) == ("not_established", None)
    assert "The judgement left-known-twice is void: it was made of other origins." in answer["reason"]
    assert curator.open(row).context["void"] == (
        "Void as it stands: it is of agency, twin, and the claim's origins are now agency, twin, wire."
    )


def test_script_gets_origins_and_passages_of_a_claim(two_origins, u, curator, outsider, stranger):
    origins = curator.open(two_origins, "origins").json()
    passages = curator.open(two_origins, "passages").json()["passages"]

    assert [each["slug"] for each in origins["origins"]] == ["agency", "twin"]
    assert origins["verdict"] == "not_established"
    assert [each["slug"] for each in passages] == [f"{LEFT}--report-a--c1", f"{LEFT}--report-b--c1"]
    assert passages[1]["exact"] == "said of soldiers"
    for page in ("origins", "passages"):
        assert outsider.open(two_origins, page).status_code == 403
        assert stranger.open(two_origins, page).status_code == 302
    assert curator.open(u.more("claim"), "origins").json() == {
        "verdict": "", "reason": "Readers have no passage of it yet, so it has no origins to be judged.",
        "origins": [], "judgement": None,
    }  # fmt: skip


def test_citations_of_the_chosen_claim_are_offered_by_their_words(u, curator):
    claim = published("claim")
    page = curator.client.get(curator.open(claim).context["compare_url"])

    shown = page.content.decode()

    assert filled(page)["left_claim"] == claim.pk
    assert f'<option value="{LEFT}--report-a--c2">report-a--c2: Seoul counts soldiers' in shown
    kept = curator.open(published("comparison")).content.decode()
    assert "soldiers had left \u200fin October</blockquote>" in kept


def test_citation_of_another_claim_stays_typed_and_is_refused(u, curator, no_trace):
    other = get("claim", "soldiers-planned")

    answer = curator.add("comparison", slug="x", kind="refines", left_claim=other.pk, reason="why",
                         left_citation=f"{LEFT}--report-a--c1", right_claim=published("claim").pk)  # fmt: skip

    assert "has no citation" in errors_of(answer)["left_citation"][0]
    assert f"{LEFT}--report-a--c1: no citation of this claim" in answer.content.decode()


@pytest.mark.parametrize("record_type", ["comparison", "judgement"])
def test_reason_is_required(record_type, u, curator, no_trace):
    row = published(record_type)

    answer = curator.save(row, reason="")

    assert errors_of(answer)["reason"] == ["This field may not be blank."]


def test_address_fills_in_whom_a_judgement_is_of(u, curator):
    pks = list(Actor.objects.filter(slug__in=["agency", "twin"]).values_list("pk", flat=True))

    page = curator.get("briefings_judgement_add", kind="not_same_person", actors=[*pks, "x"])

    assert (filled(page)["kind"], sorted(filled(page)["actors"])) == ("not_same_person", sorted(pks))
    assert "kind" not in filled(curator.get("briefings_judgement_add", kind="nonsense"))


def test_review_of_a_batch_says_that_a_judgement_would_be_void(two_origins, u, curator, reviewer):
    from briefings.actions import batches, records

    batch = batches.open_(title="Judged", by=u.curator)
    facts = {"kind": "independence_established", "claim": LEFT, "origins": ["agency", "wire"], "reason": "r"}
    records.create(record_type="judgement", slug="wrong", facts=facts, by=u.curator, batch=batch)
    batches.submit(batch=batch, by=u.curator)

    (shown,) = reviewer.get("briefings_batch_review", batch.pk).context["rows"]

    assert "the claim's origins are now agency, twin" in shown["void"]
