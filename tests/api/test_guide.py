"""The reader's guide (docs/api.md) holds: its questions are answered, from the five reports."""

import io
import re
import urllib.request
from pathlib import Path

from django.conf import settings

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
RECIPE, _ = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)  # the other one: tests/clients/test_tables.py
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


def test_the_recipe_for_python_reads_what_is_served(five_reports, db, client, monkeypatch):
    def urlopen(address):
        return io.BytesIO(client.get(address.removeprefix("http://testserver")).getvalue())

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    names = {"API": "http://testserver/api/v1"}
    exec(RECIPE, names)

    assert (len(names["planned"]), names["lowest"]) == (8, 10000.0)


def test_the_recipe_for_a_spreadsheet_is_a_table_that_excel_reads_as_utf8(five_reports, db, client):
    (path,) = re.findall(r'curl -s -o claims.csv "\$API([^"]+)"', GUIDE)

    content = client.get(f"/api/v1{path}").getvalue()
    assert content.startswith(b"\xef\xbb\xbfslug,url,proposition,")
    assert len(content.decode("utf-8-sig").splitlines()) == 88
