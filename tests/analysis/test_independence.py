"""Origins, unknowns and verdicts of graphs made by hand."""

import pytest

from briefings.analysis import alternatives, answers, sourcing
from tests.analysis.made import (
    ACTORS,
    chain,
    citation,
    claim,
    line,
    own_voice,
    reading,
    reportedly,
    silent,
    source,
    world,
)


def counted(made, *sources, **parts):
    """Return origins, bounds of named and unknown, and the verdict."""
    found = answers.document(sourcing.of(made, world(made, *sources, **parts)))
    named, unknown = found["origins_named"], found["origins_unknown"]
    return {
        "origins": ["+".join(b["slug"] for b in o["bodies"]) for o in named["origins"] if o["counted"]],
        "named": (named["min"], named["best"], named["max"]),
        "unknown": (unknown["min"], unknown["best"], unknown["max"]),
        "verdict": found["verdict"],
        "bottlenecks": [each["body"]["slug"] for each in found["bottlenecks"]],
    }


def test_joint_voice_beside_one_of_its_parts_adds_none():
    made = claim(reading("a", citation(chain("nis+united-states"))), reading("b", citation(chain("nis"))))

    assert counted(made)["named"] == (1, 1, 1)


def test_voices_each_for_himself_are_two_origins():
    assert counted(claim(reading("a", citation(chain("nis|united-states")))))["named"] == (2, 2, 2)


def test_voices_unclear_whether_joint_are_one_to_two_origins():
    assert counted(claim(reading("a", citation(chain("nis?united-states")))))["named"] == (1, 1, 2)


def test_own_voice_of_a_bodys_release_is_that_body():
    made = claim(reading("a", citation(own_voice()), kind="release", publisher="presidential-office"))

    assert counted(made)["origins"] == ["presidential-office"]


@pytest.mark.parametrize(("kind", "publisher"), [("article", "party"), ("post", "herald"), ("release", None)])
def test_own_voice_of_anything_else_is_unknown(kind, publisher):
    made = claim(reading("a", citation(own_voice()), kind=kind, publisher=publisher))

    assert counted(made)["origins"] == []


def test_agency_credited_behind_the_passage_is_not_its_own():
    made = claim(reading("a", citation(own_voice(), start=5)), reading("b", citation(reportedly("afp agency"))))
    late = source("a", agencies=["afp"])
    late["agencies"][0]["anchor"]["start"] = 6

    assert counted(made, late)["unknown"] == (1, 2, 2)


def test_unknowns_behind_one_relayer_are_one_and_behind_two_are_two():
    one = claim(reading("a", citation(reportedly("lee"))), reading("b", citation(reportedly("lee"))))
    two = claim(reading("a", citation(reportedly("lee"))), reading("b", citation(reportedly("park"))))

    assert counted(one)["unknown"] == (1, 1, 1)
    assert counted(two)["unknown"] == (1, 2, 2)


def test_unnamed_experts_of_two_sources_are_two_unknowns():
    made = claim(reading("a", citation(reportedly("experts"))), reading("b", citation(reportedly("experts"))))

    assert counted(made)["unknown"] == (1, 2, 2)


@pytest.mark.parametrize("less", [own_voice(), reportedly(), reportedly("yonhap agency")])
def test_restatement_attributed_less_far_adds_nothing(less):
    made = claim(reading("a", citation(less, region="headline"), citation(chain("nis"))))

    assert counted(made)["verdict"] == "single_origin"
    assert counted(made)["bottlenecks"] == ["nis"]


def test_restatement_of_an_open_end_adds_no_second_unknown():
    made = claim(reading("a", citation(own_voice()), citation(reportedly("yonhap agency"))))

    assert counted(made)["unknown"] == (1, 1, 1)


def test_speaker_who_names_his_source_elsewhere_in_the_report_is_no_origin():
    made = claim(reading("a", citation(chain("lee")), citation(chain("lee", "nis"))))

    assert counted(made)["origins"] == ["nis"]


def test_two_speakers_who_each_cite_the_other_are_both_kept():
    made = claim(reading("a", citation(chain("lee", "nis")), citation(chain("nis", "lee"))))

    assert counted(made)["named"] == (2, 2, 2)


def test_own_voice_is_no_restatement_of_another_source():
    made = claim(reading("a", citation(own_voice())), reading("b", citation(chain("nis"))))

    assert counted(made)["unknown"] == (0, 1, 1)


def test_alternative_chains_widen_the_bounds_and_leave_the_best():
    unclear = citation(chain("united-states"), chain("nis", alternative=True))
    made = claim(reading("a", citation(chain("nis"))), reading("b", unclear))

    assert counted(made)["named"] == (1, 2, 2)
    assert counted(made)["verdict"] == "not_established"


def test_candidates_without_chains_of_their_own_widen_the_bounds():
    unclear = chain("nis")
    unclear["links"][0]["candidates"] = [line("nis"), line("united-states")]
    made = claim(reading("a", citation(unclear)), reading("b", citation(chain("nis"))))

    assert counted(made)["named"] == (1, 1, 2)
    assert counted(made)["verdict"] == "not_established"


