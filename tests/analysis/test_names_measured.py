"""How well names are found, on persons whose spellings are known (tests/names)."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from briefings.analysis import names_measured
from briefings.management.commands import names_report

TABLES = settings.BASE_DIR / "tests" / "names"
DOCUMENTED = (settings.BASE_DIR / "docs" / "names.md").read_text()


@pytest.fixture(scope="module")
def measured():
    return {name: names_measured.measure(names_report.read(TABLES / f"{name}.csv")) for name in ("korean", "slavic")}


# Lower bounds: what docs/names.md reports, in per cent, at the scores that candidates of each kind have.
@pytest.mark.parametrize(
    ("table", "scripts", "least", "precision", "recall"),
    [
        ("korean", "Hangul ~ Latin", 0.8, 91, 97.5),
        ("korean", "Latin ~ Latin", 0.8, 85, 95.5),
        ("slavic", "Cyrillic ~ Latin", 0.7, 99.9, 95),
        ("slavic", "Latin ~ Latin", 0.7, 99.9, 94),
        ("slavic", "Cyrillic ~ Cyrillic", 0.7, 99, 99),
    ],
)
def test_precision_and_recall_are_what_the_docs_say(measured, table, scripts, least, precision, recall):
    pairs = [pair for pair in measured[table].pairs if pair.scripts == scripts]
    wanted, found, right = measured[table].at(least, pairs)

    assert 100 * right / found >= precision
    assert 100 * right / wanted >= recall


def test_homonyms_are_found_as_alike_and_no_score_tells_them_apart(measured):
    homonyms = [p for p in measured["korean"].pairs if p.scripts == "Hangul ~ Hangul" and not p.is_right]

    assert {pair.score for pair in homonyms} == {1.0}
    assert "김선동" in {pair.one[1] for pair in homonyms}


def test_the_docs_hold_the_report_word_for_word(measured):
    for table, found in measured.items():
        for line in names_report.lines(found):
            assert line in DOCUMENTED, f"{table}: run manage.py names_report tests/names and put it into docs/names.md"


def test_report_refuses_a_folder_without_tables_and_a_table_of_other_columns(tmp_path):
    with pytest.raises(CommandError, match="there is no csv file in"):
        call_command("names_report", tmp_path)
    (tmp_path / "a.csv").write_text("who,name\n")

    with pytest.raises(CommandError, match=r"has the columns \['who', 'name'\]; person, origin, name are read"):
        call_command("names_report", tmp_path)
