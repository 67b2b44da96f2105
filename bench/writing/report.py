"""What writers found, as a table."""

from bench.writing.writers import RECORDS_A_REPORT, Outcome

SHARES = (0.5, 0.99, 0.999)


def at_share(values: list[float], share: float) -> float:
    """Return the smallest value that a share of the values does not exceed. values: sorted, not empty."""
    return values[min(len(values) - 1, max(0, -int(-share * len(values) // 1) - 1))]


def lines(outcomes: list[Outcome], seconds: float) -> list[str]:
    """Return the table: an action a line, all of them, then how much was published and what went wrong."""
    waits: dict[str, list[float]] = {}
    for outcome in outcomes:
        for name, values in outcome.waits.items():
            waits.setdefault(name, []).extend(values)
    waits["all"] = [value for values in waits.values() for value in values]
    reports = sum(outcome.reports for outcome in outcomes)
    errors = [f"{count} × {text}" for outcome in outcomes for text, count in outcome.errors.items()]
    return [
        "| action | taken | p50 ms | p99 ms | p99.9 ms | longest ms |",
        "|---|---|---|---|---|---|",
        *(_line(name, sorted(values)) for name, values in waits.items() if values),
        f"{reports} reports, {reports * RECORDS_A_REPORT / seconds:,.0f} records and "
        f"{len(waits['all']) / seconds:,.0f} actions a second, {len(errors)} errors",
        *errors,
    ]


def _line(name: str, values: list[float]) -> str:
    shown = [f"{at_share(values, share) * 1000:,.0f}" for share in SHARES]
    return f"| {name} | {len(values):,} | {' | '.join(shown)} | {values[-1] * 1000:,.0f} |"
