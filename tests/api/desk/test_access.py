"""Who may ask: 401, 403 and 404, and nothing kept by anybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from briefings.actions import tokens
from briefings.models import Token
from tests.api.desk.conftest import DESK, Desk

PATHS = ("claims/", "claims/soldiers-left/", "claims/absent/", "nothings/", "batches/", "batches/1/")


def code(response):
    return response.status_code, response.json()["code"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_nobody_without_a_token_learns_anything(u, path, method):
    response = getattr(Client(), method)(DESK + path)

    assert code(response) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="desk"'
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer ", "Bearer", "Basic Y3VyYTp4", "Bearer \x00", "Token x"])
def test_a_key_that_is_none_is_refused(u, header):
    assert Client().get(f"{DESK}claims/", headers={"Authorization": header}).status_code == 401


def test_a_session_is_no_token(u):
    client = Client()
    client.force_login(u.chief)

    assert client.get(f"{DESK}claims/").status_code == 401


def test_expired_revoked_and_left_get_one_answer(u, curator):
    assert curator.get("claims/").status_code == 200
    answers = []
    for change in ({"created_at": timezone.now() - timedelta(9), "expires_at": timezone.now() - timedelta(1)}, {}):
        Token.objects.filter(pk=curator.token.pk).update(**change) if change else None
        answers.append(curator.get("claims/"))
        Token.objects.filter(pk=curator.token.pk).update(expires_at=timezone.now() + timedelta(1))
        u.curator.is_active = False
        u.curator.save()
    u.curator.is_active = True
    u.curator.save()
    assert curator.get("claims/").status_code == 200
    tokens.revoke(token=curator.token, by=u.chief)
    answers.append(curator.get("claims/"))

    assert [response.status_code for response in answers] == [401] * 3
    assert len({response.content for response in answers}) == 1


def test_the_day_of_use_is_kept(u, curator):
    curator.get("claims/")

    assert Token.objects.get(pk=curator.token.pk).last_used_on == timezone.now().date()


STEPS = {
    "curate": ("submit", "recall", "revise", "discard", "reopen", "reinstate", "restore", "merge", "unmerge", "assign"),
    "review": ("approve", "return", "withdraw"),
}


@pytest.mark.parametrize(("wanted", "step"), [(scope, step) for scope, steps in STEPS.items() for step in steps])
def test_each_step_takes_its_scope(u, wanted, step):
    has = {"curate": "review", "review": "curate"}[wanted]
    response = Desk(u.chief, u.chief, has).post(f"actors/agency/{step}/", {}, 1)

    assert code(response) == (403, "insufficient_scope")
    assert response.json()["detail"] == f"token chief-{has} has scope {has}; wanted is {wanted}"


@pytest.mark.parametrize("path", ["claims/", "batches/", "batches/1/submit/"])
def test_who_reviews_begins_nothing(u, reviewer, path):
    assert code(reviewer.post(path)) == (403, "insufficient_scope")


def test_a_scope_gives_no_role(u):
    row = Desk(u.colleague, u.chief, "review")
    version = row.get("claims/soldiers-left/").json()["version"]
    assert code(row.post("claims/soldiers-left/withdraw/", {"reason": "x"}, version)) == (403, "forbidden")


def test_staff_without_a_role_see_nothing(u):
    assert code(Desk(u.outsider, u.chief, "curate", "review").get("claims/")) == (403, "forbidden")


@pytest.mark.parametrize("path", ["claims/absent/", "nothings/", "nothings/x/", "batches/99999/", f"batches/{10**30}/"])
def test_what_is_not_there_is_404(u, curator, path):
    assert code(curator.get(path)) == (404, "not_found")


def test_no_answer_is_kept_by_anybody(u, curator):
    for response in (curator.get("claims/"), curator.get("claims/absent/"), curator.put("claims/soldiers-left/", {})):
        assert response["Cache-Control"] == "private, no-store"
        assert response["Vary"] == "Authorization"


def test_no_other_site_is_let_in(u, curator):
    assert "Access-Control-Allow-Origin" not in curator.get("claims/", Origin="https://example.org")


def test_a_method_that_there_is_not_is_refused_before_its_parameters(curator):
    response = curator.ask("patch", "claims/?state=draft", {})

    assert (response.status_code, response["Allow"]) == (405, "GET, POST, HEAD, OPTIONS")


def test_a_number_is_no_text(curator):
    response = curator.post("batches/", {"title": 0})

    assert response.status_code == 400
    assert [(each["pointer"], each["code"]) for each in response.json()["errors"]] == [("/title", "invalid")]
