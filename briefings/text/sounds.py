"""What a word of a name sounds like, whoever transliterated it: Zelensky, Zelenskyy, Selenskyj, Zełenski, Зеленський.

Two forms of a word: codes, digits for groups of consonants that transliterations confuse, which find it (the idea is
that of the Daitch-Mokotoff Soundex, the table is our own and shorter); and a plain form, vowels kept, which tells how
alike two words are. Other scripts are spelled in ASCII letters first, as anyascii has them: right for Cyrillic and
Greek, wrong for names in Chinese characters, which Korea, Japan and China read each in its own way.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

MOST_CODES = 4  # of one word
LONGEST_CODE = 12
# What anyascii would take the mark from, and the sound with it.
MARKED = str.maketrans({
    "č": "tch", "ć": "tch", "ċ": "tch", "š": "sh", "ś": "sh", "ş": "sh", "ș": "sh", "ž": "zh", "ź": "zh", "ż": "zh",
    "ц": "ts", "ț": "ts", "ţ": "ts", "ř": "r", "щ": "shch", "ґ": "g", "ь": "", "ъ": "",
})  # fmt: skip
# In order, the longer first: letters, and the codes that they may have. 4: hissing; 5: in the throat.
SOUNDS = tuple((re.compile(letters), codes) for letters, codes in (
    ("schtsch|shtsh|shch|szcz|chtch|sht(?=sh)", ("4",)),
    ("tsch|tch|tsj|tsh|ts|tz|cz|cs|dzh|dsch|dz|dj|dž", ("4",)),
    ("sch|sh|sz|sj|zh|zs|rz|s|z", ("4",)),
    ("ch", ("4", "5")), ("ck", ("5", "45")), ("c(?![eiy])", ("5", "4")), ("c", ("4",)),
    ("x", ("54",)), ("kh|gh|[kghq]", ("5",)),
    ("ph|[vwf]", ("7",)), ("[bp]", ("1",)), ("th|[dt]", ("3",)), ("m", ("2",)), ("n", ("6",)), ("l", ("8",)),
    ("r", ("9",)), ("[aeiouyj]+", ("0",)),
))  # fmt: skip
# One letter for what is one sound in most transliterations.
PLAIN = tuple((re.compile(letters), letter) for letters, letter in (
    ("schtsch|shch|szcz|chtch", "š"), ("tsch|tch|tsj|cz", "č"), ("sch|sh|sz|sj", "s"), ("zh|rz|dzh|dj|ž", "z"),
    ("ts|tz", "c"), ("ch", "č"), ("kh|gh|h", "g"), ("ph", "f"), ("th", "t"), ("x", "ks"), ("ck|q", "k"), ("w", "v"),
    ("ou", "u"), ("[iyj]+", "i"), ("iei|ie|eie", "e"), ("iu", "u"), ("ia", "a"), ("io", "o"), ("ss", "s"),
    (r"(.)\1+", r"\1"),
))  # fmt: skip


def words(name: str) -> list[str]:
    """Return the words of a name in small ASCII letters, initials with them; a hyphen or an apostrophe parts none."""
    lowered = unicodedata.normalize("NFC", name).casefold().translate(MARKED)
    spelled = anyascii(re.sub("[-‐‑‒–—'’ʼ`]", "", lowered)).lower()
    return re.findall("[a-z0-9]+", re.sub("['`]", "", spelled))


@lru_cache(maxsize=4096)
def codes(word: str) -> tuple[str, ...]:
    """Return what a word of `words` may sound like, at most MOST_CODES: digits, a 0 where it starts with a vowel."""
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(word):
        found = next(((pattern.match(word, at), each) for pattern, each in SOUNDS if pattern.match(word, at)), None)
        if found is None or found[0] is None:  # a digit stands for itself
            parts.append((word[at],))
            at += 1
            continue
        parts.append(found[1])
        at = found[0].end()
    spelled = islice(product(*parts), MOST_CODES)
    return tuple(dict.fromkeys(_short("".join(each)) for each in spelled))


def _short(code: str) -> str:
    """Return a code without vowels but the first, and without repetitions."""
    kept = code[:1] + code[1:].replace("0", "")
    return re.sub(r"(.)\1+", r"\1", kept)[:LONGEST_CODE]


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """Return the form of a word that is compared letter by letter."""
    for pattern, letter in PLAIN:
        word = pattern.sub(letter, word)
    return word
