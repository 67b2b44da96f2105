"""Quotations: one utterance that is printed in different words inside quotation marks."""

from collections.abc import Iterator, Sequence

from briefings.analysis.discrepancies.rows import Cited, Kind, Row, Severity, Side, affirming
from briefings.choices import Speech
from briefings.text import folding


def differences(cited: Sequence[Cited]) -> Iterator[Row]:
    """Yield a row for quotations of one claim that may come from one body and differ in words.

    Compared are passages inside quotation marks, or with words in them, whose chains can end at the same body: two
    translations of one remark, by which sources the chains show. Scare quotes cannot be told from others.
    """
    quoted = [each for each in affirming(cited) if each.citation["speech"] in (Speech.DIRECT, Speech.MIXED)]
    origins = dict.fromkeys(body for each in quoted for body in sorted(_origins(each)))
    seen: set[tuple[Side, ...]] = set()
    for body in origins:
        sides = _sides([each for each in quoted if body in _origins(each)])
        if len(sides) > 1 and len({source for side in sides for source in side.sources}) > 1 and sides not in seen:
            seen.add(sides)
            yield Row(Kind.QUOTATION, Severity.VARIATION, sides, party=body)


def _origins(each: Cited) -> set[str]:
    return {body for chain in each.passage.chains if chain.is_named for body in chain.links[-1].bodies}


def _sides(quoted: Sequence[Cited]) -> tuple[Side, ...]:
    found: dict[str, list[Cited]] = {}
    for each in quoted:
        words = _words(each)
        if words:
            found.setdefault(folding.fold(words).text.strip(" .,\"'"), []).append(each)
    return tuple(Side(_words(members[0]), tuple(members)) for members in found.values())


def _words(each: Cited) -> str | None:
    """Return the words inside the marks; None where the source's rights withhold them."""
    parts = [span["exact"] for span in each.citation["quoted"]] or [each.citation["exact"]]
    return None if None in parts else " … ".join(parts)
