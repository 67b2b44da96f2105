"""What may be written at the desk: real names in real scripts, and nothing that reads otherwise than it is."""

import pytest

from briefings.errors import BriefingsError
from briefings.text import written
from tests import hostile

# Names and words as people write them, unseen characters and all.
HONEST = {
    "Korean": "박선원", "Korean, decomposed": "\u1107\u1161\u11a8\u1109\u1165\u11ab", "Arabic": "عبد الفتاح السيسي",
    "Persian, with a non-joiner": "خانه\u200cای", "Arabic with a mark of direction": "قناة الجزيرة\u200f (Al Jazeera)",
    "Hebrew, pointed": "בְּרֵאשִׁ֖ית", "Hebrew abbreviation": "צה\u05f4ל", "Sinhala with a joiner": "ශ\u0dca\u200dරී",
    "Bengali with a joiner": "র\u200d\u09cdয", "Malayalam": "ന\u0d4d\u200d", "Hindi": "नरेन्द्र मोदी",
    "Thai": "น้ำ", "Tibetan": "རྒྱལ་པོ",
    "Vietnamese, decomposed": "Nguye\u0302\u0303n", "Mongolian": "ᠮᠣᠩᠭᠣᠯ\u180b", "Japanese variant": "葛\U000e0100城市",
    "emoji family": "\U0001f469\u200d\U0001f467", "emoji heart": "\u2764\ufe0f", "flag": "\U0001f1f0\U0001f1f7",
    "flag of England": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "keycap": "1\ufe0f\u20e3",
    "no-break space": "1,500\u00a0more", "ideographic space": "山田\u3000太郎", "Irish": "Ó hUiginn", "dashes": "–—-‐",
}  # fmt: skip


@pytest.mark.parametrize("word", HONEST)
def test_words_of_every_script_may_be_written(word):
    assert written.unseen(HONEST[word]) is None


# What is written, the offset of what is refused, and what the message says.
REFUSED = [
    ("claim \u202egnp.exe", 6, "U+202E RIGHT-TO-LEFT OVERRIDE at character 7, after 'claim '"),
    ("Pa\u200brk", 2, "U+200B ZERO WIDTH SPACE at character 3"),
    ("Pa\u200drk", 2, "U+200D ZERO WIDTH JOINER"),
    ("Park\u200f 3,000", 4, "U+200F RIGHT-TO-LEFT MARK"),
    ("Pa\ufe0frk", 2, "U+FE0F VARIATION SELECTOR-16"),
    ("\u0645\u200c", 1, "U+200C ZERO WIDTH NON-JOINER"),
    ("\u0645 \u200c\u0645", 2, "U+200C ZERO WIDTH NON-JOINER"),
    ("one\ntwo", 3, "U+000A CONTROL CHARACTER at character 4, after 'one': this is kept in one line"),
    ("a\ufdd0", 1, "U+FDD0 NO CHARACTER"),
    ("\U0001f3f4\U000e0067", 1, "U+E0067 TAG LATIN SMALL LETTER G"),
    ("e" + "\u0301" * 7, 7, "U+0301 COMBINING ACUTE ACCENT at character 8"),
    ("\u3164", 0, "U+3164 HANGUL FILLER"),
]


@pytest.mark.parametrize(("text", "offset", "said"), REFUSED)
def test_what_reads_otherwise_than_it_is_is_refused_by_name_and_place(text, offset, said):
    with pytest.raises(written.Unseen) as raised:
        written.refuse_unwritable(text, about="the name: ")

    assert raised.value.detail.startswith(f"the name: {said}")
    assert raised.value.params == {"offset": offset}


@pytest.mark.parametrize("text", ["one\ntwo", "one\r\ntwo", "one\ttwo"])
def test_prose_has_line_ends(text):
    assert written.unseen(text, lines=True) is None
    assert written.unseen(text) is not None


@pytest.mark.parametrize("text", ["one\rtwo", "one\u2028two", "one\x85two", "one\x0btwo"])
def test_line_ends_that_no_editor_writes_are_refused_in_prose(text):
    with pytest.raises(written.Unseen):
        written.refuse_unwritable(text, lines=True)


@pytest.mark.parametrize("word", [*hostile.UNSEEN, *hostile.LINES])
def test_hostile_characters_are_refused_in_a_line(word):
    allowed = word in ("private use", "unassigned")  # they are seen, as boxes

    assert (written.unseen({**hostile.UNSEEN, **hostile.LINES}[word]) is None) == allowed


OTHER = [("a\0", "unstorable_text"), ("\ud800", "unstorable_text"), ("abcd", "too_long")]


@pytest.mark.parametrize(("text", "code"), OTHER)
def test_other_refusals_have_codes_of_their_own(text, code):
    with pytest.raises(BriefingsError) as raised:
        written.refuse_unwritable(text, at_most=3)

    assert raised.value.code == code


def test_a_flood_costs_time_in_proportion():
    """A hundred thousand marks of direction and one letter: looked at once each, not once for each other."""
    flood = "\u200f" * 100_000 + "\u05d0"

    assert written.unseen(flood) is None
