"""Parts as text: short, in the format of the fixtures, read back as the same facts, with the line of what is wrong."""

from decimal import Decimal

import pytest

from briefings.exchange import parts
from briefings.exchange.fixture_yaml import NotYaml

TEXT = "One dog, two dogs.\nAnother dog\r\nends."


def texts(slug: str) -> str:
    return {"s": TEXT}[slug]


def anchor(start: int, end: int) -> dict:
    return {"start": start, "end": end, "exact": TEXT[start:end], "prefix": "computed", "suffix": "computed"}


@pytest.mark.parametrize("value", [None, [], {}])
def test_nothing_is_shown_as_an_empty_text(value):
    assert parts.show(value, texts) == ""
    assert parts.read("") is None


def test_anchor_is_shown_as_its_quote_when_that_finds_it_again():
    assert parts.shorten([anchor(0, 7)], texts, "s") == [{"quote": "One dog"}]


def test_anchor_whose_quote_comes_twice_keeps_its_offsets():
    assert parts.shorten([anchor(4, 7)], texts, "s") == [{"quote": "dog", "start": 4, "end": 7}]


def test_anchor_of_a_part_stands_in_the_source_that_the_part_names():
    role = {"title": "dog", "source": "s", "anchor": anchor(0, 7)}
    assert parts.shorten(role, texts, "gone") == {"title": "dog", "source": "s", "anchor": {"quote": "One dog"}}


def test_anchor_in_an_unknown_source_keeps_its_offsets():
    assert parts.shorten(anchor(0, 7), texts, None) == {"quote": "One dog", "start": 0, "end": 7}


def test_end_of_a_chain_is_no_offset():
    assert parts.shorten({"end": "own_voice", "links": [], "alternative": False}, texts, "s") == {"end": "own_voice"}


def test_computed_bounds_are_left_out():
    when = {"literal": "now", "edtf": "2024", "earliest": "2024-01-01", "latest": "2024-12-31", "note": ""}
    assert parts.shorten(when, texts, "s") == {"literal": "now", "edtf": "2024"}


@pytest.mark.parametrize(
    "word",
    [
        "no", "null", "~", "true", "2024-10-23", "16:47", "007", "08", "1e5", "1,500", "- x", "a: b", "#", " space ",
        "'", '"', "a\nb", "a\r\nb", "tab\t", "\u00a0", "\ufeff", "\U0001f1f0\U0001f1f7", "\u202e",
        "\x85", "\u2028x\u2029", "\x1f", "", "=", "<<",
    ],
)  # fmt: skip
def test_words_come_back_as_they_were(word):
    assert parts.read(parts.dump([{"text": word}])) == [{"text": word}]


@pytest.mark.parametrize("number", [0, 1500, -1, 2.5, 0.0001, 123456789012345])
def test_numbers_come_back_as_they_were(number):
    assert parts.read(parts.dump([{"min": number}])) == [{"min": Decimal(str(number))}]


def test_what_is_wrong_is_found_by_its_line():
    text = "- quote: a\n  chains:\n  - end: own_voice\n  - end: x\n- quote: b\n"

    assert parts.line_of(text, ["0", "chains", "1", "end"]) == 4
    assert parts.line_of(text, ["1"]) == 5
    assert parts.line_of(text, ["1", "when", "edtf"]) == 5
    assert parts.line_of(text, ["7"]) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "line 2: "), ("a: 1\na: 2", "line 1: the key 'a' comes twice"), ("[" * 100_000, "nested more than 30"),
        ("&a [*a]", "too much"), ("9" * 5000, "a value cannot be read|integer string conversion"),
        ("!!python/object/apply:os.system [x]", "could not determine a constructor"), ("a: \0", "control characters"),
        ("? [a]\n: b", "unhashable"), ("*gone", "undefined alias"), ("a\n---\nb", "line 2: but found another document"),
    ],
)  # fmt: skip
def test_text_that_cannot_be_read_is_refused_with_the_reason(text, said):
    with pytest.raises(NotYaml, match=said):
        parts.read(text)
