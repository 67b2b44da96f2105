"""Actors that may be one: who is proposed and why, what is remembered, and that nobody is merged by one person."""

import pytest

from briefings.actions import judgements, records, withdrawals
from briefings.admin import duplicates
from briefings.choices import State
from briefings.inquiry import duplicates as analysed
from briefings.models import Actor, Judgement
from tests.admin.desk import messages_of
from tests.universe import fresh, get

NAMES = {
    "park-sun-won": "Park Sun-won", "park-seon-won": "Park Seon-won", "park-hangul": "박선원", "kim-yong": "Kim Yong",
    "park-upper": "PARK SUNWON",
}  # fmt: skip


def person(u, slug: str, text: str, kind: str = "person", name_kind: str = "full") -> Actor:
    return u.draft("actor", slug, {"kind": kind, "names": [{"text": text, "kind": name_kind}]})


@pytest.fixture
def parks(u) -> dict[str, Actor]:
    rows = [person(u, slug, text) for slug, text in NAMES.items()]
    return {row.slug: row for row in u.publish(*rows)}


def proposed(page) -> dict[str, str]:
    return {each["row"].slug: each["reason"] for each in page.context["alike"]}


def apart(desk, actor: Actor, twin: Actor, **data):
    return desk.post(
        "briefings_actor_apart", actor.pk, **{"other": twin.pk, "reason": "born in 1952, not 1962", **data}
    )


def test_likely_ones_are_shown_with_the_reason(parks, curator):
    assert proposed(curator.open(parks["park-sun-won"])) == {
        "park-upper": "the same letters",
        "park-hangul": "Hangul and a romanisation of it",
        "park-seon-won": "two romanisations of one name",
    }


def test_draft_is_compared_with_published_ones_and_with_drafts_of_the_same_form(parks, u, curator):
    row, other = person(u, "park-new", "박선원"), person(u, "park-newer", "박선원")
    person(u, "park-body", "박선원", kind="organisation")

    assert proposed(curator.open(row))["park-hangul"] == "the same letters"
    assert proposed(curator.open(row))[other.slug] == "the very same name form"
    assert "park-body" not in proposed(curator.open(row))


def test_descriptions_propose_nobody(u, curator):
    u.publish(person(u, "spies", "The spy agency", kind="state_body", name_kind="description"))
    row = person(u, "others", "The spy agency", kind="state_body", name_kind="description")

    assert proposed(curator.open(row)) == {}


def test_not_the_same_is_a_judgement_that_is_remembered_and_undoable(parks, u, curator, colleague, reviewer):
    one, other = parks["park-sun-won"], parks["park-seon-won"]

    apart(curator, one, other)

    row = get("judgement", "park-seon-won-is-not-park-sun-won")
    assert (row.state, row.kind, row.reason) == (State.IN_REVIEW, "not_same_person", "born in 1952, not 1962")
    shown = {each["row"].slug: each["judgement"] for each in colleague.open(one).context["alike"]}
    assert shown == {"park-upper": None, "park-hangul": None, "park-seon-won": row}
    assert pairs(colleague).isdisjoint({("park-seon-won", "park-sun-won")})
    u.approve(row)
    assert "are judged already" in messages_of(apart(colleague, other, one))[0]
    withdrawals.withdraw(record=fresh(row), by=u.reviewer, reason="an error")
    assert ("park-seon-won", "park-sun-won") in pairs(colleague)
    apart(colleague, one, other)
    assert get("judgement", "park-seon-won-is-not-park-sun-won-2").state == State.IN_REVIEW


def pairs(desk, **query) -> set[tuple[str, str]]:
    found = desk.get("briefings_actor_duplicates", **query).context["found"]
    return {(each["of"].slug, each["row"].slug) for each in found["pairs"]}


def test_list_shows_each_pair_once(parks, curator):
    expected = {
        tuple(sorted(pair))
        for pair in (("park-sun-won", "park-upper"), ("park-sun-won", "park-hangul"), ("park-sun-won", "park-seon-won"),
                     ("park-upper", "park-hangul"), ("park-upper", "park-seon-won"), ("park-hangul", "park-seon-won"),
                     ("agency", "twin"))
    }  # fmt: skip

    page = curator.get("briefings_actor_duplicates").context["found"]

    assert pairs(curator) == expected
    assert len(page["pairs"]) == 7
    assert (page["after"], page["is_complete"]) == ("", True)
    assert page["looked_at"] == Actor.objects.exclude(edition=None).count()


