"""What people write at the desk: every character of it is seen as it is. Reports keep all of theirs (see marks.py).

A name with a zero width space is another name to a program and the same to a reader; a right-to-left override shows
other words than those that are approved. So such characters stand only in words of a report, and there they are marked.
"""

from __future__ import annotations

import re
import unicodedata

from briefings.errors import Invalid
from briefings.text import received

LONGEST_REASON = 10_000  # of reasons, notes and translations, in code points
MARKS_AT_MOST = 6  # on one letter; UTS 39 advises 4, Tibetan stacks and pointed Hebrew with accents take more

_LINE_ENDS = "\n\r\t"
_VARIATION = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINERS = "\u200c\u200d"
_DIRECTION = "\u034f\u061c\u200e\u200f"  # harmless beside letters that are written from right to left, and needed there
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f"  # of England, of Texas: UTS 51
_NEVER = (
    "\x00-\x1f\x7f-\x9f\xad\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028-\u202e\u2060-\u206f\u2800\u3164\ufdd0-\ufdef"
    "\ufeff\uffa0\ufff9-\ufffc\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
)
_SUSPECT = re.compile(f"{_FLAG}|[{_NEVER}{_VARIATION}{_JOINERS}{_DIRECTION}]")
_SELECTOR = re.compile(f"[{_VARIATION}]")
VIRAMA = 9  # the combining class of the sign that takes an Indic consonant its vowel


class Unseen(Invalid):
    """A character that a reader does not see, or that shows others in another order."""

    code = "unseen_character"


class TooLong(Invalid):
    """More characters than are kept."""

    code = "too_long"


def refuse_unwritable(
    text: str, *, lines: bool = False, at_most: int | None = None, about: str = "", pointer: str | None = None
) -> None:
    """Raise for what nobody may write: more characters than at_most, or one that is not seen as it is.

    lines: line ends and tabs may stand in it. about: what the message starts with, such as "the title: ".
    Raises TooLong, Unstorable, Unseen, naming the first that is wrong.
    """
    if at_most is not None and len(text) > at_most:
        raise TooLong(f"{about}{len(text)} characters: at most {at_most} are allowed", pointer=pointer)
    received.refuse_unstorable(text, pointer)
    at = unseen(text, lines=lines)
    if at is not None:
        raise Unseen(f"{about}{_told(text, at, lines)}", pointer=pointer, offset=at)


def unseen(text: str, *, lines: bool = False) -> int | None:
    """Return the offset of the first character that is not seen as it is, or None."""
    fine = (_LINE_ENDS if lines else "") + (_DIRECTION if _is_rightward(text) else "")
    suspects = (match for match in _SUSPECT.finditer(text) if not _is_fine(match, text, fine))
    found = [at for at in (next((match.start() for match in suspects), None), _flood(text)) if at is not None]
    return min(found, default=None)


def _is_rightward(text: str) -> bool:
    """Return whether a text has letters that are written from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(char) in ("R", "AL") and char not in _DIRECTION for char in text
    )


def _is_fine(match: re.Match[str], text: str, fine: str) -> bool:
    char, at = match.group(), match.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if len(char) > 1 or (char in fine and char != "\r"):
        return True  # a whole flag, a line end
    if char == "\r":
        return "\r" in fine and after == "\n"
    if not before or before.isspace():
        return False
    if char in _JOINERS:
        return _joins(before, after)
    is_variation = _SELECTOR.match(char) is not None
    return is_variation and not _SUSPECT.match(before) and unicodedata.category(before) not in ("Lu", "Ll", "Lt")


def _joins(before: str, after: str) -> bool:
    """Return whether a joiner between two characters can change how they are written.

    In scripts that join letters, beside a sign that joins Indic consonants, and between emoji (UAX 31, UTS 51).
    """
    if unicodedata.combining(before) == VIRAMA:
        return True  # at the end of a word too: a Malayalam chillu, as it was written before it had a code point
    if not after or after.isspace():
        return False
    is_emoji = unicodedata.category(before) in ("So", "Sk") or before == "\ufe0f"
    return (
        unicodedata.bidirectional(before) in ("R", "AL", "NSM")
        or unicodedata.combining(after) == VIRAMA
        or unicodedata.name(before, "").startswith(("MONGOLIAN", "PHAGS-PA"))
        or (is_emoji and unicodedata.category(after) == "So")
    )


def _flood(text: str) -> int | None:
    """Return the offset of a mark that is one too many on its letter, or None."""
    if text.isascii():
        return None
    marks = 0
    for at, char in enumerate(text):
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks > MARKS_AT_MOST:
            return at
    return None


def _told(text: str, at: int, lines: bool) -> str:
    char = text[at]
    name = unicodedata.name(char, "CONTROL CHARACTER" if unicodedata.category(char) == "Cc" else "NO CHARACTER")
    where = f"U+{ord(char):04X} {name} at character {at + 1}, after {text[max(0, at - 20) : at]!r}"
    if char in "\n\r\t":
        return f"{where}: end lines with U+000A" if lines else f"{where}: this is kept in one line"
    if unicodedata.category(char) in ("Mn", "Me") and not _SUSPECT.match(char):
        return f"{where}: at most {MARKS_AT_MOST} marks stand on one letter"
    return f"{where}: it is not seen as it is; take it out (only words of a report keep such characters)"
