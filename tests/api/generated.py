"""Requests that schemathesis makes from an OpenAPI document, each judged by all of its checks.

What it makes of a schema alone meets no record: requests that are meant to be right get values and addresses that the
database has. A hundred parameters at once meet none either, and take a quarter of a second to make up: so a turn takes
a few parameters of each address, and the next turn takes others.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import orjson
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test
from schemathesis.openapi.checks import RejectedPositiveData

from config.wsgi import application

ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "410", "412"]  # of requests that are meant to be right
CONFIG = {
    # NUL is in the hostile corpus: no schema can rule it out without being a riddle to its readers.
    "generation": {"database": "none", "allow-x00": False},
    "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
}
# Refusals of values whose form is right: a grammar that JSON Schema cannot tell, or the records that there are.
BEYOND_A_SCHEMA = frozenset({
    "unknown_record", "unknown_value", "unknown_field", "invalid_cursor", "no_words", "bad_query", "not_edtf",
    "no_year", "open", "not_an_instant", "invalid_number", "not_with_edition", "not_with_format",
})  # fmt: skip
AT_ONCE = 3  # parameters of a turn

EDTF = ("2024", "2024-10", "2024-10-23", "2024-10-08/2024-10-13", "../2024-12")
schemathesis.openapi.format("edtf", st.sampled_from(EDTF))

Real = Mapping[tuple[str, str], list[Any]]  # by address and parameter: values that the database has


@dataclass
class Run:
    """Asks and keeps what is wrong with the answers. around: what each request is made in, for those that write."""

    document: dict[str, Any]
    real: Real
    headers: Mapping[str, str] = field(default_factory=dict)
    around: Callable[[], AbstractContextManager] = nullcontext
    asked: Counter[int] = field(default_factory=Counter)
    found: dict[str, str] = field(default_factory=dict)

    def ask(self, turn: int, *, examples: int) -> None:
        """Ask of every operation so many made-up questions, about the parameters whose turn it is."""
        self.ask_of(thinned(self.document, turn), [HypothesisTestMode.FUZZING], examples)

    def ask_edges(self, turn: int | None = None) -> None:
        """Ask about each parameter (None: all; else those whose turn it is) at its bounds, and beyond them."""
        document = self.document if turn is None else thinned(self.document, turn)
        self.ask_of(document, [HypothesisTestMode.EXAMPLES, HypothesisTestMode.COVERAGE], 1)

    def ask_of(self, document: dict[str, Any], modes: list[HypothesisTestMode], examples: int) -> None:
        """Ask of every operation of a document."""
        schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(CONFIG))
        schema.app = application
        for operation in schema.get_all_operations():
            create_test(
                operation=operation.ok(),
                test_func=self.judge,
                config=HypothesisTestConfig(
                    project=schema.config, modes=modes, settings=hypothesis.settings(
                        max_examples=examples, deadline=None, derandomize=True, database=None,
                        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
                    ),
                ),
            )()  # fmt: skip

    def judge(self, case: schemathesis.Case) -> None:
        """Ask one question, and keep what is wrong with its answer."""
        if case.meta.generation.mode.is_positive:
            self.make_real(case)
        with self.around():
            response = case.call(headers=dict(self.headers))
            self.asked[response.status_code] += 1
            try:
                case.validate_response(response, headers=dict(self.headers))
            except FailureGroup as group:
                for failure in group.exceptions:
                    if not excused(failure, response):
                        self.keep(case, failure, response)

    def make_real(self, case: schemathesis.Case) -> None:
        """Give a request that is meant to be right values that the database has, where there are any."""
        draw = random.Random(f"{case.path_parameters} {case.query} {case.headers}")
        for place in ("query", "path_parameters"):
            values = (getattr(case, place) or {}).items()
            setattr(case, place, {name: self.real_or(draw, case, name, value) for name, value in values})

    def real_or(self, draw: random.Random, case: schemathesis.Case, name: str, value: Any) -> Any:
        """Return a value that the database has, mostly, or else the one that was made up."""
        known = self.real.get((case.operation.path, name))
        return draw.choice(known) if known and draw.random() < 0.8 else value

    def keep(self, case: schemathesis.Case, failure: Failure, response: Any) -> None:
        """Keep the first example of each kind of failure."""
        kind = f"{case.operation.label}: {type(failure).__name__}: {failure.message[:300]}"
        told = f"{case.as_curl_command()[:600]} answered {response.status_code} {response.content[:300]!r}"
        self.found.setdefault(kind, told)


def thinned(document: dict[str, Any], turn: int) -> dict[str, Any]:
    """Return a document with a few optional parameters of each operation, in other turns with others."""
    paths = {
        path: {
            method: {**operation, "parameters": few(operation.get("parameters", []), turn)}
            for method, operation in methods.items()
        }
        for path, methods in document["paths"].items()
    }
    return {**document, "paths": paths}


def few(parameters: list[dict[str, Any]], turn: int) -> list[dict[str, Any]]:
    """Return the parameters that must be there, and those whose turn it is."""
    optional = [each for each in parameters if not each.get("required")]
    turns = -(-len(optional) // AT_ONCE)
    return [each for each in parameters if each.get("required") or optional.index(each) % turns == turn % turns]


def excused(failure: Failure, response: Any) -> bool:
    """Return whether a refusal is one that no schema can foretell."""
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 400:
        return False
    errors = orjson.loads(response.content).get("errors", ())
    return all(error["code"] in BEYOND_A_SCHEMA or _known_here(error.get("pointer", "")) for error in errors)


def _known_here(pointer: str) -> bool:
    """Return whether a refusal is about a record's facts, the text that goes with a source's, or who works here."""
    return pointer.startswith(("/facts", "/text", "/to"))
