"""Figures: those that no number meets together, and those that only put it differently."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from briefings.analysis.discrepancies.rows import Cited, Kind, Row, Severity, Side, affirming, sides_by
from briefings.choices import Comparator

MARGIN = 0.1  # "about n" meets what lies within a tenth of n
INFINITY = float("inf")
Number = float | int | None


@dataclass(frozen=True)
class Figure:
    """A figure as printed, with what it counts in."""

    comparator: str
    low: Number
    high: Number
    measure: tuple[str, ...]  # unit, currency, per; figures of different measures are not compared

    def __str__(self) -> str:
        numbers = [f"{number:.15g}" for number in (self.low, self.high) if number is not None]
        return " ".join([self.comparator, "-".join(dict.fromkeys(numbers)), *self.measure[1:]]).strip()

    @property
    def span(self) -> tuple[float, float, bool, bool]:
        """Return the lowest and the highest number it can mean, and whether each of them is left out."""
        low = -INFINITY if self.low is None else float(self.low)
        high = INFINITY if self.high is None else float(self.high)
        if self.comparator == Comparator.APPROX:
            return low - abs(low) * MARGIN, high + abs(high) * MARGIN, False, False
        return low, high, self.comparator == Comparator.GT, self.comparator == Comparator.LT


def figure(each: Cited) -> Figure | None:
    """Return the figure of a passage: its quantity, else its ratio; None without bounds ("thousands more")."""
    quantity, ratio = each.citation["quantity"], each.citation["ratio"]
    if quantity and (quantity["min"] is not None or quantity["max"] is not None):
        measure = (quantity["unit"] or "", *filter(None, (quantity["currency"], quantity["per"])))
        return Figure(quantity["comparator"], quantity["min"], quantity["max"], measure)
    if ratio and not quantity:
        return Figure(Comparator.EQ.value, ratio["factor"], ratio["factor"], ("ratio",))
    return None


def share(one: Figure, other: Figure) -> bool:
    """Return whether some number meets both."""
    (low, high, low_out, high_out), (low2, high2, low2_out, high2_out) = one.span, other.span
    bottom, top = max(low, low2), min(high, high2)
    is_out = (low_out and bottom == low) or (low2_out and bottom == low2)
    is_out = is_out or (high_out and top == high) or (high2_out and top == high2)
    return bottom < top or (bottom == top and not is_out)


def differences(cited: Sequence[Cited]) -> Iterator[Row]:
    """Yield a value row for figures that share no number, a precision row for those that do and differ in form."""
    sides = sides_by(affirming(cited), figure, str)
    pairs = [(one, other, _figures(one, other)) for one, other in combinations(sides, 2)]
    alike = [(one, other, both) for one, other, both in pairs if both[0].measure == both[1].measure]
    apart = [{one, other} for one, other, both in alike if not share(*both)]
    close = [{one, other} for one, other, both in alike if share(*both) or _numbers(both[0]) & _numbers(both[1])]
    if apart:
        yield Row(Kind.VALUE, Severity.CONTRADICTION, _those(sides, apart))
    if close:
        yield Row(Kind.PRECISION, Severity.VARIATION, _those(sides, close))


def _figures(one: Side, other: Side) -> tuple[Figure, Figure]:
    first, second = figure(one.cited[0]), figure(other.cited[0])
    if first is None or second is None:
        raise ValueError(f"{one.value} and {other.value} are no figures")
    return first, second


def _numbers(one: Figure) -> set[Number]:
    return {one.low, one.high} - {None}


def _those(sides: Sequence[Side], pairs: Sequence[set[Side]]) -> tuple[Side, ...]:
    return tuple(side for side in sides if any(side in pair for pair in pairs))
