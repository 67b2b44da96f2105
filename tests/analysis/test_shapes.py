"""Each shape of a graph with everything that is told of it: numbers, verdict with its reason, bottlenecks, circles."""

import pytest

from briefings.analysis import answers, sourcing
from tests.analysis.made import chain, citation, claim, own_voice, reading, source, world


def said(slug, *links, end="originator"):
    """Return the reading of a source with one passage of one chain."""
    return reading(slug, citation(chain(*links, end=end)))


TWO_VOICES = (
    "2 bodies affirm it: nis and united-states. No recorded judgement establishes that they know it independently."
)
# shape: (the claim, sources that are more than a slug,
#         origins named and unknown, each least, assumed and most, verdict, reason, bottlenecks, circular chains)
SHAPES = {
    "chain": (
        claim(said("a", "yonhap agency", "lee", "nis")), [],
        (1, 1, 1), (0, 0, 0), "single_origin",
        "Every chain that counts ends at nis; lee and yonhap only pass it on.", ["yonhap", "committee", "nis"], [],
    ),
    "diamond": (
        claim(said("a", "yonhap agency", "nis"), said("b", "afp agency", "nis")), [],
        (1, 1, 1), (0, 0, 0), "single_origin",
        "Every chain that counts ends at nis; afp and yonhap only pass it on.", ["nis"], [],
    ),
    "cycle of one chain": (  # nis ends the way as well as goes on, so that afp is no bottleneck for certain
        claim(said("a", "nis", "afp agency", "nis")), [],
        (1, 1, 1), (0, 0, 0), "single_origin",
        "Every chain that counts ends at nis; afp only passes it on.", ["nis"], [["nis", "afp"]],
    ),
    "cycle of two chains": (
        claim(said("a", "nis", "united-states"), said("b", "united-states", "nis")), [],
        (2, 2, 2), (0, 0, 0), "not_established", TWO_VOICES, [], [["nis", "united-states"]],
    ),
    "cycle through an outlet": (
        claim(said("a", "yonhap agency", end="no_source_given"), said("b", "herald agency", end="no_source_given")),
        [source("a", publisher="herald"), source("b", publisher="yonhap")],
        (0, 0, 0), (1, 2, 2), "not_established",
        "No passage that affirms it names an origin. Left open is where yonhap (a) and herald (b) have it from.",
        [], [["source a", "yonhap", "source b", "herald"]],
    ),
    "two roots": (
        claim(said("a", "nis"), said("b", "united-states")), [],
        (2, 2, 2), (0, 0, 0), "not_established", TWO_VOICES, [], [],
    ),
    "forked relayers of one body": (
        claim(said("a", "lee", "nis"), said("b", "park", "nis")), [],
        (1, 1, 1), (0, 0, 0), "single_origin",
        "Every chain that counts ends at nis; lee and park only pass it on.", ["committee", "nis"], [],
    ),
    "forked relayers of three bodies": (
        claim(said("a", "lee|afp|yonhap", "nis")), [],
        (1, 1, 1), (0, 0, 0), "single_origin",
        "Every chain that counts ends at nis; afp, lee and yonhap only pass it on.", ["nis"], [],
    ),
    "joint relayers": (
        claim(said("a", "lee+afp", "nis")), [],
        (1, 1, 1), (0, 0, 0), "single_origin",
        "Every chain that counts ends at nis; afp and lee only pass it on.", ["afp", "committee", "nis"], [],
    ),
    "joint relayers, one of them alone elsewhere": (
        claim(said("a", "lee+afp", "nis"), said("b", "lee", "nis")), [],
        (1, 1, 1), (0, 0, 0), "single_origin",
        "Every chain that counts ends at nis; afp and lee only pass it on.", ["committee", "nis"], [],
    ),
    "joint origins": (
        claim(said("a", "nis+united-states")), [],
        (1, 1, 1), (0, 0, 0), "single_origin",
        "Every chain that counts ends at nis with united-states.", ["nis", "united-states"], [],
    ),
    "unknown end": (
        claim(said("a", "yonhap agency", end="no_source_given")), [],
        (0, 0, 0), (1, 1, 1), "not_established",
        "No passage that affirms it names an origin. Left open is where yonhap (a) has it from.", ["yonhap"], [],
    ),
    "unknown end beside a named one": (
        claim(said("a", "nis"), said("b", "yonhap agency", end="no_source_given")), [],
        (1, 1, 1), (0, 1, 1), "not_established",
        "The one origin that is named is nis. Left open is where yonhap (b) has it from.", [], [],
    ),
    "own voice": (
        claim(said("a", end="own_voice"), said("b", end="own_voice")), [],
        (0, 0, 0), (1, 2, 2), "not_established",
        "No passage that affirms it names an origin. Left open is where a and b have it from.", [], [],
    ),
    "own voice of a body's release": (
        claim(reading("a", citation(own_voice()), kind="release", publisher="nis")), [],
        (1, 1, 1), (0, 0, 0), "single_origin", "Every chain that counts ends at nis.", ["nis"], [],
    ),
    "shared agency under two outlets": (
        claim(said("a", end="own_voice"), said("b", "afp agency", end="no_source_given")),
        [source("a", agencies=["afp"])],
        (0, 0, 0), (1, 1, 1), "not_established",
        "No passage that affirms it names an origin. Left open is where afp (a, b) has it from.", [], [],
    ),
    "later version of a source": (
        claim(said("a", end="own_voice"), said("b", end="own_voice")),
        [source("b", version_of="a")],
        (0, 0, 0), (1, 1, 1), "not_established",
        "No passage that affirms it names an origin. Left open is where a has it from.", [], [],
    ),
    "later version that attributes further": (
        claim(said("a", end="own_voice"), said("b", "nis")),
        [source("b", version_of="a")],
        (1, 1, 1), (0, 0, 0), "single_origin",
        "Every chain that counts ends at nis. a restates it beside a passage attributed further: not counted.",
        ["nis"], [],
    ),
    "unattributed restatement": (
        claim(reading("a", citation(own_voice(), region="headline"), citation(chain("lee", "nis")))), [],
        (1, 1, 1), (0, 0, 0), "single_origin",
        "Every chain that counts ends at nis; lee only passes it on. "
        "a restates it beside a passage attributed further: not counted.",
        ["committee", "nis"], [],
    ),
    "alternative chains": (
        claim(
            said("a", "nis"),
            reading("b", citation(chain("united-states"), chain("nis", alternative=True))),
        ), [],
        (1, 2, 2), (0, 0, 0), "not_established",
        f"{TWO_VOICES} Who is meant is unclear in some passage; over all readings: 1 to 2 named, 0 to 0 unknown.",
        [], [],
    ),
    "alternative chain with an unknown end": (
        claim(
            reading("a", citation(
                chain("yonhap agency", "nis"), chain("yonhap agency", end="no_source_given", alternative=True),
            )),
        ), [],
        (0, 1, 1), (0, 0, 1), "not_established",
        "Every chain that counts ends at nis; yonhap only passes it on. "
        "Who is meant is unclear in some passage; over all readings: 0 to 1 named, 0 to 1 unknown.",
        ["yonhap"], [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_shape_is_counted_judged_and_explained(shape):
    made, sources, named, unknown, verdict, reason, bottlenecks, circular = SHAPES[shape]

    found = answers.document(sourcing.of(made, world(made, *sources)))

    assert tuple(found["origins_named"][each] for each in ("min", "best", "max")) == named
    assert tuple(found["origins_unknown"][each] for each in ("min", "best", "max")) == unknown
    assert (found["verdict"], found["reason"]) == (verdict, reason)
    assert [each["body"]["slug"] for each in found["bottlenecks"]] == bottlenecks
    assert [each["nodes"] for each in found["circular"]] == circular
