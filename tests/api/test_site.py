"""The pages for people: what they say is so, and what they lead to is answered."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.api import site
from briefings.models import Document
from tests.api.test_questions import ASKED


def text(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())))


def links(response):
    return [html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', response.content.decode())]


def test_the_landing_page_counts_what_is_published(u, client):
    u.more("claim")

    shown = text(client.get("/"))

    for line in ("2 sources", "2 claims", "3 readings", "4 citations", "6 actors", "1 briefing "):
        assert line in shown, line


def test_every_link_and_every_request_of_the_landing_page_is_answered(u, client):
    response = client.get("/")
    copied = re.findall(r"curl 'http://testserver(/[^']*)'", html.unescape(response.content.decode()))

    assert len(copied) == 6
    assert set(copied) < set(links(response))
    for link in links(response):
        if not link.startswith(("/static/", "/admin/")):
            assert client.get(link).status_code == 200, link


def test_the_first_requests_are_about_what_is_there(five_reports, db, client):
    assert [each.path for each in site.first_requests()] == [
        "/api/v1/claims/russia-recruits-interpreters/",
        "/api/v1/claims/russia-recruits-interpreters/sourcing/",
        "/api/v1/briefings/nis-briefing-2024-10-23/matrix/?format=csv",
        "/api/v1/claims/?said_by=National+Intelligence+Service&count=true",
        "/api/v1/search/?q=Russia",
        "/api/v1/claims/?format=csv&bom=1&formula_safe=1",
    ]


def test_a_database_without_anything_published_has_a_landing_page_too(u, client):
    Document.objects.all().delete()

    shown = text(client.get("/"))

    assert "0 claims" in shown and "The addresses of the API" in shown


def test_much_is_not_counted_to_its_end(u, client, monkeypatch):
    monkeypatch.setattr(site, "COUNTED", 3)

    shown = text(client.get("/"))

    assert "3 readings" in shown and "more than 3 citations" in shown


def test_the_landing_page_costs_a_statement_a_count_and_six_for_its_requests(u, client):
    with CaptureQueriesContext(connection) as caught:
        client.get("/")

    assert len(caught) == 10  # six counts; the claim, its occasion, its originator and that one's name


@pytest.mark.parametrize("path", ["/", "/questions/"])
def test_pages_are_kept_and_asked_about(u, client, path):
    first = client.get(path)

    assert first["Cache-Control"] == "public, max-age=0, must-revalidate" and "Set-Cookie" not in first
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert (client.head(path).status_code, client.post(path).status_code) == (200, 405)


def test_the_page_of_questions_has_all_forty_with_their_answers(db, client):
    response = client.get("/questions/")
    shown = text(response)

    for _, question, path, link, _ in ASKED:
        assert question in shown and path in shown
        assert f"/api/v1{link}" in links(response)
    assert sum(len(questions) for _, questions in site.forty()) == 40
