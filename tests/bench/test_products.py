"""Products as contestants: how they are installed and started, and how answers are read. None is installed here."""

import argparse
import sys

import pytest

from bench.timing import products, questions, results


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


def test_what_cannot_be_installed_is_told_and_leaves_nothing(nowhere, monkeypatch):
    monkeypatch.setattr(products, "steps", lambda name: [[sys.executable, "-c", "raise SystemExit('no such version')"]])

    with pytest.raises(SystemExit, match=r"^datasette cannot be installed: .* failed:\nno such version"):
        products.install("datasette")

    assert not products.folder("datasette").exists()


def test_an_unknown_contestant_is_refused_with_those_there_are(monkeypatch):
    monkeypatch.setattr(results, "_asked", lambda names: [])
    asked = argparse.Namespace(contestants="briefings, datasete", questions=None)

    with pytest.raises(SystemExit, match=r"no such contestant: datasete; there are briefings, .*, naive, datasette"):
        results.measure(asked)


@pytest.mark.parametrize("body", [b'{"results": [{"slug": "a"}]}', b'{"rows": [{"slug": "a"}], "next": "a,1"}'])
def test_a_page_is_read_wherever_it_stands(body):
    assert questions.of_page(body) == ["a"]


@pytest.mark.parametrize(
    ("body", "slugs"),
    [
        (b'{"slug": "a", "readings": [{"citations": [{"slug": "b"}]}]}', ["a", "b"]),
        (b'{"rows": [{"slug": "a"}]}', ["a"]),
    ],
)
def test_one_claim_is_read_wherever_it_stands(body, slugs):
    assert questions.of_one(body) == slugs
