"""Claims: questions with a true-or-false core, with every answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from briefings import choices
from briefings.analysis.reasons import ESTABLISHED, NOT_ESTABLISHED, SINGLE
from briefings.api import known
from briefings.api.analysed import KNOWN_BY
from briefings.api.base import DetailView, ListView
from briefings.api.conditions import Condition, Each, Indexed, Related, at_least, named_by
from briefings.api.filters import (
    Control,
    Facets,
    Filters,
    Group,
    OfMany,
    Ordering,
    Parameter,
    acting,
    chosen,
    coded,
    column,
    since,
    stem_of,
)
from briefings.api.passages import ACTOR, OF_PASSAGES, PARENTS, alike, in_source, recorded
from briefings.api.references import Records
from briefings.api.schemas.claims import ClaimDocument
from briefings.api.shaping import Shape
from briefings.api.values import COUNTRY, Choice, Flag, Text, Whole, Word
from briefings.api.words import searched
from briefings.facts import canonical
from briefings.inquiry import known as as_known
from briefings.models import PublishedCitation, PublishedClaim, PublishedCountry, PublishedReading
from briefings.rendering.facets import FACETS


def read_in(status: str) -> Condition:
    """Return the condition that one of the sources was read for the claim, with this outcome."""
    return Related(
        lambda sources: PublishedReading.objects.filter(source__in=sources, status=status), "claim", "slug"
    )


def not_read_in(sources: list[str]) -> Q:
    """Return the condition that none of the sources was read for the claim."""
    return ~Q(Exists(PublishedReading.objects.filter(claim=OuterRef("slug"), source__in=sources)))


def of_claim(name: str, lookup: str = "exact") -> Condition:
    """Return the condition that a column of the claim, which has an index, compares so."""
    return Indexed(PublishedClaim, column(name, lookup))


def having(passage: Q, is_listed: bool = False) -> Q:
    """Return the condition that one published citation of the claim meets everything that is asked of one."""
    return named_by(PublishedCitation.objects.filter(passage), "claim", "slug", is_listed=is_listed)


TAKES_PLACE_IN = Related(lambda countries: PublishedCountry.objects.filter(country__in=countries), "claim")


def reading(name: str, status: str, help_text: str) -> Group:
    """Return the parameters about sources that were read for the claim, with this outcome: one, any, or all."""
    read = read_in(status)
    found = recorded("source", read, help_text, in_passage=False)
    found.unless = None  # not carried by it, or not read in it: two things, with a parameter each
    return Group(**{name: found, f"{name}__all": Parameter(
        Records("source"), Each(read),
        f"{stem_of(help_text)}: each of these.",
    )})  # fmt: skip


def bounded(name: str, told: str) -> Group:
    """Return the parameters about a number that unclear passages leave open: as assumed, and under every reading."""
    return Group(**{
        name: Parameter(Whole(), of_claim(name), f"Exactly so many {told}, as the curator reads unclear passages."),
        f"{name}__gte": Parameter(
            Whole(), at_least(PublishedClaim, f"{name}_min", f"{name}__lte"),
            f"At least so many {told}, however unclear passages are read."
        ),
        f"{name}__lte": Parameter(
            Whole(), of_claim(f"{name}_max", "lte"), f"At most so many {told}, however unclear passages are read."
        ),
    })  # fmt: skip


SHAPE = Shape(ClaimDocument, subject="actor", holder="actor", readings__source="source")


class ClaimFilters(Filters):
    """What a claim must meet, and what one of its citations must."""

    changed_since = since(PublishedClaim)
    passages = OfMany(OF_PASSAGES, having, "claim")
    category = chosen(choices.Category, "category", "What the claim is about.")
    subject = acting(column("subject", "in"), f"Who the claim is about. {ACTOR}")
    holder = acting(column("holder", "in"), f"Whose view the claim describes. {ACTOR}")
    country = alike(
        Text(2, COUNTRY, "RU"), TAKES_PLACE_IN, "Where the reported fact takes place, ISO 3166-1 alpha-2.",
        in_passage=False,
    )  # fmt: skip
    credibility = coded(
        Choice(choices.Credibility), "credibility", "Admiralty code 1 (confirmed) to 6 (cannot be judged).",
        where=of_claim("credibility", "in"),
    )
    carried = reading(
        "carried_by", choices.ReadingStatus.CARRIED,
        "Slug of a source that carries the claim, in whatever passage; `source` asks that the passage which meets the"
        " other parameters stands in it.",
    )  # fmt: skip
    not_carried = reading(
        "not_carried_by", choices.ReadingStatus.NOT_CARRIED,
        "Slug of a source that was checked and does not carry the claim; one that was not checked never matches.",
    )  # fmt: skip
    not_checked_in = Parameter(
        Records("source"), not_read_in,
        "Slugs of sources, none of which was checked for the claim: whether they carry it is not known.",
    )  # fmt: skip
    sources = Parameter(Whole(), of_claim("sources"), "Exactly so many sources carry it.")
    sources__gte = Parameter(
        Whole(), at_least(PublishedClaim, "sources", "sources__lte"), "At least so many sources carry it."
    )
    sources__lte = Parameter(Whole(), of_claim("sources", "lte"), "At most so many sources carry it.")
    not_carried__gte = Parameter(
        Whole(), at_least(PublishedClaim, "silent", "not_carried__lte"),
        "At least so many sources were checked and do not carry it."
    )
    not_carried__lte = Parameter(
        Whole(), of_claim("silent", "lte"), "At most so many sources were checked and do not carry it."
    )
    verdict = coded(
        Word(SINGLE, ESTABLISHED, NOT_ESTABLISHED), "verdict", "Verdict on the independence of its origins. A single"
        " origin: every reading has one that is named and none that is unknown. Established: by a judgement.",
    )  # fmt: skip
    named = bounded("origins_named", "origins are named")
    unknown = bounded("origins_unknown", "unknown origins may be behind it")
    all_origins = bounded("origins", "origins, named and unknown, are behind it")
    known_by = Parameter(
        KNOWN_BY.field, in_source("known_from", "lte"),
        f"{stem_of(str(KNOWN_BY.extra['help_text']))}. Claims that such a source carries, each as it was known; what"
        " rests on later sources cannot be asked beside it.",
        in_passage=True,
    )  # fmt: skip
    with_parents = Control(Flag(), PARENTS)
    q = searched("slug", "claim", "passage", "proposition")
    shape = SHAPE
    facets = Facets(FACETS["claims"])
    ordering = Ordering(
        slug=("slug",), changed=("changed_at", "slug"), sources=("sources", "slug"),
        origins=("origins", "slug"), origins_named=("origins_named", "slug"),
    )  # fmt: skip

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Return the rows that meet every parameter. Raises BadParameters for what known_by rules out."""
        if self.value("known_by"):
            known.refuse(self.form.cleaned_data)
        return super().filter_queryset(queryset)

    @classmethod
    def conditions(cls, meant: Mapping[str, Any]) -> tuple[Q, Q]:
        """Return what is asked of a claim itself, and what is asked of one and the same citation."""
        if meant.get("known_by") is None:
            return super().conditions(meant)
        return known.conditions(cls.base_filters, meant)

    @classmethod
    def with_passage(cls, passage: Q, is_listed: bool) -> Q:
        """Return the condition that one published citation of the claim meets everything that is asked of one."""
        return having(passage, is_listed) if passage else Q()


