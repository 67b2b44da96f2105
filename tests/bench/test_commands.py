"""The commands of bench, run as people run them, over one small database."""

import json
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from bench.timing import plots, profiles
from config.sqlite import engine

SVG = "{http://www.w3.org/2000/svg}"
pytestmark = pytest.mark.sqlite


def run(database: Path, *command: str) -> str:
    """Return what a command prints. Raises when it fails."""
    own = {"DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY": "k" * 50, "VAR_DIR": str(database.parent)}
    options = {"cwd": settings.BASE_DIR, "env": own, "capture_output": True, "text": True}
    done = subprocess.run([sys.executable, *command], check=False, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory, migrated_file) -> tuple[Path, str]:
    """A database of a hundred claims, and what the command said that made it."""
    database = tmp_path_factory.mktemp("bench") / "made.sqlite3"
    shutil.copy(migrated_file, database)
    return database, run(database, "-m", "bench", "generate", "--claims", "100", "--database", str(database))


def test_generate_fills_a_database_that_verifies(made):
    database, said = made

    verified = run(database, "manage.py", "verify")

    assert "rows of 100 claims" in said
    assert verified.startswith("all is well")


def test_generate_fills_the_index_of_words(made):
    database, _ = made

    with closing(engine.DATABASE.connect(database)) as connection:
        (found,) = connection.execute("SELECT count(*) FROM briefings_search('xreportedly')").fetchone()
        (there,) = connection.execute(
            "SELECT count(*) FROM briefings_publishedtext WHERE ' ' || words || ' ' LIKE '% xreportedly %'"
        ).fetchone()

    assert found == there > 0


def test_nothing_is_measured_with_debug(made):
    database, _ = made
    script = "import os; os.environ['DEBUG'] = '1'; from bench.__main__ import _set_up; _set_up(None); "

    said = run(database, "-c", script + "from django.conf import settings; print(settings.DEBUG)")

    assert said.strip() == "False"


def test_contestants_return_the_same_claims(made):
    database, _ = made

    said = run(database, "-m", "bench", "agree", "--database", str(database))

    compared = dict(line.split(": ") for line in said.splitlines())
    assert compared["detail"].startswith("5 asked, ")
    assert compared["page in the middle"] == "3 asked, 50 records compared"


def test_cost_is_measured_in_process_and_drawn(made, tmp_path):
    database, _ = made
    results, svg = tmp_path / "costs.json", tmp_path / "cost.svg"
    asked = ["--questions", "list;detail", "--seconds", "0.01", "--results", str(results)]

    run(database, "-m", "bench", "cost", "--database", str(database), *asked)
    run(database, "-m", "bench", "plot", "--results", str(results), "--svg", str(svg))

    (found,) = json.loads(results.read_text())
    assert found["claims"] == 100
    assert [each["question"] for each in found["in_process"]] == ["list", "304", "detail"]
    assert all(0 < each["least"] <= each["median"] for each in found["in_process"])
    assert [each.text for each in ElementTree.parse(svg).iter(f"{SVG}text") if each.get("class") == "name"] == [
        "list", "304", "detail",
    ]  # fmt: skip


def test_a_profile_tells_the_parts_of_an_answer(made):
    database, _ = made

    said = run(
        database, "-m", "bench", "profile", "--database", str(database), "--questions", "list", "--seconds", "0.3"
    )

    head, _, *rows = [line.strip("| ").split(" | ") for line in said.splitlines()]
    found = {part: int(share.rstrip("%")) for part, share in rows}
    assert head == ["list"]
    assert 95 <= sum(found.values()) <= 105  # each is rounded
    assert min(found[profiles.SQLITE], found[profiles.PARTS["briefings/"]]) >= 5


def test_a_file_belongs_to_a_part_wherever_the_project_lies(monkeypatch):
    monkeypatch.setattr(profiles, "ROOT", Path("/home/briefings"))
    packages = "/home/briefings/.venv/lib/python3.11/site-packages"

    found = [
        profiles.part_of((file, 1, "f"))
        for file in (
            "/home/briefings/briefings/text/searching.py", "/home/briefings/briefings/api/base.py",
            f"{packages}/django/db/models/query.py", f"{packages}/django/http/request.py", "/usr/lib/python3.11/re.py",
        )
    ]  # fmt: skip

    expected = [profiles.PARTS[place] for place in ("briefings/text/", "briefings/", "django/db/models/")]
    assert found == [*expected, profiles.REST, profiles.REST]


def test_a_plot_has_every_point_in_its_frame():
    costs = {"flat": {10_000: 0.2, 100_000: 0.25, 1_000_000: 0.21}, "one & only": {10_000: 30.0}}

    root = ElementTree.fromstring(plots.drawn(costs, "what it <costs>"))

    plotted = [[*group.iter(f"{SVG}circle")] for group in root.iter(f"{SVG}g")]
    assert [len(circles) for circles in plotted] == [3, 1]
    for circle in (each for circles in plotted for each in circles):
        assert plots.LEFT <= float(circle.get("cx")) <= plots.WIDE - plots.RIGHT
        assert plots.TOP <= float(circle.get("cy")) <= plots.HIGH - plots.BOTTOM
    heights = [float(circle.get("cy")) for circle in plotted[0]]
    assert heights[1] < heights[2] < heights[0]  # what costs more stands higher


def test_layers_say_where_the_cost_of_an_approval_arises(tmp_path, migrated_file):
    database = shutil.copy(migrated_file, tmp_path / "layers.sqlite3")

    said = run(database, "-m", "bench", "layers", "--database", str(database))

    *layers, whole = [line.strip("| ").split(" | ") for line in said.splitlines()[2:]]
    assert all(float(ms) > 0 and int(statements) > 0 for _, ms, _, statements in layers)
    assert (whole[0], int(whole[3])) == ("all", sum(int(statements) for *_, statements in layers))
