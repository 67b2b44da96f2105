"""The hostile corpus (tests/api/corpus.py): what it is made of, and that nothing in it gets through."""

import re
from itertools import chain

import pytest
import yaml
from django.conf import settings
from django.test import Client

from tests import universe
from tests.api import corpus, hazards

DOCUMENT = yaml.safe_load((settings.BASE_DIR / "docs" / "openapi.yaml").read_text())
SLUGS = {f"{record_type}s": slug for record_type, slug in universe.PUBLISHED.items()}
SLUGS["citations"] = "soldiers-left--report-a--c1"
DOCUMENTED = {path: set(operation["responses"]) for path, operation in corpus.addresses(DOCUMENT, SLUGS)}
# Every parameter with every value takes minutes: each run asks one in so many, which keeps its length as the API grows.
PAIRS = sum(len(corpus.parameters(operation)) for _, operation in corpus.addresses(DOCUMENT, SLUGS)) * len(
    hazards.VALUES
)
ONE_IN = PAIRS // 7_500
# Bounds, flags, words and negations may be met by every record, and nothing else that is hostile may.
HONEST = re.compile(r"(changed_)?since|origins_unknown|has_\w+|q|\w+__(gte|lte|before|after|overlaps|not|none)")


@pytest.fixture
def careless():
    """A client that is told of our failures by their status, as readers are."""
    return Client(raise_request_exception=False)


class Attack:
    """Asks, and judges what is answered."""

    def __init__(self, client):
        self.client = client
        self.filters = {
            (path, each["name"]) for path in DOCUMENTED for each in self.told(path) if each["kind"] == "filter"
        }
        self.whole = {path: self.count(client.get(path)) for path, _ in self.filters}

    def told(self, path):
        """Return the parameters that OPTIONS tells of."""
        return self.client.options(path).json()["parameters"]

    @staticmethod
    def count(response):
        """Return how many records an answer holds; None: it is no list."""
        is_list = response.status_code == 200 and response["Content-Type"] == "application/json"
        return len(response.json()["results"]) if is_list else None

    def faults(self, asked):
        """Ask everything; return how much that was, and what is wrong with the answers."""
        found, count = [], 0
        for each in asked:
            count += 1
            response = self.client.get(each.path, QUERY_STRING=each.query)
            if wrong := corpus.fault(each, response, DOCUMENTED[each.path]) or self.too_wide(each, response):
                found.append(f"{each}: {wrong}")
        return count, found

    def too_wide(self, each, response):
        """Return whether a filter let everything through that nobody could have meant."""
        if (each.path, each.named) not in self.filters or HONEST.fullmatch(each.named):
            return None
        whole = self.whole[each.path]
        return "everything is answered" if whole and self.count(response) == whole else None


def everything(*, one_in):
    """Return every question of the corpus, with one in so many of the values."""
    made = corpus.values(DOCUMENT, SLUGS, one_in=one_in)
    return chain(made, corpus.repeats(DOCUMENT, SLUGS), corpus.unknown(DOCUMENT, SLUGS))


@pytest.mark.sqlite
def test_hostile_questions_are_refused_by_name(u, careless):
    count, found = Attack(careless).faults(everything(one_in=ONE_IN))

    assert found == []
    assert count > 10_000


@pytest.mark.postgres
def test_postgres_breaks_at_nothing_that_may_be_asked(u, careless):
    """What is refused never comes to a database; PostgreSQL is asked only what does."""
    count, found = Attack(careless).faults(each for each in everything(one_in=ONE_IN) if each.may_pass)

    assert found == []
    assert count > 1_000


@pytest.mark.deep
def test_every_value_of_every_parameter_is_refused_by_name(u, careless):
    count, found = Attack(careless).faults(everything(one_in=1))

    assert found == []
    assert count > 80_000


@pytest.mark.parametrize(
    ("schema", "value", "may_pass"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 9}, "9", True),
        ({"type": "integer", "minimum": 1, "maximum": 9}, "10", False),
        ({"type": "integer"}, "1.0", False),
        ({"type": "number"}, "nan", False),
        ({"type": "boolean"}, "1", False),
        ({"type": "string", "pattern": "^[A-Z]{2}$"}, "RU\n", False),
        ({"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "maxItems": 2}, "a,b", True),
        ({"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "maxItems": 2}, "a,c", False),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 2}, "a,b,c", False),
        ({"type": "string"}, None, False),
    ],
)
def test_the_corpus_knows_what_a_schema_allows(schema, value, may_pass):
    assert corpus.allows(schema, value) == may_pass


def test_every_hazard_is_one_of_its_own():
    assert len(set(hazards.VALUES)) == len(hazards.VALUES) > 120
