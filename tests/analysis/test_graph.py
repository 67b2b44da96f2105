"""Bottlenecks and circular reporting."""

from functools import reduce

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.analysis import answers, chains, digraphs, graph, sourcing
from tests.analysis.made import chain, citation, claim, reading, source, world

BODIES = ["nis", "united-states", "ukraine", "yonhap", "afp"]
VOICES = [*BODIES, "nis+afp", "ukraine+united-states", "nis+ukraine+yonhap"]


def circular(made, *sources):
    return answers.document(sourcing.of(made, world(made, *sources)))["circular"]


def test_chain_that_returns_to_itself_is_circular():
    made = claim(reading("a", citation(chain("nis", "afp agency", "nis"))))

    assert circular(made) == [{"nodes": ["nis", "afp"], "citations": ["troops--a--c1"]}]


def test_two_chains_that_lead_into_each_other_are_circular():
    made = claim(reading("a", citation(chain("nis", "ukraine"))), reading("b", citation(chain("ukraine", "nis"))))

    assert circular(made) == [{"nodes": ["nis", "ukraine"], "citations": ["troops--a--c1", "troops--b--c1"]}]


def test_outlet_that_cites_an_agency_that_cites_the_outlet_is_circular():
    made = claim(
        reading("a", citation(chain("yonhap agency", "nis"))), reading("b", citation(chain("herald agency", "nis")))
    )
    outlets = source("a", publisher="herald"), source("b", publisher="yonhap")

    assert circular(made, *outlets) == [
        {"nodes": ["source a", "yonhap", "source b", "herald"], "citations": ["troops--a--c1", "troops--b--c1"]}
    ]


def test_person_before_his_own_body_is_one_step_and_no_circle():
    made = claim(reading("a", citation(chain("cho presenter", "nis"))))
    found = answers.document(sourcing.of(made, world(made)))

    assert found["circular"] == []
    assert found["chains"][0]["path"] == ["source a", "nis"]
    assert [each["slug"] for each in found["nodes"][1]["actors"]] == ["cho", "nis"]


@given(st.lists(st.lists(st.sampled_from(VOICES), min_size=1, max_size=4, unique=True), min_size=1, max_size=5))
@settings(max_examples=200)
def test_bottlenecks_are_the_bodies_without_whose_voices_no_way_leads_on(ways):
    made = claim(*(reading(f"s{number}", citation(chain(*way))) for number, way in enumerate(ways)))
    own = world(made)
    built = graph.build((c for p in chains.passages(made, own.sources, own.bodies) for c in p.chains), own.bodies)

    whole = networkx.DiGraph()
    for path in built.paths.values():
        networkx.add_path(whole, ["start", *path, "end"])
    for body in BODIES:
        voices = [node for node in whole if body in node.split("+")]
        without = whole.subgraph(set(whole) - set(voices))
        assert (body in graph.bottlenecks(built)) is not networkx.has_path(without, "start", "end"), (body, ways)


def test_joint_speakers_are_one_node():
    made = claim(reading("a", citation(chain("lee+afp", "nis"))))
    found = answers.document(sourcing.of(made, world(made)))

    assert [node["id"] for node in found["nodes"]] == ["source a", "afp+committee", "nis"]


@given(st.lists(st.lists(st.sampled_from(BODIES), min_size=1, max_size=4, unique=True), min_size=1, max_size=5))
@settings(max_examples=200)
def test_bottlenecks_are_the_bodies_on_every_chain_unless_it_goes_round(ways):
    made = claim(*(reading(f"s{number}", citation(chain(*way))) for number, way in enumerate(ways)))
    own = world(made)
    built = graph.build((c for p in chains.passages(made, own.sources, own.bodies) for c in p.chains), own.bodies)
    shared = reduce(set.intersection, map(set, ways))

    edges: dict[str, list[str]] = {}
    for one, other in built.edges:
        edges.setdefault(one, []).append(other)
    if digraphs.circles(edges):
        assert set(graph.bottlenecks(built)) <= shared
    else:
        assert set(graph.bottlenecks(built)) == shared
