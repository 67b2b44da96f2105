"""Characters of a report that a reader does not see, or sees as something else: shown to the curator, never removed."""

from __future__ import annotations

import unicodedata

PLAIN = frozenset("\n\r\t ")
# Category Lo, but blank on the screen.
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def invisible_marks(text: str) -> list[tuple[int, str]]:
    """Return (offset, name) of each control, bidirectional or zero-width character and each space but U+0020.

    The name reads "U+00A0 NO-BREAK SPACE"; the tab and line ends are not listed, unless a carriage return stands alone.
    """
    return [(at, _name(char)) for at, char in enumerate(text) if _is_invisible(char) or _is_lone_return(text, at)]


def _is_invisible(char: str) -> bool:
    if char in PLAIN:
        return False
    is_variation = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return (
        is_variation
        or char in BLANK_LETTERS
        or unicodedata.category(char) in ("Cf", "Cc", "Zs", "Zl", "Zp", "Co", "Cn")
    )


def _is_lone_return(text: str, at: int) -> bool:
    return text[at] == "\r" and text[at + 1 : at + 2] != "\n"


def _name(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'CONTROL CHARACTER')}"
