"""The two reports as a command prints them."""

from briefings.exchange import check_fixtures


def test_report_problems_of_a_clean_fixture_is_true(made_up):
    lines: list[str] = []

    assert check_fixtures.report_problems(lines.append, *made_up.write()) is True
    assert lines == ["no problems"]


def test_report_problems_prints_each_and_counts_them(made_up):
    made_up.data["claims"][0]["category"] = "gossip"
    made_up.data["actors"][0]["parent"] = "nobody"
    lines: list[str] = []

    assert check_fixtures.report_problems(lines.append, *made_up.write()) is False
    assert len(lines) == 3
    assert lines[-1] == "2 problems"


def test_report_coverage_is_true_only_when_every_report_is_held(made_up):
    lines: list[str] = []
    assert check_fixtures.report_coverage(lines.append, *made_up.write()) is False

    made_up.data["sources"][0]["regions"].append({"kind": "widget", "quote": "She spoke “off the record”."})
    made_up.data["sources"][0]["asides"] = []
    assert check_fixtures.report_coverage(lines.append, *made_up.write()) is True
