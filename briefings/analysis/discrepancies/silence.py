"""Silence: sources that were read for a claim and do not carry it."""

from collections.abc import Iterator
from typing import Any

from briefings.analysis.discrepancies.rows import Cited, Kind, Row, Severity, Side
from briefings.choices import ReadingStatus


def differences(claim: dict[str, Any], cited: list[Cited]) -> Iterator[Row]:
    """Yield a row where some sources carry the claim and some were checked and do not."""
    silent = [r["source"]["slug"] for r in claim["readings"] if r["status"] == ReadingStatus.NOT_CARRIED]
    if cited and silent:
        carried = Side("carried", tuple(cited))
        yield Row(Kind.SILENT, Severity.OMISSION, (carried, Side("not_carried", silent=tuple(silent))))
