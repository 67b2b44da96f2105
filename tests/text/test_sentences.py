"""Sentences: where a report's sentences end, and which hold a passage."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text import sentences
from briefings.text.anchors import Span

SEEDS = Path(__file__).parents[2] / "seeds"


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences.sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("N. Korea sent troops. Seoul said so.", ["N. Korea sent troops.", "Seoul said so."]),
        ("The U.S. government confirmed. It has seen.", ["The U.S. government confirmed.", "It has seen."]),
        ("On Oct. 23 it met. J. R. Smith spoke.", ["On Oct. 23 it met.", "J. R. Smith spoke."]),
        ("Neither do I. Then he left.", ["Neither do I.", "Then he left."]),
        ("He saw the sun. Then he left.", ["He saw the sun.", "Then he left."]),
        ("deployed to Russia... so approximately 3,000.", ["deployed to Russia... so approximately 3,000."]),
        ("They pay $2.50 a day. Then 3.5 more.", ["They pay $2.50 a day.", "Then 3.5 more."]),
        ("It is “very serious.” He left.", ["It is “very serious.”", "He left."]),
        ('It is "very serious." He left.', ['It is "very serious."', "He left."]),
        (
            "“What? Left to be seen. These things,” he said. Then.",
            ["“What? Left to be seen. These things,” he said.", "Then."],
        ),
        ('"What? Left to be seen," he said. Then.', ['"What? Left to be seen," he said.', "Then."]),
        ("A line\r\nanother line\n\nthird", ["A line", "another line", "third"]),
        ("- Families unhappy? -", ["- Families unhappy? -"]),
        ("끝났다。다음이다。", ["끝났다。", "다음이다。"]),
        ("One.\u00a0\u00a0Two.", ["One.", "Two."]),
        ("", []),
        (" \n\u00a0\n", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, expected):
    assert split(text) == expected


def test_sentences_of_report_003_keep_initials_and_quotations_whole():
    found = split((SEEDS / "003_2d2fd9db1609d40a.txt").read_text(encoding="utf-8"))

    assert (
        "The U.S. government confirmed for the first time that it has seen evidence of North Korean troops in Russia."
        in found
    )
    assert (
        "“What exactly they are doing? Left to be seen. These are things that we need to sort out,” he said." in found
    )
    assert len(found) == 23


def test_sentence_span_grows_to_the_sentence():
    text = "One two. Three four. Five."

    assert sentences.sentence_span(text, 15, 19) == Span(9, 20)


def test_sentence_span_across_two_sentences_holds_both():
    assert sentences.sentence_span("One two. Three four. Five.", 4, 10) == Span(0, 20)


def test_sentence_span_of_white_space_is_itself():
    assert sentences.sentence_span("One.\n\n\nTwo.", 4, 6) == Span(4, 6)


def test_touched_counts_the_sentences_of_a_passage():
    assert sentences.touched("One two. Three four.", 4, 10) == [Span(0, 8), Span(9, 20)]


ALPHABET = 'aB.!?…"“”’ \n\r\u00a0\u200d👩e\u0301U,1'


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_sentences_hold_every_visible_character_once(text):
    spans = sentences.sentences(text)

    held = [at for span in spans for at in range(span.start, span.end)]
    assert held == sorted(set(held))
    assert {at for at, char in enumerate(text) if not char.isspace()} <= set(held)
    assert all("\n" not in text[span.start : span.end] for span in spans)


@given(st.text(alphabet=ALPHABET, min_size=1, max_size=60), st.data())
def test_sentence_span_always_holds_the_span(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert sentences.sentence_span(text, start, end).holds(Span(start, end))


@pytest.mark.parametrize(
    ("line", "count"),
    [('"It is so." ' * 40_000, 40_000), ('". ' * 60_000, 1), ("A. b" * 40_000, 1), ("." * 200_000, 1)],
)
def test_sentences_of_one_huge_line_take_linear_time(line, count):
    assert len(sentences.sentences(line)) == count
