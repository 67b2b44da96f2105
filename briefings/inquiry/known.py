"""Claims as they were known at an instant."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from briefings.analysis import clock
from briefings.models import PublishedSource

Document = dict[str, Any]


def is_known(at: datetime | None) -> Q:
    """Return the condition that the row's source was known by an instant; None: all are."""
    if at is None:
        return Q()
    return Q(Exists(PublishedSource.objects.filter(slug=OuterRef("source"), known_from__lte=at)))


def claims(documents: Sequence[Document], at: datetime) -> tuple[list[Document], list[str]]:
    """Return claims' documents as known by an instant, and which of the sources in them print no date. One query."""
    named = set().union(*map(clock.named_in, documents))
    known = set(PublishedSource.objects.filter(slug__in=named, known_from__lte=at).values_list("slug", flat=True))
    read = [reading["source"] for document in documents for reading in document["readings"]]
    undated = {source["slug"] for source in read if not clock.is_dated(source["published"])}
    return [clock.claim(document, known) for document in documents], sorted(undated & known)
