"""Products as contestants: how they are installed and started, and how answers are read. None is installed here."""

import argparse
import json
import sqlite3
import sys
from contextlib import closing

import pytest

from bench.timing import products, questions, results
from briefings.models import Citation, Claim, Reading

STUDIO = """
    CREATE TABLE directus_collections (collection); CREATE TABLE directus_fields (collection, field, special);
    CREATE TABLE directus_relations (many_collection, many_field, one_collection, one_field);
    CREATE TABLE directus_permissions (collection, action, fields, policy); CREATE TABLE directus_policies (id, name);
    INSERT INTO directus_policies VALUES ('p', '$t:public_label'), ('q', 'Administrator');
"""

KEPT = ("created_at", "updated_at", "published_at")  # columns that each content type of Strapi has besides
ROLES = """
    CREATE TABLE up_permissions (id integer PRIMARY KEY, document_id, action, created_at, updated_at, published_at);
    CREATE TABLE up_permissions_role_lnk (permission_id, role_id, permission_ord);
    CREATE TABLE up_roles (id, type); INSERT INTO up_roles VALUES (1, 'authenticated'), (2, 'public');
"""


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """A folder for products, and no programs."""
    monkeypatch.setattr(products, "FOLDER", tmp_path / "products")
    monkeypatch.setenv("PATH", str(tmp_path))


def test_datasette_is_installed_in_an_environment_of_its_own(nowhere):
    there = products.folder("datasette")

    made, filled = products.steps("datasette")

    assert made == [sys.executable, "-m", "venv", str(there)]
    assert filled[0] == f"{there}/bin/python"
    assert filled[-1] == f"datasette=={products.VERSIONS['datasette']}"


def test_datasette_opens_the_file_so_that_it_cannot_write():
    command = products.DATASETTE.command

    assert command[:3] == (f"{products.folder('datasette')}/bin/datasette", "serve", "--immutable")
    assert command[-2:] == ("--port", "{port}")


def test_directus_is_installed_with_the_scripts_of_two_packages_only(nowhere):
    fetched, built = products.steps("directus")

    assert fetched[:3] == built[:3] == ["npm", "--prefix", str(products.folder("directus"))]
    assert fetched[-2:] == ["--ignore-scripts", f"directus@{products.VERSIONS['directus']}"]
    assert built[-3:] == ["rebuild", "sqlite3", "isolated-vm"]


def test_strapi_is_installed_with_the_scripts_of_one_package_only(nowhere):
    fetched, built = products.steps("strapi")

    assert fetched[:3] == built[:3] == ["npm", "--prefix", str(products.folder("strapi"))]
    assert "--ignore-scripts" in fetched
    assert f"@strapi/strapi@{products.VERSIONS['strapi']}" in fetched
    assert built[-2:] == ["rebuild", "better-sqlite3"]


def test_the_project_of_strapi_names_the_version_that_is_installed():
    named = json.loads((products.CONTESTANTS / "strapi" / "package.json").read_text())["dependencies"]

    assert set(named.values()) == {products.VERSIONS["strapi"]}


@pytest.mark.parametrize(
    ("name", "contestants", "places"),
    [
        (
            "directus", (products.DIRECTUS, products.DIRECTUS_NAIVE),
            ("CONFIG_PATH", "DB_FILENAME", "EXTENSIONS_PATH", "STORAGE_LOCAL_ROOT"),
        ),
        ("strapi", (products.STRAPI_INDEXED, products.STRAPI_NAIVE), ("DATABASE_FILENAME",)),
    ],
)  # fmt: skip
def test_a_product_keeps_its_files_in_its_own_folder_and_a_database_for_each_way_of_indexing(name, contestants, places):
    told = [each.environment[place] for each in contestants for place in places]

    assert all(path.startswith(f"{products.folder(name)}/") for path in told)
    databases = [place for place in places if place.endswith("FILENAME")]
    assert len({each.environment[place] for each in contestants for place in databases}) == 2


@pytest.fixture
def made():
    """A database of nothing, with ours beside it as `made`: its columns, no rows."""
    with closing(sqlite3.connect(":memory:")) as own:
        own.execute("ATTACH ':memory:' AS made")
        for table in (Claim, Reading, Citation):
            columns = ", ".join(f'"{field.column}"' for field in table._meta.concrete_fields)
            own.execute(f"CREATE TABLE made.{table._meta.db_table} ({columns})")
        yield own


