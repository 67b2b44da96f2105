"""Parameters about a passage: what one citation reports, and on whose authority.

A list of citations applies them to its rows; a list of claims asks for one citation that meets them all.
"""

from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, TextChoices

from briefings import choices
from briefings.api.filters import Control, Family, Filters, Parameter, Where, acting, chosen, column
from briefings.api.references import Record, Records
from briefings.api.values import (
    LANGUAGE,
    Amount,
    Bounds,
    Choice,
    Days,
    FirstDay,
    FirstInstant,
    Flag,
    LastDay,
    LastInstant,
    Several,
    Text,
    Value,
    Word,
)
from briefings.models import PublishedAgency, PublishedBriefing, PublishedChain, PublishedLink, PublishedSource

ROLE = choices.LinkRole
ACTOR = "Slug, or any form of a name; a form that several bear finds all of them."
PARENTS = (
    "Whether an actor that is asked for stands for all bodies that are part of it, too: `said_by=south-korea` then"
    " finds what its intelligence service said. Persons are part of no body."
)
CERTAINLY = "A source that prints no zone is taken at its widest; one that prints no time never matches."
PRECISIONS = ("instant", "day", "month", "year", "decade", "century", "interval", "open_interval")


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


def put_on_record_at(slugs: list[str]) -> Q:
    """Return the condition that a link of the citation was said on one of these occasions."""
    return Q(Exists(PublishedLink.objects.filter(citation=OuterRef("pk"), occasion__in=slugs)))


def ending(ends: list[str]) -> Q:
    """Return the condition that a chain of the citation ends in one of these ways."""
    return Q(Exists(PublishedChain.objects.filter(citation=OuterRef("pk"), end__in=ends)))


def figure(value: Decimal) -> Q:
    """Return the condition that a figure has this number as one of its bounds."""
    return Q(amount_min=value) | Q(amount_max=value)


def there(name: str) -> Where:
    """Return the condition that a column has a value, or (false) has none."""
    return lambda is_there: Q(**{f"{name}__isnull": not is_there})


def in_source(name: str, lookup: str = "exact") -> Where:
    """Return the condition that the passage stands in a source of which a column compares so."""
    return lambda value: Q(
        Exists(PublishedSource.objects.filter(slug=OuterRef("source"), **{f"{name}__{lookup}": value}))
    )


def said_in(country: str) -> Q:
    """Return the condition that a link of the citation was said on an occasion in a country."""
    occasions = PublishedBriefing.objects.filter(country=country).values("slug")
    return Q(Exists(PublishedLink.objects.filter(citation=OuterRef("pk"), occasion__in=occasions)))


def sourced(names: type[TextChoices], name: str, help_text: str) -> Family:
    """Return the family about a value list of the source that the passage stands in."""
    met = in_source(name, "in")
    return Family(
        Choice(names), Several(Choice(names)), met, help_text, in_passage=True, unless=lambda values: ~met(values)
    )


def about(names: type[TextChoices], name: str, help_text: str) -> Family:
    """Return the family about a value list of the passage itself."""
    return chosen(names, name, help_text, in_passage=True)


def spoken(where: Where, help_text: str) -> Family:
    """Return the family about an actor in the passage's chains."""
    return acting(where, f"{help_text} {ACTOR}", in_passage=True)


