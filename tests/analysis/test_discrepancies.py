"""Discrepancies of claims made by hand: which rows, how severe, and who stands on which side."""

import pytest

from briefings.analysis import discrepancies
from briefings.analysis.discrepancies import names
from tests.analysis.made import (
    chain,
    citation,
    claim,
    figure,
    line,
    own_voice,
    reading,
    reportedly,
    silent,
    when,
    world,
)  # fmt: skip


def found(made, **parts):
    """Return rows as kind, severity and sides, but for those of attribution and silence."""
    rows = discrepancies.documents(discrepancies.of(made, world(made, **parts)))
    return [
        (row["field"] or row["kind"], row["severity"], {side["value"]: side["sources"] for side in row["sides"]})
        for row in rows
        if "attribution" not in (row["kind"], row["field"]) and row["kind"] != "silent"
    ]


def rows(made, kind, **parts):
    """Return the rows of one kind as readers get them."""
    return [row for row in discrepancies.documents(discrepancies.of(made, world(made, **parts))) if row["kind"] == kind]


def of(source, **values):
    return reading(source, citation(chain("nis"), **values))


MORE, ABOUT, EXACT = figure("gt", 3000), figure("approx", 3000), figure("eq", 3000)


def test_figures_that_share_no_number_contradict_and_differ_in_precision():
    made = claim(of("a", quantity=MORE), of("b", quantity=EXACT))

    assert found(made) == [
        ("value", "contradiction", {"gt 3000": ["a"], "eq 3000": ["b"]}),
        ("precision", "variation", {"gt 3000": ["a"], "eq 3000": ["b"]}),
    ]


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        (EXACT, EXACT, []),
        (EXACT, ABOUT, ["precision"]),
        (MORE, ABOUT, ["precision"]),
        (ABOUT, figure("eq", 3300), ["precision"]),
        (ABOUT, figure("eq", 3301), ["value"]),
        (EXACT, figure("eq", 5000), ["value"]),
        (EXACT, figure("ge", 3000), ["precision"]),
        (EXACT, figure("lt", None, 3000), ["value", "precision"]),
        (EXACT, figure("le", None, 6000), ["precision"]),
        (MORE, figure("lt", None, 3000), ["value", "precision"]),
        (figure("range", 1000, 2000), figure("range", 2000, 4000), ["precision"]),
        (EXACT, figure("eq", 2, unit="brigade"), []),
        (figure("eq", 2000, currency="USD"), figure("eq", 2000, currency="EUR"), []),
        (EXACT, figure("gt", None), []),  # "thousands more"
        (EXACT, None, []),
    ],
)
def test_two_figures_differ_in(one, other, kinds):
    made = claim(of("a", quantity=one), of("b", quantity=other))

    assert [kind for kind, *_ in found(made)] == kinds


def test_figure_that_meets_all_others_is_on_no_side_of_a_contradiction():
    made = claim(of("a", quantity=MORE), of("b", quantity=EXACT), of("c", quantity=ABOUT))

    assert found(made)[0] == ("value", "contradiction", {"gt 3000": ["a"], "eq 3000": ["b"]})


def test_figure_that_is_denied_is_nobodys_value():
    made = claim(
        of("a", quantity=EXACT), reading("b", citation(chain("ukraine"), quantity=figure("eq", 9), polarity="negative"))
    )  # fmt: skip

    assert [kind for kind, *_ in found(made)] == ["polarity"]


def test_ratios_are_compared_as_figures():
    made = claim(of("a", ratio={"factor": 2, "literal": "double"}), of("b", ratio={"factor": 3, "literal": "triple"}))

    assert found(made) == [("value", "contradiction", {"eq 2": ["a"], "eq 3": ["b"]})]


BY_DECEMBER = when("../2024-12", None, "2024-12-31", literal="by December")
BY_THE_END = when("../2024-12-31", None, "2024-12-31", literal="by the end of December")
IN_MAY = when("2024-05", "2024-05-01", "2024-05-31", literal="in May")
SINCE_JUNE = when("2024-06/..", "2024-06-01", None, literal="since June")


