"""Products as contestants: how they are installed and started, and how answers are read. None is installed here."""

import argparse
import sqlite3
import sys
from contextlib import closing

import pytest
from django.db import connection

from bench.timing import products, questions, results

STUDIO = """
    CREATE TABLE directus_collections (collection); CREATE TABLE directus_fields (collection, field, special);
    CREATE TABLE directus_relations (many_collection, many_field, one_collection, one_field);
    CREATE TABLE directus_permissions (collection, action, fields, policy); CREATE TABLE directus_policies (id, name);
    INSERT INTO directus_policies VALUES ('p', '$t:public_label'), ('q', 'Administrator');
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


@pytest.mark.parametrize("contestant", [products.DIRECTUS, products.DIRECTUS_NAIVE], ids=lambda each: each.name)
def test_directus_keeps_its_database_and_files_in_its_own_folder(contestant):
    told = contestant.environment

    own = [told[name] for name in ("CONFIG_PATH", "DB_FILENAME", "EXTENSIONS_PATH", "STORAGE_LOCAL_ROOT")]
    assert all(path.startswith(f"{products.folder('directus')}/") for path in own)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_directus_is_given_our_rows_and_lets_anybody_read_them():
    with closing(sqlite3.connect(":memory:")) as own, connection.cursor() as ours:
        own.executescript(f"ATTACH ':memory:' AS made; {STUDIO}")
        ours.execute(
            "SELECT sql FROM sqlite_master WHERE name IN ('briefings_claim', 'briefings_reading', 'briefings_citation')"
        )
        for (table,) in ours.fetchall():
            own.execute(table.replace("CREATE TABLE ", "CREATE TABLE made.", 1))

        own.executescript(products.TABLES.read_text())

        assert own.execute("SELECT * FROM directus_permissions ORDER BY collection").fetchall() == [
            ("citations", "read", "*", "p"), ("claims", "read", "*", "p"), ("readings", "read", "*", "p"),
        ]  # fmt: skip
        indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
        every = [name for (name,) in own.execute(indexes)]
        own.executescript(products.NAIVE)
        assert every == ["citations_reading", "claims_category", "readings_claim"]
        assert [name for (name,) in own.execute(indexes)] == []


def test_directus_has_a_file_for_each_way_of_indexing():
    files = {each.environment["DB_FILENAME"] for each in (products.DIRECTUS, products.DIRECTUS_NAIVE)}

    assert len(files) == 2


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
        match=r"no such contestant: datasete; there are briefings, .*, naive, datasette, directus, directus naive$",
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
