"""Search words: what a text holds, what a query asks for, and where it is met."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text import searching
from briefings.text.folding import fold

TEXT = "Seoul’s spy\u00a0agency said José Park saw 1,500 more. 국정원은 밝혔다. Zelenskiy"


def found(query, text=TEXT):
    """Return the words of a text that a query marks."""
    return [text[span.start : span.end] for span in searching.spans(fold(text), searching.parsed(query))]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("seoul", ["Seoul"]),
        ("SEOUL'S", ["Seoul’s"]),
        ('"spy agency"', ["spy\u00a0agency"]),
        ("“spy agency”", ["spy\u00a0agency"]),
        ('"agency spy"', []),
        ("spy agency", ["spy", "agency"]),
        ("agen*", ["agency"]),
        ('"spy agen*"', ["spy\u00a0agency"]),
        ("agen", []),
        ("jose", ["José"]),
        ("JOSE\u0301", ["José"]),
        ("1,500", ["1,500"]),
        ("500", ["500"]),
        ("국정", ["국정"]),
        ("정원", ["정원"]),
        ("국정원", ["국정원"]),
        ("국정원은", ["국정원은"]),
        ("원국", []),
        ("국", ["국정"]),
        ("은", ["은"]),
        ("zelen*", ["Zelenskiy"]),
        ("-spy", ["spy"]),
        ("(spy)", ["spy"]),
        ("spy AND", ["spy"]),
        ("spy NEAR/2 agency", ["spy", "agency"]),
    ],
)
def test_a_query_marks_what_it_means(query, marked):
    assert found(query) == marked


@pytest.mark.parametrize(
    ("query", "runs"),
    [
        ("state-of-the-art", [(("xstate", "xof", "xthe", "xart"), False)]),
        ("don't", [(("xdon", "xt"), False)]),
        ('a "b c" d*', [(("xa",), False), (("xb", "xc"), False), (("xd",), True)]),
        ('"open', [(("xopen",), False)]),
        ("a a", [(("xa",), False)]),
        ("zoo", [(("xz00007aoo",), False)]),
        ("국정", [(("xz00ad6dz00c815",), False)]),
    ],
)
def test_a_query_is_runs_of_words(query, runs):
    assert searching.parsed(query) == runs


@pytest.mark.parametrize("query", ["", '"', '""', "-", "*", "()", "'", "\u200b", "'' \u2019"])
def test_a_query_without_a_word_is_refused(query):
    with pytest.raises(searching.BadQuery, match="neither a letter nor a digit"):
        searching.parsed(query)


def test_a_query_of_1200_words_is_refused():
    with pytest.raises(searching.BadQuery, match="1200 words; 32 are allowed"):
        searching.parsed(" ".join(f"w{n}" for n in range(1200)))


def test_a_snippet_is_a_stretch_of_the_text_that_holds_what_it_marks():
    text = "begin " * 100 + "the needle\u00a0here" + " end" * 100

    span, marks = searching.snippet(text, searching.parsed('"needle here"'))

    assert [text[mark.start : mark.end] for mark in marks] == ["needle\u00a0here"]
    assert text[span.start : span.end].startswith("begin ") and len(text[span.start : span.end]) < 220


def test_parts_of_a_long_text_join_to_the_text():
    text = "word " * (searching.PART * 2 + 5)

    parts = list(searching.parts(text))

    assert [start for start, _, _ in parts] == [0, 5 * searching.PART, 10 * searching.PART]
    assert "".join(part for _, part, _ in parts) == text


WORDS = ["left", "lefts", "a", "a a", "LEFT", "x9", "zoo", "9", "a" * 70, "\u00e9", "\u66f4"]
PIECES = [*WORDS, " ", " ", "-", "_", "'", ".", "\n"]


@given(
    text=st.lists(st.sampled_from(PIECES)).map("".join),
    asked=st.lists(st.sampled_from([*PIECES, "*", '"']), min_size=1).map("".join),
)
def test_a_text_of_plain_letters_is_searched_as_any_other(text, asked):
    try:
        runs = searching.parsed(asked)
    except searching.BadQuery:
        return
    quick = searching.spans(fold(text), runs)

    assert searching.spans(fold(f"{text} \u4eba"), runs) == quick
