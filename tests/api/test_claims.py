"""The filters of claims: each alone, and together on one and the same citation."""

import pytest

from tests import universe

LEFT, PLANNED = "soldiers-left", "soldiers-planned"


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, [LEFT, PLANNED]),
        ({"category": "plan"}, [PLANNED]),
        ({"category__in": "plan,deployment"}, [LEFT, PLANNED]),
        ({"category__in": "plan,plan"}, [PLANNED]),
        ({"credibility": "6"}, [LEFT, PLANNED]),
        ({"credibility__in": "1,2"}, []),
        ({"subject": "seoul"}, [LEFT]),
        ({"subject": "SEOUL"}, [LEFT]),  # no slug, but a name once folded
        ({"holder": "국정원"}, [PLANNED]),
        ({"country": "RU"}, [LEFT]),
        ({"country": "FR"}, []),
        ({"country__in": "FR,RU"}, [LEFT]),
        ({"country__not": "RU"}, [PLANNED]),
        ({"source": "report-a"}, [LEFT, PLANNED]),
        ({"source": "report-b"}, []),
        ({"carried_by": "report-a"}, [LEFT, PLANNED]),
        ({"carried_by": "report-b"}, []),
        ({"not_carried_by": "report-b"}, [LEFT]),
        ({"not_carried_by": "report-a"}, []),
        ({"actor": "park"}, [LEFT, PLANNED]),
        ({"actor": "jose park"}, [LEFT, PLANNED]),
        ({"actor": "twin"}, []),
        ({"said_by": "agency"}, [LEFT, PLANNED]),
        ({"said_by": "park"}, []),
        ({"originated_by": "The Agency"}, [LEFT, PLANNED]),
        ({"relayed_by": "park"}, [LEFT, PLANNED]),
        ({"relayed_by": "agency"}, []),
        ({"agency": "agency"}, []),  # a news agency is meant, and nobody credits one
        ({"briefing": "october-briefing"}, [LEFT, PLANNED]),
        ({"end": "own_voice"}, [LEFT]),
        ({"end__in": "originator,own_voice"}, [LEFT, PLANNED]),
        ({"amount__gte": "1500"}, [LEFT, PLANNED]),
        ({"amount__gte": "1500.0001"}, [PLANNED]),
        ({"amount__lte": "1500"}, [LEFT]),
        ({"amount__lte": "99999"}, [LEFT]),  # "at least 10,000" has no upper bound, so none is met
        ({"comparator": "ge"}, [PLANNED]),
        ({"comparator__in": "ge,eq"}, [LEFT, PLANNED]),
        ({"unit": "soldier"}, [LEFT, PLANNED]),
        ({"unit__in": "soldier"}, [LEFT, PLANNED]),
        ({"unit__not": "soldier"}, []),
        ({"currency": "USD"}, []),
        ({"currency__in": "USD,KRW"}, []),
        ({"currency__not": "USD"}, []),  # a passage without a currency has none
        ({"when__overlaps": "2024-10-31"}, [LEFT]),
        ({"when__overlaps": "../2024-10"}, [LEFT]),
        ({"when__overlaps": "2024-11/.."}, []),
        ({"when__before": "2024-11"}, [LEFT]),
        ({"when__before": "2024-10-31"}, []),
        ({"when__after": "2024-09"}, [LEFT]),
        ({"when__after": "2024-10-01"}, []),
        ({"certainty": "probable"}, [PLANNED]),
        ({"certainty__in": "probable,possible"}, [PLANNED]),
        ({"modality": "planned"}, [PLANNED]),
        ({"modality__in": "planned,asserted"}, [LEFT, PLANNED]),
        ({"polarity": "positive"}, [LEFT, PLANNED]),
        ({"polarity": "negative"}, []),
        ({"speech": "direct"}, []),
        ({"region": "headline"}, [LEFT]),
        ({"sources__gte": "1"}, [LEFT, PLANNED]),
        ({"sources__gte": "2"}, []),
        ({"sources__lte": "0"}, []),
        ({"category__not": "plan"}, [LEFT]),
        ({"category__not": "plan,deployment"}, []),
        ({"subject__in": "seoul,twin"}, [LEFT, PLANNED]),
        ({"subject__in": "SEOUL"}, [LEFT]),
        ({"subject__not": "seoul"}, [PLANNED]),
        ({"holder__not": "agency"}, [LEFT]),  # whose claim describes nobody's view
        ({"credibility__not": "6"}, []),
        ({"source__in": "report-a,report-b"}, [LEFT, PLANNED]),
        ({"source__not": "report-a"}, []),
        ({"carried_by__in": "report-a,report-b"}, [LEFT, PLANNED]),
        ({"not_carried_by__in": "report-a,report-b"}, [LEFT]),
        ({"carried_by__all": "report-a"}, [LEFT, PLANNED]),
        ({"carried_by__all": "report-a,report-b"}, []),
        ({"carried_by": "report-a", "not_carried_by__all": "report-b"}, [LEFT]),
        ({"not_checked_in": "report-b"}, [PLANNED]),
        ({"not_checked_in": "report-a,report-b"}, []),
        ({"publisher": "assembly"}, [LEFT, PLANNED]),
        ({"publisher": "seoul"}, []),
        ({"publisher": "seoul", "with_parents": "true"}, [LEFT, PLANNED]),
        ({"publisher": "seoul", "with_parents": "false"}, []),
        ({"said_by": "seoul", "with_parents": "true"}, [LEFT, PLANNED]),  # the agency is part of it
        ({"said_by": "seoul"}, []),
        ({"said_by__not": "agency"}, [LEFT]),  # in another passage
        ({"relayed_by__in": "park,agency"}, [LEFT, PLANNED]),
        ({"actor__not": "park,agency"}, [LEFT]),
        ({"presented_by": "agency"}, []),
        ({"reliability": "F"}, [LEFT, PLANNED]),
        ({"reliability__in": "A,B"}, []),
        ({"reliability__not": "F"}, []),
        ({"language": "en"}, [LEFT, PLANNED]),
        ({"language": "ko"}, []),
        ({"language__in": "ko,en"}, [LEFT, PLANNED]),
        ({"language__not": "en"}, []),
        ({"published__before": "2024-10-25"}, [LEFT, PLANNED]),
        ({"published__before": "2024-10-23"}, []),
        ({"published__after": "2024-10-21"}, [LEFT, PLANNED]),
        ({"briefing__in": "october-briefing"}, [LEFT, PLANNED]),
        ({"briefing__not": "october-briefing"}, [LEFT]),
        ({"said_in": "KR"}, []),
        ({"said_in__not": "KR"}, [LEFT, PLANNED]),
        ({"place": "hall"}, []),
        ({"end__not": "originator"}, [LEFT]),
        ({"amount": "1500"}, [LEFT]),
        ({"amount": "10000"}, [PLANNED]),
        ({"has_amount": "true"}, [LEFT, PLANNED]),
        ({"has_amount": "false"}, [LEFT]),
        ({"has_amount": "false", "certainty": "probable"}, []),
        ({"comparator__not": "eq"}, [PLANNED]),  # a passage without a figure has none
        ({"has_factor": "true"}, []),
        ({"factor": "2"}, []),
        ({"has_when": "true"}, [LEFT, PLANNED]),
        ({"when__precision": "month"}, [LEFT]),
        ({"when__precision": "day"}, []),
        ({"when__precision__in": "day,month"}, [LEFT]),
        ({"when__precision__not": "day"}, [LEFT]),
        ({"certainty__not": "certain"}, [PLANNED]),
        ({"modality__not": "planned"}, [LEFT]),
        ({"polarity__not": "positive"}, []),
        ({"speech__in": "indirect,direct"}, [LEFT, PLANNED]),
        ({"region__not": "body"}, [LEFT]),
        ({"said_by__none": "agency"}, []),
        ({"said_by__none": "park"}, [LEFT, PLANNED]),
        ({"said_by__none": "seoul", "with_parents": "true"}, []),
        ({"certainty__none": "certain"}, [PLANNED]),
        ({"certainty__none": "probable,possible"}, [LEFT]),
        ({"end__none": "own_voice"}, [PLANNED]),
        ({"end__none": "own_voice", "amount__gte": "1"}, [PLANNED]),
        ({"source__none": "report-a"}, []),
        ({"source__none": "report-b"}, [LEFT, PLANNED]),
        ({"region__none": "headline"}, [PLANNED]),
        ({"briefing__none": "october-briefing"}, []),
        ({"unit__none": "soldier"}, []),
        ({"sources": "1"}, [LEFT, PLANNED]),
        ({"not_carried__gte": "1"}, [LEFT]),
        ({"not_carried__lte": "0"}, [PLANNED]),
        ({"slug__in": f"{LEFT},absent"}, [LEFT]),
        ({"q": "soldiers"}, [LEFT, PLANNED]),
        ({"changed_since": "2000"}, [LEFT, PLANNED]),
        ({"changed_since": "9999-12-31T23:59:59Z"}, []),
        ({"ordering": "-slug"}, [PLANNED, LEFT]),
        ({"ordering": "sources"}, [LEFT, PLANNED]),
        ({"ordering": "-sources"}, [PLANNED, LEFT]),
    ],
)
def test_claims_match_by_each_parameter(u, ask, parameters, expected):
    assert ask("claims", **parameters) == expected