@pytest.mark.parametrize(
    ("one", "other", "severity"),
    [
        (BY_DECEMBER, BY_DECEMBER, None),
        (BY_DECEMBER, BY_THE_END, "variation"),  # equal bounds, other words
        (BY_DECEMBER, IN_MAY, "variation"),
        (SINCE_JUNE, IN_MAY, "contradiction"),
        (SINCE_JUNE, when(None, None, None, literal="lately"), "variation"),
        (SINCE_JUNE, None, None),
    ],
)
def test_two_dates_differ(one, other, severity):
    made = claim(of("a", when=one), of("b", when=other))

    assert [(kind, grade) for kind, grade, _ in found(made)] == ([("date", severity)] if severity else [])


@pytest.mark.parametrize(
    ("field", "one", "other", "severity"),
    [
        ("certainty", "certain", "possible", "variation"),
        ("modality", "asserted", "planned", "variation"),
        ("polarity", "positive", "negative", "contradiction"),
        ("polarity", "positive", "unknown", "variation"),
        ("polarity", "negative", "unknown", "variation"),
    ],
)
def test_manner_differs(field, one, other, severity):
    made = claim(of("a", **{field: one}), reading("b", citation(chain("ukraine"), **{field: other})))

    assert found(made) == [(field, severity, {one: ["a"], other: ["b"]})]


def test_stances_of_one_party_and_its_parts_are_a_row_of_their_own():
    made = claim(
        reading("a", citation(chain("south-korea"), polarity="unknown")),
        reading("b", citation(chain("nis"), polarity="negative")),
        reading("c", citation(chain("ukraine"), polarity="negative")),
    )

    assert [(row["party"], row["sources"], row["severity"]) for row in rows(made, "polarity")] == [
        (None, ["a", "b", "c"], "variation"), ("south-korea", ["a", "b"], "variation"),
    ]  # fmt: skip


def test_difference_inside_one_source_is_within_source_and_not_across():
    made = claim(reading("a", citation(chain("nis"), quantity=EXACT), citation(chain("nis"), quantity=ABOUT)))
    (row,) = rows(made, "within_source")

    assert (row["field"], row["sources"]) == ("precision", ["a"])
    assert rows(made, "precision") == []


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (chain("nis"), chain("nis"), None),
        (chain("nis"), chain("yonhap agency", "nis"), "path"),
        (chain("nis"), chain("cho", "nis"), "path"),
        (chain("cho"), chain("nis"), "path"),  # one body by two actors
        (chain("nis"), chain("ukraine"), "end"),
        (chain("nis"), own_voice(), "end"),
        (reportedly("yonhap agency"), own_voice(), "end"),
    ],
)
def test_attributions_differ(one, other, level):
    made = claim(reading("a", citation(one)), reading("b", citation(other)))

    assert [row["level"] for row in rows(made, "attribution")] == ([level] if level else [])


def test_attribution_that_hangs_on_an_unclear_link_is_ambiguous():
    unclear = chain("nis")
    unclear["links"][0]["basis"] = "unclear"
    made = claim(reading("a", citation(unclear)), reading("b", citation(chain("ukraine"))))

    assert rows(made, "attribution")[0]["severity"] == "ambiguity"


def test_headline_attributed_less_far_is_a_restatement_inside_its_source_only():
    made = claim(
        reading("a", citation(own_voice(), region="headline"), citation(chain("nis"))),
        reading("b", citation(chain("nis"))),
    )  # fmt: skip

    assert [(row["field"], row["level"]) for row in rows(made, "within_source")] == [("attribution", "restatement")]
    assert rows(made, "attribution") == []


def said(source, words, *chains, **values):
    return reading(source, citation(*(chains or [chain("lee", "nis")]), speech="direct", exact=words, **values))


def test_quotations_of_one_body_in_other_words_differ():
    made = claim(said("a", "“Troops will go.”"), said("b", "“Soldiers will go.”"))
    (row,) = rows(made, "quotation")

    assert row["severity"] == "variation"
    assert [side["value"] for side in row["sides"]] == ["“Troops will go.”", "“Soldiers will go.”"]


@pytest.mark.parametrize(
    "other",
    [
        said("b", "'troops  will go'"),  # other marks and spaces, the same words
        said("b", "Soldiers will go.", chain("ukraine")),
        said("b", "Soldiers will go.", own_voice()),
        said("a", "Soldiers will go."),
        reading("b", citation(chain("lee", "nis"), exact="soldiers will go")),
    ],
)
def test_quotations_do_not_differ(other):
    made = claim(said("a", "“troops will go”"), other)

    assert rows(made, "quotation") == []


