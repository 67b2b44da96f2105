"""The public side reads documents and published rows, and nothing else."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings import models
from briefings.models import search
from tests import universe
from tests.api.conftest import LISTS

PACKAGE = Path(settings.BASE_DIR) / "briefings" / "api"
READ = {"Document", "DocumentsVersion"} | {name for name in models.__all__ if name.startswith("Published")}
TABLES = {getattr(models, name)._meta.db_table for name in READ} | {search.INDEX}  # of the published texts alone
# The feed of changes is made of the public chain itself.
ALSO = {"changes.py": {"Edition"}}
# Where the words of a desk must not be seen: a text that no edition holds.
UNSEEN = "Zyzzyva"


def imports(path):
    """Yield (module, name) of everything that a module imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


PUBLIC = [path for path in sorted(PACKAGE.rglob("*.py")) if PACKAGE / "desk" not in path.parents]


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_imports_a_working_model(path):
    for module, name in imports(path):
        assert not module.startswith(("briefings.actions", "briefings.admin"))
        assert not module.startswith("briefings.models.") or module == "briefings.models.search"
        assert module != "briefings.models" or name in READ | ALSO.get(path.name, set()), name
        assert (module, name) not in {("briefings", "models"), ("django.apps", "apps")}


@pytest.mark.parametrize("resource", LISTS)
def test_no_statement_touches_another_table(u, client, resource):
    values = ("agency", "park", "soldiers-left", "report-a", "1", "2024-10", "positive", "slug")
    with CaptureQueriesContext(connection) as caught:
        for name in LISTS[resource].query_parameters():
            for value in values:
                client.get(f"/api/v1/{resource}/", {name: value})
        client.get(f"/api/v1/{resource}/soldiers-left/")

    sql = " ".join(query["sql"] for query in caught)
    assert {table for table in connection.introspection.table_names() if f'"{table}"' in sql} <= TABLES


def test_no_unapproved_word_reaches_a_reader(u, client):
    for record_type in universe.TYPES:
        words = universe.another(record_type, f"{UNSEEN} words")
        u.submit(u.edit(universe.published(record_type), **words))
        u.edit(u.more(record_type), **words)

    for resource, view in LISTS.items():
        page = client.get(f"/api/v1/{resource}/?page_size=100&count=true")
        assert page.json()["count"] == len(page.json()["results"])
        assert UNSEEN not in page.content.decode()
        for row in page.json()["results"]:
            assert UNSEEN not in client.get(f"/api/v1/{resource}/{row['slug']}/").content.decode()
        assert UNSEEN not in client.options(f"/api/v1/{resource}/").content.decode()
        if "name" in view.query_parameters():
            assert client.get(f"/api/v1/{resource}/", {"name": f"{UNSEEN} words"}).json()["results"] == []
    assert client.get("/api/v1/claims/", {"actor": f"{UNSEEN} words"}).status_code == 400