class PassageFilters(Filters):
    """What one citation must meet, all of it together."""

    source = Family(
        Record("source"), Records("source"), column("source", "in"), "Slug of the source that the passage stands in.",
        in_passage=True, unless=lambda slugs: ~Q(source__in=slugs),
    )  # fmt: skip
    publisher = acting(
        in_source("publisher", "in"), f"Who published the source that the passage stands in. {ACTOR}", in_passage=True
    )
    reliability = sourced(
        choices.Reliability, "reliability",
        "Admiralty code of the source that the passage stands in, A (completely reliable) to F (not judged).",
    )  # fmt: skip
    language = passage(Text(35, LANGUAGE, "en"), in_source("language"), "Language of the passage, BCP 47.")
    published__before = passage(
        FirstInstant(), in_source("published_latest", "lt"),
        f"Its source was certainly published before this instant, or before this day began (UTC). {CERTAINLY}",
    )  # fmt: skip
    published__after = passage(
        LastInstant(), in_source("published_earliest", "gt"),
        f"Its source was certainly published after this instant, or after this day ended (UTC). {CERTAINLY}",
    )  # fmt: skip
    actor = spoken(linked(), "Actor anywhere in a chain of the passage.")
    said_by = spoken(
        linked(ROLE.ORIGINATOR, ROLE.PRESENTER),
        "Actor who asserts it or presents it: a link of role originator or presenter. Who merely passed it on:"
        " `relayed_by`; anybody in a chain: `actor`.",
    )  # fmt: skip
    originated_by = spoken(linked(ROLE.ORIGINATOR), "Actor who asserts it: role originator.")
    presented_by = spoken(linked(ROLE.PRESENTER), "Actor who presented it: role presenter.")
    relayed_by = spoken(linked(ROLE.RELAYER), "Actor who passed it on: role relayer.")
    agency = spoken(credits_agency, "News agency credited, on a link of a chain or for the whole source.")
    briefing = Family(
        Record("briefing"), Records("briefing"), put_on_record_at,
        "Slug of the occasion on which a link of a chain was said.",
        in_passage=True, unless=lambda slugs: ~put_on_record_at(slugs),
    )  # fmt: skip
    said_in = passage(
        Text(2, "[A-Z]{2}", "KR"), said_in,
        "Country of the occasion on which a link of a chain was said, ISO 3166-1 alpha-2.",
    )  # fmt: skip
    end = Family(
        Choice(choices.ChainEnd), Several(Choice(choices.ChainEnd)), ending, "How a chain of the passage ends.",
        in_passage=True, unless=lambda ends: ~ending(ends),
    )  # fmt: skip
    amount = passage(
        Amount(), figure,
        "The number that the figure is given with: one of its bounds is this, so 3000 finds “around 3,000” and “more"
        " than 3,000” alike.",
    )  # fmt: skip
    amount__gte = passage(
        Amount(), column("amount_min", "gte"),
        "The figure is at least this: its lower bound is. A figure without a lower bound never matches.",
    )  # fmt: skip
    amount__lte = passage(
        Amount(), column("amount_max", "lte"),
        "The figure is at most this: its upper bound is. A figure without an upper bound (“more than 3,000”) never"
        " matches.",
    )  # fmt: skip
    has_amount = passage(Flag(), there("comparator"), "Whether the passage gives a figure.")
    comparator = about(choices.Comparator, "comparator", "How the words bound the figure.")
    currency = passage(Text(3, "[A-Z]{3}", "USD"), column("currency"), "Currency of the figure, ISO 4217.")
    unit = passage(Text(50), column("unit"), "Unit of the figure, a common noun in the singular: `person`.")
    per = passage(Text(50), column("per"), "What the figure is per: `each`, a noun, or a duration such as `P1M`.")
    factor = passage(Amount(), column("factor"), "The factor of a ratio that the passage gives: 2 is “double”.")
    has_factor = passage(Flag(), there("factor"), "Whether the passage gives a ratio.")
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
    when__precision = passage(
        Word(*PRECISIONS), column("when_precision"), "What the reported time is exact to; one unresolved never matches."
    )
    has_when = passage(Flag(), column("has_when"), "Whether the passage reports a time, resolved or not.")
    certainty = about(choices.Certainty, "certainty", "How sure the passage is (FactBank).")
    modality = about(choices.Modality, "modality", "How the passage puts it.")
    polarity = about(choices.Polarity, "polarity", "Whether the passage affirms or denies (FactBank).")
    speech = about(choices.Speech, "speech", "Whether the passage gives somebody's words, or their sense.")
    region = about(choices.RegionKind, "region", "Part of the source that the passage stands in.")
    with_parents = Control(Flag(), PARENTS)
