"""Actors: who acts, speaks, relays or is spoken of."""

from briefings import choices
from briefings.api.base import DetailView, ListView
from briefings.api.conditions import Related
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
from briefings.api.passages import ACTOR, PARENTS
from briefings.api.references import NameForm
from briefings.api.schemas.records import ActorDocument
from briefings.api.shaping import Shape
from briefings.api.values import COUNTRY, Flag, Text
from briefings.api.words import searched
from briefings.models import PublishedActor, PublishedName
from briefings.rendering.facets import FACETS

CALLED = Related(lambda folded: PublishedName.objects.filter(folded=folded), "actor")  # by a name that folds so
SHAPE = Shape(ActorDocument, parent="actor")


class ActorFilters(Filters):
    """What an actor must meet."""

    changed_since = since(PublishedActor)
    kind = chosen(choices.ActorKind, "kind", "What it is.")
    country = coded(Text(2, COUNTRY, "KR"), "country", "State it belongs to, ISO 3166-1 alpha-2.")
    parent = acting(column("parent", "in"), f"The body that it is part of, directly. {ACTOR}")
    with_parents = Control(Flag(), PARENTS)
    name = Parameter(
        NameForm(), CALLED,
        "Any whole form of its name, in any spelling that a report prints; case, accents, spaces and hyphens make no"
        " difference. A name that nobody bears gives an empty list.",
    )  # fmt: skip
    q = searched("document", "document_id", "name")
    shape = SHAPE
    facets = Facets(FACETS["actors"])
    ordering = Ordering(slug=("slug",), changed=("changed_at", "slug"))


class ActorList(ListView):
    """List actors.

    An actor is a person, organisation, state, state body, armed unit, medium or group, with every form of its name.
    """

    resource = "actors"
    rows = PublishedActor
    filters = ActorFilters
    document = ActorDocument


class ActorDetail(DetailView):
    """Return one actor with every name form and role.

    An actor that turned out to be another answers 308 and leads there.
    """

    resource = "actors"
    shape = SHAPE
    record_type = "actor"
    document = ActorDocument
    answers = (308, 400, 404, 410)
