"""What a discrepancy is made of: sides, each a value with the passages that have it."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from briefings.analysis.chains import Passage

Document = dict[str, Any]


class Kind(StrEnum):
    """In what the passages differ."""

    VALUE = "value"  # figures without a common value
    PRECISION = "precision"  # figures that share a value and are put differently: "around", "more than"
    DATE = "date"
    POLARITY = "polarity"
    CERTAINTY = "certainty"
    MODALITY = "modality"
    ATTRIBUTION = "attribution"
    QUOTATION = "quotation"  # one utterance in different words inside quotation marks
    NAME = "name"  # spellings of one name
    SCOPE = "scope"  # said of something else; curated
    WITHIN_SOURCE = "within_source"  # any of these inside one source; field says which
    SILENT = "silent"  # sources that were checked and do not carry the claim


class Severity(StrEnum):
    """How much hangs on it."""

    CONTRADICTION = "contradiction"  # no common value, or opposite polarity
    AMBIGUITY = "ambiguity"  # it hangs on an unclear link
    OMISSION = "omission"
    TENSION = "tension"  # a variation that a curator raised
    VARIATION = "variation"


class Level(StrEnum):
    """How deep attributions differ."""

    END = "end"  # other origins, own voice, or none given
    PATH = "path"  # the same ends by other ways
    RESTATEMENT = "restatement"  # attributed less far than its own source does elsewhere


@dataclass(frozen=True, eq=False)  # one object a citation, so that sides compare and hash by who is on them
class Cited:
    """One citation with the chains that it has."""

    source: str
    citation: Document
    passage: Passage


@dataclass(frozen=True)
class Side:
    """A value, and who has it: passages, or sources that say nothing."""

    value: str | None
    cited: tuple[Cited, ...] = ()
    silent: tuple[str, ...] = ()
    mentions: tuple[Document, ...] = ()

    @property
    def sources(self) -> list[str]:
        """Return the sources on this side."""
        names = [cited.source for cited in self.cited] + list(self.silent)
        return sorted({*names, *(mention["source"] for mention in self.mentions)})


@dataclass(frozen=True)
class Row:
    """One discrepancy."""

    kind: Kind
    severity: Severity
    sides: tuple[Side, ...]
    claims: tuple[str, ...] = ()
    field: Kind | None = None  # of a within_source row
    level: Level | None = None  # of an attribution
    party: str | None = None  # of a polarity whose stance, of a quotation whose words, of a name whose name
    comparisons: tuple[Document, ...] = ()
    is_curated: bool = False

    @property
    def sources(self) -> list[str]:
        """Return all sources of all sides."""
        return sorted({source for side in self.sides for source in side.sources})

    @property
    def slug(self) -> str:
        """Return an id that stays the same while claim, kind and place do."""
        source = self.sources[0] if self.kind == Kind.WITHIN_SOURCE else None
        own = self.comparisons[0]["slug"] if self.is_curated and self.comparisons else None
        parts = [*self.claims[:1], self.kind, source, self.field, self.level, self.party, own]
        return ":".join(part for part in parts if part)


Differences = Callable[[Sequence[Cited]], Iterable[Row]]


def sides_by(cited: Iterable[Cited], key: Callable[[Cited], Hashable], label: Callable[[Any], str]) -> list[Side]:
    """Return a side for each value, in order of appearance; passages without a value (None) have no side."""
    found: dict[Hashable, list[Cited]] = {}
    for each in cited:
        value = key(each)
        if value is not None:
            found.setdefault(value, []).append(each)
    return [Side(label(value), tuple(members)) for value, members in found.items()]


def affirming(cited: Iterable[Cited]) -> list[Cited]:
    """Return the passages that affirm the claim: what is denied has no figure, date or origin."""
    return [each for each in cited if each.passage.affirms]
