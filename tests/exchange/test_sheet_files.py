"""What a file of records may be: every character, spreadsheets' dialects, hostile bytes refused with the reason."""

import pytest

from briefings.exchange import formulas, parts
from briefings.exchange.sheets import cells, columns, csv_writing, entries, files
from briefings.exchange.sheets.entries import FileRefused
from tests.universe import TYPES

WORDS = (
    "=1+1", "+x", "-x", "-5", "@x", "\tx", "\rx", "\nx", "'=x", "''=x", "'x", "＝1", "a;b", "a,b", "a | b", "a | ",
    "[x", '["x"]', '"', '""', "a\r\nb", "a\rb", "a\nb\n", "\u202eabc\u202c", "\u200fx\u200b", "👩‍👩‍👧🇰🇷", "박선원",
    "\ufeffx", " x ", "null", "~", "true", "no", "1e5", "007", "10:30", "<<", "*a", "&a", "!!x", "# x", "- x", "x: y",
    "{a}", "\x0b", "\x1f", "\x85", "\u2028", "%s", "{{ x }}", "<b>", "\U0010fffd", "e\u0301", "x\\n",
)  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_guarded_cell_is_given_back_and_starts_no_formula(word):
    guarded = formulas.guard(word)

    assert formulas.unguard(guarded) == word
    assert word == "-5" or guarded[0] not in "=+-@\t\r\n＝"


@pytest.mark.parametrize("key", ["hedges", "actors"])
@pytest.mark.parametrize("word", WORDS)
def test_list_in_a_cell_is_given_back(word, key):
    for words in ([word], ["x", word], [word, word, ""], [" x"]):
        assert cells.split(key, cells.cell(key, words)) == words


@pytest.mark.parametrize(
    ("number", "cell"),
    [(0, "0"), (1500, "1500"), (0.5, "0.5"), (0.0001, "0.0001"), (123456789012.1234, "123456789012.1234"),
     (10**15, "1000000000000000"), (-2.5, "-2.5")],
)  # fmt: skip
def test_number_stands_in_plain_digits(number, cell):
    assert cells.cell("min", number) == cell


def test_zero_is_a_figure_in_both_formats():
    facts = {"quantity": {"literal": "none", "comparator": "eq", "min": 0, "max": 0}}

    assert parts.shorten(facts, str, None) == facts
    assert cells.flat("reading", {"citations": [facts]})["citations", "1", "quantity", "min"] == "0"


@pytest.mark.parametrize("record_type", TYPES)
def test_column_names_lead_back_to_their_ways(record_type):
    for path, column in columns.of(record_type).items():
        numbered = tuple("12" if key == columns.MANY else key for key in path)
        name = columns.name_of(record_type, numbered)
        wanted = (path[0], columns.MANY, *numbered[2:]) if column.is_of_rows else numbered
        assert columns.named(record_type, name) == wanted
    names = [column.name for column in columns.of(record_type).values()]
    assert len(names) == len({*names, *entries.HEAD}) - len(entries.HEAD)


def claims(*facts: dict) -> list:
    return [(f"c{number}", 1, each) for number, each in enumerate(facts, start=1)]


def test_every_line_of_csv_quotes_what_is_filled():
    raw = csv_writing.write("claim", claims({"proposition": '=a "b";=1', "counted": None, "countries": ["KR", "RU"]}))

    head, line, end = raw.decode().split("\r\n")
    assert head.startswith('\ufeff"slug","version","proposition","category"')
    assert (line, end) == ("\"c1\",\"1\",\"'=a \"\"b\"\";=1\",,,,,,\"KR; RU\",", "")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_csv_is_read_as_spreadsheets_save_it(separator, line_end, mark):
    lines = [["slug", "proposition", "counted", ""], ["a", '"x, y; z\nlast"', "", ""], ["", "", "", ""],
             ["b", "'=x", "men"]]  # fmt: skip
    raw = mark + "".join(separator.join(line) + line_end for line in lines)

    first, second = files.read("claim", "csv", raw.encode())

    assert (first.slug, second.slug, first.line, second.line) == ("a", "b", 2, 5)
    assert first.upon(None) == {"proposition": "x, y; z\nlast", "counted": None}
    assert second.upon(None) == {"proposition": "=x", "counted": "men"}


TOO_DEEP = b"[" * 100_000
BOMB = "".join(["- &a0 {slug: a}\n", *(f"- &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 60))])
LAUGHS = "".join(["- &a0 [x]\n", *(f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))])


@pytest.mark.parametrize(
    ("form", "raw", "told"),
    [
        ("csv", b"", "the text is empty"),
        ("csv", b"slug\n", "holds no record"),
        ("csv", b"slug\na\0\n", "NUL (U+0000) at offset 6"),
        ("csv", b"slug\n\xff\n", "not UTF-8: byte 0xff at offset 5"),
        ("csv", "slug\na\n".encode("utf-16"), "not UTF-8"),
        ("csv", b"slug,version,slug\na,1,a\n", "'slug' comes twice"),
        ("csv", b"slug,propositon\na,x\n", "no column 'propositon'; like it: proposition"),
        ("csv", b"slug,id,state\na,1,x\n", "claims have no column 'state'"),
        ("csv", b"proposition\nx\n", "the column 'slug' is missing"),
        ("csv", b'slug\n"a\n', "line 2: the file is no CSV: unexpected end of data"),
        ("csv", b'slug\n"a"b\n', "line 2: the file is no CSV: ',' expected"),
        ("csv", b"slug\na,b\n", "line 2: 2 cells, and the first line names 1 columns"),
        ("csv", b"slug\n" + b"a" * 200_000 + b"\n", "field larger than field limit"),
        ("csv", b"slug" + b",x" * 2000 + b"\na\n", "2001 columns; at most 1000"),
        ("csv", b"slug\n" + b"".join(b"a-%d\n" % n for n in range(501)), "501 records; at most 500"),
        ("csv", b"slug,version\n" + b"a,1\n" * 5001, "more than 5000 lines"),
        ("csv", b"slug\n" + b"a\n" * 1_000_000, "2000005 bytes; at most 2000000"),
        ("yaml", b"", "the text is empty"),
        ("yaml", TOO_DEEP, "nested more than 30 deep"),
        ("yaml", b"- " * 100_000, "nested more than 30 deep"),
        ("yaml", BOMB.encode(), "too much"),
        ("yaml", LAUGHS.encode(), "too much"),
        ("yaml", b"- !!python/object/apply:os.system [ls]\n", "could not determine a constructor"),
        ("yaml", b"- slug: a\n  slug: b\n", "line 1: the key 'slug' comes twice"),
        ("yaml", b"slug: a\n", "the file is no list of records"),
        ("yaml", b"- &a {slug: *a}\n", "recursive"),
        ("yaml", b"- [\n", "line 2: "),
        ("yaml", b"- slug: a\n---\n- slug: b\n", "line "),
        ("yaml", b"- ? [a]\n  : b\n", "unhashable key"),
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_is_refused_with_the_reason(form, raw, told):
    with pytest.raises(FileRefused) as refusal:
        files.read("claim", form, raw)
        pytest.fail("read")

    assert told in str(refusal.value)
