"""What was typed is not lost when the session has ended, the token is old, or the role is gone."""

import pytest
from django.test import Client
from django.urls import reverse

from briefings.models import Claim
from tests.universe import fresh, get

ADD = "/admin/briefings/claim/add/"
TYPED = {"slug": "kept", "proposition": "It is <b>kept</b>.", "category": "plan", "countries": "", "version": ""}
OWN = {"HTTP_ORIGIN": "http://testserver"}


def window(user) -> Client:
    """Return a browser that checks tokens as a real one makes Django do, logged in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def token(client: Client, address: str) -> str:
    answer = client.get(address)
    return str(answer.context["csrf_token"])


def test_form_whose_session_ended_is_kept_and_sent_once_more_after_a_new_log_in(u):
    client = window(u.curator)
    data = {**TYPED, "csrfmiddlewaretoken": token(client, ADD)}
    client.cookies.pop("sessionid")

    answer = client.post(ADD, data, **OWN)

    assert (answer.status_code, answer.context["address"]) == (403, ADD)
    assert ("proposition", TYPED["proposition"]) in answer.context["fields"]
    assert "&lt;b&gt;kept" in answer.content.decode()
    assert not Claim.objects.filter(slug="kept").exists()
    client.force_login(u.curator)  # in another window: the token of this page is still the old one
    sent = {**dict(answer.context["fields"]), "csrfmiddlewaretoken": str(answer.context["csrf_token"])}
    assert client.post(ADD, sent, **OWN).status_code == 302
    assert get("claim", "kept").proposition == "It is <b>kept</b>."


def test_line_ends_of_a_kept_form_come_back_as_they_were_sent(u):
    client, address = window(u.curator), "/admin/briefings/comparison/add/"
    reason = "It is\r\n\r\n\t<b>kept</b>.\r\n"
    sides = {"left_claim": get("claim", "soldiers-left").pk, "right_claim": get("claim", "soldiers-planned").pk}
    client.get(ADD)

    answer = client.post(address, {"slug": "kept", "kind": "contradicts", "reason": reason, **sides}, **OWN)

    assert ("reason", reason) in answer.context["fields"]
    sent = {**dict(answer.context["fields"]), "csrfmiddlewaretoken": str(answer.context["csrf_token"])}
    assert client.post(address, sent, **OWN).status_code == 302
    assert get("comparison", "kept").reason == reason.replace("\r\n", "\n")


def test_form_with_the_token_of_an_earlier_log_in_is_kept(u):
    client = window(u.curator)
    client.get(ADD)

    answer = client.post(ADD, {**TYPED, "csrfmiddlewaretoken": "x" * 64}, **OWN)

    assert (answer.status_code, "older than your last log-in" in answer.context["said"]) == (403, True)
    sent = {**dict(answer.context["fields"]), "csrfmiddlewaretoken": str(answer.context["csrf_token"])}
    assert client.post(ADD, sent, **OWN).status_code == 302


def test_script_gets_a_token_that_works(u):
    client = window(u.curator)
    address = reverse("admin:briefings_source_mark", args=[get("source", "report-b").pk, "silence"])
    client.get(ADD)
    data = {"claim": get("claim", "soldiers-planned").pk, "csrfmiddlewaretoken": "x" * 64}

    answer = client.post(address, data, HTTP_ACCEPT="application/json", **OWN)

    assert (answer.status_code, "log in again" in answer.json()["errors"][0]) == (403, True)
    data["csrfmiddlewaretoken"] = answer.json()["token"]
    assert client.post(address, data, HTTP_ACCEPT="application/json", **OWN).status_code == 200


def test_script_that_sends_a_form_is_told_where_to_go_on_or_to_show_it(u):
    client = window(u.curator)
    data = {**TYPED, "csrfmiddlewaretoken": token(client, ADD)}

    refused = client.post(ADD, {**data, "proposition": ""}, HTTP_ACCEPT="application/json", **OWN)
    saved = client.post(ADD, data, HTTP_ACCEPT="application/json", **OWN)

    assert (refused.status_code, refused.json()) == (200, {"shown": True})
    path = f"/admin/briefings/claim/{get('claim', 'kept').pk}/change/"
    assert (saved.status_code, saved.json()) == (200, {"url": path})
    assert "was begun as a draft." in client.get(path).content.decode()


@pytest.mark.parametrize("origin", [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}, {}])
def test_form_of_another_site_is_refused_and_not_offered_again(origin, u, no_trace):
    client = window(u.curator)
    client.get(ADD)

    answer = client.post(ADD, {**TYPED, "csrfmiddlewaretoken": "x" * 64}, **origin)

    assert answer.status_code == 403
    assert "It is" not in answer.content.decode()
    assert "Send once more" not in answer.content.decode()


def test_passwords_are_never_shown_again(u):
    client = window(u.chief)
    client.get("/admin/login/")

    log_in = client.post("/admin/login/", {"username": "chief", "password": "secret-words"}, **OWN)
    user = client.post("/admin/briefings/user/add/", {"username": "n", "password1": "secret-words"}, **OWN)

    for answer in (log_in, user):
        assert answer.status_code == 403
        assert "secret-words" not in answer.content.decode()


def test_role_that_was_taken_away_leaves_what_was_typed_on_the_page(u, curator):
    row = u.draft("claim", "c", {"proposition": "old", "category": "plan"})
    page = curator.open(row)
    u.curator.groups.clear()

    answer = curator.save(row, page=page, proposition="long <i>words</i>")

    assert (answer.status_code, fresh(row).proposition) == (403, "old")
    assert "long &lt;i&gt;words" in answer.content.decode()


def test_stranger_without_a_page_of_ours_is_sent_to_the_log_in_page(stranger, no_trace):
    assert stranger.client.post(ADD, TYPED).status_code == 302
