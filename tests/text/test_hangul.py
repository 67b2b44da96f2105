"""Korean names: which spellings can be of one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text import hangul


def meet(one, other):
    return any(a.meets(b) for a in hangul.readings(one) for b in hangul.readings(other))


def share_a_key(one, other):
    return bool({a.key for a in hangul.readings(one)} & {b.key for b in hangul.readings(other)})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Park Sun-won", "Park Seon-won"),
        ("Park Sun-won", "박선원"),
        ("Park Seon-won", "박선원"),
        ("Sun-won Park", "박선원"),
        ("PARK SUNWON", "박 선원"),
        ("Pak Sŏn-wŏn", "박선원"),  # McCune-Reischauer
        ("Lee Seong-kweun", "이성권"),
        ("Lee Seong-gwon", "이성권"),
        ("Ri Yong-ho", "리영호"),
        ("Lee Yong-ho", "리영호"),
        ("Yoo Seong Min", "유성민"),
        ("Ryu Sung-min", "유성민"),
        ("Hwang, In Ja", "황인자"),
        ("Namgung Min", "남궁민"),
        ("JEONG WOON CHUN", "정운천"),
        ("Chyung Hojoon", "정호준"),
    ],
)
def test_spellings_of_one_name_meet(one, other):
    assert meet(one, other)
    assert share_a_key(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Park Sun-won", "Park Sung-won"),
        ("박선원", "박성원"),
        ("Park Sun-won", "박성원"),
        ("Park Sun-won", "Baek Sun-won"),
        ("Kim Jae-yeon", "김재윤"),
        ("Kim Soon-ok", "김선옥"),  # oo is 우 only
        ("Seo Young-kyo", "서용교"),  # ou is no ㅛ
    ],
)
def test_spellings_of_different_names_do_not_meet(one, other):
    assert not meet(one, other)


@pytest.mark.parametrize("name", ["Volodymyr Zelensky", "Park", "박", "", "-", "Зеленський", "Lloyd Austin", "a" * 999])
def test_what_is_no_korean_name_has_no_reading(name):
    assert hangul.readings(name) == ()


def test_a_word_that_can_be_cut_in_two_ways_has_both_keys():
    assert {reading.key for reading in hangul.readings("Kim Hangil")} == {"Kim/Han.Kil", "Kim/Hag.il"}


@given(st.text(st.characters(min_codepoint=hangul.FIRST, max_codepoint=hangul.LAST), min_size=2, max_size=4))
def test_every_name_in_hangul_meets_itself(name):
    assert meet(name, name)


@given(st.text(max_size=60))
def test_any_text_is_read_or_not(text):
    assert len(hangul.readings(text)) <= 4 * hangul.MOST_READINGS