def test_list_goes_on_where_it_stopped(parks, curator, monkeypatch):
    monkeypatch.setattr(analysed, "ACTORS_A_STEP", 2)
    monkeypatch.setattr(duplicates, "STEPS_A_PAGE", 2)
    found, after, pages = set(), "", 0
    while pages < 20:
        context = curator.get("briefings_actor_duplicates", after=after).context["found"]
        found |= {(each["of"].slug, each["row"].slug) for each in context["pairs"]}
        after, pages = context["after"], pages + 1
        if not after:
            break

    assert (len(found), pages) == (7, 3)


@pytest.mark.parametrize(
    ("data", "said"),
    [({"reason": " "}, "may not be blank"), ({"other": "x"}, "No other actor"), ({"other": "9" * 30}, "No other actor"),
     ({"other": None}, "against itself")],
)  # fmt: skip
def test_judging_apart_is_refused_and_keeps_what_was_typed(data, said, parks, u, curator, no_trace):
    one = parks["park-sun-won"]
    data = {key: one.pk if value is None else value for key, value in data.items()}

    answer = apart(curator, one, parks["park-seon-won"], **data)

    assert said in messages_of(answer)[0]
    if "reason" not in data:
        assert "born in 1952" in curator.open(one).content.decode()


def test_judging_apart_takes_a_role_and_a_post(parks, u, curator, outsider, stranger, no_trace):
    one, other = parks["park-sun-won"], parks["park-seon-won"]

    assert apart(outsider, one, other).status_code == 403
    assert apart(stranger, one, other).status_code == 302
    assert curator.get("briefings_actor_apart", one.pk).status_code == 405
    assert outsider.get("briefings_actor_duplicates").status_code == 403
    assert curator.get("briefings_actor_duplicates", after="A'--").status_code == 400


def test_judgement_made_from_the_list_returns_to_it(parks, curator):
    answer = apart(curator, parks["park-sun-won"], parks["park-upper"], **{"from": "park-hangul"})

    assert answer.url == "/admin/briefings/actor/duplicates/?after=park-hangul"


def test_merge_page_shows_what_readers_will_see_and_what_was_judged(u, curator):
    agency, twin = get("actor", "agency"), get("actor", "twin")

    page = curator.get("briefings_actor_merge", agency.pk, into=twin.pk)

    shown = page.context["shown"]
    assert ("briefing", "october-briefing") in shown["documents"]
    assert shown["count"] == len(shown["documents"]) == page.content.decode().count("<li>claim") + page.content.decode(
    ).count("<li>briefing") + sum(kind not in ("claim", "briefing") for kind, _ in shown["documents"])  # fmt: skip
    judgements.keep_apart(actor=agency, other=twin, by=u.curator, reason="two addresses")
    page = curator.get("briefings_actor_merge", agency.pk, into=twin.pk).content.decode()
    assert "agency-is-not-twin says: not same person (in review)" in page.lower()


def test_merged_actor_proposes_nobody_and_is_proposed_to_nobody(parks, u, curator):
    merged = u.merge("park-upper", "park-sun-won")

    assert "alike" not in curator.open(merged).context
    assert "park-upper" not in proposed(curator.open(parks["park-sun-won"]))


def test_slug_of_a_judgement_fits_however_long_the_actors_are(u):
    rows = [person(u, "a" * 80 + end, end) for end in ("-x", "-y")]

    made = [judgements.keep_apart(actor=rows[0], other=rows[1], by=u.curator, reason="two").slug]
    row = Judgement.objects.get(slug=made[0])
    records.recall(record=row, by=u.curator)
    records.discard(record=fresh(row), by=u.curator)
    made.append(judgements.keep_apart(actor=rows[1], other=rows[0], by=u.curator, reason="two").slug)

    assert all(len(slug) <= 90 for slug in made)
    assert made[1] == f"{made[0]}-2"


@pytest.mark.parametrize("count", [2, 30])
def test_queries_do_not_grow_with_the_actors(count, u, curator, django_assert_max_num_queries):
    rows = [person(u, f"park-{number}", f"Park Sun-won {number}") for number in range(count)]
    u.publish(*rows)

    with django_assert_max_num_queries(16):
        curator.get("briefings_actor_duplicates")
    with django_assert_max_num_queries(9):
        duplicates.of(get("actor", "park-1"))
