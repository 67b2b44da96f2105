"""Parameters about a passage: what one citation reports, and on whose authority.

A list of citations applies them to its rows; lists of claims and readings ask for one citation that meets them all.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DateField, Func, Q, QuerySet, TextChoices
from django.db.models import Value as Constant

from briefings import choices
from briefings.api.conditions import Condition, Either, From, Indexed, Related, Rows, Tallied, Where, at_least
from briefings.api.filters import Family, Group, Parameter, acting, coded, column
from briefings.api.references import Printed, Record, Records
from briefings.api.values import (
    COUNTRY,
    LANGUAGE,
    Amount,
    Bounds,
    Choice,
    Days,
    FirstDay,
    FirstInstant,
    Flag,
    Folded,
    LastDay,
    LastInstant,
    Several,
    Text,
    Value,
    Word,
)
from briefings.facts import spans
from briefings.models import (
    PublishedAgency,
    PublishedBriefing,
    PublishedChain,
    PublishedCitation,
    PublishedLink,
    PublishedSource,
)

ROLE = choices.LinkRole
ACTOR = "Slug, or any form of a name; a form that several bear finds all of them."
PARENTS = (
    "Whether an actor that is asked for stands for all bodies that are part of it, too: `said_by=south-korea` then"
    " finds what its intelligence service said. Persons are part of no body."
)
CERTAINLY = "A source that prints no zone is taken at its widest; one that prints no time never matches."
OF_A_SOURCE = 30  # citations, about
PRECISIONS = ("instant", "day", "month", "year", "decade", "century", "interval", "open_interval")


def passage(value: Value, where: Where, help_text: str) -> Parameter:
    """Return a parameter about a passage."""
    return Parameter(value, where, help_text, in_passage=True)


def of_passage(where: Where) -> Condition:
    """Return the condition on columns of the passage itself, which an index answers."""
    return Indexed(PublishedCitation, where)


def linked(*roles: str) -> Condition:
    """Return the condition that a link of the citation names one of the actors, in one of the roles if any is given."""
    in_role = {"role__in": roles} if roles else {}
    return Related(lambda slugs: PublishedLink.objects.filter(actor__in=slugs, **in_role), "citation")


CREDITS_AGENCY = Either(  # on a link of the citation, or for the whole source
    linked(ROLE.AGENCY),
    Related(lambda slugs: PublishedAgency.objects.filter(actor__in=slugs), "source__slug", "source", OF_A_SOURCE),
)


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


class Before(Func):
    """The day that lies so many days before another."""

    output_field = DateField()

    def __init__(self, day: date, days: int) -> None:
        super().__init__(Constant(day, output_field=DateField()), days=days)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="date(%(expressions)s, '-%(days)s days')", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s::date - %(days)s)", **context)


def reaching(bounds: Bounds) -> Q:
    """Return the same condition as `overlaps`, put so that indexes find what meets it.

    That is, for each class of how long times last a stretch of beginnings, and those with one bound only.
    """
    first, last = bounds
    begins, ends = Q(earliest__isnull=False), Q(latest__isnull=False)
    if last is not None:
        begins &= Q(earliest__lte=last)
    if first is not None:
        ends &= Q(latest__gte=first)
    found = Q(latest__isnull=True) & begins | Q(earliest__isnull=True) & ends
    for span, days in enumerate((*spans.DAYS, None)):
        of_span = Q(span=span) & begins & ends
        if first is not None and days is not None:
            of_span &= Q(earliest__gte=Before(first, days))
        found |= of_span
    return found


class Overlapping(Condition):
    """The condition that a passage's time shares a day with one asked for, in both forms."""

    def __init__(self) -> None:
        super().__init__(lambda bounds: PublishedCitation.objects.filter(reaching(bounds)))

    def __call__(self, value: Bounds) -> Q:
        return overlaps(value)

    def listed(self, value: Bounds) -> Q:
        return Q(pk__in=PublishedCitation.objects.filter(reaching(value)).values("pk"))


def ended_before(day: date) -> Q:
    """Return the condition that a reported time is over before a day; one that is open at its end never is."""
    return Q(latest__lt=day)


def began_after(day: date) -> Q:
    """Return the condition that a reported time begins after a day; one that is open at its start never does."""
    return Q(earliest__gt=day)


def put_on_record_at(occasions: QuerySet | list[str]) -> QuerySet:
    """Return the links that were said on one of these occasions."""
    return PublishedLink.objects.filter(occasion__in=occasions)


def ending(ends: list[str]) -> QuerySet:
    """Return the chains that end in one of these ways."""
    return PublishedChain.objects.filter(end__in=ends)


def figure(value: Decimal) -> Q:
    """Return the condition that a figure has this number as one of its bounds."""
    return Q(amount_min=value) | Q(amount_max=value)


