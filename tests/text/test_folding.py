"""Search folding: what is alike is found, and every match leads back to the words as received."""

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefings.text import folding
from briefings.text.anchors import AnchorOutOfRange, Span

SEEDS = Path(__file__).parents[2] / "seeds"
HARD = "e\u0301éßİſ👩\u200d🚀𐍈\u202eab\u202c\r\n\u00a0 ’'\"“”\ufeffＡ국가\u1100\u1161…½\u00a8´\u200b\u00adA"
hard_text = st.text(alphabet=st.sampled_from(HARD) | st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("it's", "It’s so", ["It’s"]),
        ("cafe", "Café, CAFE\u0301.", ["Café", "CAFE\u0301"]),
        ("to have", "expected to\u00a0 have", ["to\u00a0 have"]),
        ("one two", "One\r\nTwo", ["One\r\nTwo"]),
        ("park", "Ｐａｒｋ", ["Ｐａｒｋ"]),
        ("strasse", "Straße", ["Straße"]),
        ("korea", "Ko\u200brea", ["Ko\u200brea"]),
        ("ab", "\u202eab\u202c", ["ab"]),
        ("국가", unicodedata.normalize("NFD", "국가"), [unicodedata.normalize("NFD", "국가")]),
        (unicodedata.normalize("NFD", "국가"), "국가 국가", ["국가", "국가"]),
        ("구", "국가", ["국"]),
        ("🚀", "👩\u200d🚀", ["🚀"]),
        ("one-off", "one–off", ["one–off"]),
        ('"large-scale"', "“large‑scale”", ["“large‑scale”"]),
        ("", "abc", []),
        ("\u200b", "abc", []),
        (" ", "a b", []),
        ("x", "abc", []),
    ],
)
def test_find_all_gives_the_words_as_received(words, text, found):
    assert [text[span.start : span.end] for span in folding.fold(text).find_all(words)] == found


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 1), (0, 4), (2, 1)])
def test_span_outside_the_folded_text_is_refused(start, end):
    with pytest.raises(AnchorOutOfRange, match=r"is no stretch of the folded text: 0 <= start < end <= 3$"):
        folding.fold("abc").span(start, end)


@given(hard_text, st.data())
@example("ß", None)
def test_span_holds_everything_that_folds_to_the_match(text, data):
    folded = folding.fold(text)
    assert len(folded.text) == len(folded.origins)
    for start in range(len(folded.text)):
        end = start + 1 if data is None else data.draw(st.integers(start + 1, len(folded.text)))
        span = folded.span(start, end)

        assert 0 <= span.start < span.end <= len(text)
        assert folded.text[start:end] in folding.fold(text[span.start : span.end]).text


@given(st.text(alphabet=st.sampled_from("aZ`'- \n\t\x00\x7f") | st.characters(max_codepoint=127), max_size=40))
def test_fold_of_plain_text_is_what_each_character_folds_to(text):
    assert folding.fold(text) == folding._each(text)


@given(hard_text)
def test_origins_run_forward(text):
    origins = folding.fold(text).origins

    assert all(one.start <= other.start and one.end <= other.end for one, other in pairwise(origins))


@given(hard_text)
def test_fold_is_the_same_for_composed_and_decomposed(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)

    assert folding.fold(composed).text == folding.fold(decomposed).text


@given(hard_text)
def test_fold_of_folded_text_changes_nothing(text):
    once = folding.fold(text).text

    assert folding.fold(once).text == once


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
def test_fold_of_a_report_finds_each_word_of_it(path):
    text = path.read_bytes().decode()
    folded = folding.fold(text)

    for word in text.split():
        assert any(text[span.start : span.end] == word for span in folded.find_all(word)), word


def test_fold_takes_a_trailing_mark_along():
    assert folding.fold("e\u0301\u0302x").origins == (Span(0, 3), Span(3, 4))