class ClaimList(ListView):
    """List claims.

    A claim is one question with a true-or-false core; each comes with its readings, their citations and chains.
    Parameters are AND; values of one `__in` parameter are OR. A claim matches when one and the same citation meets
    every parameter about a passage (`per_citation` in OPTIONS): a figure from one report and a date from another
    do not add up to a match.
    """

    resource = "claims"
    rows = PublishedClaim
    filters = ClaimFilters
    document = ClaimDocument
    computing = frozenset({"known_by"})

    @classmethod
    def presented(cls, bodies: list[bytes], values: Mapping[str, Any]) -> tuple[list[bytes], dict[str, Any]]:
        """Return claims as they are, or as they were known; then with the instant, and the sources without a date."""
        return as_asked(bodies, values.get("known_by"))


def as_asked(bodies: list[bytes], at: datetime | None) -> tuple[list[bytes], dict[str, Any]]:
    """Return claims as they are, or as known by an instant, and what is said of the clock. Costs a query with one."""
    if at is None:
        return bodies, {}
    found, undated = as_known.claims([orjson.loads(bytes(body)) for body in bodies], at)
    return [orjson.dumps(claim) for claim in found], {"known_by": canonical.instant(at), "undated": undated}


class ClaimDetail(DetailView):
    """Return one claim with its readings, their citations and chains.

    Figures, dates, certainty and modality are values of a citation, never of the claim: two passages carry one claim
    when they answer the same question, however they differ.
    """

    resource = "claims"
    shape = SHAPE
    record_type = "claim"
    document = ClaimDocument

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters of one claim."""
        return {**super().query_parameters(), "known_by": KNOWN_BY}

    def asked(self, request: Request) -> dict[str, Any]:
        """Return the values of the parameters. Raises BadParameters."""
        asked = super().asked(request)
        if asked.get("known_by"):
            known.refuse(asked, ("expand", "as_of"))
        return asked

    def shown(self, request: Request, body: bytes, etag: str | None, asked: Mapping[str, Any]) -> HttpResponse:
        """Return the claim as it is, as it was known, or in the shape that was asked for."""
        if not asked.get("known_by"):
            return super().shown(request, body, etag, asked)
        (found,), clock = as_asked([body], asked["known_by"])
        return super().shown(request, orjson.dumps({**orjson.loads(found), **clock}), None, asked)