def there(name: str) -> Where:
    """Return the condition that a column has a value, or (false) has none."""
    return lambda is_there: Q(**{f"{name}__isnull": not is_there})


def said_in(countries: list[str]) -> QuerySet:
    """Return the links that were said on an occasion in one of these countries."""
    return put_on_record_at(PublishedBriefing.objects.filter(country__in=countries).values("slug"))


def said_at_place(folded: str) -> QuerySet:
    """Return the links that were said on an occasion whose place holds these words."""
    return put_on_record_at(PublishedBriefing.objects.filter(place__contains=folded).values("slug"))


def alike(
    value: Value, where: Where, help_text: str, *, in_passage: bool = True, unless: Where | None = None
) -> Family:
    """Return the family about what a condition finds; what it does not find is otherwise."""
    unless = unless or (lambda values: ~where(values))
    return Family(value, Several(value), where, help_text, in_passage=in_passage, unless=unless)


def recorded(record_type: str, where: Where, help_text: str, *, in_passage: bool = True) -> Family:
    """Return the family about published records of one type; what the condition does not find is otherwise."""
    return Family(
        Record(record_type), Records(record_type), where, help_text, in_passage=in_passage,
        unless=lambda slugs: ~where(slugs),
    )  # fmt: skip


def about(names: type[TextChoices], name: str, help_text: str) -> Family:
    """Return the family about a value list of the passage itself."""
    return tallied(Choice(names), name, name, help_text)


def tallied(value: Value, facet: str, column: str, help_text: str) -> Family:
    """Return the family about a column of the passage with few different values, a facet whose totals are kept."""
    return coded(
        value, column, help_text, in_passage=True, where=Tallied(facet, column),
        unless=Tallied(facet, column, is_other=True),
    )  # fmt: skip


def noted(value: Value, name: str, help_text: str) -> Family:
    """Return the family about a code or a noun that few passages have, whose column has an index."""
    other = of_passage(lambda values: Q(**{f"{name}__isnull": False}) & ~Q(**{f"{name}__in": values}))
    return coded(value, name, help_text, in_passage=True, where=of_passage(column(name, "in")), unless=other)


def spoken(where: Where, help_text: str) -> Family:
    """Return the family about an actor in the passage's chains."""
    return acting(where, f"{help_text} {ACTOR}", in_passage=True)


def of_source(*, in_passage: bool) -> Group:
    """Return what is asked of the source: of a passage's, or of a row's that has one."""
    return Group(
        publisher=acting(
            in_source("publisher", "in"), f"Who published the source that it stands in. {ACTOR}", in_passage=in_passage,
            unless=in_other_source("publisher"),
        ),
        reliability=alike(
            Choice(choices.Reliability), in_source("reliability", "in"),
            "Admiralty code of the source that it stands in, A (completely reliable) to F (not judged).",
            in_passage=in_passage, unless=in_other_source("reliability"),
        ),
        language=alike(
            Text(35, LANGUAGE, "en"), in_source("language", "in"), "Language of the source that it stands in, BCP 47.",
            in_passage=in_passage, unless=in_other_source("language"),
        ),
        published__before=Parameter(
            FirstInstant(), in_source("published_latest", "lt"),
            f"Its source was certainly published before this instant, or before this day began (UTC). {CERTAINLY}",
            in_passage=in_passage,
        ),
        published__after=Parameter(
            LastInstant(), From(in_source("published_earliest", "gt"), _of_sources(published), "published__before"),
            f"Its source was certainly published after this instant, or after this day ended (UTC). {CERTAINLY}",
            in_passage=in_passage,
        ),
    )  # fmt: skip


def published(between: tuple[datetime, datetime]) -> QuerySet:
    """Return the sources that were certainly published after an instant and before another, by an index of the last."""
    after, before = between
    dated = PublishedSource.objects.filter(undated=False, published_latest__gt=after, published_latest__lt=before)
    return dated.filter(published_earliest__gt=after)


def in_source(name: str, lookup: str) -> Condition:
    """Return the condition that the row's source has a column that compares so."""
    return _of_sources(lambda value: PublishedSource.objects.filter(**{f"{name}__{lookup}": value}))


def in_other_source(name: str) -> Condition:
    """Return the condition that the row's source has none of several values there. What is served has a source."""
    return _of_sources(lambda values: PublishedSource.objects.exclude(**{f"{name}__in": values}))


def _of_sources(found: Rows) -> Condition:
    return Related(found, "slug", "source", OF_A_SOURCE)


