"""Briefings: occasions on which information was put on record."""

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.filters import Filters, Ordering, Parameter, column
from briefings.api.passages import ACTOR, began_after, ended_before, overlaps
from briefings.api.references import Actor
from briefings.api.schemas.records import BriefingDocument
from briefings.api.values import Choice, Days, FirstDay, LastDay, Several, Text
from briefings.models import PublishedBriefing


class BriefingFilters(Filters):
    """What an occasion must meet."""

    kind = Parameter(Choice(choices.BriefingKind), column("kind"), "What sort of occasion.")
    kind__in = Parameter(
        Several(Choice(choices.BriefingKind)), column("kind", "in"), "What sort of occasion: any of these."
    )
    host = Parameter(Actor(), column("host", "in"), f"Whose occasion it was. {ACTOR}")
    country = Parameter(Text(2, "[A-Z]{2}", "KR"), column("country"), "Where it took place, ISO 3166-1 alpha-2.")
    when__overlaps = Parameter(
        Days(), overlaps, "It took place on a day of this EDTF date or interval, as far as its time is known."
    )
    when__before = Parameter(FirstDay(), ended_before, "It was over before this EDTF date began.")
    when__after = Parameter(LastDay(), began_after, "It began after this EDTF date was over.")
    ordering = Ordering(slug=("slug",), changed=("changed_at", "document_id"))


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
    record_type = "briefing"
    document = BriefingDocument
