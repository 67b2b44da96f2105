"""How alike two names are, and the keys that find one by the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text import likeness, sounds
from briefings.text.names import fold_name


def found(asked, kept):
    """Return whether a name that is kept is found by another spelling."""
    same = fold_name(asked) == fold_name(kept)
    return same or bool(set(likeness.asked_keys(asked)) & set(likeness.stored_keys(kept)))


@pytest.mark.parametrize(
    ("one", "other", "score", "reason"),
    [
        ("Park Sun-won", "PARK SUNWON", 1.0, "same_key"),
        ("Volodymyr Zelensky", "Zelensky, Volodymyr", 0.95, "word_order"),
        ("Park Sun-won", "박선원", 0.9, "hangul"),
        ("Park Sun-won", "Park Seon-won", 0.85, "romanisation"),
        ("Yoo Seong Min", "유승민", 0.6, "romanisation_near"),
        ("Volodymyr Zelensky", "Wolodymyr Selenskyj", 0.82, "transliteration"),
        ("Volodymyr Zelensky", "Володимир Зеленський", 0.9, "transliteration"),
        ("Volodymyr Zelensky", "Владимир Зеленский", 0.75, "transliteration"),
        ("Slavcho Binev", "Бинев, Славчо Пенчев", 0.85, "transliteration"),
        ("V. Zelensky", "Volodymyr Zelenskiy", 0.7, "initials"),
        ("Selenskyj", "Volodymyr Zelensky", 0.5, "part_of_name"),
    ],
)
def test_alike_names_are_found_with_score_and_reason(one, other, score, reason):
    assert likeness.compare(one, other) == likeness.Likeness(score, likeness.Reason(reason))
    assert found(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Park Sun-won", "Park Sung-won"),
        ("박선원", "박성원"),
        ("유성민", "유승민"),  # in Hangul nothing is unclear
        ("Ivan Ivanov", "Ivan Petrov"),
        ("O. Zelensky", "Volodymyr Zelensky"),
        ("Zelensky", "Zaluzhny"),
    ],
)
def test_different_names_are_not_alike(one, other):
    assert likeness.compare(one, other) is None


@pytest.mark.parametrize(
    ("spellings", "code"),
    [
        (("Zelensky", "Zelenskyy", "Selenskyj", "Zełenski", "Зеленський", "Зеленский"), "48645"),
        (("Khrushchev", "Хрущёв", "Chruszczow", "Chruschtschow"), "5947"),
        (("Yefremova", "Efremova", "Єфремова"), "07927"),
        (("Ihor", "Igor", "Ігор"), "059"),
    ],
)
def test_transliterations_of_one_word_share_a_code(spellings, code):
    for spelling in spellings:
        assert any(code in sounds.codes(word) for word in sounds.words(spelling)), spelling


@given(st.text(max_size=80), st.text(max_size=80))
def test_keys_are_few_and_short_and_any_two_texts_are_compared(one, other):
    for keys in (likeness.stored_keys(one), likeness.asked_keys(one)):
        assert len(keys) <= likeness.MOST_KEYS
        assert all(len(key) <= likeness.LONGEST_KEY for key in keys)

    ours, theirs = likeness.compare(one, other), likeness.compare(other, one)
    assert ours == theirs
    assert ours is None or likeness.LEAST <= ours.score <= 1
