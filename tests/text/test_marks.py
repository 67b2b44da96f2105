"""Characters that a curator must be shown."""

from pathlib import Path

from briefings.text import marks

SEEDS = Path(__file__).parents[2] / "seeds"


def test_invisible_marks_are_named_with_their_offsets():
    assert marks.invisible_marks("a\u00a0b\u202e\u200d\ufeff\x07\ufe0f") == [
        (1, "U+00A0 NO-BREAK SPACE"),
        (3, "U+202E RIGHT-TO-LEFT OVERRIDE"),
        (4, "U+200D ZERO WIDTH JOINER"),
        (5, "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        (6, "U+0007 CONTROL CHARACTER"),
        (7, "U+FE0F VARIATION SELECTOR-16"),
    ]


def test_invisible_marks_pass_over_plain_text():
    assert marks.invisible_marks("It’s “plain”,\ttext\r\né👩 e\u0301\n") == []


def test_invisible_marks_show_a_lone_carriage_return():
    assert marks.invisible_marks("a\rb\r\n") == [(1, "U+000D CONTROL CHARACTER")]


def test_invisible_marks_of_report_002_are_its_no_break_spaces():
    text = (SEEDS / "002_9ce6642c7902259f.txt").read_bytes().decode()

    found = marks.invisible_marks(text)

    assert {name for _, name in found} == {"U+00A0 NO-BREAK SPACE"}
    assert [at for at, _ in found] == [at for at, char in enumerate(text) if char == "\u00a0"]
