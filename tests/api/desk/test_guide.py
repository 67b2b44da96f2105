"""docs/desk-api.md holds: its example leads from a draft to an edition."""

import json
import re
from pathlib import Path

from django.conf import settings

from briefings.api.desk import batches, steps
from briefings.choices import TokenScope

GUIDE = (Path(settings.BASE_DIR) / "docs" / "desk-api.md").read_text()


def test_the_example_leads_to_an_edition(u, curator, reviewer, client):
    begun, approved = (json.loads(body) for body in re.findall(r"-d '(\{.*\})'", GUIDE))
    assert curator.post("claims/", begun, **{"Idempotency-Key": "1"}).status_code == 201
    assert curator.post("claims/north-korea-denies/submit/", None, 1).status_code == 200
    shown = reviewer.get("claims/north-korea-denies/").json()
    assert approved["version"] == shown["version"]

    response = reviewer.post("claims/north-korea-denies/approve/", {**approved, "facts_sha256": shown["facts_sha256"]})
    assert response.status_code == 200, response.content
    assert client.get("/api/v1/claims/north-korea-denies/").status_code == 200


def test_it_names_every_step_and_scope():
    for word in (*steps.STEPS, *batches.STEPS, *TokenScope.values):
        assert word in GUIDE.partition("## Refusals")[0], word