OF_CHAINS = Group(
    actor=spoken(linked(), "Actor anywhere in a chain of the passage."),
    said_by=spoken(
        linked(ROLE.ORIGINATOR, ROLE.PRESENTER),
        "Actor who asserts it or presents it, or whose denial or silence is reported (`polarity`): a link of role"
        " originator or presenter. Who merely passed it on: `relayed_by`; anybody in a chain: `actor`.",
    ),
    originated_by=spoken(linked(ROLE.ORIGINATOR), "Actor who asserts it: role originator."),
    presented_by=spoken(linked(ROLE.PRESENTER), "Actor who presented it: role presenter."),
    relayed_by=spoken(linked(ROLE.RELAYER), "Actor who passed it on: role relayer."),
    agency=spoken(CREDITS_AGENCY, "News agency credited, on a link of a chain or for the whole source."),
    briefing=recorded(
        "briefing", Related(put_on_record_at, "citation"), "Slug of the occasion on which a link of a chain was said."
    ),
    said_in=alike(
        Text(2, COUNTRY, "KR"), Related(said_in, "citation"),
        "Country of the occasion on which a link of a chain was said, ISO 3166-1 alpha-2.",
    ),
    place=passage(
        Folded(), Related(said_at_place, "citation"),
        "Words of the place, as printed, of the occasion on which a link of a chain was said; case, accents and the"
        " kind of apostrophe make no difference.",
    ),
    end=alike(Choice(choices.ChainEnd), Related(ending, "citation"), "How a chain of the passage ends."),
)  # fmt: skip
OF_FIGURES = Group(
    amount=passage(
        Amount(), of_passage(figure),
        "The number that the figure is given with: one of its bounds is this, so 3000 finds “around 3,000” and “more"
        " than 3,000” alike.",
    ),
    amount__gte=passage(
        Amount(), at_least(PublishedCitation, "amount_min", "amount__lte"),
        "The figure is at least this: its lower bound is. A figure without a lower bound never matches.",
    ),
    amount__lte=passage(
        Amount(), of_passage(column("amount_max", "lte")),
        "The figure is at most this: its upper bound is. A figure without an upper bound (“more than 3,000”) never"
        " matches.",
    ),
    has_amount=passage(Flag(), there("comparator"), "Whether the passage gives a figure."),
    comparator=about(choices.Comparator, "comparator", "How the words bound the figure."),
    currency=noted(Text(3, "[A-Z]{3}", "USD"), "currency", "Currency of the figure, ISO 4217."),
    unit=noted(
        Printed("unit"), "unit", "Unit of the figure, a common noun in the singular: `person`. One that no published"
        " passage has is refused with those that there are.",
    ),
    per=noted(
        Printed("per"), "per", "What the figure is per: `each`, a noun, or a duration such as `P1M`. One that no"
        " published passage has is refused with those that there are.",
    ),
    factor=passage(
        Amount(), of_passage(column("factor")), "The factor of a ratio that the passage gives: 2 is “double”."
    ),
    has_factor=passage(Flag(), of_passage(there("factor")), "Whether the passage gives a ratio."),
)  # fmt: skip
OF_TIMES = Group(
    when__overlaps=passage(
        Days(), Overlapping(),
        "The reported time shares a day with this EDTF date or interval: `2024-12`, `2024-10-08/2024-10-13`,"
        " `../2024-12`. An open end stays open; a time that could not be resolved never matches.",
    ),
    when__before=passage(
        FirstDay(), of_passage(ended_before),
        "The reported time is over before this EDTF date begins; never true of an open end.",
    ),
    when__after=passage(
        LastDay(), at_least(PublishedCitation, "earliest", "when__before", ("gt", "lt")),
        "The reported time begins after this EDTF date is over; never true of an open start.",
    ),
    when__precision=tallied(
        Word(*PRECISIONS), "when__precision", "when_precision",
        "What the reported time is exact to; one unresolved never matches.",
    ),
    has_when=passage(Flag(), column("has_when"), "Whether the passage reports a time, resolved or not."),
)  # fmt: skip
OF_WORDS = Group(
    certainty=about(choices.Certainty, "certainty", "How sure the passage is (FactBank)."),
    modality=about(choices.Modality, "modality", "How the passage puts it."),
    polarity=about(choices.Polarity, "polarity", "Whether the passage affirms or denies (FactBank)."),
    speech=about(choices.Speech, "speech", "Whether the passage gives somebody's words, or their sense."),
    region=about(choices.RegionKind, "region", "Part of the source that the passage stands in."),
)
IN_SOURCE = Group(
    source=recorded(
        "source", of_passage(column("source", "in")), "Slug of the source that the passage stands in."
    )
)
OF_READ_PASSAGES = Group(  # of one source, so that what is asked of the source is no matter of the passage
    **OF_CHAINS.declared, **OF_FIGURES.declared, **OF_TIMES.declared, **OF_WORDS.declared
)
OF_PASSAGES = Group(**IN_SOURCE.declared, **of_source(in_passage=True).declared, **OF_READ_PASSAGES.declared)
