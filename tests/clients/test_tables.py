"""CSV and NDJSON in pandas and in LibreOffice, by the recipes of docs/api.md: every character comes back."""

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pandas
import pytest
from django.conf import settings

from tests import universe

GUIDE = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
(RECIPE,) = re.findall(r"```python\n(import pandas\n.*?)```", GUIDE, re.DOTALL)
(WITHOUT_A_WINDOW,) = re.findall(r"```sh\n(columns=.*?)```", GUIDE, re.DOTALL)
READ_CSV, READ_JSON = re.findall(r"pandas\.(read_\w+)\(f\"[^\"]*\", (.*)\)\n", RECIPE)
# What programs that read tables take for something else, or lose.
CELLS = (
    "007", "=1+1", "+1", "-1", "@SUM(A1)", "1/2/2024", "2024-10-23", "12:30", "12345678901234567890", "1e5", "5%",
    "NA", "null", "true", "3,000", "1,500\u00a0more", "국정원", "박선원 \U0001fa96", "a \u0627\u0644 b",
    'say "so", it', "one\ntwo", "'=1+1", "é e\u0301", "“curly”", "  led  ", "a\tb; c | d",
)  # fmt: skip


@pytest.fixture
def hostile(u):
    """Comparisons, one a cell, whose reasons are the cells; the first of their list."""
    facts = universe.facts("comparison", "left-refines-planned")
    rows = [u.draft("comparison", f"cell-{n:02}", {**facts, "reason": cell}) for n, cell in enumerate(CELLS)]
    u.publish(*rows)
    return u


def got(client, form):
    return client.get(f"/api/v1/comparisons/?format={form}").getvalue()


def options(recipe):
    """Return the options of a call of the recipe."""
    return eval(f"dict({recipe[1]})", {"str": str})


def test_the_recipe_for_pandas_reads_the_live_server(site):
    names = {"API": f"{site.url}/api/v1"}
    exec(RECIPE, names)

    flat, amounts, nested = names["flat"], names["amounts"], names["nested"]
    assert len(flat) == 197
    assert set(flat.map(type).stack()) == {str}
    assert amounts.notna().sum() == (flat["amount_min"] != "").sum() > 20
    assert len(nested) == 87
    assert nested["readings"].map(len).tolist() == [5] * 87


def test_csv_in_pandas_is_what_was_written(hostile, client):
    frame = pandas.read_csv(io.BytesIO(got(client, "csv")), **options(READ_CSV)).set_index("slug")

    assert [frame.loc[f"cell-{n:02}", "reason"] for n in range(len(CELLS))] == list(CELLS)


def test_ndjson_in_pandas_is_what_was_written(hostile, client):
    content = got(client, "ndjson")
    frame = pandas.read_json(io.BytesIO(content), **options(READ_JSON))

    assert frame.to_dict("records") == [json.loads(line) for line in content.splitlines()]
    assert frame["reason"].tolist()[: len(CELLS)] == list(CELLS)


@pytest.mark.deep
def test_csv_in_libreoffice_is_what_was_written(hostile, client, tmp_path):
    """Needs libreoffice-calc-nogui; what its documented import does is known from here, and told in the guide."""
    if not shutil.which("soffice"):
        pytest.fail("no LibreOffice here: install libreoffice-calc-nogui")
    (tmp_path / "claims.csv").write_bytes(got(client, "csv"))
    once = "soffice --headless -env:UserInstallation=file://$PWD/profile"
    recipe = WITHOUT_A_WINDOW.replace("soffice --headless", once)
    back = f"{once} --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false' --outdir back claims.xlsx"

    subprocess.run(f"set -e\n{recipe}\n{back}", shell=True, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    with (tmp_path / "back" / "claims.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    sent = list(csv.DictReader(io.StringIO(got(client, "csv").decode(), newline="")))
    assert rows == sent
    assert [row["reason"] for row in rows[: len(CELLS)]] == list(CELLS)
