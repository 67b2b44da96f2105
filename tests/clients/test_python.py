"""A Python client that openapi-python-client makes of the two documents, at work on the live server."""

import importlib
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import attrs
import pytest
from django.conf import settings

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"
# What a made client cannot know: the facts of a record, which differ by its type.
UNTYPED = {
    f"{name}.additional_properties"
    for name in ("EvidenceEditionFactsType0", "DeskRecordFacts", "NewRequestFacts", "EditedRequestFacts")
}


def generated(document: Path, name: str, folder: Path) -> None:
    """Make a package of that name in the folder. Any warning of the generator fails."""
    config = folder / f"{name}.yaml"
    config.write_text("post_hooks: []\n")
    command = [Path(sys.executable).with_name("openapi-python-client"), "generate", "--meta=none", "--fail-on-warning"]
    given = [f"--path={document}", f"--config={config}", f"--output-path={folder / name}"]
    done = subprocess.run([*command, *given], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the packages are made, and imported from."""
    path = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(path)
        yield path


@pytest.fixture(scope="module")
def reader(site, folder) -> Any:
    """The client of a reader: asks an operation of the public API by its name."""
    generated(DOCUMENT, "reading", folder)
    with importlib.import_module("reading").Client(base_url=site.url) as client:
        yield Made("reading", client)


@pytest.fixture(scope="module")
def desk(site, folder) -> Any:
    """The client of a script that curates."""
    document = folder / "desk-openapi.yaml"
    with urllib.request.urlopen(f"{site.url}/api/desk/schema/") as answer:
        document.write_bytes(answer.read())
    generated(document, "curating", folder)
    token = site.tokens["curate"]
    with importlib.import_module("curating").AuthenticatedClient(base_url=site.url, token=token) as client:
        yield Made("curating", client)


class Made:
    """A made package with a client of its own."""

    def __init__(self, package: str, client: Any) -> None:
        self.package, self.client = package, client

        self.models = importlib.import_module(f"{package}.models")

    def model(self, name: str) -> Any:
        """Return a class of the package."""
        return getattr(self.models, name)

    def operation(self, name: str) -> ModuleType:
        """Return the module of an operation: claims.claims_list."""
        return importlib.import_module(f"{self.package}.api.{name}")

    def ask(self, name: str, *path: Any, **given: Any) -> Any:
        """Ask, and return status and typed answer."""
        answer = self.operation(name).sync_detailed(*path, client=self.client, **given)
        return answer.status_code, answer.parsed


def cursor_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["cursor"][0]


def test_a_list_is_filtered_and_typed(reader):
    order = reader.model("ClaimsListOrdering")("-sources")
    status, page = reader.ask("claims.claims_list", carried_by="report-001", amount_gte=10000, ordering=order)

    assert (status, type(page)) == (200, reader.model("ClaimPage"))
    first = page.results[0]
    assert (first.slug, type(first)) == ("nk-troops-planned-total", reader.model("ClaimDocument"))
    assert first.category == reader.model("ClaimDocumentCategory").PLAN
    assert {type(reading) for reading in first.readings} == {reader.model("ClaimReading")}


def test_several_slugs_are_asked_for_as_the_guide_says(reader):
    """This maker of clients repeats the parameter for each value, against the document, and that is refused."""
    status, page = reader.ask("claims.claims_list", slug_in=["nk-average-salary,nk-soldiers-paid"])
    assert (status, [claim.slug for claim in page.results]) == (200, ["nk-average-salary", "nk-soldiers-paid"])

    status, problem = reader.ask("claims.claims_list", slug_in=["nk-average-salary", "nk-soldiers-paid"])
    assert (status, [(each.parameter, each.code) for each in problem.errors]) == (400, [("slug__in", "repeated")])


def test_the_cursor_is_followed_to_the_end(reader):
    whole = reader.ask("claims.claims_list", page_size=100, count=True)[1]
    slugs, given = [], {}
    while given is not None:
        page = reader.ask("claims.claims_list", page_size=20, **given)[1]
        slugs += [claim.slug for claim in page.results]
        given = {"cursor": cursor_of(page.next_)} if page.next_ else None

    assert len(slugs) == whole.count == 87
    assert slugs == [claim.slug for claim in whole.results]


def test_a_record_is_typed_to_its_leaves(reader):
    status, claim = reader.ask("claims.claims_detail", "nk-troops-sent-so-far")

    assert status == 200
    citation, *others = next(each for each in claim.readings if each.source.slug == "report-001").citations
    assert citation.quantity.literal == "Exceed 3,000"
    assert (citation.quantity.comparator, citation.quantity.min_, citation.quantity.max_) == ("gt", 3000, None)
    links = [link for each in others for chain in each.chains for link in chain.links]
    assert {type(link) for link in links} == {reader.model("ChainLink")}
    assert reader.model("ChainLinkRole").ORIGINATOR in {link.role for link in links}


def test_the_analysis_is_typed(reader):
    status, page = reader.ask("discrepancies.discrepancies_list", claim="nk-troops-sent-so-far")

    assert status == 200
    assert {type(each) for each in page.results} == {reader.model("Discrepancy")}
    assert "value" in {each.kind for each in page.results}
    assert reader.ask("claims.claims_sourcing", "nk-troops-sent-so-far")[1].origins_named.best == 1


@pytest.mark.parametrize(
    ("operation", "path", "given", "code"),
    [
        ("claims.claims_list", (), {"amount_gte": 1e300}, "bad_parameters"),
        ("claims.claims_detail", ("absent",), {}, "not_found"),
        ("citations.citations_list", (), {"said_by": "nobody-at-all"}, "bad_parameters"),
    ],
)
def test_a_refusal_is_typed(reader, operation, path, given, code):
    status, problem = reader.ask(operation, *path, **given)

    assert type(problem) is reader.model("Problem")
    assert (problem.status, problem.code) == (status, code)
    assert [each.parameter for each in problem.errors or ()] == [name.replace("_gte", "__gte") for name in given]


def test_a_script_begins_a_claim_and_hands_it_in(desk):
    body = {"slug": "made-by-a-client", "facts": {"proposition": "North Korea denies it.", "category": "response"}}
    new = desk.model("NewRequest").from_dict(body)
    status, draft = desk.ask("desk.desk_records_create", "claims", body=new, idempotency_key="once")

    assert (status, type(draft)) == (201, desk.model("DeskRecord"))
    assert (draft.state, draft.version, draft.contributors) == ("draft", 1, ["desk-curator"])
    assert desk.ask("desk.desk_records_create", "claims", body=new, idempotency_key="once")[1].slug == draft.slug

    status, handed_in = desk.ask("desk.desk_record_submit", "claims", draft.slug, if_match='"1"')
    assert (status, handed_in.state) == (200, "in_review")

    status, problem = desk.ask("desk.desk_record_submit", "claims", draft.slug, if_match='"1"')
    assert (status, problem.status, problem.code) == (412, 412, "stale")


def untyped(kind: Any) -> set[str]:
    """Return the fields of a model that have no type; of a mapping without fields of its own, its values."""
    fields = [field.name for field in attrs.fields(kind) if "Any" in str(field.type)]
    is_mapping = len(attrs.fields(kind)) == 1
    return {f"{kind.__name__}.{name}" for name in fields if is_mapping or name != "additional_properties"}


def test_no_answer_is_untyped(reader, desk):
    """Of 304 no client can make anything; whatever else has no type is something that the schema should say."""
    made = [getattr(models, name) for models in (reader.models, desk.models) for name in models.__all__]
    found = set().union(*(untyped(kind) for kind in made if attrs.has(kind)))

    assert len(made) > 300
    assert found == UNTYPED