def test_passages_of_one_source_that_are_unclear_alike_are_read_alike():
    unclear = citation(chain("united-states"), chain("nis", alternative=True))

    assert counted(claim(reading("a", unclear, unclear)))["named"] == (1, 1, 1)


def test_too_many_readings_are_bounded_and_said_to_be():
    bodies = [slug for slug in ACTORS if slug not in ("nis", "south-korea")]
    unclear = [
        reading(f"s{number}", citation(chain(body), chain("nis", alternative=True)))
        for number, body in enumerate(bodies)
    ]
    made = claim(*unclear)
    found = answers.document(sourcing.of(made, world(made)))

    assert 2 ** len(unclear) > alternatives.MOST_READINGS
    assert found["is_exact"] is False
    assert found["origins_named"]["min"] <= 1
    assert found["origins_named"]["max"] >= found["origins_named"]["best"]


def test_parent_beside_its_child_adds_no_count_and_is_the_bottleneck():
    made = claim(reading("a", citation(chain("nis"))), reading("b", citation(chain("south-korea"))))

    assert counted(made)["origins"] == ["nis"]
    assert counted(made)["verdict"] == "single_origin"
    assert counted(made)["bottlenecks"] == ["south-korea"]


def test_parent_joins_no_two_siblings():
    made = claim(
        reading("a", citation(chain("nis"))), reading("b", citation(chain("presidential-office"))),
        reading("c", citation(chain("south-korea"))),
    )  # fmt: skip

    assert counted(made)["origins"] == ["nis", "presidential-office"]
    assert counted(made)["bottlenecks"] == []


@pytest.mark.parametrize(
    "values", [{"polarity": "negative"}, {"polarity": "unknown"}, {"counted": False, "region": "link_line"}]
)
def test_denials_stances_without_a_side_and_link_lines_never_count(values):
    made = claim(reading("a", citation(chain("nis"))), reading("b", citation(chain("united-states"), **values)))

    assert counted(made)["origins"] == ["nis"]
    assert counted(made)["verdict"] == "single_origin"


def test_claim_that_nobody_affirms_has_no_origin():
    made = claim(reading("a", citation(chain("nis"), polarity="negative")), silent("b"))

    assert counted(made) == {
        "origins": [], "named": (0, 0, 0), "unknown": (0, 0, 0), "verdict": "not_established", "bottlenecks": [],
    }  # fmt: skip


def judgement(*origins, slug="seen-apart"):
    return {
        "slug": slug, "kind": "independence_established", "claim": {"slug": "troops"}, "reason": "Two photographs.",
        "origins": [line(origin) for origin in origins], "passages": [],
    }  # fmt: skip


def test_judgement_of_exactly_these_origins_establishes():
    made = claim(reading("a", citation(chain("cho"))), reading("b", citation(chain("united-states"))))
    found = answers.document(sourcing.of(made, world(made, judgements=[judgement("nis", "united-states")])))

    assert (found["verdict"], found["judgement"]) == ("established", "seen-apart")
    assert "Two photographs." in found["reason"]


def test_judgement_is_void_when_the_origins_are_others():
    made = claim(
        reading("a", citation(chain("nis"))), reading("b", citation(chain("united-states"))),
        reading("c", citation(chain("ukraine"))),
    )  # fmt: skip
    found = answers.document(sourcing.of(made, world(made, judgements=[judgement("nis", "united-states")])))

    assert (found["verdict"], found["judgement"]) == ("not_established", None)
    assert "The judgement seen-apart is void: it was made of other origins." in found["reason"]


def test_every_number_leads_to_the_passages_that_make_it():
    made = claim(
        reading("a", citation(chain("nis")), citation(own_voice(), region="headline")),
        reading("b", citation(reportedly("yonhap agency"))),
    )  # fmt: skip
    found = answers.document(sourcing.of(made, world(made)))

    assert found["origins_named"]["origins"][0]["citations"] == ["troops--a--c1"]
    assert found["origins_unknown"]["open_ends"][0]["citations"] == ["troops--b--c1"]
    assert [(c["citation"], c["counted"], c["not_counted_because"]) for c in found["chains"]] == [
        ("troops--a--c1", True, None), ("troops--a--c2", False, "restatement"), ("troops--b--c1", True, None),
    ]  # fmt: skip
    assert found["edges"][0] == {"from": "source a", "to": "nis", "bases": ["stated"], "citations": ["troops--a--c1"]}


def test_reason_says_who_only_passes_it_on_and_who_denies():
    made = claim(
        reading("a", citation(chain("yonhap agency", "nis"))),
        reading("b", citation(chain("ukraine"), polarity="negative")),
    )

    assert sourcing.of(made, world(made)).reason == (
        "Every chain that counts ends at nis; yonhap only passes it on. Not counted, since they deny it: ukraine."
    )
