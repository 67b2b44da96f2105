"""The hostile corpus: requests made from the OpenAPI document, so that a new address or parameter is attacked unasked.

A request is judged by what the document says of it: no status that is not there, no value answered that its schema does
not allow, no refusal that does not name what it refuses, no filter that lets everything through.
"""

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from tests.api import hazards

PROBLEM = "application/problem+json"
NEEDED = {"q": "soldiers"}  # what a parameter that must be there is given, while another is attacked
WORDS = {"true", "false"}
Schema = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One hostile question. named: what a refusal names; may_pass: whether the parameter's schema allows the value."""

    path: str
    query: str
    named: str
    may_pass: bool

    def __str__(self) -> str:
        return f"{self.path}?{self.query[:120]}"


def addresses(document: Schema, slugs: dict[str, str]) -> Iterator[tuple[str, Schema]]:
    """Yield each address of a document with what GET is there; {slug} becomes that of its resource, if there is one."""
    for path, operations in document["paths"].items():
        resource = path.removeprefix("/api/v1/").partition("/")[0]
        yield path.replace("{slug}", slugs.get(resource, "{slug}")), operations["get"]


def parameters(operation: Schema) -> list[Schema]:
    """Return what may stand in the query string."""
    return [each for each in operation["parameters"] if each["in"] == "query"]


def values(document: Schema, slugs: dict[str, str], *, one_in: int = 1) -> Iterator[Asked]:
    """Yield every parameter with every value, or with one in so many: each value then meets other parameters."""
    turn = 0
    for path, operation in addresses(document, slugs):
        declared = parameters(operation)
        for parameter in declared:
            turn += 1
            for value in hazards.VALUES[turn % one_in :: one_in]:
                yield _asked(path, declared, parameter, value)


def _asked(path: str, declared: list[Schema], parameter: Schema, value: str) -> Asked:
    name = parameter["name"]
    query = "&".join([f"{name}={value}", *needed(declared, but=name)])
    return Asked(path, query, name, allows(parameter["schema"], decoded(value)))


def needed(declared: list[Schema], *, but: str = "") -> list[str]:
    """Return what must stand in a query string, but one parameter that is given otherwise."""
    return [
        f"{each['name']}={NEEDED.get(each['name'], plausible(each['schema']))}"
        for each in declared
        if each.get("required") and each["name"] != but
    ]


def repeats(document: Schema, slugs: dict[str, str]) -> Iterator[Asked]:
    """Yield every parameter twice, the first time with a value that could be right."""
    for path, operation in addresses(document, slugs):
        for parameter in parameters(operation):
            name, value = parameter["name"], plausible(parameter["schema"])
            yield Asked(path, f"{name}={value}&{name}={value}", name, False)


def unknown(document: Schema, slugs: dict[str, str]) -> Iterator[Asked]:
    """Yield parameters that there are not, made from those that there are, with values that would be right."""
    endings = itertools.cycle(("__regex", "[]", ".x", "__isnull", "%00", "__in__in", "__contains"))
    for path, operation in addresses(document, slugs):
        declared = {each["name"]: each["schema"] for each in parameters(operation)}
        for made in ("limit", "pk", "id__in", "document__body", "_method", "callback", "x" * 2000):
            yield Asked(path, f"{made}=1", made[:40], False)
        for name, schema in declared.items():
            for made in (f"{name}{next(endings)}", f"{name}{next(endings)}", f"-{name}", name.title()):
                yield Asked(path, f"{made}={plausible(schema)}", made.replace("%00", "\0"), False)


def plausible(schema: Schema) -> str:
    """Return a value of a schema that a narrow question would give."""
    if "enum" in schema:
        return str(schema["enum"][0])
    if schema["type"] == "array":
        return plausible(schema["items"])
    return {"integer": "1", "number": "1", "boolean": "true"}.get(schema["type"], "2024")


def decoded(value: str) -> str | None:
    """Return a value as it is read from a query string; None: it is not UTF-8."""
    try:
        return unquote_to_bytes(value.replace("+", " ")).decode()
    except UnicodeDecodeError:
        return None


def allows(schema: Schema, value: str | None) -> bool:
    """Return whether a schema allows a value of a query string."""
    if value is None or "\0" in value or not value.strip():
        return False
    if schema["type"] == "array":
        parts = value.split(",")
        in_number = schema.get("minItems", 0) <= len(parts) <= schema.get("maxItems", len(parts))
        return in_number and all(allows(schema["items"], part) for part in parts)
    return _is_of(schema, value) and value in (str(each) for each in schema.get("enum", [value]))


def _is_of(schema: Schema, value: str) -> bool:
    """Return whether a single value has the type, the length and the form that a schema asks for."""
    if schema["type"] == "boolean":
        return value in WORDS
    if schema["type"] == "string":
        form = schema.get("pattern", "").removesuffix("$") + r"\Z" if "pattern" in schema else ""
        return len(value) <= schema.get("maxLength", len(value)) and bool(re.search(form, value))
    if not re.fullmatch({"integer": "-?[0-9]+", "number": r"-?[0-9]+(\.[0-9]+)?"}[schema["type"]], value, re.ASCII):
        return False
    number = float(value)
    return schema.get("minimum", number) <= number <= schema.get("maximum", number)


def fault(asked: Asked, response: Any, documented: set[str]) -> str | None:
    """Return what is wrong with an answer, or None."""
    status = response.status_code
    if str(status) not in documented:
        return f"{status} is not documented"
    if status < 400:
        return None if asked.may_pass else f"{status} for a value that its schema does not allow"
    if status == 404 and not asked.may_pass:  # an edition that is not there is one that could be
        return "404 for a value that its schema does not allow"
    return problem_fault(response) or unnamed(asked, response)


def problem_fault(response: Any) -> str | None:
    """Return what is wrong with a refusal, whatever it refuses."""
    if response["Content-Type"] != PROBLEM:
        return f"{response.status_code} as {response['Content-Type']}"
    body = json.loads(response.content)
    if body["status"] != response.status_code or not body["detail"] or not body["code"]:
        return f"a problem that tells nothing: {body}"
    return None


def unnamed(asked: Asked, response: Any) -> str | None:
    """Return what a refusal of parameters does not name."""
    errors = json.loads(response.content).get("errors", [])
    named = {error.get("parameter") for error in errors if error["code"] and error["detail"]}
    return None if asked.named in named else f"{response.status_code} names {named}, not {asked.named}"
