"""Answers of the analysis, for the schema. What each number means is in docs/analysis.md."""

from rest_framework import serializers

from briefings import choices
from briefings.analysis import independence, matrix, reasons
from briefings.analysis.discrepancies.rows import Kind, Level, Severity
from briefings.api.schemas.claims import Bounds, QuotedSpan
from briefings.api.schemas.lines import ActorLine, one_of
from briefings.api.schemas.shown import Quantity, Ratio, Shown, When, number, text

KNOWN = "null: its source's rights withhold it."


def slugs(help_text: str, **options) -> serializers.ListField:
    """Return a field for a list of slugs or ids."""
    return serializers.ListField(child=serializers.CharField(), help_text=help_text, **options)


def word(values, help_text: str, **options) -> serializers.ChoiceField:
    """Return a field for one of the analysis' own words."""
    return serializers.ChoiceField([str(value) for value in values], help_text=help_text, **options)


CITATIONS = "Slugs of the citations that make it."


class ClaimAddress(Shown):
    """A claim that is analysed."""

    slug = text("Its slug.")
    url = text("Its address, without a host.")
    proposition = text("The claim in one sentence.")


class Place(Shown):
    """Words of a source, at their place in code points."""

    source = text("Slug of the source that they stand in.")
    start = number("First code point, from 0.")
    end = number("Code point after the last one.")
    exact = text(f"The words; {KNOWN}", allow_null=True)


class AnalysedPassage(Place):
    """A citation that the answer speaks of."""

    slug = text("Its slug.")
    url = text("Its address, without a host.")
    region = one_of(choices.RegionKind, "Part of the source that it stands in.")
    counted = serializers.BooleanField(help_text="Whether that part counts towards sources and origins.")
    polarity = one_of(choices.Polarity, "Whether it affirms the claim.")


class Origin(Shown):
    """Who asserts the claim: bodies that speak as one voice at the end of chains."""

    bodies = ActorLine(many=True, help_text="The bodies that it counts as.")
    actors = ActorLine(many=True, help_text="Who the chains name.")
    counted = serializers.BooleanField(help_text="Whether it adds to the number; not beside a part of itself.")
    citations = slugs(CITATIONS)


class NamedOrigins(Bounds):
    """How many origins are named."""

    origins = Origin(many=True, help_text="Who they are, as the curator reads the unclear passages.")


class OpenEnd(Shown):
    """Chains that end with nobody named, as far as they may be one unknown."""

    id = text("Id of its node.")
    via = word(("agency", "relayer", "source"), "What it is counted by.")
    behind = slugs("Slugs of those agencies, relayers, or of the source.")
    citations = slugs(CITATIONS)


class UnknownOrigins(Bounds):
    """How many origins may stand behind chains that name none."""

    open_ends = OpenEnd(many=True, help_text="Where the chains stop, as the curator reads the unclear passages.")


class OtherReading(Shown):
    """A reading of unclear passages that makes a least or most number which the assumed one does not."""

    makes = serializers.ListField(
        child=serializers.ChoiceField([*independence.EXTREMES]), help_text="The numbers that it makes."
    )
    origins = Origin(many=True, help_text="Who is named in this reading.")
    open_ends = OpenEnd(many=True, help_text="Where its chains stop; the least number of unknowns takes them for one.")


class Node(Shown):
    """A node of the attribution graph."""

    id = text("Its id in this answer.")
    kind = word(
        ("source", "voice", "unnamed", "unknown"), "A source, a named voice, a voice without a name, an open end."
    )
    source = text("Of a source: its slug.", required=False)
    versions = slugs(
        "Of a source: slugs of later versions and reprints of it, which are no sources of their own.", required=False
    )
    bodies = ActorLine(many=True, required=False, help_text="Of a voice: the bodies that it counts as.")
    actors = ActorLine(many=True, required=False, help_text="Of a voice: who spoke.")


class Edge(Shown):
    """A step from the source inwards: who has it from whom."""

    vars()["from"] = text("Id of the node that has it.")
    to = text("Id of the node that it has it from.")
    bases = serializers.ListField(
        child=serializers.ChoiceField(choices.LinkBasis.choices), help_text="What the step rests on."
    )
    citations = slugs(CITATIONS)


