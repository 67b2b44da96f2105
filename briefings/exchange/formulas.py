"""Cells that no spreadsheet takes for a formula, and back again to what they were.

An apostrophe goes before a cell that would be one, and before a cell that has apostrophes and then would be one, so
that taking one away gives every cell back.
"""

import re

# What spreadsheets take for the start of a formula, East Asian wide forms included, or skip before one.
_RISKY = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guard(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay as they are."""
    return f"'{cell}" if _RISKY.match(cell) and not _is_number(cell) else cell


def unguard(cell: str) -> str:
    """Return what guard was given."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", cell) is not None
