"""Whom a name may be of: candidates, reasons, and what curators found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.actions import withdrawals
from briefings.inquiry import matches

KIM = {"kind": "person", "names": [{"text": "Kim Sun-dong", "kind": "full"}]}


def match(client, name, **parameters):
    response = client.get("/api/v1/actors/match/", {"name": name, **parameters})
    assert response.status_code == 200, response.content
    return response.json()


def slugs(client, name, **parameters):
    return [found["actor"]["slug"] for found in match(client, name, **parameters)["results"]]


@pytest.mark.parametrize(
    "name", ["박선원", "Park Sun-won", "Park Seon-won", "Sun-won Park", "PARK SUNWON", "Pak Sŏn-wŏn", "Пак Сонвон"]
)
def test_hangul_and_romanisations_find_the_person(five_reports, db, client, name):
    expected = [] if name == "Пак Сонвон" else ["park-sun-won"]  # Cyrillic spellings of Korean are not read
    assert slugs(client, name) == expected


@pytest.mark.parametrize("name", ["박선원", "Park Sun-won", "Park Seon-won"])
def test_every_form_finds_the_person_in_filters_and_search(five_reports, db, client, name):
    found = client.get("/api/v1/claims/", {"actor": name, "page_size": 100}).json()["results"]
    by_slug = client.get("/api/v1/claims/", {"actor": "park-sun-won", "page_size": 100}).json()["results"]
    hits = client.get("/api/v1/search/", {"q": f'"{name}"', "kind": "name"}).json()["results"]

    assert [claim["slug"] for claim in found] == [claim["slug"] for claim in by_slug] != []
    assert [hit["slug"] for hit in hits] == ["park-sun-won"]


def test_a_name_that_is_another_by_one_letter_is_nobody(five_reports, db, client):
    assert match(client, "Park Sung-won") == {"name": "Park Sung-won", "is_complete": True, "results": []}


def test_a_candidate_comes_with_reason_and_judgements(five_reports, db, client):
    (found,) = match(client, "Pak Son-won")["results"]

    (judgement,) = found.pop("judgements")
    assert found == {
        "actor": {"slug": "park-sun-won", "name": "Park Sun-won", "kind": "person"},
        "url": "/api/v1/actors/park-sun-won/",
        "name": "박선원",
        "score": 0.9,
        "reason": "hangul",
        "reason_in_words": "Hangul, and a romanisation that it can have.",
    }
    assert (judgement["slug"], judgement["kind"]) == ("park-sun-won-is-park-seon-won", "same_person")
    assert judgement["names"] == ["Park Sun-won", "Park Seon-won"]


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"score__gte": "0.9"}, []),
        ({"score__gte": "0.5"}, ["volodymyr-zelensky"]),
        ({"kind": "person"}, ["volodymyr-zelensky"]),
        ({"kind": "medium"}, []),
    ],
)
def test_candidates_are_narrowed(five_reports, db, client, parameters, found):
    assert slugs(client, "Wolodymyr Selenskyj", **parameters) == found


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("", "name", "missing"),
        ("name=", "name", "empty"),
        ("name=%F0%9F%98%80", "name", "no_words"),
        ("name=" + "a" * 301, "name", "too_long"),
        ("name=%00", "name", "nul"),
        ("name=a&score__gte=0.49", "score__gte", "out_of_range"),
        ("name=a&score__gte=1.01", "score__gte", "out_of_range"),
        ("name=a&score__gte=nan", "score__gte", "invalid_number"),
        ("name=a&kind=dog", "kind", "invalid_choice"),
        ("name=a&page_size=0", "page_size", "out_of_range"),
        ("name=a&cursor=x", "cursor", "unknown_parameter"),
    ],
)
def test_bad_questions_are_refused(db, client, query, parameter, code):
    response = client.get(f"/api/v1/actors/match/?{query}")

    assert response.status_code == 400
    assert [(each["parameter"], each["code"]) for each in response.json()["errors"]] == [(parameter, code)]


def test_a_name_that_nobody_bears_is_refused_with_whose_is_like_it(five_reports, db, client):
    (error,) = client.get("/api/v1/claims/?said_by=Pak+Son-won").json()["errors"]

    assert error["detail"] == (
        "said_by: no published actor has the slug or name 'Pak Son-won'; did you mean park-sun-won?"
        " /api/v1/actors/match/ tells why"
    )
    assert error["allowed"] == ["park-sun-won"]


def test_a_draft_is_no_candidate(u, client):
    u.draft("actor", "kim-sun-dong", KIM)

    assert slugs(client, "Kim Seon-dong") == []


def test_not_the_same_person_is_told_and_untold(u, client):
    """Two men of one name: judged apart, and the judgement withdrawn again."""
    people = [
        u.draft("actor", slug, {"kind": "person", "names": [{"text": text, "kind": "full"}]})
        for slug, text in (("kim-of-1963", "Kim Seon-dong"), ("kim-of-1967", "Kim Sun-dong"))
    ]
    u.publish(*people)
    judgement = u.draft("judgement", "two-kims", {
        "kind": "not_same_person", "actors": ["kim-of-1963", "kim-of-1967"], "reason": "Born in 1963 and in 1967.",
    })  # fmt: skip

    def told():
        return {c["actor"]["slug"]: [j["reason"] for j in c["judgements"]] for c in match(client, "김선동")["results"]}

    assert told() == {"kim-of-1963": [], "kim-of-1967": []}
    (judgement,) = u.publish(judgement)
    assert told() == {slug: ["Born in 1963 and in 1967."] for slug in ("kim-of-1963", "kim-of-1967")}
    withdrawals.withdraw(record=judgement, by=u.reviewer, reason="The source was wrong.")
    assert told() == {"kim-of-1963": [], "kim-of-1967": []}


def test_a_merged_actor_is_found_as_the_one_it_is_now(u, client):
    u.publish(u.draft("actor", "hose-pak", {"kind": "person", "names": [{"text": "Hose Pak", "kind": "full"}]}))
    assert slugs(client, "Hose Pak") == ["hose-pak"]

    u.merge("hose-pak", into="park")
    assert slugs(client, "Hose Pak") == ["park"]


def test_it_costs_four_queries_however_many_bear_the_name(u, client):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            match(client, "Kim Sun-dong")
        return len(caught)

    def person(number):
        return u.draft("actor", f"kim-{number}", KIM)

    u.publish(person(0))
    assert cost() == 4  # forms of the same letters; forms that share a key; the actors; judgements
    u.publish(*(person(number) for number in range(1, 9)))
    assert cost() == 4


def test_of_a_name_that_is_too_common_the_answer_says_so(u, monkeypatch):
    monkeypatch.setattr(matches, "MOST_READ", 1)
    u.publish(*(u.draft("actor", f"kim-{n}", KIM) for n in range(3)))

    assert not matches.of("Kim Seon-dong").is_complete
    assert len(matches.of("Kim Seon-dong").candidates) == 1
