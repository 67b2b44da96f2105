"""How far the analysis agrees with tables that were written from the texts alone (tests/expected/README.md)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]
BOUNDS = ("min", "best", "max")


@dataclass
class Agreement:
    """What was expected, what was found, and what of it is the same."""

    expected: int = 0
    found: int = 0
    same: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Return how much of what was found was expected."""
        return self.same / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Return how much of what was expected was found."""
        return self.same / self.expected if self.expected else 1.0

    def add(self, expected: int, found: int, same: int) -> None:
        """Count more."""
        self.expected, self.found, self.same = self.expected + expected, self.found + found, self.same + same

    def compare(self, what: str, expected: Iterable[Any], found: Iterable[Any]) -> None:
        """Count two sets, and note in what they differ."""
        left, right = set(expected), set(found)
        self.add(len(left), len(right), len(left & right))
        self.notes += [f"{what}: missed {each}" for each in sorted(map(str, left - right))]
        self.notes += [f"{what}: beyond the table {each}" for each in sorted(map(str, right - left))]


def sourcing(table: Iterable[Document], answers: Mapping[str, Document]) -> Agreement:
    """Compare origins, bounds, open ends, bottlenecks and verdict of each claim of the table."""
    found = Agreement()
    for row in table:
        answer = answers[row["claim"]]
        found.compare(row["claim"], _expected_facts(row), _found_facts(answer))
    return found


def _expected_facts(row: Document) -> Iterable[tuple[str, Any]]:
    yield "verdict", row["verdict"]
    yield from (("origin", origin) for origin in row["origins"])
    yield from (("open end", end) for end in row["open_ends"])
    yield from (("bottleneck", body) for body in row["bottlenecks"])
    for name in ("origins_named", "origins_unknown"):
        yield name, tuple(row[name][bound] for bound in BOUNDS)


def _found_facts(answer: Document) -> Iterable[tuple[str, Any]]:
    yield "verdict", answer["verdict"]
    for origin in answer["origins_named"]["origins"]:
        yield from (("origin", body["slug"]) for body in origin["bodies"] if origin["counted"])
    for end in answer["origins_unknown"]["open_ends"]:
        yield from (("open end", f"{end['via']}:{each}") for each in end["behind"])
    yield from (("bottleneck", each["body"]["slug"]) for each in answer["bottlenecks"])
    for name in ("origins_named", "origins_unknown"):
        yield name, tuple(answer[name][bound] for bound in BOUNDS)


@dataclass
class Differences:
    """Rows; of the rows that both have, severity, how they were found, and the passages on their sides."""

    rows: Agreement = field(default_factory=Agreement)
    severity: Agreement = field(default_factory=Agreement)
    how: Agreement = field(default_factory=Agreement)
    passages: Agreement = field(default_factory=Agreement)


def discrepancies(table: Sequence[Document], rows: Sequence[Document]) -> Differences:
    """Compare rows.

    Rows pair up by kind, field, level, claims or actor, party and, inside a source, the source. What the table marks
    optional counts neither way.
    """
    result = Differences()
    expected = {_table_key(row): row for row in table}
    found = {_row_key(row): row for row in rows}
    optional = {key for key, row in expected.items() if row.get("optional")}
    result.rows.compare("row", expected.keys() - optional, found.keys() - optional)
    for key in sorted(expected.keys() & found.keys() - optional, key=str):
        wanted, got = expected[key], found[key]
        result.severity.compare(wanted["id"], [wanted["severity"]], [got["severity"]])
        result.how.compare(wanted["id"], [wanted["how"]], [got["found"]])
        if "attribution" not in key:  # there the table quotes the words of the attribution
            result.passages.compare(wanted["id"], *_sides(wanted["sides"], got["sides"]))
    return result


def _table_key(row: Document) -> tuple[Any, ...]:
    claims = row.get("claims") or [row.get("claim") or row["actor"]]
    is_party = row["kind"] == "polarity" and row["id"].count(":") > 1
    party = row["id"].rsplit(":", 1)[1] if is_party else None
    return (row["kind"], row.get("field"), row.get("level"), tuple(sorted(claims)), row.get("source"), party)


def _row_key(row: Document) -> tuple[Any, ...]:
    claims = sorted(row["claims"]) or [row["party"]]
    source = row["sources"][0] if row["kind"] == "within_source" else None
    party = row["party"] if row["kind"] == "polarity" else None
    kinds = (each and str(each) for each in (row["kind"], row["field"], row["level"]))
    return (*kinds, tuple(claims), source, party)


def _sides(wanted: Sequence[Document], got: Sequence[Document]) -> tuple[set[Any], set[Any]]:
    """Return who stands on which side, by the table and by the analysis; sides are paired by whom they share."""
    left = [_members(side) for side in wanted]
    right = [
        {(p["source"], p["exact"]) for p in side["passages"]} or {(s, "") for s in side["sources"]} for side in got
    ]
    expected: set[Any] = set()
    found: set[Any] = set()
    for number, side in enumerate(right):
        best = max(range(len(left)), key=lambda place: _likeness(left[place], side), default=number)
        pairs = sorted(_shared(left[best], side), key=lambda pair: abs(len(pair[0][1]) - len(pair[1][1])))
        found |= {(best, *next((q for q, p in pairs if p == passage), passage)) for passage in side}
    for number, side in enumerate(left):
        expected |= {(number, *quote) for quote in side}
    return expected, found


def _likeness(quotes: set[tuple[str, str]], passages: set[tuple[str, str]]) -> int:
    return sum(1 + min(len(quote[1]), len(passage[1])) for quote, passage in _shared(quotes, passages))


def _members(side: Document) -> set[tuple[str, str]]:
    quotes = {(source, quote) for source, each in side.get("quotes", {}).items() for quote in each}
    return quotes or {(source, "") for source in side["sources"]}


def _shared(
    quotes: set[tuple[str, str]], passages: set[tuple[str, str]]
) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Return the pairs of a quote and a passage of one source that hold each other's words."""
    return [
        (quote, passage)
        for quote in quotes
        for passage in passages
        if quote[0] == passage[0] and (quote[1] in passage[1] or passage[1] in quote[1])
    ]


