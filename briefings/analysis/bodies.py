"""What an actor counts as: the organisation that a person speaks for, and how bodies lie in each other."""

from collections.abc import Collection, Mapping
from typing import Any

Document = dict[str, Any]

OFFICES = ("state_body", "state", "armed_unit", "organisation", "group", "medium")  # an office before a party
LONGEST_LINE = 20  # parents above a body; a longer line is a mistake


class Bodies:
    """The bodies of a set of actors, as far as the sources that are read print them."""

    def __init__(self, actors: Mapping[str, Document], sources: Collection[str] | None = None) -> None:
        """Take actors' documents by slug. sources: whose printed roles are known; None: all."""
        self.actors = actors
        self.sources = sources

    def of(self, actor: str, source: str | None = None) -> str:
        """Return the slug of the body that an actor counts as in a source.

        A person counts as the organisation of the role that the source prints; printed without one ("President"), as
        that of the first other source that prints it, so that a missing word makes no second body; else as himself.
        An office in a state comes before a seat in a party. A group with a parent is "officials of" its parent.
        """
        facts = self.actors.get(actor)
        if facts is None:
            return actor
        if facts["kind"] == "group":
            return facts["parent"]["slug"] if facts["parent"] else actor
        if facts["kind"] != "person":
            return actor
        roles = [role for role in facts["roles"] if role["organisation"] and self._is_read(role["source"])]
        own = [role for role in roles if role["source"] and role["source"]["slug"] == source]
        return _office(own or roles) or actor

    def _is_read(self, source: Document | None) -> bool:
        return self.sources is None or (source is not None and source["slug"] in self.sources)

    def above(self, body: str) -> tuple[str, ...]:
        """Return the bodies that a body is part of, nearest first."""
        line: list[str] = []
        while body in self.actors and (parent := self.actors[body]["parent"]) and len(line) < LONGEST_LINE:
            body = parent["slug"]
            line.append(body)
        return tuple(line)

    def is_within(self, body: str, other: str) -> bool:
        """Return whether a body is another or part of it."""
        return body == other or other in self.above(body)

    def are_kin(self, body: str, other: str) -> bool:
        """Return whether one of two bodies is the other or part of it; siblings are no kin."""
        return self.is_within(body, other) or self.is_within(other, body)

    def name(self, slug: str) -> str:
        """Return an actor's name, or its slug."""
        facts = self.actors.get(slug)
        return facts["names"][0]["text"] if facts and facts["names"] else slug

    def line(self, slug: str) -> Document:
        """Return the line about an actor that answers show."""
        facts = self.actors.get(slug)
        return {"slug": slug, "name": self.name(slug), "kind": facts["kind"] if facts else None}


def _office(roles: list[Document]) -> str | None:
    """Return the organisation of the weightiest role, the first printed of equals."""
    organisations = [role["organisation"] for role in roles]
    rank = {kind: place for place, kind in enumerate(OFFICES)}
    return min(organisations, key=lambda each: rank.get(each["kind"], len(rank)))["slug"] if organisations else None
