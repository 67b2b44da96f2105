"""Reading the fixtures: facts with located quotes, and refusals that say where."""

from decimal import Decimal

import pytest

from briefings.exchange import fixture_yaml, fixtures
from briefings.exchange.fixture_yaml import NotYaml
from briefings.exchange.fixtures import FixturesInvalid


def problems(made_up) -> list[str]:
    return [str(problem) for problem in fixtures.read(*made_up.write())[1]]


def test_load_gives_records_in_order(made_up):
    read = fixtures.load(*made_up.write())

    assert [facts["slug"] for facts in read.sources] == ["report", "other"]
    assert [facts["slug"] for facts in read.actors] == ["ministry", "ann-lee"]
    assert [(facts["slug"], facts["status"]) for facts in read.readings] == [
        ("army-3000--report", "carried"),
        ("army-paid--report", "not_carried"),
        ("army-3000--other", "carried"),
        ("army-paid--other", "carried"),
    ]
    assert read.files == {"report": "report.txt", "other": "other.txt"}
    assert read.texts["other"] == "The army has 3,000 men. Each man gets two coins a day.\n"


def test_load_citation_has_every_fact_and_its_anchor(made_up):
    made_up.texts["other.txt"] = "👩\r\nThe army\u00a0has “3,000 men”. Each man gets two coins a day."
    made_up.data["readings/other"]["readings"][0]["citations"][0] |= {
        "quote": "The army\u00a0has “3,000 men”",
        "quoted": ["3,000 men"],
        "speech": "mixed",
    }

    read = fixtures.load(*made_up.write())

    assert read.readings[2]["citations"] == [
        {
            "start": 3, "end": 27, "exact": "The army\u00a0has “3,000 men”", "prefix": "👩\r\n",
            "suffix": ". Each man gets two coins a day.", "id": "c1", "quantity": None, "ratio": None, "when": None,
            "modality": "asserted", "certainty": "certain", "polarity": "positive", "speech": "mixed",
            "quoted": [{"start": 17, "end": 26, "exact": "3,000 men"}], "hedges": [], "translation": None, "note": "",
            "chains": [{"alternative": False, "end": "own_voice", "links": []}], "region": "body",
        }
    ]  # fmt: skip


def test_load_not_carried_reading_has_no_citations(made_up):
    read = fixtures.load(*made_up.write())

    assert read.readings[1] == {
        "slug": "army-paid--report",
        "claim": "army-paid",
        "source": "report",
        "status": "not_carried",
        "citations": [],
    }


def test_load_source_has_defaults_and_no_file(made_up):
    read = fixtures.load(*made_up.write())

    other = read.sources[1]
    assert "file" not in other
    assert other["received_at"] == "2024-05-06T08:00:00Z"
    assert (other["publisher_basis"], other["reliability"], other["text_access"]) == ("not_stated", "F", "full")
    assert (other["title"], other["regions"], other["published"]) == (None, [], None)


def test_load_anchor_keeps_its_source_only_where_given(made_up):
    read = fixtures.load(*made_up.write())

    assert read.briefings[0]["when"]["literal_anchor"]["source"] == "report"
    assert read.briefings[0]["passages"][0]["source"] == "report"
    assert "source" not in read.readings[0]["citations"][0]["chains"][0]["links"][0]["anchor"]


def test_load_region_follows_from_the_anchor(made_up):
    made_up.citation["quote"] = "Army grows"
    made_up.citation["quantity"] = None

    assert fixtures.load(*made_up.write()).readings[0]["citations"][0]["region"] == "headline"


def test_load_comparison_names_citations_by_public_id(made_up):
    facts = fixtures.load(*made_up.write()).comparisons[0]

    assert facts["left"] == {"claim": "army-3000", "citation": "army-3000--report--c1"}
    assert facts["right"] == {"claim": "army-3000", "citation": "army-3000--other--c1"}


def test_load_aliased_chain_stands_in_each_citation(made_up):
    readings = """
source: other
readings:
  - claim: army-3000
    citations:
    - {id: c1, quote: "The army has 3,000 men", modality: asserted, certainty: certain,
       polarity: positive, speech: indirect,
       chains: &own [{end: own_voice}]}
  - claim: army-paid
    citations:
    - {id: c1, quote: "two coins a day", modality: asserted, certainty: certain,
       polarity: positive, speech: indirect,
       chains: *own}
"""
    made_up.write()
    (made_up.dirs[0] / "readings" / "other.yaml").write_text(readings, encoding="utf-8")

    read = fixtures.load(*made_up.dirs)

    own = [{"alternative": False, "end": "own_voice", "links": []}]
    assert [reading["citations"][0]["chains"] for reading in read.readings[2:]] == [own, own]


def test_read_absent_quote_is_listed_with_file_record_and_pointer(made_up):
    made_up.citation["quote"] = "The army has 4,000 men"

    assert problems(made_up) == [
        "readings/report.yaml: army-3000--report /citations/0/quote: in report: the quote 'The army has 4,000 men' "
        "does not occur in the text: copy it character for character (curly quotes, no-break spaces)"
    ]


def test_read_ambiguous_quote_is_settled_by_a_prefix(made_up):
    made_up.data["actors"][1]["roles"][0]["anchor"] = {"quote": "a"}
    assert "the quote 'a' occurs 7 times" in problems(made_up)[0]

    made_up.data["actors"][1]["roles"][0]["anchor"] = {"quote": "a", "prefix": "said on 5 M"}
    assert problems(made_up) == []


