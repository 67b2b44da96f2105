"""Claims as they were known at an instant."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from briefings.analysis import envelopes, sourcing
from briefings.inquiry import worlds
from briefings.models import PublishedSource

Document = dict[str, Any]


def is_known(at: datetime | None) -> Q:
    """Return the condition that the row's source was known by an instant; None: all are."""
    if at is None:
        return Q()
    return Q(Exists(PublishedSource.objects.filter(slug=OuterRef("source"), known_from__lte=at)))


def claims(documents: Sequence[Document], at: datetime) -> tuple[list[Document], list[str]]:
    """Return claims' documents as known by an instant, and which of the sources in them print no date.

    Costs about a dozen queries, however many claims.
    """
    read = worlds.read(documents, at)
    found = [{**claim, **envelopes.origins(sourcing.of(claim, read.world))} for claim in read.claims]
    return found, sorted(read.undated)
