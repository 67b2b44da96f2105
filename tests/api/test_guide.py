"""The reader's guide (docs/api.md) holds: its questions are answered, from the five reports."""

import re
from pathlib import Path

from django.conf import settings

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
QUESTIONS = re.findall(r'curl -s "?\$API(/[^"\s]*)', GUIDE)


def test_each_question_of_the_guide_is_answered(five_reports, db, client):
    assert len(QUESTIONS) >= 8
    for path in QUESTIONS:
        response = client.get(f"/api/v1{path}")
        body = response.json()
        if "categry" in path:
            assert (response.status_code, body["errors"][0]["suggestion"]) == (400, "category")
        else:
            assert (response.status_code, body.get("results", True) != []) == (200, True), path
