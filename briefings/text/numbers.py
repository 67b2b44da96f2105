"""Numbers in digits and English words: "1,500", "12-million", "twenty-five", "three hundred and fifty"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import reduce

from briefings.errors import Invalid

_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS = {word: Decimal(at) for at, word in enumerate(_ONES.split())} | {
    word: Decimal(20 + 10 * at) for at, word in enumerate(_TENS.split())
}
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "dozen": Decimal(12),
}
DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_DIGITS = re.compile(rf"(?P<digits>{DIGITS})(?:[ \u00a0-]?(?P<scale>{'|'.join(SCALES)}))?", re.I)
LONGEST = 80


class NotANumber(Invalid):
    """The words are no number."""

    code = "not_a_number"


def parse(words: str) -> Decimal:
    """Return the number that words say, in full. Raises NotANumber."""
    if len(words) > LONGEST:
        raise NotANumber(f"{words[:LONGEST]!r}… is longer than {LONGEST} characters", value=words)
    match = _DIGITS.fullmatch(words.strip())
    if match:
        scale = SCALES[match["scale"].lower()] if match["scale"] else Decimal(1)
        return Decimal(match["digits"].replace(",", "")) * scale
    parts = [part for part in re.split(r"[\s-]+", words.lower().strip()) if part not in ("and", "a")]
    if not parts or any(part not in UNITS and part not in SCALES for part in parts):
        raise NotANumber(f"{words!r} is no number: allowed are for example 1,500 and twelve thousand", value=words)
    total, group = reduce(_add, parts, (Decimal(0), Decimal(0)))
    return total + group


def _add(so_far: tuple[Decimal, Decimal], part: str) -> tuple[Decimal, Decimal]:
    """Add a word to (total of finished thousands, the group being read)."""
    total, group = so_far
    if part in UNITS:
        return total, group + UNITS[part]
    scaled = (group or Decimal(1)) * SCALES[part]
    is_inside_group = SCALES[part] < 1000
    return (total, scaled) if is_inside_group else (total + scaled, Decimal(0))
