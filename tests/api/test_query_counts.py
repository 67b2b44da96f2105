"""A list costs the same number of statements whatever it holds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from briefings.inquiry import walks, worlds
from briefings.models import Document
from tests import universe
from tests.api.conftest import LISTS

# What each costs, and for what, after the version of the documents, which is read first:
COSTS = [
    ("", 2),  # the page: rows joined with their documents
    ("&count=true", 3),  # the count; the page
    ("&ordering=-changed", 2),  # the page
    ("&category=sanctions&amount__gte=1", 3),  # whether many passages meet it; the page, with a condition on one
    ("&carried_by=report-a", 4),  # whether the source is published; whether it carries many; the page
    ("&subject=agency", 3),  # the actor's document; the page
    ("&subject=The+agency", 4),  # no actor has it as a slug; whose name it is; the page
    ("&subject__in=agency,seoul", 3),  # the actors' documents, at once; the page
    ("&subject__in=agency,The+agency", 4),  # the documents; whose names the others are; the page
    ("&carried_by__in=report-a,report-b", 4),  # whether the sources are published; whether they carry many; the page
    ("&subject=agency&with_parents=true", 4),  # the actor's document; what is part of it: nothing; the page
    ("&q=so", 3),  # whether many match; the page, with the search in it
    ("&fields=slug", 2),  # the page
    ("&expand=subject,readings.source", 4),  # the page; the actors; the sources
    ("&facets=category,end", 4),  # each facet; the page
    ("&said_by=agency&relayed_by=park&briefing=october-briefing&source=report-a&amount__gte=1", 7),
    # the two actors; the briefing; the source; whether many meet the first of these; the page
]


# What each list costs with each line that it expands, and with all of them at once: the version of the documents and
# the page, then one statement for each type of record that is put in. A line without an entry here fails.
EXPANDING = {
    "sources": {"publisher": 3},
    "actors": {"parent": 3},
    "briefings": {"host": 3, "presenters": 3, "audience": 3, "host,presenters,audience": 3},
    "claims": {"subject": 3, "holder": 3, "readings.source": 3, "subject,holder,readings.source": 4},
    "readings": {"claim": 3, "source": 3, "claim,source": 4},
    "citations": {"reading": 3, "claim": 3, "source": 3, "reading,claim,source": 5},
    "comparisons": {"left.claim": 3, "right.claim": 3, "left.claim,right.claim": 3},
    "judgements": {"claim": 3, "actors": 3, "origins": 3, "claim,actors,origins": 4},
}
# What lists cost that hold no documents, at 1, 10 and 50 rows.
COMPUTED = {
    "search": ("&q=so", (7, 7, 7)),  # the newest matches of each of six kinds of text; the texts of the page
    "changes": ("", (1, 1, 1)),  # the page
    "timeline": ("", (4, 4, 4)),  # dates of facts, and of occasions; what each of them names
    "discrepancies": ("", (8, 8, 8)),  # what is kept of them, in order; claims; sources; actors and bodies above them;
    # judgements; comparisons; citations that these name
}
MEANT = {("judgements", "actors"): "&kind=not_same_person"}  # no judgement has claim and actors
# What fifty copies are made of, where the universe has no record with every line that is expanded.
ORIGINALS = {
    "sources": ("source", "report-a", None),
    "actors": ("actor", "agency", None),
    "briefings": ("briefing", "a-remark", {
        "title": "A remark", "kind": "remarks_to_reporters", "host": "seoul", "presenters": ["agency", "park"],
        "audience": ["wire"],
    }),
    "comparisons": ("comparison", "left-refines-planned", None),
    "judgements": ("judgement", "an-independence", {
        "kind": "independence_established", "claim": "soldiers-left", "origins": ["agency", "wire"], "reason": "so",
    }),
}  # fmt: skip


@pytest.fixture(scope="module")
def fifty(built, django_db_blocker):
    """Fifty more claims, each carried by report-a; and of each other type fifty copies of a published record.

    Copies are made of rows and documents, which are all that lists read: publishing as many would take a minute.
    """
    with django_db_blocker.unblock():
        left = universe.facts("reading", "soldiers-left--report-a")
        claims = [
            built.draft("claim", f"claim-{n:02}", {
                "proposition": "It is so.", "category": "sanctions", "subject": "agency", "holder": "seoul",
            }) for n in range(50)
        ]  # fmt: skip
        built.publish(*claims)
        built.publish(*[
            built.draft("reading", f"{claim.slug}--report-a", {**left, "claim": claim.slug}) for claim in claims
        ])  # fmt: skip
        built.publish(*[built.draft(*each) for each in ORIGINALS.values() if each[2]])
        for resource, (_, slug, _) in ORIGINALS.items():
            copy(resource, slug)
        copy("judgements", "park-is-not-agency")
    return built


def copy(resource, slug):
    """Put in fifty copies of what a list reads of a record."""
    rows = LISTS[resource].rows._default_manager
    original = rows.select_related("document").get(slug=slug)
    for n in range(50):
        own = {"slug": f"{slug}-{n:02}"}
        document = Document.objects.create(**{**columns(original.document), **own, "id": None})
        rows.create(**{**columns(original), **own, "document_id": document.pk})


def columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def costs(client, path):
    with CaptureQueriesContext(connection) as caught:
        response = client.get(path)
    assert response.status_code == 200, response.content
    return len(caught), len(response.json()["results"])


@pytest.mark.parametrize(("query", "expected"), COSTS)
def test_a_page_of_claims_costs_the_same_at_1_10_and_50_rows(fifty, db, client, query, expected):
    for size in (1, 10, 50):
        assert costs(client, f"/api/v1/claims/?page_size={size}{query}")[0] == expected


@pytest.mark.parametrize("resource", LISTS)
def test_a_page_costs_two_statements_at_1_10_and_50_rows(fifty, db, client, resource):
    for size in (1, 10, 50):
        assert costs(client, f"/api/v1/{resource}/?page_size={size}") == (2, size)  # the version; the page


@pytest.mark.parametrize(
    ("resource", "paths", "expected"), [(name, *each) for name, paths in EXPANDING.items() for each in paths.items()]
)
def test_an_expanded_page_costs_the_same_at_1_10_and_50_rows(fifty, db, client, resource, paths, expected):
    for size in (1, 10, 50):
        path = f"/api/v1/{resource}/?page_size={size}&expand={paths}{MEANT.get((resource, paths), '')}"
        assert costs(client, path) == (expected, size)


def test_there_is_a_number_for_every_line_of_every_list_that_is_expanded():
    expanded = {name: list(view.filters.shape.expands) for name, view in LISTS.items()}
    assert {name: [*paths, *([",".join(paths)] * (len(paths) > 1))] for name, paths in expanded.items()} == {
        name: list(paths) for name, paths in EXPANDING.items()
    }


def test_lines_are_expanded_in_every_row(fifty, db, client):
    """Else the numbers above would tell nothing."""
    for resource, paths in EXPANDING.items():
        for path in [each for each in paths if "," not in each]:
            address = f"/api/v1/{resource}/?page_size=50&expand={path}&fields={path}{MEANT.get((resource, path), '')}"
            assert client.get(address).content.count(b'"facts_sha256"') >= 50, (resource, path)


def test_a_further_page_costs_two_statements_both_ways(fifty, db, client):
    second = client.get("/api/v1/claims/?page_size=10").json()["next"]
    assert costs(client, second) == (2, 10)  # the version; the page

    assert costs(client, client.get(second).json()["previous"]) == (2, 10)  # the version; the page


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("claims/soldiers-left/", 1),  # the document
        ("citations/soldiers-left--report-a--c1/", 1),  # the citation
        ("claims/absent/", 1),  # the document
        ("citations/absent--c1/", 2),  # the citation; whether its reading was withdrawn
    ],
)
def test_a_detail_costs_one_statement(fifty, db, client, path, expected):
    with CaptureQueriesContext(connection) as caught:
        client.get(f"/api/v1/{path}")

    assert len(caught) == expected


@pytest.mark.parametrize(("name", "query", "expected"), [(name, *each) for name, each in COMPUTED.items()])
def test_a_computed_page_costs_as_much_as_is_told(fifty, db, client, name, query, expected):
    found = [costs(client, f"/api/v1/{name}/?page_size={size}{query}") for size in (1, 10, 50)]

    assert found == list(zip(expected, (1, 10, 50), strict=True))


@pytest.mark.parametrize("size", [1, 2, 4])
def test_spellings_cost_the_same_for_any_number_of_actors(fifty, db, size):
    actors = worlds.documents("actor", ["agency", "park", "seoul", "wire"][:size])

    with CaptureQueriesContext(connection) as caught:
        found = dict(walks.spellings(actors, None))

    assert found.keys() == actors.keys()
    assert len(caught) == 2  # the first links of each, at once; their citations


def test_there_is_a_number_for_every_list():
    names = {name for name in get_resolver("briefings.api.urls").reverse_dict if str(name).endswith("_list")}

    assert names == {f"{name}_list" for name in {**LISTS, **COMPUTED}}
    assert EXPANDING.keys() == LISTS.keys()
