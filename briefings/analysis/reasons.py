"""The verdict on a claim's independence, and why, in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from briefings.analysis.bodies import Bodies
from briefings.analysis.chains import Chain, Passage
from briefings.analysis.independence import Count, OpenEnd

Document = dict[str, Any]
SINGLE, ESTABLISHED, NOT_ESTABLISHED = "single_origin", "established", "not_established"


def verdict(count: Count, judgement: Document | None) -> str:
    """Return the verdict. judgement: one that establishes independence for exactly these origins, or None."""
    if count.named.max == 1 and count.named.min == 1 and count.unknown.max == 0:
        return SINGLE
    return ESTABLISHED if judgement else NOT_ESTABLISHED


def in_words(
    count: Count, passages: Sequence[Passage], bodies: Bodies, judgement: Document | None, void: Sequence[Document]
) -> str:
    """Return the reason for the verdict. void: judgements of the claim that name other origins."""
    sentences = [
        *_named(count, bodies, judgement),
        *_open(count, bodies),
        *_unclear(count),
        *_not_counted(count, passages, bodies),
        *(f"The judgement {each['slug']} is void: it was made of other origins." for each in void),
    ]
    return " ".join(sentences)


def _named(count: Count, bodies: Bodies, judgement: Document | None) -> list[str]:
    origins = [origin for origin in count.assumed.origins if origin.is_counted]
    names = [" with ".join(map(bodies.name, origin.bodies)) for origin in origins]
    if not origins:
        return ["No passage that affirms it names an origin."] if count.kept else ["No passage affirms it."]
    if len(origins) == 1 and not count.assumed.open_ends:
        uncounted = [origin for origin in count.assumed.origins if not origin.is_counted]
        wider = [bodies.name(body) for origin in uncounted for body in origin.bodies]
        beside = f", or at {_listed(wider)} beside it" if wider else ""
        return [f"Every chain that counts ends at {names[0]}{beside}{_passed_on(count, bodies)}."]
    if len(origins) == 1:
        return [f"The one origin that is named is {names[0]}."]
    start = f"{len(origins)} bodies affirm it: {_listed(names)}."
    if judgement:
        return [start, f"That they know it independently is judged: {judgement['reason']}"]
    return [start, "No recorded judgement establishes that they know it independently."]


def _passed_on(count: Count, bodies: Bodies) -> str:
    between = {
        actor
        for chain in count.kept
        for link in chain.links[:-1]
        for actor in link.actors
        if actor not in chain.links[-1].actors
    }
    return f"; {_listed(sorted(map(bodies.name, between)))} only {_verb(between, 'pass')} it on" if between else ""


def _open(count: Count, bodies: Bodies) -> list[str]:
    ends = count.assumed.open_ends
    holders = _listed([_holder(end, bodies) for end in ends])
    return [f"Left open is where {holders} {_verb(ends, 'have')} it from."] if ends else []


def _holder(end: OpenEnd, bodies: Bodies) -> str:
    if end.via == "source":
        return end.names[0]
    where = sorted({chain.source for chain in end.chains})
    return f"{' and '.join(map(bodies.name, end.names))} ({', '.join(where)})"


def _unclear(count: Count) -> list[str]:
    named, unknown = count.named, count.unknown
    if len(count.tallies) == 1:
        return []
    ranges = f"{named.min} to {named.max} named, {unknown.min} to {unknown.max} unknown"
    return [f"Who is meant is unclear in some passage; over all readings: {ranges}."]


def _not_counted(count: Count, passages: Sequence[Passage], bodies: Bodies) -> list[str]:
    restated = sorted({chain.source for chain in count.assumed.restated})
    words = f"{_listed(restated)} {_verb(restated, 'restate')} it beside a passage attributed further: not counted."
    notes = [words] if restated else []
    for polarity, words in (("negative", "deny it"), ("unknown", "take no side")):
        voices = _voices([each for each in passages if each.is_counted and each.polarity == polarity], bodies)
        notes += [f"Not counted, since they {words}: {_listed(voices)}."] if voices else []
    return notes


def _voices(passages: Iterable[Passage], bodies: Bodies) -> list[str]:
    chains = [chain for passage in passages for chain in passage.chains]
    return list(dict.fromkeys(_voice(chain, bodies) for chain in chains))


def _voice(chain: Chain, bodies: Bodies) -> str:
    actors = chain.links[-1].actors if chain.links else ()
    return " with ".join(map(bodies.name, actors)) or chain.source


def _listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _verb(subjects: Sequence[Any] | set[Any], verb: str) -> str:
    """Return a verb that agrees in number."""
    if len(subjects) != 1:
        return verb
    return {"have": "has", "pass": "passes"}.get(verb, f"{verb}s")
