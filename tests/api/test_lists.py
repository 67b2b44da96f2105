"""The filters of the other lists, and what every list does."""

import pytest

from tests.api.conftest import LISTS

READINGS = ["soldiers-left--report-a", "soldiers-left--report-b", "soldiers-planned--report-a"]
LEFT = [f"soldiers-left--report-a--c{n}" for n in (1, 2, 3)]
PLANNED = "soldiers-planned--report-a--c1"


@pytest.mark.parametrize(
    ("resource", "parameters", "expected"),
    [
        ("sources", {}, ["report-a", "report-b"]),
        ("sources", {"kind": "article", "language": "en", "reliability": "F"}, ["report-a", "report-b"]),
        ("sources", {"kind__in": "post,video"}, []),
        ("sources", {"reliability__in": "A,F"}, ["report-a", "report-b"]),
        ("sources", {"publisher": "Assembly"}, ["report-a"]),
        ("sources", {"agency": "agency"}, []),
        ("sources", {"published__before": "2024-10-25"}, ["report-a"]),
        ("sources", {"published__before": "2024-10-24"}, []),  # in UTC-12 it is still the 23rd
        ("sources", {"published__after": "2024-10-21"}, ["report-a"]),
        ("sources", {"published__after": "2024-10-23"}, []),
        ("sources", {"received__before": "2024-10-24T08:31:00.000Z"}, []),
        ("sources", {"received__before": "2024-10-24T08:31:00.000001Z"}, ["report-a", "report-b"]),
        ("sources", {"received__before": "2024-10-24T17:32+09:00"}, ["report-a", "report-b"]),
        ("sources", {"received__after": "2024-10-23"}, ["report-a", "report-b"]),
        ("sources", {"ordering": "published"}, ["report-a", "report-b"]),
        ("sources", {"ordering": "-published"}, ["report-a", "report-b"]),  # undated ones come last both ways
        ("sources", {"language__not": "ko"}, ["report-a", "report-b"]),
        ("sources", {"carries": "soldiers-left"}, ["report-a"]),
        ("sources", {"carries__in": "soldiers-left,soldiers-planned"}, ["report-a"]),
        ("sources", {"does_not_carry": "soldiers-left"}, ["report-b"]),
        ("sources", {"not_checked_for": "soldiers-planned"}, ["report-b"]),
        ("sources", {"not_checked_for": "soldiers-left,soldiers-planned"}, []),
        ("actors", {}, ["agency", "assembly", "park", "seoul", "twin", "wire"]),
        ("actors", {"kind": "person"}, ["park"]),
        ("actors", {"kind__in": "person,state"}, ["park", "seoul"]),
        ("actors", {"country": "KR"}, ["agency", "seoul"]),
        ("actors", {"country__in": "KR,RU"}, ["agency", "seoul"]),
        ("actors", {"country__not": "KR"}, []),  # of the others no country is stated
        ("actors", {"parent": "seoul"}, ["agency", "assembly"]),
        ("actors", {"name": "JOSÉ PARK"}, ["park"]),
        ("actors", {"name": "국정원"}, ["agency"]),
        ("actors", {"name": "nobody"}, []),
        ("briefings", {"kind": "committee_briefing", "host": "assembly"}, ["october-briefing"]),
        ("briefings", {"kind__in": "post"}, []),
        ("briefings", {"country": "KR"}, []),
        ("briefings", {"claim": "soldiers-planned"}, ["october-briefing"]),
        ("briefings", {"claim__not": "soldiers-planned"}, []),
        ("briefings", {"when__overlaps": "2024-10"}, ["october-briefing"]),
        ("briefings", {"when__before": "2024-10-24", "when__after": "2024-10-22"}, ["october-briefing"]),
        ("readings", {}, READINGS),
        ("readings", {"claim": "soldiers-left"}, READINGS[:2]),
        ("readings", {"source": "report-a"}, [READINGS[0], READINGS[2]]),
        ("readings", {"status": "not_carried"}, [READINGS[1]]),
        ("readings", {"status__not": "carried"}, [READINGS[1]]),
        ("readings", {"claim__not": "soldiers-left"}, [READINGS[2]]),
        ("readings", {"category__not": "plan"}, READINGS[:2]),
        ("readings", {"subject": "seoul"}, READINGS[:2]),
        ("readings", {"holder": "agency"}, [READINGS[2]]),
        ("readings", {"country": "RU"}, READINGS[:2]),
        ("readings", {"country__not": "RU"}, [READINGS[2]]),
        ("readings", {"credibility": "6"}, READINGS),
        ("readings", {"publisher": "assembly"}, [READINGS[0], READINGS[2]]),
        ("readings", {"publisher__not": "assembly"}, [READINGS[1]]),
        ("readings", {"reliability": "F", "language": "en", "status": "not_carried"}, [READINGS[1]]),
        ("readings", {"published__after": "2024-10-21"}, [READINGS[0], READINGS[2]]),
        ("readings", {"amount__gte": "1500"}, [READINGS[0], READINGS[2]]),
        ("readings", {"amount__gte": "1500", "certainty": "certain"}, [READINGS[0]]),
        ("readings", {"said_by__not": "agency"}, [READINGS[0]]),
        ("readings", {"said_by__none": "agency"}, [READINGS[1]]),
        ("readings", {"region": "headline", "said_by": "agency"}, []),
        ("citations", {}, [*LEFT, PLANNED]),
        ("citations", {"claim": "soldiers-left"}, LEFT),
        ("citations", {"reading": READINGS[2]}, [PLANNED]),
        ("citations", {"category": "plan"}, [PLANNED]),
        ("citations", {"category__in": "plan,deployment", "said_by": "agency"}, [LEFT[0], PLANNED]),
        ("citations", {"claim__not": "soldiers-left"}, [PLANNED]),
        ("citations", {"reading__in": READINGS[2]}, [PLANNED]),
        ("citations", {"subject": "seoul"}, LEFT),
        ("citations", {"holder": "agency"}, [PLANNED]),
        ("citations", {"country": "RU", "unit": "soldier"}, [LEFT[0]]),
        ("citations", {"credibility__not": "6"}, []),
        ("citations", {"end": "no_source_given"}, [LEFT[1]]),
        ("citations", {"region": "link_line"}, [LEFT[2]]),
        ("comparisons", {"kind": "refines", "claim": "soldiers-planned"}, ["left-refines-planned"]),
        ("comparisons", {"kind__in": "contradicts"}, []),
        ("judgements", {"kind": "not_same_person"}, ["park-is-not-agency"]),
        ("judgements", {"claim": "soldiers-left"}, []),
        ("judgements", {"claim__not": "soldiers-left"}, ["park-is-not-agency"]),
        ("comparisons", {"claim__in": "soldiers-left,soldiers-planned"}, ["left-refines-planned"]),
        ("comparisons", {"claim__not": "soldiers-left"}, []),
    ],
)
def test_lists_match_by_each_parameter(u, ask, resource, parameters, expected):
    found = ask(resource, **parameters)

    assert found == expected


