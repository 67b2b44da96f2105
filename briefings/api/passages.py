"""Parameters about a passage: what one citation reports, and on whose authority.

A list of citations applies them to its rows; a list of claims asks for one citation that meets them all.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from briefings import choices
from briefings.api.filters import Filters, Parameter, Where, column
from briefings.api.references import Actor, Record
from briefings.api.values import Amount, Bounds, Choice, Days, FirstDay, LastDay, Several, Text, Value
from briefings.models import PublishedAgency, PublishedChain, PublishedLink

ROLE = choices.LinkRole
ACTOR = "Slug, or any form of a name; a form that several bear finds all of them."


def passage(value: Value, where: Where, help_text: str) -> Parameter:
    """Return a parameter about a passage."""
    return Parameter(value, where, help_text, in_passage=True)


def linked(*roles: str) -> Where:
    """Return the condition that a link of the citation names one of the actors, in one of the roles if any is given."""
    in_role = {"role__in": roles} if roles else {}
    return lambda slugs: Q(Exists(PublishedLink.objects.filter(citation=OuterRef("pk"), actor__in=slugs, **in_role)))


def credits_agency(slugs: list[str]) -> Q:
    """Return the condition that an agency is credited, on a link of the citation or for the whole source."""
    source = PublishedAgency.objects.filter(source__slug=OuterRef("source"), actor__in=slugs)
    return linked(ROLE.AGENCY)(slugs) | Q(Exists(source))


def overlaps(bounds: Bounds) -> Q:
    """Return the condition that a reported time and the one asked for share a day.

    A bound that a report leaves open ("by December") is open here too; a time without any bound matches nothing.
    """
    first, last = bounds
    found = Q(earliest__isnull=False) | Q(latest__isnull=False)
    if last is not None:
        found &= Q(earliest__isnull=True) | Q(earliest__lte=last)
    if first is not None:
        found &= Q(latest__isnull=True) | Q(latest__gte=first)
    return found


def ended_before(day: date) -> Q:
    """Return the condition that a reported time is over before a day; one that is open at its end never is."""
    return Q(latest__lt=day)


def began_after(day: date) -> Q:
    """Return the condition that a reported time begins after a day; one that is open at its start never does."""
    return Q(earliest__gt=day)


def put_on_record_at(slug: str) -> Q:
    """Return the condition that a link of the citation was said on an occasion."""
    return Q(Exists(PublishedLink.objects.filter(citation=OuterRef("pk"), occasion=slug)))


def ending(ends: list[str]) -> Q:
    """Return the condition that a chain of the citation ends in one of these ways."""
    return Q(Exists(PublishedChain.objects.filter(citation=OuterRef("pk"), end__in=ends)))


class PassageFilters(Filters):
    """What one citation must meet, all of it together."""

    source = passage(Record("source"), column("source"), "Slug of the source that the passage stands in.")
    actor = passage(Actor(), linked(), f"Actor anywhere in a chain of the passage. {ACTOR}")
    said_by = passage(
        Actor(), linked(ROLE.ORIGINATOR, ROLE.PRESENTER),
        "Actor who asserts it or presents it: a link of role originator or presenter. Who merely passed it on:"
        f" `relayed_by`; anybody in a chain: `actor`. {ACTOR}",
    )  # fmt: skip
    originated_by = passage(Actor(), linked(ROLE.ORIGINATOR), f"Actor who asserts it: role originator. {ACTOR}")
    relayed_by = passage(Actor(), linked(ROLE.RELAYER), f"Actor who passed it on: role relayer. {ACTOR}")
    agency = passage(
        Actor(), credits_agency, f"News agency credited, on a link of a chain or for the whole source. {ACTOR}"
    )
    briefing = passage(
        Record("briefing"), put_on_record_at, "Slug of the occasion on which a link of a chain was said."
    )
    end = passage(Choice(choices.ChainEnd), lambda end: ending([end]), "How a chain of the passage ends.")
    end__in = passage(Several(Choice(choices.ChainEnd)), ending, "How a chain of the passage ends: any of these.")
    amount__gte = passage(
        Amount(), column("amount_min", "gte"),
        "The figure is at least this: its lower bound is. A figure without a lower bound never matches.",
    )  # fmt: skip
    amount__lte = passage(
        Amount(), column("amount_max", "lte"),
        "The figure is at most this: its upper bound is. A figure without an upper bound (“more than 3,000”) never"
        " matches.",
    )  # fmt: skip
    comparator = passage(Choice(choices.Comparator), column("comparator"), "How the words bound the figure.")
    comparator__in = passage(
        Several(Choice(choices.Comparator)), column("comparator", "in"), "How the words bound the figure: any of these."
    )
    currency = passage(Text(3, "[A-Z]{3}", "USD"), column("currency"), "Currency of the figure, ISO 4217.")
    unit = passage(Text(50), column("unit"), "Unit of the figure, a common noun in the singular: `person`.")
    per = passage(Text(50), column("per"), "What the figure is per: `each`, a noun, or a duration such as `P1M`.")
    when__overlaps = passage(
        Days(), overlaps,
        "The reported time shares a day with this EDTF date or interval: `2024-12`, `2024-10-08/2024-10-13`,"
        " `../2024-12`. An open end stays open; a time that could not be resolved never matches.",
    )  # fmt: skip
    when__before = passage(
        FirstDay(), ended_before, "The reported time is over before this EDTF date begins; never true of an open end."
    )
    when__after = passage(
        LastDay(), began_after, "The reported time begins after this EDTF date is over; never true of an open start."
    )
    certainty = passage(Choice(choices.Certainty), column("certainty"), "How sure the passage is (FactBank).")
    certainty__in = passage(
        Several(Choice(choices.Certainty)), column("certainty", "in"), "How sure the passage is: any of these."
    )
    modality = passage(Choice(choices.Modality), column("modality"), "How the passage puts it.")
    modality__in = passage(
        Several(Choice(choices.Modality)), column("modality", "in"), "How the passage puts it: any of these."
    )
    polarity = passage(
        Choice(choices.Polarity), column("polarity"), "Whether the passage affirms or denies (FactBank)."
    )
    speech = passage(
        Choice(choices.Speech), column("speech"), "Whether the passage gives somebody's words, or their sense."
    )
    region = passage(Choice(choices.RegionKind), column("region"), "Part of the source that the passage stands in.")
