"""Attribution chains as the analysis sees them: bodies in a row from the source inwards, one chain for each voice."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from briefings.analysis.bodies import Bodies
from briefings.choices import ActorKind, ChainEnd, Distribution, LinkBasis, LinkRole, SourceKind

Document = dict[str, Any]

SPEAKING_FOR_ITSELF = {SourceKind.RELEASE, SourceKind.TRANSCRIPT, SourceKind.POST, SourceKind.VIDEO}
ORIGINATOR, OWN_VOICE = ChainEnd.ORIGINATOR.value, ChainEnd.OWN_VOICE.value


@dataclass(frozen=True)
class Link:
    """One step of a chain: the actors who spoke as one voice there, and the bodies they count as."""

    role: str
    basis: str
    actors: tuple[str, ...]
    bodies: tuple[str, ...]
    unnamed: str | None = None  # what stands for a voice without an actor: its source and words

    @property
    def node(self) -> str:
        """Return the id of the voice's node in the graph."""
        return self.unnamed or "+".join(self.bodies)


@dataclass(frozen=True)
class Chain:
    """One chain of one citation. origin: the source, or the first version of it."""

    citation: str
    source: str
    origin: str
    end: str
    links: tuple[Link, ...]
    agencies: tuple[str, ...] = ()  # credited for the passage
    alternative: bool = False

    @property
    def is_named(self) -> bool:
        """Return whether it ends at somebody who is named."""
        return self.end == ORIGINATOR and bool(self.links) and self.links[-1].unnamed is None


@dataclass(frozen=True)
class Passage:
    """A citation with the ways to read its attribution; the first is the one that the curator assumed."""

    citation: str
    source: str
    origin: str
    region: str
    polarity: str
    is_counted: bool
    readings: tuple[tuple[Chain, ...], ...]

    @property
    def affirms(self) -> bool:
        """Return whether it counts towards the origins of its claim."""
        return self.is_counted and self.polarity == "positive"

    @property
    def chains(self) -> list[Chain]:
        """Return the chains of all readings, each once."""
        return list(dict.fromkeys(chain for reading in self.readings for chain in reading))


def first_version(source: str, sources: Mapping[str, Document]) -> str:
    """Return the source that this one is a later version or a reprint of, or itself."""
    seen = {source}
    while source in sources and (earlier := sources[source]["version_of"]) and earlier not in seen:
        source = earlier
        seen.add(source)
    return source


def passages(claim: Document, sources: Mapping[str, Document], bodies: Bodies) -> list[Passage]:
    """Return the passages of a claim's document. sources: documents by slug, those of its readings at least."""
    return [
        _passage(citation, reading["source"], sources, bodies)
        for reading in claim["readings"]
        for citation in reading["citations"]
    ]


def _passage(citation: Document, source: Document, sources: Mapping[str, Document], bodies: Bodies) -> Passage:
    slug = source["slug"]
    maker = _Maker(citation, source, first_version(slug, sources), sources.get(slug), bodies)
    return Passage(
        citation["slug"], slug, maker.origin, citation["region"], citation["polarity"], citation["counted"],
        tuple(dict.fromkeys(maker.readings())),
    )  # fmt: skip


@dataclass(frozen=True)
class _Maker:
    """What the chains of one citation are made with."""

    citation: Document
    source: Document
    origin: str
    document: Document | None
    bodies: Bodies

    def readings(self) -> Iterator[tuple[Chain, ...]]:
        """Yield each way to read the passage: as assumed, then the alternatives."""
        chains = self.citation["chains"]
        assumed = [list(self.ways(chain)) for chain in chains if not chain["alternative"]]
        alternatives = [chain for chain in chains if chain["alternative"]]
        if not alternatives:  # written out chain by chain, they are the candidates
            assumed = [ways + list(self.candidates(chain)) for ways, chain in zip(assumed, chains, strict=True)]
        for choice in product(*assumed):
            yield tuple(chain for way in choice for chain in way)
        for chain in alternatives:
            yield from self.ways(chain)

    def ways(self, chain: Document) -> Iterator[tuple[Chain, ...]]:
        """Yield the chains that one printed chain stands for; twice where it is unclear who spoke jointly."""
        unclear = [_how(link) == Distribution.UNCLEAR for link in chain["links"]]
        yield self.spoken(chain, joint=True)
        if any(unclear):
            yield self.spoken(chain, joint=False)

    def spoken(self, chain: Document, *, joint: bool) -> tuple[Chain, ...]:
        """Return one chain for each way through actors who spoke each for himself."""
        steps = [self.voices(link, joint=joint) for link in chain["links"]]
        return tuple(self.chain(chain, links) for links in product(*steps))

    def voices(self, link: Document, *, joint: bool) -> list[Link]:
        """Return the voices of one link."""
        actors = tuple(each["slug"] for each in link["actors"])
        if not actors:
            words = link["as_printed"] or "somebody"
            return [Link(link["role"], link["basis"], (), (), f"{self.source['slug']}: {words}")]
        if len(actors) == 1 or _how(link) == Distribution.JOINT or (_how(link) == Distribution.UNCLEAR and joint):
            return [self.link(link, actors)]
        return [self.link(link, (actor,)) for actor in actors]

    def link(self, link: Document, actors: Iterable[str]) -> Link:
        """Return one voice of one link."""
        found = sorted({self.bodies.of(actor, self.source["slug"]) for actor in actors})
        return Link(link["role"], link["basis"], tuple(actors), tuple(found))

    def chain(self, chain: Document, links: tuple[Link, ...]) -> Chain:
        """Return one chain; what a body publishes in its own voice, that body says."""
        end, publisher = chain["end"], self.source["publisher"]
        if end == OWN_VOICE and publisher and speaks_for_itself(self.source):
            links = (self.link({"role": LinkRole.ORIGINATOR, "basis": LinkBasis.DOCUMENT}, (publisher["slug"],)),)
            end = ORIGINATOR
        return Chain(
            self.citation["slug"], self.source["slug"], self.origin, end, links, self.credited(), chain["alternative"]
        )

    def credited(self) -> tuple[str, ...]:
        """Return the agencies credited for the passage: those whose credit stands before it."""
        agencies = self.document["agencies"] if self.document else []
        return tuple(
            agency["actor"]["slug"]
            for agency in agencies
            if not agency["anchor"] or agency["anchor"]["start"] <= self.citation["start"]
        )

    def candidates(self, chain: Document) -> Iterator[tuple[Chain, ...]]:
        """Yield the chains with another candidate in the place of the assumed actor."""
        for place, link in enumerate(chain["links"]):
            assumed = {each["slug"] for each in link["actors"]}
            for other in link["candidates"]:
                if other["slug"] not in assumed:
                    links = [*chain["links"]]
                    links[place] = {**link, "actors": [other]}
                    changed = {**chain, "links": links}
                    yield tuple(replace(each, alternative=True) for each in self.spoken(changed, joint=True))


def speaks_for_itself(source: Document) -> bool:
    """Return whether a source's own voice is its publisher's: a body's release, transcript, post or video."""
    publisher = source["publisher"]
    return bool(publisher) and publisher["kind"] != ActorKind.MEDIUM and source["kind"] in SPEAKING_FOR_ITSELF


def _how(link: Document) -> str:
    """Return how several actors of a link spoke; what is not written down is unclear."""
    if len(link["actors"]) < 2:
        return Distribution.JOINT.value
    return link["distribution"] or Distribution.UNCLEAR.value
