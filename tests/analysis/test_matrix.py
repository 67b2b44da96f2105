"""The matrix of a briefing."""

from briefings.analysis import matrix
from tests.analysis.made import chain, citation, claim, figure, reading, silent


def at(briefing, **values):
    made = chain("nis", alternative=values.pop("alternative", False))
    made["links"][0]["occasion"] = {"slug": briefing}
    return citation(made, **values)


def test_cells_are_carried_silent_or_not_checked():
    first = claim(reading("a", at("talk")), silent("b"), slug="first")
    second = claim(reading("c", at("talk")), slug="second")
    found = matrix.matrix([first, second], "talk")

    statuses = {
        row["claim"]["slug"]: {s: cell["status"] for s, cell in row["cells"].items()} for row in found["claims"]
    }
    assert statuses == {
        "first": {"a": "carried", "b": "not_carried", "c": "not_checked"},
        "second": {"a": "not_checked", "b": "not_checked", "c": "carried"},
    }
    assert matrix.tally(found) == {"carried": 2, "not_carried": 1, "not_checked": 3}


def test_claims_are_those_that_a_counted_passage_puts_on_record_there():
    elsewhere = claim(reading("a", at("walk")), slug="elsewhere")
    link_line = claim(reading("a", at("talk", counted=False)), slug="link-line")
    maybe = claim(reading("a", citation(chain("ukraine"), at("talk", alternative=True)["chains"][0])), slug="maybe")

    assert matrix.put_on_record([elsewhere, link_line, maybe], "talk") == []


def test_cell_has_values_and_whether_they_were_said_there():
    made = claim(reading("a", at("talk", quantity=figure("gt", 3000)), citation(chain("ukraine"))))
    cell = matrix.matrix([made], "talk")["claims"][0]["cells"]["a"]

    assert [(c["slug"], c["at_briefing"]) for c in cell["citations"]] == [
        ("troops--a--c1", True),
        ("troops--a--c2", False),
    ]
    assert cell["citations"][0]["quantity"]["comparator"] == "gt"


def test_flat_rows_have_the_fixed_columns():
    made = claim(reading("a", at("talk", quantity=figure("gt", 3000))), silent("b"))
    rows = list(matrix.flat(matrix.matrix([made], "talk")))

    assert [tuple(row) for row in rows] == [matrix.COLUMNS, matrix.COLUMNS]
    assert [(row["source"], row["status"], row["comparator"], row["amount_min"]) for row in rows] == [
        ("a", "carried", "gt", 3000), ("b", "not_carried", None, None),
    ]  # fmt: skip