def test_one_citation_must_meet_all_that_is_asked_of_a_citation(u, ask):
    """The headline of report-a ends no_source_given, its body holds 1,500: no single passage has both."""
    assert ask("claims", end="no_source_given") == [LEFT]
    assert ask("claims", end="own_voice", amount__gte=5) == [LEFT]
    assert ask("claims", end="own_voice", amount__gte=6) == []
    assert ask("claims", end="no_source_given", amount__gte=1) == []
    assert ask("claims", region="headline", said_by="agency") == []


def test_not_asks_for_a_passage_that_is_otherwise_and_none_for_a_claim_without_one_that_is_so(u, ask):
    """Of soldiers-left, the body is said by the agency, the headline by nobody who is named."""
    assert ask("claims", said_by__not="agency") == [LEFT]
    assert ask("claims", said_by__not="agency", region="body") == []
    assert ask("claims", said_by__none="agency") == []


def test_a_place_is_found_by_the_words_of_the_occasion(u, ask):
    u.publish(u.edit(universe.published("briefing"), place="the Café Hall", country="KR"))

    assert ask("claims", place="cafe hall") == ask("claims", said_in="KR") == [LEFT, PLANNED]
    assert ask("claims", said_in__not="KR") == [LEFT]
    assert ask("claims", said_in__none="KR") == []
    assert ask("readings", place="hall") == ["soldiers-left--report-a", "soldiers-planned--report-a"]


