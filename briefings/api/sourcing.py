"""Sourcing: what several sources amount to, for a claim, a briefing, a source."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from briefings.analysis import answers, matrix, sourcing
from briefings.api.analysed import AnalysisView
from briefings.api.schemas.analysis import ManyDocument, SourcingDocument
from briefings.choices import ReadingStatus
from briefings.facts import canonical
from briefings.inquiry import worlds
from briefings.inquiry.known import is_known
from briefings.models import PublishedClaim, PublishedLink, PublishedReading

MOST_CLAIMS = 500
Document = dict[str, Any]


def clock_line(values: Document, read: worlds.Read) -> Document:
    """Return what every answer says of the clock that it was computed by."""
    known_by = values.get("known_by")
    return {"known_by": canonical.instant(known_by) if known_by else None, "undated": read.undated}


class ClaimSourcing(AnalysisView):
    """Return the sourcing of a claim.

    Who the claim comes from, however many sources carry it: origins that are named and unknown ones (least, best and
    most, over all readings of unclear passages), a verdict with its reason, the attribution graph with bottlenecks and
    circular chains, and every chain with the reason why it does not count. Every number names its citations, whose
    words stand under `passages`. Two named origins are not independent by that: only a judgement establishes it.
    """

    resource = "claims"
    record_type = "claim"
    computed = "sourcing"
    found = "The sourcing."
    document = SourcingDocument

    def analysed(self, record: Document, values: Document) -> Document:
        """Return the answer. Costs about a dozen queries."""
        read = worlds.read([record], values.get("known_by"))
        return {**answers.document(sourcing.of(read.claims[0], read.world)), **clock_line(values, read)}


class ManySourcing(AnalysisView):
    """What the sourcings of several claims share."""

    computed = "sourcing"
    found = "The sourcing."
    document = ManyDocument

    def claims(self, slug: str, known_by: datetime | None) -> Sequence[str]:
        """Return the slugs of the claims, one more than are given."""
        raise NotImplementedError

    def analysed(self, record: Document, values: Document) -> Document:
        """Return the answer. Costs about a dozen queries."""
        slugs = list(self.claims(record["slug"], values.get("known_by")))
        read = worlds.read(list(worlds.documents("claim", slugs[:MOST_CLAIMS]).values()), values.get("known_by"))
        found = [sourcing.of(claim, read.world) for claim in read.claims]
        found = [each for each in found if each.passages]
        meant = self.meant(record["slug"], [each.claim for each in found])
        return {
            "slug": record["slug"],
            **answers.of_many(found, read.world, lambda passage: passage.citation in meant),
            "is_complete": len(slugs) <= MOST_CLAIMS,
            **clock_line(values, read),
        }

    def meant(self, slug: str, claims: Sequence[Document]) -> set[str]:
        """Return the citations whose chains make the graph."""
        return {
            citation["slug"]
            for claim in claims
            for reading in claim["readings"]
            for citation in reading["citations"]
            if self.is_of(slug, reading["source"]["slug"], citation)
        }

    def is_of(self, slug: str, source: str, citation: Document) -> bool:
        """Return whether a citation belongs to the briefing or source."""
        raise NotImplementedError


class BriefingSourcing(ManySourcing):
    """Return the sourcing of a briefing.

    The claims that were put on record there with each one's numbers over all sources, and one graph of the passages
    that have it from there: who relayed it to whom, and whom every report passes.
    """

    resource = "briefings"
    record_type = "briefing"

    def claims(self, slug: str, known_by: datetime | None) -> Sequence[str]:
        """Return the claims with a link to the briefing."""
        return claims_at(slug, known_by)

    def is_of(self, slug: str, source: str, citation: Document) -> bool:
        """Return whether a citation has it from the briefing."""
        return citation["counted"] and matrix.is_at(citation, slug)


class SourceSourcing(ManySourcing):
    """Return the sourcing of a source.

    The claims that it carries with each one's numbers over all sources, and one graph of its own passages: from whom
    it has what it says.
    """

    resource = "sources"
    record_type = "source"

    def claims(self, slug: str, known_by: datetime | None) -> Sequence[str]:
        """Return the claims that the source carries."""
        rows = PublishedReading.objects.filter(is_known(known_by), source=slug, status=ReadingStatus.CARRIED)
        rows = rows.order_by("claim")
        return list(rows.values_list("claim", flat=True)[: MOST_CLAIMS + 1])

    def is_of(self, slug: str, source: str, citation: Document) -> bool:
        """Return whether a citation stands in the source."""
        return source == slug


def claims_at(briefing: str, known_by: datetime | None) -> Sequence[str]:
    """Return the slugs of the claims that a chain leads to a briefing, one more than are given. One query."""
    claims = PublishedLink.objects.filter(is_known(known_by), occasion=briefing).values("claim")
    rows = PublishedClaim.objects.filter(slug__in=claims).order_by("slug")
    return list(rows.values_list("slug", flat=True)[: MOST_CLAIMS + 1])