def test_quotation_whose_speaker_is_unclear_is_compared_with_whom_it_may_be():
    unclear = [reportedly("yonhap agency"), chain("nis", alternative=True)]
    made = claim(said("a", "Troops will go.", *unclear), said("b", "Soldiers will go."))

    assert len(rows(made, "quotation")) == 1


def test_silence_names_who_carries_it_and_who_does_not():
    made = claim(of("a"), silent("b"), silent("c"))
    (row,) = rows(made, "silent")

    assert row["severity"] == "omission"
    assert [(side["value"], side["sources"]) for side in row["sides"]] == [
        ("carried", ["a"]),
        ("not_carried", ["b", "c"]),
    ]


def test_link_lines_differ_from_nothing():
    made = claim(of("a", quantity=EXACT), of("b", quantity=figure("eq", 9), counted=False, region="link_line"))

    assert found(made) == []


def test_every_side_has_its_passages():
    made = claim(of("a", certainty="certain"), of("b", certainty="possible", exact="troops may go"))
    (row,) = rows(made, "certainty")

    assert row["slug"] == "troops:certainty"
    assert row["sides"][1]["passages"] == [
        {
            "source": "b", "citation": "troops--b--c1", "start": 100, "end": 120, "exact": "troops may go",
            "values": {"certainty": "possible"},
        }
    ]  # fmt: skip


def comparison(kind, left="troops--a--c1", right="troops--b--c1", other="troops"):
    sides = {
        "left": {"claim": {"slug": "troops", "proposition": "Troops went."}, "citation": left},
        "right": {"claim": {"slug": other, "proposition": "Others went."}, "citation": right},
    }
    return {"slug": f"seen-{kind}", "kind": kind, "reason": "One party.", **sides}


def test_contradiction_that_a_curator_saw_raises_a_variation_to_a_tension():
    made = claim(
        reading("a", citation(chain("ukraine"), polarity="unknown")),
        reading("b", citation(chain("ukraine"), polarity="negative")), of("c"),
    )  # fmt: skip
    party = rows(made, "polarity", comparisons=[comparison("contradicts")])[1]

    assert (party["severity"], party["found"]) == ("tension", "computed")
    assert party["comparisons"] == [{"slug": "seen-contradicts", "kind": "contradicts", "reason": "One party."}]


def test_scope_shift_is_a_row_of_its_own_with_the_other_claims_passage():
    made = claim(of("a"))
    elsewhere = {"others--b--c1": {"source": {"slug": "b"}, "start": 1, "end": 9, "exact": "others"}}
    shift = comparison("scope_shifted_from", right="others--b--c1", other="others")
    (row,) = rows(made, "scope", comparisons=[shift], citations=elsewhere)

    assert (row["severity"], row["found"], row["claims"]) == ("tension", "curated", ["troops", "others"])
    assert row["sides"][1] == {
        "value": "Others went.", "sources": ["b"],
        "passages": [
            {"source": "b", "citation": "others--b--c1", "start": 1, "end": 9, "exact": "others", "values": {}}
        ],
    }  # fmt: skip


def test_refinement_that_explains_no_difference_is_no_discrepancy():
    made = claim(of("a"))
    refines = comparison("refines", right="others--b--c1", other="others")

    assert discrepancies.of(made, world(made, comparisons=[refines])) == []


def actor(*forms):
    anchors = [{"source": {"slug": source}, "anchor": {"start": 0, "end": 9, "exact": text}} for text, source in forms]
    spellings = [
        {"text": text, "script": "Latn", "kind": "full"} for text in ("Park Sun", "Park Seon", "Park Seon-won")
    ]
    return {**line("park"), "roles": anchors, "names": spellings}


def test_spellings_that_sources_print_differ():
    own = actor(("lawmaker Park Sun", "a"), ("Park Seon of the party", "b"))
    (row,) = discrepancies.documents(names.differences(own, names.mentions([], own)))

    assert (row["kind"], row["party"], row["severity"]) == ("name", "park", "variation")
    assert {side["value"]: side["sources"] for side in row["sides"]} == {"Park Sun": ["a"], "Park Seon": ["b"]}


def test_spelling_inside_a_longer_one_is_not_printed():
    own = actor(("Park Seon-won", "a"), ("Park Sun", "b"))
    (row,) = discrepancies.documents(names.differences(own, names.mentions([], own)))

    assert {side["value"] for side in row["sides"]} == {"Park Sun", "Park Seon-won"}
