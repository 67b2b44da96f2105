"""Numbers in digits and words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text import numbers
from briefings.text.numbers import NotANumber


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("0", "0"), ("1,500", "1500"), ("2.5", "2.5"), ("2.5 million", "2500000"), ("zero", "0"), ("nineteen", "19"),
        ("forty-two", "42"), ("hundred", "100"), ("a hundred", "100"), ("two dozen", "24"),
        ("six hundred thousand", "600000"), ("one million two hundred thousand and five", "1200005"),
    ],
)  # fmt: skip
def test_parse_reads_digits_and_words(words, expected):
    assert numbers.parse(words) == Decimal(expected)


@pytest.mark.parametrize("words", ["", "and", "1,50", "1,5000", "one x", "-1", "1e3", "half", "3 000", "٣"])
def test_parse_refuses_what_is_no_number(words):
    with pytest.raises(
        NotANumber, match=r"is no number: allowed are for example 1,500 and twelve thousand$"
    ) as refused:
        numbers.parse(words)

    assert refused.value.code == "not_a_number"


def test_parse_refuses_long_strings():
    with pytest.raises(NotANumber, match=r"longer than 80 characters"):
        numbers.parse("one " * 50)


@given(st.integers(0, 10**12))
def test_parse_reads_every_grouped_number(number):
    assert numbers.parse(f"{number:,}") == number
