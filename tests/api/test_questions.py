"""Forty questions, forty addresses (docs/questions.md): each is asked, and answered as the page says."""

import re
from pathlib import Path
from urllib.parse import unquote_plus

import orjson
import pytest
from django.conf import settings

PAGE = (Path(settings.BASE_DIR) / "docs" / "questions.md").read_text()
ASKED = re.findall(r"^(\d+)\. (.+)\n   \[`(/[^`]+)`\]\(/api/v1(/[^)]+)\)\n   → (.+)$", PAGE, re.MULTILINE)


def told(body, path):
    """Return an answer as the page writes it."""
    asked = dict(re.findall(r"[?&](\w+)=([^&]*)", path))
    if "facets" in asked:
        values = body["facets"][unquote_plus(asked["facets"])]
        return ", ".join(f"`{each['value'] or 'none'}` {each['count']}" for each in values)
    if "count" in asked:
        return f"{body['count']} records"
    if path.endswith("/editions/"):
        return f"{len(body['results'])} edition"
    if "results" in body:
        return " ".join(f"`{each['slug']}`" for each in body["results"])
    return f"`{orjson.dumps(body).decode()}`"


@pytest.mark.parametrize(("number", "question", "path", "link", "answer"), ASKED, ids=[each[0] for each in ASKED])
def test_each_question_is_answered_as_the_page_says(five_reports, db, client, number, question, path, link, answer):
    response = client.get(f"/api/v1{path}")

    assert response.status_code == 200, (question, response.content)
    assert told(response.json(), path) == answer, question
    assert link == path


def test_there_are_forty():
    assert [int(each[0]) for each in ASKED] == list(range(1, 41))