def test_read_unknown_key_is_listed_with_its_path(made_up):
    made_up.links[1]["acters"] = ["ministry"]

    assert problems(made_up) == [
        "readings/report.yaml: army-3000--report /citations/0/chains/0/links/1/acters: unknown key; allowed: role, "
        "actors, as_printed, candidates, distribution, occasion, when, anchor, basis"
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"modality": None}, "/citations/0/modality: null is not allowed here"),
        ({"hedges": "about"}, "/citations/0/hedges: 'about' is not a list"),
        ({"quantity": 3000}, "/citations/0/quantity: 3000 is not a mapping of literal, comparator, min, max,"),
        ({"note": 7}, "/citations/0/note: 7 is not text: write it in quotes"),
        ({"quoted": [7]}, "/citations/0/quoted/0: 7 is not a quote"),
        ({"quoted": ["5 May"]}, "/citations/c1/quoted/0: in the passage: the quote '5 May' does not occur in the text"),
        ({"quote": ""}, "/citations/0/quote: in report: the quote is empty"),
        (
            {"quantity": {"literal": "3", "comparator": "eq", "min": True}},
            "/citations/0/quantity/min: True is not a number",
        ),
    ],
)
def test_read_wrong_type_is_listed(made_up, change, expected):
    made_up.citation.update(change)

    assert any(f"readings/report.yaml: army-3000--report {expected}" in problem for problem in problems(made_up))


def test_read_missing_key_is_listed(made_up):
    del made_up.citation["speech"]

    assert problems(made_up) == ["readings/report.yaml: army-3000--report /citations/0: the key speech is missing"]


@pytest.mark.parametrize("file", ["absent.txt", "../fixtures/claims.yaml", "/etc/hostname", ""])
def test_read_file_outside_the_seeds_is_refused(made_up, file):
    made_up.data["sources"][1]["file"] = file

    assert f"sources.yaml: other /file: {file!r} is no file in seeds/" in problems(made_up)


def test_read_report_that_cannot_be_stored_is_refused(made_up):
    made_up.texts["other.txt"] = "The army\0"

    assert "sources.yaml: other /file: other.txt: the text holds NUL (U+0000) at offset 8: remove it" in problems(
        made_up
    )


def test_read_anchor_in_an_unknown_source_is_refused(made_up):
    made_up.data["briefings"][0]["passages"][0]["source"] = "third"

    assert problems(made_up) == [
        "briefings.yaml: ministry-statement /passages/0: the quote's source 'third' is no source with a text: "
        "name one of report, other"
    ]


def test_read_readings_named_after_no_source_are_refused(made_up):
    made_up.data["readings/third"] = {"source": "third"}

    assert problems(made_up) == ["readings/third.yaml: is named after no source: use <source slug>.yaml"]


def test_read_readings_of_another_source_are_refused(made_up):
    made_up.data["readings/other"] = {"source": "report"}

    assert problems(made_up) == [
        "readings/other.yaml: /source: 'report' is not the source that the file is named after"
    ]


def test_read_missing_file_is_listed(made_up):
    del made_up.data["judgements"]

    assert problems(made_up) == ["judgements.yaml: is missing"]


def test_load_raises_with_every_problem(made_up):
    made_up.citation["quote"] = "absent"
    made_up.data["claims"][0]["colour"] = "red"

    with pytest.raises(FixturesInvalid) as refused:
        fixtures.load(*made_up.write())

    assert refused.value.code == "fixtures_invalid"
    assert [problem.file for problem in refused.value.problems] == ["claims.yaml", "readings/report.yaml"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", "line 1: the key 'a' comes twice"),
        ("- b: 1\n- a: {c: 1, c: 1}\n", "line 2: the key 'c' comes twice"),
        ("a: [1", "line 2: "),
        ("a: !!python/object/apply:os.getcwd []", "line 1: could not determine a constructor"),
    ],
)
def test_yaml_refuses_duplicates_and_tags(text, message):
    with pytest.raises(NotYaml) as refused:
        fixture_yaml.parse(text)

    assert refused.value.code == "not_yaml"
    assert str(refused.value).startswith(message)


def test_yaml_reads_only_the_core_schema():
    text = "{a: NO, b: 16:47, c: 2024-10-23, d: 010, e: 2.50, f: true, g: ~, h: yes, i: '3', j: -5, k: 1e3, l: null}"

    assert fixture_yaml.parse(text) == {
        "a": "NO", "b": "16:47", "c": "2024-10-23", "d": 10, "e": Decimal("2.50"), "f": True, "g": None, "h": "yes",
        "i": "3", "j": -5, "k": "1e3", "l": None,
    }  # fmt: skip


BOMB = "- &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"- &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000, "nested more than 60 deep"),
        ("- " * 100_000, "nested more than 60 deep"),
        ("{a: " * 100_000, "nested more than 60 deep"),
        ("".join(f"{' ' * depth}a:\n" for depth in range(1000)), "line 61: nested more than 60 deep"),
        (BOMB, "too much: at most 1000000 values"),
        ("&a [*a]", "too much"),
        ("1" * 5000, "4300"),
        ("a: \0", "control characters are not allowed|special characters"),
    ],
)
def test_yaml_that_would_end_the_process_or_never_end_is_refused(text, message):
    with pytest.raises(NotYaml, match=message):
        fixture_yaml.parse(text)


def test_mapping_of_many_keys_is_read_in_proportion():
    text = "".join(f"k{number}: 1\n" for number in range(20_000))

    assert len(fixture_yaml.parse(text)) == 20_000
