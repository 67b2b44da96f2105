"""Facets: which columns readers have counted, declared once for the counting and for the totals that are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from briefings.choices import LinkRole
from briefings.models import (
    PublishedActor,
    PublishedBriefing,
    PublishedChain,
    PublishedCitation,
    PublishedClaim,
    PublishedComparison,
    PublishedCountry,
    PublishedJudgement,
    PublishedLink,
    PublishedReading,
    PublishedSource,
)

LISTS: dict[str, type[Model]] = {
    "sources": PublishedSource,
    "actors": PublishedActor,
    "briefings": PublishedBriefing,
    "claims": PublishedClaim,
    "readings": PublishedReading,
    "citations": PublishedCitation,
    "comparisons": PublishedComparison,
    "judgements": PublishedJudgement,
}
SCOPED = frozenset({"claims", "citations"})  # lists with totals for each category besides those for all
MANY = frozenset({"claim"})  # facets with about as many values as there are records: counted, never kept
PLAIN = (  # facets of passages that are a column
    "source", "region", "modality", "certainty", "polarity", "speech", "comparator", "unit", "per", "currency",
)  # fmt: skip
SPEAKERS = (LinkRole.ORIGINATOR.value, LinkRole.PRESENTER.value)


@dataclass(frozen=True)
class Facet:
    """One facet: how many different records have a row with each value in a column.

    record: the path from a row to its record. roles: of links, those that count; a link that names nobody never does.
    """

    table: type[Model]
    column: str
    record: str
    roles: tuple[str, ...] = ()

    @property
    def rows(self) -> Q:
        """Return which rows of the table count."""
        named = Q(actor__isnull=False) if self.table is PublishedLink else Q()
        return named & Q(role__in=self.roles) if self.roles else named

    def has(self, row: Mapping[str, Any]) -> bool:
        """Return whether a row counts: the same as `rows`, of a row that is at hand."""
        if self.table is not PublishedLink:
            return True
        return row["actor"] is not None and (not self.roles or row["role"] in self.roles)


def own(resource: str, *columns: str) -> dict[str, Facet]:
    """Return the facets of a list that are columns of its rows, by name."""
    return {name: Facet(LISTS[resource], name, "pk") for name in columns}


def of_passages(citation: str, link: str, chain: str) -> dict[str, Facet]:
    """Return the facets of what passages report, by name; the arguments lead from a row to the record that counts."""
    actors = {
        "actor": (), "said_by": SPEAKERS, "originated_by": (LinkRole.ORIGINATOR.value,),
        "relayed_by": (LinkRole.RELAYER.value,),
    }  # fmt: skip
    return {
        **{name: Facet(PublishedCitation, name, citation) for name in PLAIN},
        "when__precision": Facet(PublishedCitation, "when_precision", citation),
        **{name: Facet(PublishedLink, "actor", link, roles) for name, roles in actors.items()},
        "end": Facet(PublishedChain, "end", chain),
    }


FACETS: dict[str, dict[str, Facet]] = {
    "sources": own("sources", "kind", "publisher", "language", "reliability", "text_access", "undated"),
    "actors": own("actors", "kind", "country", "parent"),
    "briefings": own("briefings", "kind", "host", "country"),
    "claims": {
        **own("claims", "category", "subject", "holder", "credibility", "sources", "verdict", "origins_named"),
        "country": Facet(PublishedCountry, "country", "claim"),
        **of_passages("claim", "claim", "citation__claim"),
    },
    "readings": own("readings", "status", "claim", "source"),
    "citations": {**own("citations", "claim", "category"), **of_passages("pk", "citation", "citation")},
    "comparisons": own("comparisons", "kind"),
    "judgements": own("judgements", "kind"),
}


def kept(resource: str) -> dict[str, Facet]:
    """Return the facets of a list whose totals are kept."""
    return {name: facet for name, facet in FACETS[resource].items() if name not in MANY}
