"""Korean names: Hangul and its romanisations, syllable by syllable.

No rule turns a romanisation back into Hangul: "Sun" may be 순, 선 or 슨, and 선 is printed Seon, Sun, Sŏn or Son. So a
spelling is read as the *sets* of letters that it may stand for. Two spellings can be of one name when these sets meet
in every place; which one it is, they do not say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

MOST_READINGS = 4  # ways to cut a given name that is written in one word
LONGEST = 40  # letters of a name that may be Korean; a longer one is not
FIRST, LAST = 0xAC00, 0xD7A3  # Hangul syllables in Unicode; their order is that of the three lists below
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"

# How a letter is printed: by the official romanisation, McCune-Reischauer without its marks, the North, and by people.
INITIAL_SPELLINGS = {
    "kk": "ㄲ", "gh": "ㄱ", "kh": "ㄱㅋ", "g": "ㄱ", "k": "ㄱㅋㄲ", "tt": "ㄸ", "th": "ㅌ", "d": "ㄷ", "t": "ㄷㅌㄸ",
    "pp": "ㅃ", "ph": "ㅍ", "b": "ㅂ", "p": "ㅂㅍㅃ", "tch": "ㅉ", "jj": "ㅉ", "chh": "ㅊ", "ch": "ㅈㅊㅉ", "jh": "ㅈ",
    "dj": "ㅈ", "j": "ㅈ", "z": "ㅈ", "ss": "ㅆ", "sh": "ㅅ", "s": "ㅅㅆ", "m": "ㅁ", "n": "ㄴ", "rh": "ㄹ", "r": "ㄹ",
    "l": "ㄹ", "h": "ㅎ", "": "ㅇ",
}  # fmt: skip
VOWEL_SPELLINGS = {
    "a": "ㅏ", "ah": "ㅏ", "aa": "ㅏ", "ya": "ㅑ", "ia": "ㅑ", "ae": "ㅐㅔㅖ", "ai": "ㅐ", "ay": "ㅐ", "e": "ㅔㅐ",
    "eh": "ㅔㅖ", "ye": "ㅖㅔ", "yae": "ㅒ", "eo": "ㅓ", "eou": "ㅓㅡ", "eu": "ㅡㅓㅕ", "u": "ㅜㅓㅡ", "uh": "ㅓㅜ",
    "ur": "ㅓ", "oo": "ㅜ", "ou": "ㅓㅜㅕ", "woo": "ㅜ", "wu": "ㅜㅝ", "o": "ㅗㅓ", "oh": "ㅗ", "yo": "ㅛㅕ",
    "yeo": "ㅕ", "yeu": "ㅕㅠ", "you": "ㅕㅠ", "yu": "ㅠㅕ", "yoo": "ㅠ", "yea": "ㅕ", "i": "ㅣㅢ", "ih": "ㅣ",
    "iy": "ㅣ", "ee": "ㅣㅢ", "ie": "ㅣ", "y": "ㅣ", "ui": "ㅢㅟ", "eui": "ㅢ", "wi": "ㅟ", "wa": "ㅘ", "oa": "ㅘ",
    "woa": "ㅘ", "wo": "ㅝㅜ", "weo": "ㅝ", "weu": "ㅝ", "wae": "ㅙ", "we": "ㅞㅚㅙ", "oe": "ㅚ", "oi": "ㅚ",
    "oy": "ㅚ",
}  # fmt: skip
FINAL_SPELLINGS = {
    "ng": "g", "ck": "k", "hk": "k", "k": "k", "g": "k", "gk": "k", "c": "k", "n": "n", "nn": "n", "l": "l", "ll": "l",
    "r": "l", "m": "m", "p": "p", "b": "p", "t": "t", "d": "t", "": "",
}  # fmt: skip
# Letters that spellings confuse: of one class, so that a key holds them together.
INITIAL_CLASSES = {letter: name for name, letters in {
    "K": "ㄱㄲㅋ", "T": "ㄷㄸㅌ", "P": "ㅂㅃㅍ", "C": "ㅈㅉㅊ", "S": "ㅅㅆ", "M": "ㅁ", "N": "ㄴ", "R": "ㄹ", "H": "ㅎ",
    "": "ㅇ",
}.items() for letter in letters}  # fmt: skip
VOWEL_CLASSES = {letter: name for name, letters in {
    "a": "ㅏ", "ya": "ㅑ", "e": "ㅐㅔㅖㅒㅚㅙㅞ", "o": "ㅓㅗㅜㅡㅝ", "yo": "ㅕㅛㅠ", "i": "ㅣㅢㅟ", "wa": "ㅘ",
}.items() for letter in letters}  # fmt: skip
FINAL_CLASSES = {letter: name for name, letters in {
    "": " ", "k": "ㄱㄲㄳㄺㅋ", "n": "ㄴㄵㄶ", "t": "ㄷㅅㅆㅈㅊㅌㅎ", "l": "ㄹㄼㄽㄾㅀ", "m": "ㅁㄻ", "p": "ㅂㅄㅍㄿ",
    "g": "ㅇ",
}.items() for letter in letters}  # fmt: skip

SURNAMES = frozenset(
    "가간갈감강견경계고공곽교구국권금기길김나남노단담당대도독동두라류리림마맹명모목묵문민박반방배백범변복봉부비빈사상서석선설섭성소손송순"
    "승시신심안양어엄여연염엽영예오옥온옹왕용우원위유육윤은음이인임자장전정제조종좌주지진차창채천초최추탁탄태판팽편평포표피하학한함허현형호홍화황"
)
LONG_SURNAMES = frozenset(["남궁", "황보", "제갈", "사공", "선우", "독고", "동방", "서문"])
# The North keeps the ㄹ that the South prints as ㄴ at the start of a name.
WITHOUT_R = {"로": "노", "라": "나"}
# Surnames whose usual spellings follow no rule.
IRREGULAR = {
    "이": "lee yi rhee leigh", "유": "yew lyu", "임": "yim", "노": "roh ro lo", "나": "ra rha", "염": "yum",
    "박": "park bark", "백": "back", "최": "choy chey", "조": "joe", "우": "wooh",
}  # fmt: skip


@dataclass(frozen=True)
class Syllable:
    """What one syllable may stand for: letters in Hangul, and the class of its final."""

    initials: frozenset[str]
    vowels: frozenset[str]
    final: str

    @property
    def key(self) -> str:
        """Return its class; that of a spelling is the class of the letter it stands for first."""
        return min(INITIAL_CLASSES[each] for each in self.initials) + self._vowel + self.final

    @property
    def _vowel(self) -> str:
        classes = [VOWEL_CLASSES[each] for each in VOWELS if each in self.vowels]
        # "Chyung" and "Jeung" are 정: after ㅈ and ㅊ no y is heard.
        return "o" if "o" in classes or ("yo" in classes and self.initials & set("ㅈㅉㅊ")) else classes[0]

    def meets(self, other: Syllable) -> bool:
        """Return whether both may be one syllable of Hangul."""
        has_vowel = bool(self.vowels & other.vowels) or (self._vowel == other._vowel == "o" and self._is_soft(other))
        return bool(self.initials & other.initials) and has_vowel and self.final == other.final

    def _is_soft(self, other: Syllable) -> bool:
        """Return whether one writes the y after ㅈ or ㅊ that is not heard."""
        return bool((self.vowels | other.vowels) & set("ㅕㅠ") and self.initials & other.initials & set("ㅈㅉㅊ"))


@dataclass(frozen=True)
class Reading:
    """A name read as Korean: family and given name. is_hangul: it is written in Hangul, so there is no other."""

    family: tuple[Syllable, ...]
    given: tuple[Syllable, ...]
    is_hangul: bool

    @property
    def key(self) -> str:
        """Return the key that all spellings of the name share, and some of other names too."""
        return f"{'.'.join(each.key for each in self.family)}/{'.'.join(each.key for each in self.given)}"

    def meets(self, other: Reading) -> bool:
        """Return whether both may be one name in Hangul."""
        ours, theirs = (*self.family, *self.given), (*other.family, *other.given)
        shapes = len(self.family) == len(other.family) and len(ours) == len(theirs)
        return shapes and all(one.meets(other) for one, other in zip(ours, theirs, strict=True))


@lru_cache(maxsize=2048)
def readings(name: str) -> tuple[Reading, ...]:
    """Return the ways to read a name as Korean, at most MOST_READINGS for each order of its parts; none: it is not."""
    text = unicodedata.normalize("NFC", name).strip()
    if len(text) > LONGEST:
        return ()
    syllables = re.sub(r"\s", "", text)
    if syllables and all(FIRST <= ord(char) <= LAST for char in syllables):
        return tuple(_hangul(syllables))
    return tuple(dict.fromkeys(_latin(text)))


def _hangul(text: str) -> Iterator[Reading]:
    """Yield a name written in Hangul: a family name of two syllables where there is one, else of one."""
    size = 2 if text[:2] in LONG_SURNAMES and len(text) > 2 else 1
    family, given = text[:size], text[size:]
    if 1 <= len(given) <= 3:
        family = WITHOUT_R.get(family, family)
        yield Reading(tuple(map(syllable, family)), tuple(map(syllable, given)), is_hangul=True)


@lru_cache(maxsize=4096)
def syllable(char: str) -> Syllable:
    """Return a syllable of Hangul."""
    place = ord(char) - FIRST
    initial, vowel, final = INITIALS[place // 588], VOWELS[place % 588 // 28], FINALS[place % 28]
    return _made(initial, vowel, FINAL_CLASSES[final])


def _made(initials: str, vowels: str, final: str) -> Syllable:
    """Return a syllable; a ㄹ before i or y may be written and not heard, or heard and not written (류, 유)."""
    may_drop = initials == "ㄹ" and VOWEL_CLASSES[vowels[0]] in ("i", "yo", "ya")
    return Syllable(frozenset("ㄹㅇ" if may_drop else initials), frozenset(vowels), final)


def _latin(text: str) -> Iterator[Reading]:
    """Yield the readings of a name in Latin letters: family name first, and last."""
    words = [_letters(word) for word in re.sub(r",", " ", text).split()]
    if not 2 <= len(words) <= 4 or not all(words):
        return
    orders = [(words[0], words[1:])]
    if "," not in text:
        orders.append((words[-1], words[:-1]))
    for family, given in orders:
        for first in families(family.replace("-", "")):
            cuts = product(*(list(cut(part)) for word in given for part in word.split("-")))
            for parts in islice(cuts, MOST_READINGS):
                last = tuple(each for part in parts for each in part)
                if 1 <= len(last) <= 2:
                    yield Reading(first, last, is_hangul=False)


def _letters(word: str) -> str:
    """Return the letters and inner hyphens of a word without marks, or nothing if there is anything else in it."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", word).casefold() if not unicodedata.combining(char))
    plain = re.sub("[‐‑‒–—]", "-", re.sub("['’ʼ`.]", "", plain)).strip("-")
    return plain if re.fullmatch("[a-z]+(-[a-z]+)*", plain) else ""


