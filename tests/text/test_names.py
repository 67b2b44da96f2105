"""The matching key of a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Park Sun-won", "PARK SUNWON"),
        ("Park Sun-won", "Park\u00a0Sun won"),
        ("Zelenskyy", "ZELENSKYY"),
        ("O’Brien", "O'Brien"),
        ("José", "Jose\u0301"),
        ("José", "Jose"),
        ("국가정보원", unicodedata.normalize("NFD", "국가정보원")),
        ("N.I.S.", "NIS"),
    ],
)
def test_fold_name_spellings_of_one_name_meet(one, other):
    assert names.fold_name(one) == names.fold_name(other)


@pytest.mark.parametrize(("one", "other"), [("Park Sun-won", "Park Seon-won"), ("Lee Seong-gwon", "Lee Seong-kweun")])
def test_fold_name_romanisations_stay_apart(one, other):
    assert names.fold_name(one) != names.fold_name(other)


def test_fold_name_without_letters_is_empty():
    assert names.fold_name(" -’\u200d ") == ""


@given(st.text(max_size=30))
def test_fold_name_is_stable_and_has_letters_and_digits_only(name):
    key = names.fold_name(name)

    assert names.fold_name(key) == key
    assert all(char.isalnum() for char in key)