class Bottleneck(Shown):
    """A body that every chain passes."""

    body = ActorLine(help_text="The body.")
    citations = slugs(CITATIONS)


class Circle(Shown):
    """Chains that come back to where they were."""

    nodes = slugs("Ids of the nodes on the way round.")
    citations = slugs(CITATIONS)


class AnalysedLink(Shown):
    """One step of a chain, as it counts."""

    role = one_of(choices.LinkRole, "What part its actors have.")
    basis = one_of(choices.LinkBasis, "What it rests on.")
    actors = slugs("Slugs of who spoke as one voice; none: nobody is named.")
    node = text("Id of the node that it stands for.")


class AnalysedChain(Shown):
    """One chain of one citation, and whether it counts."""

    citation = text("Slug of its citation.")
    source = text("Slug of its source.")
    alternative = serializers.BooleanField(help_text="Whether it is another reading of an unclear passage.")
    path = slugs("Ids of the nodes that it passes, source first; null: it does not count.", allow_null=True)
    links = AnalysedLink(many=True, help_text="Its steps, from the source inwards.")
    end = one_of(choices.ChainEnd, "How it ends.")
    counted = serializers.BooleanField(help_text="Whether it counts in some reading.")
    not_counted_because = text(
        "restatement, polarity:… or region:…; null: it counts, or only its other readings are.", allow_null=True
    )


class GraphDocument(Shown):
    """An attribution graph, from the sources inwards."""

    nodes = Node(many=True, help_text="Sources, voices and open ends.")
    edges = Edge(many=True, help_text="Who has it from whom.")
    bottlenecks = Bottleneck(many=True, help_text="Bodies that every chain passes, from the sources inwards.")
    circular = Circle(many=True, help_text="Circular reporting: ways that come back to where they were.")
    passages = AnalysedPassage(many=True, help_text="The citations that the numbers are made of.")
    known_by = text("Until when sources were taken; null: all that is published.", allow_null=True)
    undated = slugs("Slugs of the sources that print no date: known from when they were received.")


class SourcingDocument(GraphDocument):
    """What the sourcing of a claim amounts to."""

    claim = ClaimAddress(help_text="The claim.")
    verdict = word(
        (reasons.SINGLE, reasons.ESTABLISHED, reasons.NOT_ESTABLISHED), "Whether its origins are independent."
    )
    reason = text("Why, in words.")
    judgement = text("Slug of the judgement that establishes independence; null: none does.", allow_null=True)
    origins_named = NamedOrigins(help_text="How many origins are named.")
    origins_unknown = UnknownOrigins(help_text="How many may stand behind chains that name none.")
    is_exact = serializers.BooleanField(
        help_text="Whether all readings were gone through; else bounds may be too wide."
    )
    other_readings = OtherReading(
        many=True, help_text="Readings of unclear passages that make the bounds; none: the assumed one does."
    )
    chains = AnalysedChain(many=True, help_text="Every chain of every citation.")


class ClaimSummary(Shown):
    """The numbers of one claim."""

    claim = ClaimAddress(help_text="The claim.")
    verdict = word(
        (reasons.SINGLE, reasons.ESTABLISHED, reasons.NOT_ESTABLISHED), "Whether its origins are independent."
    )
    reason = text("Why, in words.")
    origins_named = NamedOrigins(help_text="How many origins are named.")
    origins_unknown = UnknownOrigins(help_text="How many may stand behind chains that name none.")
    is_exact = serializers.BooleanField(
        help_text="Whether all readings were gone through; else bounds may be too wide."
    )
    other_readings = OtherReading(
        many=True, help_text="Readings of unclear passages that make the bounds; none: the assumed one does."
    )
    origins = slugs("Slugs of the bodies that are counted.")
    citations = slugs("Slugs of the citations that affirm it, in any source.")


class ManyDocument(GraphDocument):
    """The sourcing of several claims, with one graph."""

    slug = text("Slug of the briefing or source.")
    claims = ClaimSummary(many=True, help_text="The numbers of each claim, over all sources.")
    is_complete = serializers.BooleanField(help_text="Whether these are all of its claims; at most 500 are given.")