def indexes(database: sqlite3.Connection) -> list[str]:
    """Return the names of the indexes that somebody made."""
    found = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
    return [name for (name,) in database.execute(found)]


def test_directus_is_given_our_rows_and_lets_anybody_read_them(made):
    made.executescript(STUDIO + products.tables("directus"))

    assert made.execute("SELECT * FROM directus_permissions ORDER BY collection").fetchall() == [
        ("citations", "read", "*", "p"), ("claims", "read", "*", "p"), ("readings", "read", "*", "p"),
    ]  # fmt: skip
    assert indexes(made) == ["citations_reading", "claims_category", "readings_claim"]
    made.executescript(products.NAIVE["directus"])
    assert indexes(made) == []


def test_strapi_is_given_our_rows_and_lets_anybody_read_them(made):
    """In the tables that it makes of its content types: one each, and one for how each hangs on another."""
    made.executescript(ROLES)
    for path in (products.CONTESTANTS / "strapi").rglob("schema.json"):
        kind = json.loads(path.read_text())
        table, own = kind["collectionName"], kind["attributes"]
        columns = [name for name, each in own.items() if each["type"] != "relation"]
        named = ", ".join(f'"{name}"' for name in ("id", "document_id", *columns, *KEPT))
        made.execute(f"CREATE TABLE {table} ({named})")
        for name, each in own.items():
            if each.get("relation") == "manyToOne":
                one = kind["info"]["singularName"]
                made.execute(f"CREATE TABLE {table}_{name}_lnk (id, {one}_id, {name}_id, {one}_ord)")
    made.execute("INSERT INTO made.briefings_reading (id, slug, claim_id) VALUES (7, 'r', 3)")

    made.executescript(products.tables("strapi"))

    assert made.execute("SELECT document_id FROM readings").fetchall() == [(f"{7:024}",)]
    assert made.execute("SELECT reading_id, claim_id, reading_ord FROM readings_claim_lnk").fetchall() == [(7, 3, 1)]
    assert made.execute("SELECT DISTINCT role_id FROM up_permissions_role_lnk").fetchall() == [(2,)]
    assert sorted(made.execute("SELECT action FROM up_permissions").fetchall()) == [
        (f"api::bench.{name}.{verb}",) for name in ("citation", "claim", "reading") for verb in ("find", "findOne")
    ]
    assert indexes(made) == ["claims_category", "claims_slug"]
    made.executescript(products.NAIVE["strapi"])
    assert indexes(made) == []


def test_a_program_that_is_missing_is_named(nowhere):
    with pytest.raises(SystemExit, match=r"^directus: there is no npm, which `npm --prefix .*` needs$"):
        products.install("directus")

    assert not products.folder("directus").exists()


def test_what_cannot_be_installed_is_told_and_leaves_nothing(nowhere, monkeypatch):
    monkeypatch.setattr(products, "steps", lambda name: [[sys.executable, "-c", "raise SystemExit('no such version')"]])

    with pytest.raises(SystemExit, match=r"^datasette: `.*` failed:\nno such version"):
        products.install("datasette")

    assert not products.folder("datasette").exists()


def test_an_unknown_contestant_is_refused_with_those_there_are(monkeypatch):
    monkeypatch.setattr(results, "asked", lambda names: [])
    asked = argparse.Namespace(contestants="briefings, datasete", questions=None)

    with pytest.raises(
        SystemExit,
        match=r"no such contestant: datasete; there are briefings, .*, datasette, .*, strapi, strapi naive$",
    ):
        results.measure(asked)


@pytest.mark.parametrize(
    "body", [b'{"results": [{"slug": "a"}]}', b'{"rows": [{"slug": "a"}]}', b'{"data": [{"slug": "a"}]}']
)
def test_a_page_is_read_wherever_it_stands(body):
    assert questions.of_page(body) == ["a"]


@pytest.mark.parametrize(
    ("body", "slugs"),
    [
        (b'{"slug": "a", "readings": [{"citations": [{"slug": "b"}]}]}', ["a", "b"]),
        (b'{"data": {"slug": "a", "readings": [{"citations": [{"slug": "b"}]}]}}', ["a", "b"]),
        (b'{"rows": [{"slug": "a"}]}', ["a"]),
    ],
)
def test_one_claim_is_read_wherever_it_stands(body, slugs):
    assert questions.of_one(body) == slugs
