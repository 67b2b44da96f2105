"""Whom a name may be of."""

import orjson
from django.http import HttpResponse
from rest_framework.request import Request

from briefings import choices
from briefings.api.base import PublicView, etag_of, serve
from briefings.api.filters import DEFAULT_SIZE, LARGEST_SIZE, Control, Parameter, read_given
from briefings.api.parameters import refusal
from briefings.api.problems import BadParameters
from briefings.api.references import NameForm
from briefings.api.schemas.matches import REASONS, MatchesDocument
from briefings.api.values import Choice, Share, Whole
from briefings.inquiry import matches
from briefings.rendering.pages import path
from briefings.text import likeness


class AsWritten(NameForm):
    """A name as it is written; letters or digits must be in it."""

    def read(self, value: str) -> str:
        super().read(value)
        return value.strip()


PARAMETERS: dict[str, Parameter] = {
    "name": Control(
        AsWritten(),
        "The name as somebody writes it: in Latin letters, Hangul or Cyrillic, family name first or last, or initials.",
        is_required=True,
    ),
    "kind": Control(Choice(choices.ActorKind), "Only actors of this kind."),
    "score__gte": Control(Share(likeness.LEAST), "Only candidates that are at least so much alike."),
    "page_size": Control(Whole(1, LARGEST_SIZE, DEFAULT_SIZE), "How many candidates the answer holds at most."),
}  # fmt: skip


class ActorMatches(PublicView):
    """Find whom a name may be of.

    Candidates with score and reason, the likeliest first. A score orders them for a person to look at and decides
    nothing: no score tells romanisations of Korean apart (Park Sun-won and Park Seon-won may be one man, Park Sun-won
    and Park Sung-won are two), and two people may bear one name. What curators found stands beside each. Nothing is
    merged here. `docs/names.md` has the rules, and how often they are right.
    """

    resource = "actors"
    kind = "match"
    found = "The candidates; none, if nobody's name is alike."

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters."""
        return PARAMETERS

    @classmethod
    def answer(cls) -> type[MatchesDocument]:
        """Return the schema of the answer."""
        return MatchesDocument

    def get(self, request: Request) -> HttpResponse:
        """Return the candidates. Costs four queries."""
        asked = read_given(self.given(request), PARAMETERS)
        if "name" not in asked:
            raise BadParameters([refusal("name", "missing", "name is missing: give the name to look for")])
        found = matches.of(
            asked["name"], least=float(asked.get("score__gte", likeness.LEAST)),
            most=asked.get("page_size", DEFAULT_SIZE), kind=asked.get("kind"),
        )  # fmt: skip
        body = orjson.dumps({
            "name": asked["name"], "is_complete": found.is_complete, "results": [*map(candidate, found.candidates)],
        })  # fmt: skip
        return serve(request, body, etag_of(body))


def candidate(found: matches.Candidate) -> dict[str, object]:
    """Return a candidate as readers get it."""
    actor = found.actor
    return {
        "actor": {"slug": actor["slug"], "name": actor["names"][0]["text"], "kind": actor["kind"]},
        "url": actor["url"],
        "name": found.form,
        "score": found.likeness.score,
        "reason": found.likeness.reason,
        "reason_in_words": REASONS[found.likeness.reason],
        "judgements": [
            {
                "slug": each["slug"], "url": path("judgement", each["slug"]), "kind": each["kind"],
                "actors": each["actors"], "names": each["names"], "reason": each["reason"],
            }
            for each in found.judgements
        ],
    }  # fmt: skip