def test_a_word_that_no_published_passage_has_is_refused_with_those_that_there_are(u, client, ask):
    words = {**universe.PLANNED_C1, "quantity": {**universe.PLANNED_C1["quantity"], "unit": "person", "per": "P1M"}}
    u.publish(u.edit(universe.get("reading", "soldiers-planned--report-a"), citations=[words]))

    for name in ("unit", "unit__in", "unit__not", "unit__none"):
        (error,) = client.get("/api/v1/claims/", {name: "persons"}).json()["errors"]
        assert error == {
            "parameter": name, "code": "unknown_value", "allowed": ["person", "soldier"],
            "detail": f"{name}: no published passage has the unit 'persons'; those that there are begin: person,"
            " soldier",
        }  # fmt: skip
    assert ask("claims", per="P1M") == ask("claims", unit="person") == [PLANNED]
    assert ask("claims", unit__none="person") == [LEFT]


def test_source_is_met_by_the_same_citation_and_carried_by_by_any(u, ask):
    u.publish(u.draft("reading", f"{PLANNED}--report-b", {
        "claim": PLANNED, "source": "report-b", "status": "carried",
        "citations": [{"quote": "a day like any other", "chains": [{"end": "own_voice", "links": []}]}],
    }))  # fmt: skip

    assert ask("claims", source="report-b", amount__gte=1) == []
    assert ask("claims", carried_by="report-b", amount__gte=1) == [PLANNED]


def test_a_merged_actor_is_found_under_its_old_slug(u, ask):
    u.merge("twin", into="seoul")

    assert ask("claims", subject="twin") == ask("claims", subject="seoul") == [LEFT, PLANNED]


def test_a_name_that_two_bear_finds_both(u, ask):
    names = [{"text": "The Agency", "kind": "short"}]
    u.publish(u.edit(u.publish(u.more("actor"))[0], names=names))
    facts = {"proposition": "It acts.", "category": "response", "subject": "ministry"}
    u.publish(u.draft("claim", "ministry-acts", facts), u.more("claim"))

    assert ask("claims", subject="the agency") == ["minister-responds", "ministry-acts"]
    assert ask("claims", subject="agency") == ["minister-responds"]


@pytest.mark.parametrize(
    "parameter", ["subject", "holder", "actor", "said_by", "source", "carried_by", "not_carried_by", "briefing"]
)
def test_hidden_and_absent_records_get_the_same_answer(u, client, parameter):
    hidden = {"source": "report-c", "carried_by": "report-c", "not_carried_by": "report-c", "briefing": "remarks"}.get(
        parameter, "ministry"
    )
    before = client.get("/api/v1/claims/", {parameter: hidden})

    for record_type in ("source", "actor", "briefing"):
        u.more(record_type)
    after = client.get("/api/v1/claims/", {parameter: hidden})

    assert (before.status_code, before.content) == (after.status_code, after.content)
    assert before.json()["errors"][0]["code"] == "unknown_record"
    assert hidden in before.json()["errors"][0]["detail"]
