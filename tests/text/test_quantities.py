"""Quantities: bounds that fit their comparator, and amounts read only when understood in full."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text import quantities
from briefings.text.quantities import Amount, BadQuantity


@pytest.mark.parametrize(
    ("comparator", "low", "high"),
    [
        ("eq", 3000, 3000),
        ("approx", Decimal("2.5"), Decimal("2.50")),
        ("gt", 3000, None),
        ("ge", 0, None),
        ("gt", None, None),
        ("lt", None, 10),
        ("le", None, Decimal(6000)),
        ("le", None, None),
        ("range", 1, 3),
    ],
)
def test_check_takes_bounds_that_fit(comparator, low, high):
    assert quantities.check(comparator, low, high) is None


@pytest.mark.parametrize(
    ("comparator", "low", "high", "message"),
    [
        ("eq", 1, 2, "comparator eq with min 1 and max 2: eq and approx need min = max"),
        ("eq", None, None, "comparator eq with min None and max None: eq and approx need min = max"),
        ("approx", 1, None, "comparator approx with min 1 and max None: eq and approx need min = max"),
        ("gt", 1, 1, "comparator gt with min 1 and max 1: gt and ge have no max"),
        ("ge", None, 1, "comparator ge with min None and max 1: gt and ge have no max"),
        ("lt", 1, 2, "comparator lt with min 1 and max 2: lt and le have no min"),
        ("le", 1, None, "comparator le with min 1 and max None: lt and le have no min"),
        ("range", 3, 1, "comparator range with min 3 and max 1: range needs min < max"),
        ("range", 3, 3, "comparator range with min 3 and max 3: range needs min < max"),
        ("range", 3, None, "comparator range with min 3 and max None: range needs min < max"),
        ("more", 1, 1, "'more' is no comparator: allowed are eq, approx, gt, ge, lt, le, range"),
        ("eq", True, True, "min True is no whole or decimal number"),
        ("eq", 1.5, 1.5, "min 1.5 is no whole or decimal number"),
        ("gt", "3", None, "min '3' is no whole or decimal number"),
        ("gt", Decimal("NaN"), None, "min NaN is out of range: allowed are 0 to 1000000000000000"),
        ("gt", Decimal("Infinity"), None, "min Infinity is out of range: allowed are 0 to 1000000000000000"),
        ("gt", -1, None, "min -1 is out of range: allowed are 0 to 1000000000000000"),
        ("lt", None, 10**16, "max 10000000000000000 is out of range: allowed are 0 to 1000000000000000"),
    ],
)
def test_check_refuses_bounds_that_do_not_fit(comparator, low, high, message):
    with pytest.raises(BadQuantity) as refused:
        quantities.check(comparator, low, high)

    assert (refused.value.code, str(refused.value)) == ("bad_quantity", message)


def amount(comparator: str, low: int | None, high: int | None, currency: str | None = None) -> Amount:
    return Amount(comparator, None if low is None else Decimal(low), None if high is None else Decimal(high), currency)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3,000", amount("eq", 3000, 3000)),
        ("two", amount("eq", 2, 2)),
        ("twenty-five", amount("eq", 25, 25)),
        ("12-million", amount("eq", 12_000_000, 12_000_000)),
        ("12 million", amount("eq", 12_000_000, 12_000_000)),
        ("twelve thousand", amount("eq", 12_000, 12_000)),
        ("three hundred and fifty", amount("eq", 350, 350)),
        ("one thousand two hundred", amount("eq", 1200, 1200)),
        ("1,500 more", amount("eq", 1500, 1500)),
        ("An additional 1,500", amount("eq", 1500, 1500)),
        ("more than 3,000", amount("gt", 3000, None)),
        ("over 3,000", amount("gt", 3000, None)),
        ("Exceed 3,000", amount("gt", 3000, None)),
        ("at least two", amount("ge", 2, None)),
        ("no fewer than 10", amount("ge", 10, None)),
        ("less than 10", amount("lt", None, 10)),
        ("up to 6,000", amount("le", None, 6000)),
        ("at most 6,000", amount("le", None, 6000)),
        ("no more than 3", amount("le", None, 3)),
        ("around 3,000", amount("approx", 3000, 3000)),
        ("about 10,000", amount("approx", 10_000, 10_000)),
        ("nearly 3,000", amount("approx", 3000, 3000)),
        ("some 3,000", amount("approx", 3000, 3000)),
        ("approximately $2,000", amount("approx", 2000, 2000, "USD")),
        ("$2,000", amount("eq", 2000, 2000, "USD")),
        ("$1-3", amount("range", 1, 3, "USD")),
        ("1-3", amount("range", 1, 3)),
        ("8–13", amount("range", 8, 13)),
        ("between 8 and 13", amount("range", 8, 13)),
        ("from 8 to 13", amount("range", 8, 13)),
        ("thousands more", amount("gt", None, None)),
        ("tens of thousands", amount("gt", None, None)),
    ],
)
def test_parse_amount_reads_what_is_printed(words, expected):
    assert quantities.parse_amount(words) == expected


@pytest.mark.parametrize(
    "words",
    ["", "about", "double", "over 600,000 casualties", "between 8", "13-8", "between 1-3", "1,50", "overall",
     "a large number", "3,000 to", "٣", "1e5", "x" * 500],
)  # fmt: skip
def test_parse_amount_leaves_what_it_does_not_understand(words):
    assert quantities.parse_amount(words) is None


@given(st.text(max_size=40) | st.text(alphabet="about more than -–,.$0123456789", max_size=30))
def test_parse_amount_gives_only_quantities_that_check_takes(words):
    found = quantities.parse_amount(words)

    if found is not None and max(found.min or 0, found.max or 0) <= quantities.LARGEST:
        quantities.check(found.comparator, found.min, found.max)


@given(st.integers(0, 10**12))
def test_parse_amount_reads_every_grouped_number(number):
    assert quantities.parse_amount(f"over {number:,}") == amount("gt", number, None)
