"""What parts look like in the visual editor: which keys, in which groups, with which control. Data, no behaviour."""

from dataclasses import dataclass

from briefings import choices

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Leaf:
    """One value: a line of text, words (several lines), lines (a list), slugs (a list), a number, a choice, a flag."""

    key: str
    label: str
    kind: str = "text"
    choices: Choices = ()
    is_rare: bool = False


@dataclass(frozen=True)
class Group:
    """A mapping under one key; left out where nothing of it was entered."""

    key: str
    label: str
    members: "tuple[Leaf | Group | Rows, ...]"
    is_rare: bool = False
    is_anchor: bool = False


@dataclass(frozen=True)
class Rows:
    """A list of mappings."""

    key: str
    label: str
    members: "tuple[Leaf | Group | Rows, ...]"
    depth: int
    is_rare: bool = False
    is_anchor: bool = False  # each has the anchor's keys beside its own


def _one_of(kind: type[choices.TextChoices], *, blank: bool = False) -> Choices:
    return (*((("", "---------"),) if blank else ()), *kind.choices)


PLACE = (Leaf("quote", "Words", "words"), Leaf("start", "Start", "offset"), Leaf("end", "End", "offset"))


def _anchor(key: str, label: str, *, elsewhere: bool = False, is_rare: bool = False) -> Group:
    source = (Leaf("source", "In the source; empty: this one"),) if elsewhere else ()
    return Group(key, label, (*PLACE, *source), is_rare=is_rare, is_anchor=True)


def _when(label: str, *, is_rare: bool = False) -> Group:
    members = (
        Leaf("literal", "As printed"), Leaf("edtf_printed", "EDTF of what is printed", "edtf"),
        Leaf("edtf", "EDTF as resolved", "edtf"),
        Leaf("basis", "Rests on", "choice", _one_of(choices.WhenBasis, blank=True)),
        _anchor("anchor", "Resolved from", elsewhere=True, is_rare=True),
        _anchor("literal_anchor", "Words elsewhere", elsewhere=True, is_rare=True),
        Leaf("note", "How it was resolved", is_rare=True),
    )  # fmt: skip
    return Group("when", label, members, is_rare=is_rare)


LINK = (
    Leaf("role", "Role", "choice", _one_of(choices.LinkRole)), Leaf("actors", "Actors", "slugs"),
    Leaf("as_printed", "As printed"), Leaf("basis", "Basis", "choice", _one_of(choices.LinkBasis)),
    Leaf("occasion", "Occasion", "occasion"), _anchor("anchor", "Words that name them"),
    Leaf("candidates", "Who it may be", "slugs", is_rare=True),
    Leaf("distribution", "How several spoke", "choice", _one_of(choices.Distribution, blank=True), is_rare=True),
    _when("When it was said", is_rare=True),
)  # fmt: skip
CHAIN = (
    Leaf("end", "Ends with", "choice", _one_of(choices.ChainEnd)),
    Leaf("alternative", "Another possible reading of an unclear passage", "flag"),
    Rows("links", "Link", LINK, depth=2),
)
QUANTITY = (
    Leaf("literal", "As printed"), Leaf("comparator", "Bounds", "choice", _one_of(choices.Comparator, blank=True)),
    Leaf("min", "At least", "number"), Leaf("max", "At most", "number"), Leaf("unit", "Unit"),
    Leaf("counted", "Counted"), Leaf("per", "Per"), Leaf("currency", "Currency"),
)  # fmt: skip
RATIO = (Leaf("literal", "As printed"), Leaf("factor", "Times", "number"), Leaf("refers_to", "Of what"))
CITATION = (
    Leaf("id", "Id", "hidden"), *PLACE,
    Leaf("modality", "Modality", "choice", _one_of(choices.Modality)),
    Leaf("certainty", "Certainty", "choice", _one_of(choices.Certainty)),
    Leaf("polarity", "Polarity", "choice", _one_of(choices.Polarity)),
    Leaf("speech", "Speech", "choice", _one_of(choices.Speech)),
    Group("quantity", "Quantity", QUANTITY), _when("When"), Rows("chains", "Chain", CHAIN, depth=1),
    Leaf("hedges", "Hedges, one a line", "lines", is_rare=True),
    Leaf("quoted", "Quoted words, one a line", "quoted", is_rare=True),
    Group("ratio", "Ratio", RATIO, is_rare=True), Leaf("translation", "Translation", is_rare=True),
    Leaf("note", "Note", is_rare=True),
)  # fmt: skip
CITATIONS = Rows("citations", "Citation", CITATION, depth=0, is_anchor=True)
