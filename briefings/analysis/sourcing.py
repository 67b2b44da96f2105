"""What a claim's sourcing amounts to: its passages, what they count, and the verdict."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefings.analysis import chains as chains_of
from briefings.analysis import independence, reasons
from briefings.analysis.bodies import Bodies
from briefings.analysis.chains import Passage
from briefings.analysis.independence import Count
from briefings.choices import JudgementKind

Document = dict[str, Any]


@dataclass(frozen=True)
class World:
    """The documents that a claim is read with, by slug. known: the sources that may be read at all; None: all."""

    sources: Mapping[str, Document]
    actors: Mapping[str, Document]
    judgements: Sequence[Document] = ()
    comparisons: Sequence[Document] = ()
    citations: Mapping[str, Document] = field(default_factory=dict)  # of other claims, that comparisons speak of
    known: Collection[str] | None = None
    bodies: Bodies = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bodies", Bodies(self.actors, self.known))


@dataclass(frozen=True)
class Sourcing:
    """A claim's passages with what they count."""

    claim: Document
    world: World
    passages: list[Passage]
    count: Count

    @property
    def judgement(self) -> Document | None:
        """Return the judgement that establishes independence for exactly these origins."""
        return next((each for each in self.judgements if self.is_of_these(each)), None)

    @property
    def judgements(self) -> list[Document]:
        """Return the judgements that establish independence of this claim's origins, whichever these were."""
        return [
            each
            for each in self.world.judgements
            if each["kind"] == JudgementKind.INDEPENDENCE_ESTABLISHED and each["claim"]["slug"] == self.claim["slug"]
        ]

    def is_of_these(self, judgement: Document) -> bool:
        """Return whether a judgement is of exactly the origins that are counted."""
        return {self.world.bodies.of(each["slug"]) for each in judgement["origins"]} == self.count.assumed.bodies

    @property
    def verdict(self) -> str:
        """Return the verdict."""
        return reasons.verdict(self.count, self.judgement)

    @property
    def reason(self) -> str:
        """Return the reason for the verdict in words."""
        void = [each for each in self.judgements if not self.is_of_these(each)]
        return reasons.in_words(self.count, self.passages, self.world.bodies, self.judgement, void)


def of(claim: Document, world: World) -> Sourcing:
    """Return the sourcing of a claim's document."""
    passages = chains_of.passages(claim, world.sources, world.bodies)
    return Sourcing(claim, world, passages, independence.count(passages, world.bodies))
