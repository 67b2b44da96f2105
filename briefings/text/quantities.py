"""Quantities as printed: which bounds a comparator may have, and a small grammar of the words before a figure.

A comparator is never inferred: "3,000" is eq, "around 3,000" approx, "thousands more" gt with no bound, as no figure is
printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from briefings.errors import Invalid
from briefings.text import numbers

Bound = Decimal | int | None
EXACT, OPEN_ABOVE, OPEN_BELOW = ("eq", "approx"), ("gt", "ge"), ("lt", "le")
RANGE = "range"
COMPARATORS = (*EXACT, *OPEN_ABOVE, *OPEN_BELOW, RANGE)
# A figure too long for any database column or reader is a slip of the keyboard.
LARGEST = Decimal(10) ** 15
CURRENCIES: Mapping[str, str] = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "₩": "KRW", "¥": "JPY", "₽": "RUB"}
# The words before a figure, most telling first in each row.
_WORDS_BEFORE: Mapping[str, tuple[str, ...]] = {
    "gt": ("more than", "over", "above", "exceeding", "exceeds", "exceed", "upwards of"),
    "ge": ("at least", "no fewer than", "no less than", "not less than", "a minimum of"),
    "lt": ("fewer than", "less than", "under", "below"),
    "le": ("up to", "at most", "no more than", "not more than", "as many as", "a maximum of"),
    "approx": (
        "around",
        "about",
        "approximately",
        "some",
        "roughly",
        "circa",
        "nearly",
        "almost",
        "close to",
        "an estimated",
        "estimated",
        "~",
    ),
}
BEFORE = {words: comparator for comparator, rows in _WORDS_BEFORE.items() for words in rows}
VAGUE = frozenset(
    {
        "dozens",
        "scores",
        "hundreds",
        "thousands",
        "tens of thousands",
        "hundreds of thousands",
        "millions",
        "billions",
        "several",
        "many",
        "numerous",
    }
)
_ADDED_BEFORE = re.compile(r"(?:an? |the |another |other )?(?:additional|further|extra) |another ", re.I)
_ADDED_AFTER = re.compile(r" (?:more|additional|others)$", re.I)
_BEFORE = re.compile(rf"({'|'.join(sorted(map(re.escape, BEFORE), key=len, reverse=True))})(?=\W|\d)\s*", re.I)
_RANGE = re.compile(r"(?:(between|from)\s+)?(\S.*?)\s*(?:\b(and|to)\b|[-–])\s*(\S.*)", re.I)
_JOINTS = {"between": ("and",), "from": ("to", None), "": ("to", None)}


class BadQuantity(Invalid):
    """The bounds do not fit the comparator."""

    code = "bad_quantity"


@dataclass(frozen=True)
class Amount:
    """What printed words say: bounds are None where they give none."""

    comparator: str
    min: Decimal | None
    max: Decimal | None
    currency: str | None = None


def check(comparator: str, min: Bound, max: Bound) -> None:
    """Refuse bounds that do not fit the comparator, with BadQuantity.

    eq and approx: min = max; gt and ge: no max; lt and le: no min; range: both, min < max. Only gt, ge, lt and le may
    have neither bound ("thousands more").
    """
    if comparator not in COMPARATORS:
        allowed = ", ".join(COMPARATORS)
        raise BadQuantity(f"{comparator!r} is no comparator: allowed are {allowed}", pointer="/comparator")
    for name, value in (("min", min), ("max", max)):
        _check_bound(name, value)
    wrong = _misfit(comparator, min, max)
    if wrong:
        raise BadQuantity(f"comparator {comparator} with min {min} and max {max}: {wrong}", comparator=comparator)


def parse_amount(words: str) -> Amount | None:
    """Return what words say, or None when they are not understood in full: a guess would be worse.

    "$2,000" is taken as USD, as reports in English print it; any other dollar is printed with its country.
    """
    rest = _ADDED_AFTER.sub("", " ".join(words.split()))
    added = _ADDED_BEFORE.match(rest)
    rest = rest[added.end() :] if added else rest
    if rest.lower() in VAGUE:
        return Amount("gt", None, None)
    match = _BEFORE.match(rest)
    if match and not _is_range(rest):
        return _bounded(BEFORE[match[1].lower()], rest[match.end() :])
    # The plain number first: "12-million" and "twenty-five" are no ranges.
    return _bounded("eq", rest) or _range(rest)


def _bounded(comparator: str, words: str) -> Amount | None:
    currency, figure = _currency(words)
    value = _number(figure)
    if value is None:
        return None
    low = None if comparator in OPEN_BELOW else value
    high = None if comparator in OPEN_ABOVE else value
    return Amount(comparator, low, high, currency)


def _range(words: str) -> Amount | None:
    match = _RANGE.fullmatch(words)
    if not match or (match[3] and match[3].lower()) not in _JOINTS[(match[1] or "").lower()]:
        return None
    currency, low = _currency(match[2])
    _, high = _currency(match[4])
    bounds = _number(low), _number(high)
    if bounds[0] is None or bounds[1] is None or bounds[0] >= bounds[1]:
        return None
    return Amount(RANGE, *bounds, currency)


def _is_range(words: str) -> bool:
    return _range(words) is not None


def _currency(words: str) -> tuple[str | None, str]:
    for sign, code in CURRENCIES.items():
        if words.startswith(sign):
            return code, words[len(sign) :].strip()
    return None, words


def _number(words: str) -> Decimal | None:
    try:
        return numbers.parse(words)
    except numbers.NotANumber:
        return None


def _check_bound(name: str, value: Bound) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise BadQuantity(f"{name} {value!r} is no whole or decimal number", pointer=f"/{name}")
    if not Decimal(value).is_finite() or not 0 <= value <= LARGEST:
        raise BadQuantity(f"{name} {value} is out of range: allowed are 0 to {LARGEST:f}", pointer=f"/{name}")


def _misfit(comparator: str, low: Bound, high: Bound) -> str | None:
    """Return what is wrong with the bounds, or None."""
    if comparator in EXACT:
        return None if low is not None and low == high else "eq and approx need min = max"
    if comparator in OPEN_ABOVE:
        return None if high is None else "gt and ge have no max"
    if comparator in OPEN_BELOW:
        return None if low is None else "lt and le have no min"
    return None if low is not None and high is not None and low < high else "range needs min < max"
