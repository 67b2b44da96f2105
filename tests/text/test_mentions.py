"""Mentions: figures, dates and names that the coverage report looks for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text import mentions

SEEDS = Path(__file__).parents[2] / "seeds"


def literals(found: list[mentions.Mention]) -> list[str]:
    return [mention.literal for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("over 3,000 troops", ["3,000"]),
        ("paid $2,000, then $1-3.", ["$2,000", "$1-3"]),
        ("two brigades of 6,000 each", ["two", "6,000"]),
        ("doubling estimates; double, twice, half", ["doubling", "double", "twice", "half"]),
        ("thousands more, dozens, several", ["thousands", "dozens", "several"]),
        ("for the first time", ["first"]),
        ("twelve thousand, 12 million, 12-million", ["twelve thousand", "12 million", "12-million"]),
        ("rose 3.5% or 4 percent", ["3.5%", "4 percent"]),
        ("numerous, many, large", []),
        ("the drone someone flew", []),
    ],
)
def test_figures_are_found_in_digits_and_words(text, expected):
    assert literals(mentions.figures(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by 23 October, again", ["23 October"]),
        ("between 8-13 October", ["8-13 October"]),
        ("Oct 23, 2024 (BSS)", ["Oct 23, 2024"]),
        ("23 Oct 2024, 16:47", ["23 Oct 2024", "16:47"]),
        ("the 8th and 13th, on the 23rd", ["8th and 13th", "23rd"]),
        ("September and October. In February 2022.", ["September", "October", "February 2022"]),
        ("24-10-2024 (SEOUL)", ["24-10-2024"]),
        ("last week, last month, as of 2022", ["last week", "last month", "2022"]),
        ("by year’s end, by Year's End", ["year’s end", "Year's End"]),
        ("on Wednesday and Tuesday", ["Wednesday", "Tuesday"]),
        ("soldiers march; they may go in May", ["May"]),
        ("over 2,024 men and 20245", []),
    ],
)
def test_date_words_are_found(text, expected):
    assert literals(mentions.date_words(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lawmaker Park Sun-won said", ["Park Sun-won"]),
        ("RFE/RL noted that the U.S. and the KPA", ["RFE/RL", "U.S.", "KPA"]),
        ("N. Korea sent troops", ["N. Korea"]),
        ("The agency says. Additionally, it goes.", []),
        ("Families left. The families left.", []),
        ("Astra released clips", ["Astra"]),
        ("He said “Left to be seen. These are things.”", []),
        ("in October the Storm Corps", ["Storm Corps"]),
        ("North Korea’s envoy", ["North Korea"]),
    ],
)
def test_proper_names_are_capitalised_runs(text, expected):
    assert literals(mentions.proper_names(text)) == expected


def test_mentions_of_report_004_are_complete():
    text = (SEEDS / "004_4344422f9b0828bb.txt").read_text(encoding="utf-8")

    assert literals(mentions.date_words(text)) == [
        "24-10-2024", "year’s end", "December", "September", "October", "June", "February 2022"
    ]  # fmt: skip
    assert {"Park Sun-won", "Lee Seong-kweun", "US Defense Secretary Lloyd Austin", "Rome", "NIS"} <= set(
        literals(mentions.proper_names(text))
    )
    assert {"3,000", "thousands", "10,000", "doubling", "600,000"} <= set(literals(mentions.figures(text)))


@given(st.text(alphabet="A’aB 1,-23$.Oct\n\u00a0👩e\u0301“”U/", max_size=50))
def test_mentions_stand_where_they_say(text):
    found = [*mentions.figures(text), *mentions.date_words(text), *mentions.proper_names(text)]

    assert all(text[mention.start : mention.end] == mention.literal and mention.literal for mention in found)


@given(st.integers(0, 10**9))
def test_figures_find_every_number_in_digits(number):
    assert literals(mentions.figures(f"It has {number:,} men")) == [f"{number:,}"]