class ComparedLink(Shown):
    """One step of a chain that is compared."""

    role = one_of(choices.LinkRole, "What part its actors have.")
    basis = one_of(choices.LinkBasis, "What it rests on.")
    actors = slugs("Slugs of who spoke as one voice; none: nobody is named.")


class ComparedChain(Shown):
    """A chain that is compared."""

    alternative = serializers.BooleanField(help_text="Whether it is another reading of an unclear passage.")
    end = one_of(choices.ChainEnd, "How it ends.")
    links = ComparedLink(many=True, help_text="Its steps, from the source inwards.")


class Compared(Shown):
    """What is compared of a passage: its figure or ratio, its date, and so on, by the kind of the discrepancy."""

    quantity = Quantity(required=False, allow_null=True, help_text="Its figure.")
    ratio = Ratio(required=False, allow_null=True, help_text="Its ratio.")
    when = When(required=False, allow_null=True, help_text="When the reported fact takes place.")
    modality = one_of(choices.Modality, "How it is put.", required=False)
    certainty = one_of(choices.Certainty, "How sure it is.", required=False)
    polarity = one_of(choices.Polarity, "Whether it affirms the claim.", required=False)
    speech = one_of(choices.Speech, "How it renders words.", required=False)
    quoted = QuotedSpan(many=True, required=False, help_text="The words inside quotation marks.")
    chains = ComparedChain(many=True, required=False, help_text="Whom it has this from.")


class SidePassage(Place):
    """A passage on one side of a discrepancy."""

    citation = text("Slug of the citation; null: the anchor of a role.", allow_null=True)
    values = Compared(help_text="What is compared of it; nothing: that it is there, or its words.")


class DiscrepancySide(Shown):
    """One value, and who has it."""

    value = text(f"The value; {KNOWN}", allow_null=True)
    sources = slugs("Slugs of the sources on this side.")
    passages = SidePassage(many=True, help_text="The passages that have it; none: silence, or not published.")


class Explaining(Shown):
    """A curated comparison that speaks of the discrepancy."""

    slug = text("Its slug.")
    kind = one_of(choices.ComparisonKind, "How left relates to right.")
    reason = text("Why; null: with known_by.", allow_null=True)


class Discrepancy(Shown):
    """A difference between passages."""

    slug = text("Its id: stays the same while claim, kind and place do.")
    kind = word(Kind, "In what they differ.")
    vars()["field"] = word(Kind, "Of within_source: in what; else null.", allow_null=True)
    level = word(Level, "Of an attribution: how deep; else null.", allow_null=True)
    severity = word(Severity, "How much hangs on it.")
    found = word(("computed", "curated"), "How it was found.")
    claims = slugs("Slugs of the claims that it is about; none: of an actor's names.")
    party = text("Slug of the body or actor whose stance, words or name differ; else null.", allow_null=True)
    sources = slugs("Slugs of the sources on all sides.")
    sides = DiscrepancySide(many=True, help_text="The values, each with its passages.")
    comparisons = Explaining(many=True, help_text="What curators saw and why.")


class ClaimDiscrepancies(Shown):
    """The discrepancies of one claim."""

    claim = ClaimAddress(help_text="The claim.")
    known_by = text("Until when sources were taken; null: all that is published.", allow_null=True)
    undated = slugs("Slugs of the sources that print no date: known from when they were received.")
    discrepancies = Discrepancy(many=True, help_text="The differences.")


class DiscrepancyPage(Shown):
    """One page of discrepancies."""

    next = serializers.URLField(allow_null=True, help_text="The next page; null: there is none. A page may be short.")
    results = Discrepancy(many=True, help_text="The differences, by claim, then those of names.")