def matrix(table: Document, answer: Document) -> Agreement:
    """Compare the claims of the matrix, and each cell: silent, or its passages with value, date and certainty."""
    found = Agreement()
    found.compare("claims", (row["claim"] for row in table["claims"]), (r["claim"]["slug"] for r in answer["claims"]))
    cells = {row["claim"]["slug"]: row["cells"] for row in answer["claims"]}
    for row in table["claims"]:
        for source, cell in row["cells"].items():
            got = cells.get(row["claim"], {}).get(source)
            if got:
                found.compare(f"{row['claim']} {source}", _table_cell(cell), _cell(cell, got))
    return found


def _table_cell(cell: Any) -> list[Any]:
    if cell == "silent":
        return ["silent"]
    return [(number, *_printed(each)) for number, each in enumerate(cell)]


def _printed(each: Document) -> tuple[Any, ...]:
    return each.get("value"), each.get("when"), each["certainty"], each.get("polarity", "positive"), each["at_briefing"]


def _cell(cell: Any, got: Document) -> list[Any]:
    """Return a cell's citations, numbered as the passages of the table that hold their words."""
    if got["status"] != "carried":
        return ["silent" if got["status"] == "not_carried" else got["status"]]
    quotes = [] if cell == "silent" else [each["printed"] for each in cell]
    free = list(range(len(quotes)))
    values = []
    for number, citation in enumerate(each for each in got["citations"] if each["counted"]):
        words = citation["exact"]
        place = next((n for n in free if quotes[n] in words or words in quotes[n]), None)
        if place is not None:
            free.remove(place)
        values.append((f"own {number}" if place is None else place, *_found_values(citation)))
    return values


def _found_values(citation: Document) -> tuple[Any, ...]:
    quantity, when = citation["quantity"], citation["when"]
    edtf = when["edtf"] if when else None
    return _value(quantity), edtf, citation["certainty"], citation["polarity"], citation["at_briefing"]


def _value(quantity: Document | None) -> str | None:
    """Return a figure as the table writes it: "gt 3000", "approx 2000 USD P1M", "gt (thousands more)"."""
    if quantity is None:
        return None
    numbers = [quantity[key] for key in ("min", "max") if quantity[key] is not None]
    measure = [each for each in (quantity["currency"], quantity["per"]) if each]
    return " ".join(map(str, [quantity["comparator"], *(numbers[:1] or [f"({quantity['literal']})"]), *measure]))
