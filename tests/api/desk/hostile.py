"""Hostile bodies for the desk: every field of everything that a script may send, with every value that breaks programs.

A hazard is raw JSON, or no JSON at all, and is put in the place of one field of a body that would be right without it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests import universe

HOLE = "@@hole@@"
# What is no strict JSON: refused as a whole, wherever it stands.
BROKEN = (
    "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "01", "+1", ".5", "1.", "0x10", "'a'", "undefined", "True",
    '{"a":1,"a":2}', '"\\x41"', '"', "[1,]", "{a:1}", "/**/1", "9" * 5000, '"a\x01b"', '"a\nb"',
    "[" * 100_000 + "]" * 100_000,  # deeper than any Python reads
)  # fmt: skip
KEPT_BY_NOBODY = (
    '"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"\\udc00\\ud800"', '{"\\u0000":1}', '{"\\ud800":1}', "9" * 30, "9" * 4000,
    "-" + "9" * 30, "1" + "0" * 400, '{"a":' * 30 + "1" + "}" * 30, "[" * 40 + "]" * 40,
)  # fmt: skip
ODD = (
    "null", "true", "false", "0", "-0", "-1", "1", "1.0", "1.5", "-0.0", "1e5", "1e308", "1e-400", "2147483648",
    "9223372036854775807", "9223372036854775808", "1000000000000000001", '""', '" "', '"\\t"', '"\\u00a0"', '"\\u200b"',
    '"\\u3000"', '"null"', '"true"', '"0"', '"1"', '"-1"', '"1e5"', '"NaN"', '"Infinity"', "[]", "{}", "[[]]", "[{}]",
    "[null]", "[0]", '[""]', '["a","a"]', "[[[[[[]]]]]]", '{"a":1}', '{"":1}', '{"__proto__":{"a":1}}', '{"$ne":null}',
    '{"id":1}', '{"slug":"agency"}', '{"state":"published"}', '["soldiers-left"]', '"soldiers-left"', '"agency"',
    '"report-a"', '"never-there"', '"Agency"', '"agency\\n"', '"agency "', '"\\u0430gency"', '"agenc\\u200by"',
    '"\\uff41gency"', '"ag\\u0065\\u0301ncy"', '"../agency"', '"%61gency"', '"agency\\u202e"', '"--"', '"a--b--c"',
    '"2024-02-30"', '"0000-01-01"', '"9999-12-31T23:59:59-12:00"', '"0001-01-01T00:00:00+14:00"', '"10000-01-01"',
    '"2024-10-23T16:47:00"', '"2024-10-23"', '"../2024-12"', '"XXXX-XX-23"', '"../.."', '"Y170000002"', '"1e9"',
    '"\'; DROP TABLE x; --"', '"{{7*7}}"', '"${jndi:ldap://x}"', '"<script>alert(1)</script>"', '"%s%n"', '"=1+1"',
    '"\\ud83d\\udca9"', '"\\u202ereversed"', '"\\ufeff"', '"e\\u0301"', '"\\ufdfd"', '"a" '.strip(), '"aa"', '"KR"',
    '"' + "a" * 51 + '"', '"' + "a" * 301 + '"', '"' + "a" * 10001 + '"', '"' + "a" * 200_000 + '"',
    "[" + ",".join(["0"] * 2000) + "]", "[" + ",".join(['"a"'] * 2000) + "]", "[" + ",".join(["{}"] * 500) + "]",
)  # fmt: skip
HAZARDS = tuple(dict.fromkeys((*ODD, *KEPT_BY_NOBODY, *BROKEN)))


@dataclass(frozen=True)
class Sent:
    """One hostile request. pointer: the field that is attacked, in the body; value: what stands there."""

    method: str
    path: str
    pointer: str
    value: str
    body: str

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.pointer} = {self.value[:60]}"


def places(value: Any, pointer: str = "") -> Iterator[str]:
    """Yield a pointer to everything within some JSON, itself left out."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in items:
        yield f"{pointer}/{key}"
        yield from places(part, f"{pointer}/{key}")


def pierced(value: Any, pointer: str) -> Any:
    """Return some JSON with a hole where the pointer leads."""
    if not pointer:
        return HOLE
    key, _, rest = pointer[1:].partition("/")
    rest = f"/{rest}" if rest else ""
    if isinstance(value, list):
        return [pierced(part, rest) if str(index) == key else part for index, part in enumerate(value)]
    return {name: pierced(part, rest) if name == key else part for name, part in value.items()}


def bodies() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (method, path, body) of every write of the desk, each body as it could be right."""
    for (record_type, slug), facts in universe.FACTS.items():
        text = {"text": f"{universe.TEXT_A} Again."} if record_type == "source" else {}
        yield "post", f"{record_type}s/", {"slug": f"new-{slug}", "facts": facts, **text}
        yield "put", f"{record_type}s/{slug}/", {"facts": facts}
    key = {"type": "claim", "slug": "soldiers-left"}
    seen = {"version": 1, "facts_sha256": "0" * 64}
    html = {"slug": "new", "facts": universe.MORE["source"][1], "html": "<p>A report of its own.</p>", "batch": 1}
    yield from (
        ("post", "sources/", html), ("post", "claims/soldiers-left/revise/", {"x": 1}),
        ("post", "claims/soldiers-left/submit/", {"x": 1}),
        ("post", "claims/soldiers-left/discard/", {"reason": "No."}),
        ("post", "claims/soldiers-left/return/", {"reason": "No."}),
        ("post", "actors/twin/merge/", {"into": "agency"}),
        ("post", "claims/soldiers-left/withdraw/", {"reason": "No.", "also": [key]}),
        ("post", "claims/soldiers-left/approve/", {**seen, "correction_note": "x"}),
        ("post", "claims/soldiers-left/assign/", {"to": "desk-reviewer"}),
        ("post", "claims/soldiers-left/restore/", {"number": 1}), ("post", "batches/", {"title": "One"}),
        ("post", "batches/{batch}/add/", {"records": [key]}), ("post", "batches/{batch}/remove/", {"records": [key]}),
        ("post", "batches/{batch}/return/", {"reason": "No."}), ("post", "batches/{batch}/close/", {"x": 1}),
        ("post", "batches/{batch}/approve/", {"records": [{**key, **seen}], "correction_note": "x"}),
    )  # fmt: skip


def requests(*, one_in: int = 1) -> Iterator[Sent]:
    """Yield every field of every write with every hazard, or with one in so many of them."""
    turn = 0
    for method, path, body in bodies():
        for pointer in ("", *places(body)):
            turn += 1
            for value in HAZARDS[turn % one_in :: one_in]:
                yield Sent(method, path, pointer, value, json.dumps(pierced(body, pointer)).replace(f'"{HOLE}"', value))
