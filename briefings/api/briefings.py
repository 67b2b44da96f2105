"""Briefings: occasions on which information was put on record."""

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.conditions import Condition, Related
from briefings.api.filters import (
    Control,
    Facets,
    Filters,
    Ordering,
    Parameter,
    acting,
    chosen,
    coded,
    column,
    since,
)
from briefings.api.passages import ACTOR, PARENTS, began_after, ended_before, overlaps, recorded
from briefings.api.schemas.records import BriefingDocument
from briefings.api.shaping import Shape
from briefings.api.values import COUNTRY, Days, FirstDay, Flag, Folded, LastDay, Text
from briefings.api.words import searched
from briefings.models import PublishedAttendance, PublishedBriefing, PublishedLink
from briefings.rendering.facets import FACETS


def attended(role: str) -> Condition:
    """Return the condition that one of the actors was there in a role."""
    return Related(lambda slugs: PublishedAttendance.objects.filter(actor__in=slugs, role=role), "briefing")


# The condition that a link of one of the claims was said on the occasion.
SAID_THERE = Related(
    lambda claims: PublishedLink.objects.filter(claim__in=claims, occasion__isnull=False), "occasion", "slug"
)
SHAPE = Shape(BriefingDocument, host="actor", presenters="actor", audience="actor")


class BriefingFilters(Filters):
    """What an occasion must meet."""

    changed_since = since(PublishedBriefing)
    kind = chosen(choices.BriefingKind, "kind", "What sort of occasion.")
    host = acting(column("host", "in"), f"Whose occasion it was. {ACTOR}")
    presenter = acting(attended("presenter"), f"Who presented there. {ACTOR}")
    audience = acting(attended("audience"), f"Who was told there. {ACTOR}")
    with_parents = Control(Flag(), PARENTS)
    country = coded(Text(2, COUNTRY, "KR"), "country", "Where it took place, ISO 3166-1 alpha-2.")
    claim = recorded("claim", SAID_THERE, "Slug of a claim that was put on record there.", in_passage=False)
    place = Parameter(
        Folded(), column("place", "contains"),
        "Words of the place as printed; case, accents and the kind of apostrophe make no difference.",
    )  # fmt: skip
    when__overlaps = Parameter(
        Days(), overlaps, "It took place on a day of this EDTF date or interval, as far as its time is known."
    )
    when__before = Parameter(FirstDay(), ended_before, "It was over before this EDTF date began.")
    when__after = Parameter(LastDay(), began_after, "It began after this EDTF date was over.")
    q = searched("document", "document_id", "title")
    shape = SHAPE
    facets = Facets(FACETS["briefings"])
    ordering = Ordering(slug=("slug",), changed=("changed_at", "slug"))


class BriefingList(ListView):
    """List briefings.

    A briefing is an occasion on which information was put on record: a committee briefing, remarks, a statement, a
    post. Which claims were put on record there: `/api/v1/claims/?briefing=`.
    """

    resource = "briefings"
    rows = PublishedBriefing
    filters = BriefingFilters
    document = BriefingDocument


class BriefingDetail(DetailView):
    """Return one briefing with the passages that state its facts."""

    resource = "briefings"
    shape = SHAPE
    record_type = "briefing"
    document = BriefingDocument
