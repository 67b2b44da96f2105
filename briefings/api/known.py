"""What may be asked of a list of claims together with `known_by`, and what it means then.

A parameter is answered only where the answer rests on nothing but the sources that were known: whatever is not named
here is refused, so that no answer tells by what it leaves out.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from briefings.api.conditions import plain
from briefings.api.filters import Parameter
from briefings.api.parameters import refusal
from briefings.api.problems import BadParameters
from briefings.choices import ReadingStatus
from briefings.inquiry.known import is_known
from briefings.models import PublishedReading

OF_THE_CLAIM = frozenset({"slug", "category", "subject", "holder", "country"})  # the curator's wording, whoever reports
OF_THE_OCCASION = frozenset({"said_in", "place"})  # no passage of a source says when these were known
RESOLVED = frozenset({"when"})  # a time may have been resolved from another source
ORDERINGS = frozenset({"slug", "-slug"})
FACETS = frozenset({
    "category", "subject", "holder", "country", "source", "region", "modality", "certainty", "polarity", "speech",
    "comparator", "unit", "per", "currency", "actor", "said_by", "originated_by", "relayed_by", "end",
})  # fmt: skip
WHY = "it rests on sources that may be later, too"


def is_resolved(at: datetime) -> Q:
    """Return the condition that the passage's time rests on known sources only."""
    return Q(dated_from__isnull=True) | Q(dated_from__lte=at)


def stem(name: str) -> str:
    """Return what a parameter is about: its name without a lookup."""
    return name.partition("__")[0]


def refuse(values: Mapping[str, Any], others: tuple[str, ...] = ("expand",)) -> None:
    """Raise BadParameters for what is asked beside known_by and cannot be told without later sources."""
    errors = [_refused(name) for name in others if values.get(name) is not None]
    if values.get("ordering") not in {None, *ORDERINGS}:
        errors.append(_refused("ordering", values["ordering"], ORDERINGS))
    wrong = [name for name in values.get("facets") or () if name not in FACETS]
    errors += [_refused("facets", name, FACETS) for name in wrong]
    if errors:
        raise BadParameters(errors)


def _refused(name: str, value: str = "", allowed: frozenset[str] = frozenset()) -> dict[str, Any]:
    shown = f"{name}={value}" if value else name
    more = {"allowed": sorted(allowed)} if allowed else {}
    return refusal(name, "not_with_known_by", f"{shown} cannot be answered with known_by: {WHY}", **more)


def conditions(declared: Mapping[str, Parameter], meant: Mapping[str, Any]) -> tuple[Q, Q]:
    """Return what is asked of a claim itself, and of one and the same citation in a source that was known."""
    errors = [_refused(name) for name, each in declared.items() if name in meant and not _is_answered(name, each)]
    if errors:
        raise BadParameters(errors)
    row, passage, at = Q(), Q(), plain(meant["known_by"])
    for name, parameter in declared.items():
        if name not in meant:
            continue
        if parameter.in_passage:
            passage &= parameter.condition(meant[name])
            passage &= is_resolved(at) if stem(name) in RESOLVED else Q()
        else:
            row &= READ[name](plain(meant[name]), at) if name in READ else parameter.condition(meant[name])
    return row, passage


def _is_answered(name: str, parameter: Parameter) -> bool:
    if parameter.in_passage:
        return stem(name) not in OF_THE_OCCASION
    return name == "known_by" or name in READ or stem(name) in OF_THE_CLAIM


def _read(sources: list[str], at: datetime, **status: str) -> Q:
    """Return the condition that one of the sources was known, and read for the claim with this outcome."""
    rows = PublishedReading.objects.filter(is_known(at), claim=OuterRef("slug"), source__in=sources, **status)
    return Q(Exists(rows))


def _read_each(sources: list[str], at: datetime, status: str) -> Q:
    found = Q()
    for source in sources:
        found &= _read([source], at, status=status)
    return found


CARRIED, SILENT = ReadingStatus.CARRIED.value, ReadingStatus.NOT_CARRIED.value
READ = {
    "carried_by": lambda sources, at: _read([sources], at, status=CARRIED),
    "carried_by__in": lambda sources, at: _read(sources, at, status=CARRIED),
    "carried_by__all": lambda sources, at: _read_each(sources, at, CARRIED),
    "not_carried_by": lambda sources, at: _read([sources], at, status=SILENT),
    "not_carried_by__in": lambda sources, at: _read(sources, at, status=SILENT),
    "not_carried_by__all": lambda sources, at: _read_each(sources, at, SILENT),
    "not_checked_in": lambda sources, at: ~_read(sources, at),
}