@pytest.mark.parametrize("resource", LISTS)
def test_every_list_takes_what_all_lists_take(u, ask, client, resource):
    slugs = ask(resource)

    assert slugs == sorted(slugs)
    assert ask(resource, ordering="-slug") == slugs[::-1]
    assert ask(resource, changed_since="2000-01-01", page_size=100) == slugs
    assert sorted(ask(resource, ordering="changed")) == slugs
    assert ask(resource, ordering="-changed") == ask(resource, ordering="changed")[::-1]
    assert client.get(f"/api/v1/{resource}/?count=true").json()["count"] == len(slugs)


@pytest.mark.parametrize("resource", LISTS)
def test_results_are_the_details_byte_for_byte(u, client, resource):
    page = client.get(f"/api/v1/{resource}/")

    details = [client.get(f"/api/v1/{resource}/{row['slug']}/").content for row in page.json()["results"]]
    assert page.content == b'{"next":null,"previous":null,"results":[' + b",".join(details) + b"]}"


def test_count_is_given_on_request_only(u, client):
    assert "count" not in client.get("/api/v1/claims/").json()
    assert "count" not in client.get("/api/v1/claims/?count=false").json()
    assert client.get("/api/v1/claims/?count=true&category=plan&page_size=1").json()["count"] == 1


def test_a_list_is_not_sent_twice(u, client):
    first = client.get("/api/v1/claims/")

    again = client.get("/api/v1/claims/", headers={"If-None-Match": f'"other", W/{first["ETag"]}'})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert client.get("/api/v1/claims/?page_size=1", headers={"If-None-Match": first["ETag"]}).status_code == 200
