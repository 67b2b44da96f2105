"""Which values the fields of a fixture may have: value lists (those of briefings.choices), codes, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from briefings.errors import BriefingsError
from briefings.exchange.fixture_shapes import Facts, Problem
from briefings.exchange.fixtures import Fixtures
from briefings.text import edtf

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_WORDS = "lower-case ASCII letters, digits and single hyphens are allowed"
RESOLVED = ("same_source", "other_source")
CITATION_ID = re.compile(r"c[1-9][0-9]*")
# Path of a field in a record ("*" is each member of a list) to its class in choices.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "sources": {
        "kind": "SourceKind",
        "publisher_basis": "PublisherBasis",
        "regions/*/kind": "RegionKind",
        "asides/*/reason": "AsideReason",
        "version_kind": "VersionKind",
        "reliability": "Reliability",
        "text_access": "TextAccess",
        "published/basis": "WhenBasis",
        "updated/basis": "WhenBasis",
    },
    "actors": {"kind": "ActorKind", "names/*/kind": "NameKind"},
    "briefings": {"kind": "BriefingKind", "when/basis": "WhenBasis", "passages/*/states/*": "PassageFact"},
    "claims": {"category": "Category"},
    "readings": {
        "status": "ReadingStatus",
        "citations/*/modality": "Modality",
        "citations/*/certainty": "Certainty",
        "citations/*/polarity": "Polarity",
        "citations/*/speech": "Speech",
        "citations/*/when/basis": "WhenBasis",
        "citations/*/quantity/comparator": "Comparator",
        "citations/*/chains/*/end": "ChainEnd",
        "citations/*/chains/*/links/*/role": "LinkRole",
        "citations/*/chains/*/links/*/basis": "LinkBasis",
        "citations/*/chains/*/links/*/distribution": "Distribution",
        "citations/*/chains/*/links/*/when/basis": "WhenBasis",
    },
    "comparisons": {"kind": "ComparisonKind"},
    "judgements": {"kind": "JudgementKind"},
}
PATTERNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "sources": {
        "language": (r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "a BCP 47 tag such as en"),
        "received_at": (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", "an RFC 3339 instant in UTC"),
    },
    "actors": {
        "country": (r"[A-Z]{2}", "ISO 3166-1 alpha-2"),
        "names/*/language": (r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "a BCP 47 tag such as ko"),
        "names/*/script": (r"[A-Z][a-z]{3}", "an ISO 15924 code such as Latn"),
    },
    "briefings": {"country": (r"[A-Z]{2}", "ISO 3166-1 alpha-2")},
    "claims": {"countries/*": (r"[A-Z]{2}", "ISO 3166-1 alpha-2")},
    "readings": {
        "citations/*/id": (CITATION_ID.pattern, "c and a number: c1, c2"),
        "citations/*/quantity/currency": (r"[A-Z]{3}", "ISO 4217"),
    },
}


def problems(read: Fixtures) -> Iterator[Problem]:
    """Yield every value that its list or pattern does not allow."""
    for name, paths in CHOICES.items():
        for record in getattr(read, name):
            for path, listed in paths.items():
                yield from _unlisted(name, record, path, listed)
    for name, patterns in PATTERNS.items():
        for record in getattr(read, name):
            for path, (pattern, words) in patterns.items():
                yield from _unlike(name, record, path, pattern, words)
    for claim in read.claims:
        if claim["credibility"] not in range(1, 7):
            yield Problem("claims.yaml", claim["slug"], "/credibility", f"{claim['credibility']!r} is not 1 to 6")


def when_problems(when: Facts, places: list[str], source: str | None) -> Iterator[tuple[str, str]]:
    """Yield (pointer, message) for a When of source whose literal must stand in one of places."""
    for key in ("edtf", "edtf_printed"):
        yield from _unread(key, when[key])
    literal, basis = when["literal"], when["basis"]
    if not literal or not any(literal in words for words in places):
        yield "/literal", f"{literal!r} stands neither in the passage nor in a literal_anchor"
    if basis in RESOLVED:
        yield from _resolved(when, source)
    if basis == "printed" and when["edtf"] != when["edtf_printed"]:
        yield "/edtf", f"basis printed needs edtf = edtf_printed, not {when['edtf']!r} and {when['edtf_printed']!r}"
    if basis == "unclear" and when["edtf"] is not None and when["edtf"] != when["edtf_printed"]:
        yield "/edtf", "basis unclear resolves nothing: edtf is null or edtf_printed"


def _resolved(when: Facts, source: str | None) -> Iterator[tuple[str, str]]:
    """Check the anchor that a date was resolved from: it stands in the source that the basis says."""
    anchor, basis = when["anchor"], when["basis"]
    if not anchor:
        yield "/anchor", f"basis {basis} needs the anchor that the date was resolved from"
    elif (anchor.get("source", source) == source) != (basis == "same_source"):
        yield "/anchor", f"basis {basis}, but the anchor is in {anchor.get('source', source)}"
    if not _agree(when["edtf_printed"], when["edtf"]):
        yield "/edtf", f"{when['edtf']!r} contradicts what is printed, {when['edtf_printed']!r}"


def _agree(printed: str | None, resolved: str | None) -> bool:
    """Say whether the resolved date only fills in digits that the printed one leaves open."""
    if printed is None or resolved is None:
        return True
    return re.fullmatch(re.escape(printed).replace("X", "[0-9X]"), resolved) is not None


def members(value: Any, path: str, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (pointer, value) of each member that path names; nulls on the way name nothing."""
    head, _, rest = path.partition("/")
    if value is None:
        return
    if not head:
        yield pointer, value
    elif head == "*":
        for at, member in enumerate(value):
            yield from members(member, rest, f"{pointer}/{at}")
    else:
        yield from members(value.get(head), rest, f"{pointer}/{head}")


def file_of(name: str, record: Facts) -> str:
    """Return the file that a record stands in."""
    return f"readings/{record['source']}.yaml" if name == "readings" else f"{name}.yaml"


@cache
def listed_values(name: str) -> tuple[str, ...]:
    """Return the values of a list in briefings.choices; imported late, as it needs Django."""
    from briefings import choices

    return tuple(str(value) for value in getattr(choices, name).values)


def _unlisted(name: str, record: Facts, path: str, listed: str) -> Iterator[Problem]:
    allowed = listed_values(listed)
    for pointer, value in members(record, path):
        if value not in allowed or (listed == "RegionKind" and value == "body"):
            message = f"{value!r} is not one of {', '.join(allowed)}"
            yield Problem(file_of(name, record), record["slug"], pointer, message)


def _unlike(name: str, record: Facts, path: str, pattern: str, words: str) -> Iterator[Problem]:
    for pointer, value in members(record, path):
        if not re.fullmatch(pattern, value):
            yield Problem(file_of(name, record), record["slug"], pointer, f"{value!r} is not {words}")


def _unread(key: str, value: str | None) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    try:
        edtf.parse(value)
    except BriefingsError as error:
        yield f"/{key}", str(error)
