"""Facets: how many records of a filtered list have each value."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, F, QuerySet

from briefings.choices import LinkRole
from briefings.models import PublishedChain, PublishedCitation, PublishedCountry, PublishedLink

MOST = 100  # values of one facet: the commonest
Facet = Callable[[Any], QuerySet]  # from the filters of a list to rows of value and count
PLAIN = (  # facets of passages that are a column
    "source", "region", "modality", "certainty", "polarity", "speech", "comparator", "unit", "per", "currency",
)  # fmt: skip
SPEAKERS = (LinkRole.ORIGINATOR, LinkRole.PRESENTER)


def counted(rows: QuerySet, column: str, what: str) -> QuerySet:
    """Return the values of a column, the commonest first, each with how many different things have it."""
    found = rows.order_by().values(value=F(column)).annotate(count=Count(what, distinct=True))
    return found.order_by("-count", F("value").asc(nulls_last=True))[:MOST]


def by(column: str) -> Facet:
    """Return the facet of a column of the rows."""
    return lambda filters: counted(filters.qs, column, "pk")


def by_country(filters: Any) -> QuerySet:
    """Return the facet of the countries where claims take place."""
    return counted(PublishedCountry.objects.filter(claim__in=filters.qs.values("pk")), "country", "claim")


def passages_of_claims(filters: Any) -> QuerySet:
    """Return the citations of the claims that meet what was asked of a passage."""
    claims = filters.qs.values("slug")  # read first: this is what fills passage
    return PublishedCitation.objects.filter(filters.passage, claim__in=claims)


def passages(filters: Any) -> QuerySet:
    """Return the citations of a list of citations."""
    return filters.qs


class Passages:
    """The facets of what passages report: counted in claims, or in citations."""

    def __init__(self, rows: Callable[[Any], QuerySet], what: str) -> None:
        self.rows, self.what = rows, what

    def by(self, column: str) -> Facet:
        """Return the facet of a column of citations."""
        return lambda filters: counted(self.rows(filters), column, self.what)

    def by_actor(self, *roles: str) -> Facet:
        """Return the facet of the actors in chains, in some roles."""
        in_role = {"role__in": roles} if roles else {}
        return lambda filters: counted(
            PublishedLink.objects.filter(citation__in=self.rows(filters).values("pk"), actor__isnull=False, **in_role),
            "actor", self._through(),
        )  # fmt: skip

    def by_end(self, filters: Any) -> QuerySet:
        """Return the facet of how chains end."""
        chains = PublishedChain.objects.filter(citation__in=self.rows(filters).values("pk"))
        return counted(chains, "end", self._through())

    def _through(self) -> str:
        return "citation" if self.what == "pk" else f"citation__{self.what}"

    def all(self) -> dict[str, Facet]:
        """Return every facet of passages by name."""
        return {
            **{name: self.by(name) for name in PLAIN},
            "when__precision": self.by("when_precision"),
            "actor": self.by_actor(),
            "said_by": self.by_actor(*SPEAKERS),
            "originated_by": self.by_actor(LinkRole.ORIGINATOR),
            "relayed_by": self.by_actor(LinkRole.RELAYER),
            "end": self.by_end,
        }


OF_CLAIMS = {
    **{name: by(name) for name in ("category", "subject", "holder", "credibility", "sources")},
    "country": by_country,
    **Passages(passages_of_claims, "claim").all(),
}
OF_CITATIONS = {"claim": by("claim"), "category": by("category"), **Passages(passages, "pk").all()}


def answers(filters: Any, names: list[str], facets: dict[str, Facet]) -> dict[str, list[dict[str, Any]]]:
    """Return the facets that were asked for. Costs a query each."""
    return {name: list(facets[name](filters)) for name in names}
