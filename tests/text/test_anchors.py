"""Anchors: the one place of a quotation, to the code point."""

from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from briefings.text import anchors
from briefings.text.anchors import (
    AnchorMismatch,
    AnchorOutOfRange,
    EmptyQuote,
    QuoteAmbiguous,
    QuoteNotFound,
    Span,
)

SEEDS = Path(__file__).parents[2] / "seeds"
HARD = 'e\u0301é👩\u200d🚀𐍈\u202eab\u202c\r\n\u00a0 ’"“”\ufeffaa'
hard_text = st.text(alphabet=st.sampled_from(HARD) | st.characters(exclude_categories=["Cs"]), max_size=40)


@st.composite
def texts_with_span(draw):
    text = draw(hard_text.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


def test_locate_single_occurrence_returns_its_code_points():
    assert anchors.locate("3,000", "over 3,000 troops") == Span(5, 10)


def test_locate_counts_an_astral_character_as_one():
    assert anchors.locate("b", "👩\u200d🚀b") == Span(3, 4)


def test_locate_absent_quote_is_refused():
    with pytest.raises(QuoteNotFound) as refused:
        anchors.locate("It's", "It’s")

    assert refused.value.code == "quote_not_found"
    assert str(refused.value) == (
        'the quote "It\'s" does not occur in the text: copy it character for character (curly quotes, no-break spaces)'
    )


def test_locate_empty_quote_is_refused():
    with pytest.raises(
        EmptyQuote, match=r"^the quote is empty: it needs at least one character of the text$"
    ) as refused:
        anchors.locate("", "abc")

    assert (refused.value.code, refused.value.status) == ("empty_quote", 400)


def test_locate_overlapping_occurrences_are_ambiguous():
    with pytest.raises(QuoteAmbiguous) as refused:
        anchors.locate("aa", "aaa")

    assert refused.value.code == "quote_ambiguous"
    assert str(refused.value) == (
        "the quote 'aa' occurs 2 times, at 0, 1: lengthen it, or add a prefix or suffix that settles which"
    )


def test_locate_many_occurrences_shows_the_first_five():
    with pytest.raises(QuoteAmbiguous, match=r"occurs 100 times or more, at 0, 1, 2, 3, 4, …: lengthen it"):
        anchors.locate("a", "a" * 5000)


@pytest.mark.parametrize(("prefix", "suffix", "start"), [("x", "", 1), ("", "y", 3), ("y", "y", 3), ("xay", "", 3)])
def test_locate_prefix_or_suffix_settles_which(prefix, suffix, start):
    assert anchors.locate("a", "xazay" if prefix == "" else "xayay", prefix=prefix, suffix=suffix) == Span(
        start, start + 1
    )


def test_locate_wrong_prefix_says_that_the_quote_is_elsewhere():
    with pytest.raises(
        QuoteNotFound, match=r"^the quote 'b' occurs once, but not between the prefix 'z' and the suffix ''"
    ):
        anchors.locate("b", "abc", prefix="z")


@given(texts_with_span())
@example(("aaa", 0, 2))
@example(("e\u0301é", 2, 3))
def test_locate_with_all_around_it_finds_every_span_again(case):
    text, start, end = case

    found = anchors.locate(text[start:end], text, prefix=text[:start], suffix=text[end:])

    assert found == Span(start, end)


@given(texts_with_span())
def test_locate_alone_finds_the_span_or_says_why_not(case):
    text, start, end = case
    times = sum(text.startswith(text[start:end], at) for at in range(len(text)))

    if times == 1:
        assert anchors.locate(text[start:end], text) == Span(start, end)
    else:
        with pytest.raises(QuoteAmbiguous, match=f"occurs {times} times"):
            anchors.locate(text[start:end], text)


@pytest.mark.parametrize("path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3])
@given(data=st.data())
def test_locate_in_the_reports_keeps_their_bytes(path, data):
    text = path.read_bytes().decode()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    prefix, suffix = text[:start], text[end:]

    assert anchors.locate(text[start:end], text, prefix=prefix, suffix=suffix) == Span(start, end)
    assert anchors.check(text, start, end, text[start:end]) == Span(start, end)


def test_check_other_words_are_refused():
    with pytest.raises(
        AnchorMismatch, match=r"^the text at \[1, 3\) is 'bc', not 'bd': they must be equal$"
    ) as refused:
        anchors.check("abcd", 1, 3, "bd")

    assert refused.value.code == "anchor_mismatch"


def test_check_does_not_normalise():
    with pytest.raises(AnchorMismatch):
        anchors.check("e\u0301", 0, 2, "é")


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 5), (2, 2), (3, 1), (-1, 2), (-4, -1), (True, 3), (0, True), (0.0, 2), ("0", 2), (None, 2), (0, 10**20)],
)
def test_check_offsets_that_are_no_stretch_are_refused(start, end):
    with pytest.raises(AnchorOutOfRange, match=r"whole numbers with 0 <= start < end <= 4$") as refused:
        anchors.check("abcd", start, end, "abcd"[0:1])

    assert refused.value.code == "anchor_out_of_range"


def test_context_is_cut_at_the_borders():
    assert anchors.context("abcdef", 1, 2, width=3) == ("a", "cde")
    assert anchors.context("abcdef", 0, 6) == ("", "")


@given(texts_with_span(), st.integers(0, 40))
def test_context_stands_around_the_span(case, width):
    text, start, end = case

    prefix, suffix = anchors.context(text, start, end, width)

    assert text[start - len(prefix) : end + len(suffix)] == prefix + text[start:end] + suffix
    assert len(prefix) == min(width, start)
    assert len(suffix) == min(width, len(text) - end)


@given(texts_with_span())
@example(("👩\u200d🚀", 2, 3))
def test_utf16_offsets_go_there_and_back(case):
    text, start, end = case

    units = anchors.codepoints_to_utf16(text, start, end)

    assert text.encode("utf-16-le")[2 * units.start : 2 * units.end].decode("utf-16-le") == text[start:end]
    assert anchors.utf16_to_codepoints(text, units.start, units.end) == Span(start, end)


@pytest.mark.parametrize(("start", "end"), [(0, 2), (2, 3), (0, 5), (-1, 1), (True, 3), (0, 1.0)])
def test_utf16_offset_inside_a_pair_or_past_the_end_is_refused(start, end):
    with pytest.raises(AnchorOutOfRange, match=r"is past the end or inside a surrogate pair.* from 0 to 4$"):
        anchors.utf16_to_codepoints("a👩b", start, end)


def test_utf16_empty_stretch_is_refused():
    with pytest.raises(AnchorOutOfRange, match=r"0 <= start < end <= 3$"):
        anchors.utf16_to_codepoints("a👩b", 1, 1)


@pytest.mark.parametrize(
    ("other", "holds", "overlaps"),
    [(Span(2, 5), True, True), (Span(3, 4), True, True), (Span(1, 3), False, True), (Span(5, 6), False, False)],
)
def test_span_holds_and_overlaps(other, holds, overlaps):
    assert (Span(2, 5).holds(other), Span(2, 5).overlaps(other)) == (holds, overlaps)


def test_shorten_cuts_the_middle_of_long_words():
    assert anchors.shorten("a" * 30 + "b" * 40) == repr("a" * 30 + "…" + "b" * 30)


@given(st.text(max_size=5), st.text(max_size=5))
def test_locate_absent_quote_is_never_placed(quote, text):
    assume(quote and quote not in text)

    with pytest.raises(QuoteNotFound):
        anchors.locate(quote, text)
