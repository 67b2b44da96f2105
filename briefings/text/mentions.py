"""Figures, date words and proper names that a text mentions, found by fixed lists and patterns.

These feed the coverage report of the fixtures: a mention that no citation holds is shown to a curator. So they rather
find too much than too little, and they find the same on every machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefings.text import sentences
from briefings.text.anchors import Span

# "May" is a month only where it stands like one, and case counts: soldiers march.
_MONTH = (
    r"(?:(?:January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
    r"|May\b(?=\s+\d)|(?<=\d )May\b|(?<=\b[IiOo][nf] )May\b|(?<=\b[Bb]y )May\b)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_DAYS = rf"(?:{_ORDINAL}|\d{{1,2}})(?:\s*(?:-|–|and|to)\s*(?:{_ORDINAL}|\d{{1,2}}))?"
_DATE_WORDS = re.compile(
    "|".join(
        (
            rf"\b(?:{_DAYS}\s+(?:of\s+)?)?{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!:))?(?:,?\s+{_YEAR}\b)?",
            r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b",
            rf"\b{_ORDINAL}\b(?:\s+and\s+(?:the\s+)?{_ORDINAL}\b)?",
            r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
            r"\b\d{1,2}:\d\d(?::\d\d)?\b",
            r"\b(?i:last|this|next|previous|past|coming)\s+(?i:week|month|year|quarter|spring|summer|autumn|fall|winter)\b",
            r"\b(?i:year|month|week)['’]s\s+(?i:end)\b|\b(?i:end\s+of\s+(?:the\s+)?(?:year|month|week))\b",
            r"\b(?i:today|yesterday|tomorrow|tonight)\b",
            rf"\b{_YEAR}\b(?!,\d)",
        )
    )
)
_NUMERALS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|zero|one|hundred|thousand|million|billion|trillion"
)
_VAGUE = "several|dozens?|scores|hundreds|thousands|millions|billions"
_MULTIPLES = (
    "double[sd]?|doubling|twice|twofold|triple[sd]?|tripling|threefold|thrice|halve[sd]?|halving|half|quarter|"
    "quadruple[sd]?|one-third|two-thirds"
)
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_DIGITS = r"\d+(?:[.,]\d+)*"
_SCALED = r"(?:[\s-](?:hundred|thousand|million|billion|trillion)\b)?"
_PATTERNS = (
    rf"(?:US)?[$€£₩¥₽]\s?{_DIGITS}(?:\s?[-–]\s?[$€£₩¥₽]?{_DIGITS})?{_SCALED}",
    rf"(?<![\w.,]){_DIGITS}(?:[-–]{_DIGITS})?(?:\s?(?:%|percent\b))?{_SCALED}",
    rf"\b(?:{_NUMERALS}|{_VAGUE})\b(?:(?:[\s-]|\sand\s)(?:{_NUMERALS}|{_VAGUE})\b)*",
    rf"\b(?:{_MULTIPLES}|{_ORDINALS})\b",
)
_FIGURES = re.compile("|".join(_PATTERNS), re.I)
_CAPITALISED = r"(?:[^\W\d_a-z](?:\.[^\W\d_])+\.?|[^\W\d_]\.(?=\s+[^\W\d_])|[^\W\d_][\w]*(?:[-/][^\W_][\w]*)*)"
_WORD = re.compile(_CAPITALISED)
_COMMON_WORDS = """
a an the this that these those it its he she they we i you his her their our my who what which when where why how
in on at by to from of for with without within during after before since until following according as among between
and or but nor so yet if while although though despite because both another other such some any all each every many
most more several few no not there here then now also additionally meanwhile however moreover further furthermore
finally final later earlier still only even just experts officials sources families is are was were has have had do
does did will would could should may might can must be been being left related comments please update lawmaker
lawmakers committee member members one two three first second third
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, order=True)
class Mention:
    """Words found in a text: code points [start, end) and the literal."""

    start: int
    end: int
    literal: str

    @property
    def span(self) -> Span:
        """Return where it stands."""
        return Span(self.start, self.end)


def figures(text: str) -> list[Mention]:
    """Return the figures in digits or words, money, multiples ("double") and ordinals; days of a month too."""
    return [Mention(*match.span(), match.group()) for match in _FIGURES.finditer(text)]


def date_words(text: str) -> list[Mention]:
    """Return the words that say when: dates, months, weekdays, years, clock times, "last week", "year’s end"."""
    return [Mention(*match.span(), match.group()) for match in _DATE_WORDS.finditer(text)]


def proper_names(text: str) -> list[Mention]:
    """Return the runs of capitalised words (Park Sun-won, RFE/RL, U.S., N. Korea), without dates.

    A common word that opens a sentence or a quotation is no name: one of a fixed list, or one that the text also has
    in lower case. Words are joined over one space only, so "Secretary of Defense" gives two names.
    """
    lower = {word.group() for word in _WORD.finditer(text) if word.group().islower()}
    dated = {at for mention in date_words(text) for at in range(mention.start, mention.end)}
    words = [word for word in _WORD.finditer(text) if _is_capitalised(word.group()) and word.start() not in dated]
    starts = _sentence_starts(text)
    kept = [word for word in words if not (word.start() in starts and _is_common(word.group(), lower))]
    return [Mention(start, end, text[start:end]) for start, end in _runs(text, kept)]


def _is_capitalised(word: str) -> bool:
    return any(part[:1].isupper() for part in re.split(r"[-/]", word)) and not word.isdigit()


def _is_common(word: str, lower: set[str]) -> bool:
    return word == word.capitalize() and (word.lower() in _COMMON or word.lower() in lower)


def _sentence_starts(text: str) -> set[int]:
    """Return where the first word of each line, sentence and quotation starts; inside quotations as well."""
    opened = [0, *(match.end() for match in re.finditer(r"[\r\n“\"]|[.!?…]\s", text))]
    return {at for at in sentences.next_words(text, opened) if at is not None}


def _runs(text: str, words: list[re.Match[str]]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for word in words:
        if runs and text[runs[-1][1] : word.start()] in (" ", "\u00a0"):
            runs[-1] = (runs[-1][0], word.end())
        else:
            runs.append(word.span())
    return runs
