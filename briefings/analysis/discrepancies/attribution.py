"""Attribution: from whom the sources have it, and by which ways."""

from collections.abc import Iterator, Sequence

from briefings.analysis.chains import Chain
from briefings.analysis.discrepancies.rows import Cited, Kind, Level, Row, Severity, Side, affirming
from briefings.analysis.independence import is_restatement
from briefings.choices import LinkBasis


def differences(cited: Sequence[Cited]) -> Iterator[Row]:
    """Yield a row where the chains that count differ, in their ends or in their ways.

    Chains that only restate what their own source attributes further make no difference of their own; they are shown.
    """
    voices = _voices(cited)
    chains = [chain for _, chain in voices]
    counted = [(each, chain) for each, chain in voices if not is_restatement(chain, chains)]
    if len(_sides(counted)) < 2:
        return
    ends = {_end(chain) for _, chain in counted}
    is_unclear = any(map(_is_unclear, chains))
    severity = Severity.AMBIGUITY if is_unclear else Severity.VARIATION
    yield Row(Kind.ATTRIBUTION, severity, _sides(voices), level=Level.END if len(ends) > 1 else Level.PATH)


def restatements(cited: Sequence[Cited]) -> Iterator[Row]:
    """Yield a row where a source attributes less far in one place than in another. cited: of one source."""
    voices = _voices(cited)
    chains = [chain for _, chain in voices]
    if any(is_restatement(chain, chains) for chain in chains):
        yield Row(Kind.ATTRIBUTION, Severity.VARIATION, _sides(voices), level=Level.RESTATEMENT)


def _voices(cited: Sequence[Cited]) -> list[tuple[Cited, Chain]]:
    """Return the passages that affirm the claim with the chains of their assumed reading."""
    return [(each, chain) for each in affirming(cited) for chain in each.passage.readings[0]]


def _sides(voices: Sequence[tuple[Cited, Chain]]) -> tuple[Side, ...]:
    found: dict[str, dict[Cited, None]] = {}
    for each, chain in voices:
        found.setdefault(_way(chain), {})[each] = None
    return tuple(Side(way, tuple(members)) for way, members in found.items())


def _way(chain: Chain) -> str:
    """Return a chain in words, from the source inwards."""
    steps = ["+".join(link.actors) or "somebody" for link in chain.links]
    return " < ".join([*steps, *([] if chain.is_named else [chain.end])])


def _end(chain: Chain) -> object:
    return chain.links[-1].bodies if chain.is_named else chain.end


def _is_unclear(chain: Chain) -> bool:
    return any(link.basis == LinkBasis.UNCLEAR for link in chain.links)