class CellCitation(Shown):
    """A passage of a cell, with its values."""

    slug = text("Its slug.")
    url = text("Its address, without a host.")
    start = number("First code point, from 0.")
    end = number("Code point after the last one.")
    exact = text(f"The words; {KNOWN}", allow_null=True)
    region = one_of(choices.RegionKind, "Part of the source that it stands in.")
    counted = serializers.BooleanField(help_text="Whether that part counts towards sources and origins.")
    quantity = Quantity(allow_null=True, help_text="Its figure.")
    ratio = Ratio(allow_null=True, help_text="Its ratio.")
    when = When(allow_null=True, help_text="When the reported fact takes place.")
    modality = one_of(choices.Modality, "How it is put.")
    certainty = one_of(choices.Certainty, "How sure it is.")
    polarity = one_of(choices.Polarity, "Whether it affirms the claim.")
    speech = one_of(choices.Speech, "How it renders words.")
    at_briefing = serializers.BooleanField(help_text="Whether it has this from the briefing.")


class Cell(Shown):
    """What one source says of one claim."""

    status = word((*choices.ReadingStatus.values, matrix.NOT_CHECKED), "Carried, checked and silent, or not checked.")
    reading = text("Slug of the reading; null: not checked.", allow_null=True)
    citations = CellCitation(many=True, help_text="The passages that carry it.")


class MatrixClaim(ClaimAddress):
    """A claim of the matrix."""

    category = one_of(choices.Category, "What it is about.")


class MatrixRow(Shown):
    """A claim with its cells."""

    claim = MatrixClaim(help_text="The claim.")
    cells = serializers.DictField(child=Cell(), help_text="A cell for each source, by slug.")


class MatrixDocument(Shown):
    """Claims put on record at a briefing, by sources."""

    briefing = text("Slug of the briefing.")
    sources = slugs("Slugs of the sources: the columns.")
    claims = MatrixRow(many=True, help_text="The claims: the rows.")
    is_complete = serializers.BooleanField(help_text="Whether these are all of its claims; at most 500 are given.")
    known_by = text("Until when sources were taken; null: all that is published.", allow_null=True)
    undated = slugs("Slugs of the sources that print no date: known from when they were received.")


class TimelineClaim(Shown):
    """The claim of an event."""

    slug = text("Its slug.")
    proposition = text("The claim in one sentence.")


class TimelineBriefing(Shown):
    """The occasion of an utterance."""

    slug = text("Its slug.")
    title = text(f"A neutral label; {KNOWN}", allow_null=True)
    kind = one_of(choices.BriefingKind, "What sort of occasion.")


class TimelineEntry(Shown):
    """A date: of a reported fact, or of an occasion."""

    id = text("Slug of the citation or of the briefing.")
    kind = word(("event", "utterance"), "The date of a reported fact, or when something was said.")
    literal = text(f"The time words; {KNOWN}", allow_null=True)
    edtf_printed = text("As printed, EDTF; null: the words give no such form.", allow_null=True)
    edtf = text("As resolved, EDTF; null: it could not be.", allow_null=True)
    basis = one_of(choices.WhenBasis, "What the resolved date rests on.")
    earliest = serializers.DateField(allow_null=True, help_text="First day; null: open.")
    latest = serializers.DateField(allow_null=True, help_text="Last day; null: open.")
    claim = TimelineClaim(allow_null=True, help_text="Of an event: what is said to take place then.")
    briefing = TimelineBriefing(allow_null=True, help_text="Of an utterance: the occasion.")
    modality = one_of(choices.Modality, "Of an event: how it is put.", allow_null=True)
    certainty = one_of(choices.Certainty, "Of an event: how sure the passage is.", allow_null=True)
    polarity = one_of(choices.Polarity, "Of an event: whether it affirms the claim.", allow_null=True)
    sources = slugs("Slugs of the sources that print it.")
    citations = slugs("Slug of the citation that gives the date; none: the briefing's own passages do.")
    passages = Place(many=True, help_text="The words that give the date, at their place.")
    rank = number(
        "How many entries of this page precede it for certain, one after the other; of one rank they overlap."
    )


class TimelinePage(Shown):
    """One page of the timeline."""

    next = serializers.URLField(allow_null=True, help_text="The next page; null: there is none. A page may be short.")
    results = TimelineEntry(many=True, help_text="By first day (open first), last day (open last), id.")
