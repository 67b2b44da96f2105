"""What rights withhold stands in no answer, whatever is asked: text_access at every public address."""

import pytest

from tests import universe
from tests.api.conftest import LISTS
from tests.api.test_conditional import ALL, body

WORDS = ("soldiers", "silence", "respond", "said", '"had left"')
LESS = ("fields=", "omit=", "count=", "page_size=", "facets=")  # these answer nothing that the plain question has not
PATHS = (
    *(path for path in ALL if path.startswith("/api/v1/") and not any(each in path for each in LESS)),
    *(f"/api/v1/sources/report-a/?edition={number}" for number in (1, 2, 99)),
    *(f"/api/v1/search/?q={word}&kind={kind}" for word in WORDS for kind in ("passage", "text", "title")),
    *(f"/api/v1/{resource}/?q={word}" for resource in LISTS for word in WORDS[:2]),
    "/api/v1/claims/soldiers-left/?expand=readings", "/api/v1/changes/?page_size=100",
)  # fmt: skip
# Words in a row that are a report's own: stand in a passage, around one, or in none.
CITED = {"soldiers had left", "reportedly reach 10,000", "counts soldiers"}
UNCITED = {"rest is silence", "We will respond", "they would reportedly", "a minister said", "said that 1,500"}


def served(client):
    """Return which of the words stand in answers, each with the first address where it does."""
    found = {}
    for path in PATHS:
        response = client.get(path)
        assert response.status_code in (200, 400, 404, 410), path
        said = " ".join(body(response).decode().replace("\\n", " ").split())
        found = {words: path for words in CITED | UNCITED if words in said} | found
    return found


@pytest.mark.parametrize(("access", "expected"), [("full", CITED | UNCITED), ("passages", CITED), ("hash", set())])
def test_words_are_served_as_far_as_rights_allow(u, client, access, expected):
    if access != "full":
        u.publish(u.edit(universe.published("source"), text_access=access))

    found = served(client)

    assert found.keys() == expected, {words: path for words, path in found.items() if words not in expected}