@lru_cache(maxsize=1)
def _known_families() -> dict[str, list[tuple[Syllable, ...]]]:
    """Return family names by how they are spelled where no rule tells."""
    return {
        spelling: [tuple(map(syllable, family))] for family, spellings in IRREGULAR.items()
        for spelling in spellings.split()
    }  # fmt: skip


@lru_cache(maxsize=1)
def _family_keys() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(syllable(char).key for char in name) for name in SURNAMES | LONG_SURNAMES)


def families(word: str) -> list[tuple[Syllable, ...]]:
    """Return what a word stands for as a family name; none: no family is spelled so."""
    known = _known_families().get(word)
    return known or [each for each in cut(word, most=2) if tuple(part.key for part in each) in _family_keys()]


def cut(word: str, most: int = 3) -> Iterator[tuple[Syllable, ...]]:
    """Yield the ways to cut a word into syllables, at most so many; those of fewer syllables first."""
    yield from sorted(_cuts(word, most), key=len)[:MOST_READINGS]


def _cuts(word: str, most: int) -> Iterator[tuple[Syllable, ...]]:
    if not word:
        yield ()
        return
    if most == 0:
        return
    for size in range(1, min(len(word), 8) + 1):
        for first in spelled(word[:size]):
            yield from ((first, *rest) for rest in _cuts(word[size:], most - 1))


@lru_cache(maxsize=8192)
def spelled(word: str) -> tuple[Syllable, ...]:
    """Return the syllables that are spelled so; none: no syllable is."""
    found = re.fullmatch("([bcdghjklmnprstz]*)([aeiouyw]+(?:h|r(?=$))?)([bcdghklmnprt]*)", word)
    return tuple(_spelled(word)) if found else ()


def _spelled(word: str) -> Iterable[Syllable]:
    for start in range(min(len(word), 4)):
        initials = INITIAL_SPELLINGS.get(word[:start])
        if initials is None:
            continue
        for end in range(start + 1, len(word) + 1):
            vowels, final = VOWEL_SPELLINGS.get(word[start:end]), FINAL_SPELLINGS.get(word[end:])
            if vowels is not None and final is not None:
                yield _made(initials, vowels, final)
