"""Read a record's facts, check facts that were handed in, and name the records that facts refer to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from briefings.facts.actors import ActorFacts
from briefings.facts.base import ModelFacts, checked
from briefings.facts.briefings import BriefingFacts
from briefings.facts.claims import ClaimFacts
from briefings.facts.comparisons import ComparisonFacts
from briefings.facts.judgements import JudgementFacts
from briefings.facts.keepable import MOST, refuse_unkeepable
from briefings.facts.known import Known, stored_text
from briefings.facts.readings import ReadingFacts
from briefings.facts.refusals import InvalidFacts
from briefings.facts.sources import SourceFacts
from briefings.models import RECORDS, Link, Record

FACTS: dict[str, type[ModelFacts]] = {
    "source": SourceFacts,
    "actor": ActorFacts,
    "briefing": BriefingFacts,
    "claim": ClaimFacts,
    "reading": ReadingFacts,
    "comparison": ComparisonFacts,
    "judgement": JudgementFacts,
}

# What reading a record's facts needs at once, so that the queries do not grow with its parts.
_PREFETCH: dict[str, tuple[str | Prefetch, ...]] = {
    "source": ("regions", "asides", "agencies__actor"),
    "actor": ("names", "roles__organisation", "roles__source"),
    "briefing": ("presenters", "audience", "passages__source"),
    "claim": (),
    "reading": (
        Prefetch("citations__chains__links", Link.objects.select_related("occasion")),
        "citations__chains__links__actors",
        "citations__chains__links__candidates",
    ),
    "comparison": (),
    "judgement": ("actors", "origins", "passages__source"),
}
_RELATED: dict[str, tuple[str, ...]] = {
    "source": ("publisher", "version_of", "text"),
    "actor": ("parent", "merged_into"),
    "briefing": ("host",),
    "claim": ("subject", "holder"),
    "reading": ("claim", "source"),
    "comparison": ("left_claim", "right_claim"),
    "judgement": ("claim",),
}

# Where facts name other records: a path of keys, * for every element of a list.
_REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "source": (
        ("publisher", "actor"), ("agencies.*.actor", "actor"), ("version_of", "source"),
        ("published.anchor.source", "source"), ("published.literal_anchor.source", "source"),
        ("updated.anchor.source", "source"), ("updated.literal_anchor.source", "source"),
    ),
    "actor": (
        ("parent", "actor"), ("merged_into", "actor"), ("roles.*.organisation", "actor"), ("roles.*.source", "source"),
        ("roles.*.period.anchor.source", "source"), ("roles.*.period.literal_anchor.source", "source"),
    ),
    "briefing": (
        ("host", "actor"), ("presenters.*", "actor"), ("audience.*", "actor"), ("passages.*.source", "source"),
        ("when.anchor.source", "source"), ("when.literal_anchor.source", "source"),
    ),
    "claim": (("subject", "actor"), ("holder", "actor")),
    "reading": (
        ("claim", "claim"), ("source", "source"), ("citations.*.when.anchor.source", "source"),
        ("citations.*.when.literal_anchor.source", "source"),
        ("citations.*.chains.*.links.*.actors.*", "actor"), ("citations.*.chains.*.links.*.candidates.*", "actor"),
        ("citations.*.chains.*.links.*.occasion", "briefing"),
        ("citations.*.chains.*.links.*.when.anchor.source", "source"),
        ("citations.*.chains.*.links.*.when.literal_anchor.source", "source"),
    ),
    "comparison": (
        ("left.claim", "claim"), ("left.citation", "citation"),
        ("right.claim", "claim"), ("right.citation", "citation"),
    ),
    "judgement": (
        ("actors.*", "actor"), ("claim", "claim"), ("origins.*", "actor"), ("passages.*.source", "source"),
    ),
}  # fmt: skip


def queryset(record_type: str) -> QuerySet:
    """Return the working rows of a type with all that reading their facts needs: eight queries at most."""
    model = RECORDS[record_type]
    return model._default_manager.select_related("edition", *_RELATED[record_type]).prefetch_related(
        *_PREFETCH[record_type]
    )


@cache
def reader(record_type: str) -> ModelFacts:
    """Return the one serializer of a type that reads: building one costs more than using it."""
    return FACTS[record_type]()


def of(row: Record) -> dict[str, Any]:
    """Return the facts of a row that came from queryset, without a query."""
    facts: dict[str, Any] = plain(reader(row.record_type.value).to_representation(row))
    return facts


def read(record: Record) -> dict[str, Any]:
    """Return a record's facts as they stand in the working tables."""
    return of(queryset(record.record_type.value).get(pk=record.pk))


def read_many(record_type: str, ids: list[int]) -> dict[int, dict[str, Any]]:
    """Return the facts of several records of one type by primary key, in a bounded number of queries."""
    return {row.pk: of(row) for row in queryset(record_type).filter(pk__in=ids)}


def plain(value: Any) -> Any:
    """Return serializer output as plain dicts and lists."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def known_to(
    record_type: str, several: Iterable[Any], *, texts: Callable[[str], str] = stored_text, known: Known | None = None
) -> Known:
    """Return what facts of one type are checked against, fetched at once: a query for each type that they name."""
    known = known or Known(texts)
    several = list(several)
    known.load({key for facts in several for key in references(record_type, facts)})
    if record_type == "reading":
        known.load_texts(facts["source"] for facts in several if _is_named(facts, "source"))
    return known


def _is_named(facts: Any, key: str) -> bool:
    return isinstance(facts, Mapping) and isinstance(facts.get(key), str)


def clean(
    record_type: str,
    given: Mapping[str, Any],
    *,
    slug: str,
    texts: Callable[[str], str] = stored_text,
    known: Known | None = None,
    once_checked: bool = False,
) -> dict[str, Any]:
    """Return checked facts with slugs turned into rows, ready to be written.

    slug: of the record the facts are of. texts: source slug to text (KeyError for none). known: what known_to
    returned, in the place of texts. once_checked: facts of an edition, which are not measured again by what other
    records have become since. Raises InvalidFacts, whose errors hold one entry for each thing that is wrong, with its
    JSON pointer and what is allowed.
    """
    try:
        refuse_unkeepable(given, most=None if once_checked else MOST)
        known = known or known_to(record_type, [given], texts=texts)
        own = {"source": slug, "reading": given["source"] if _is_named(given, "source") else None}.get(record_type)
        context = {"texts": known.text, "known": known, "own": own, "slug": slug, "once_checked": once_checked}
        return checked(FACTS[record_type], given, context)
    except serializers.ValidationError as error:
        raise InvalidFacts(f"{record_type} {slug}", error.detail) from error


def references(record_type: str, facts: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return (type, slug) of every record that facts name; a citation counts as its reading.

    Of facts that nobody has checked, what is not where it belongs is passed over.
    """
    found: set[tuple[str, str]] = set()
    for path, target in _REFERENCES[record_type]:
        for slug in _at(facts, path.split(".")):
            found.add(("reading", slug.rsplit("--", 1)[0]) if target == "citation" else (target, slug))
    return found


def _at(value: Any, path: list[str]) -> Iterator[str]:
    """Yield the slugs at a path; nothing where a key is missing or null, or something else stands there."""
    if not path:
        if isinstance(value, str):
            yield value
    elif path[0] == "*":
        for part in value if isinstance(value, list) else ():
            yield from _at(part, path[1:])
    elif isinstance(value, dict):
        yield from _at(value.get(path[0]), path[1:])
