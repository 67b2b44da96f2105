"""The documents of claims, readings and citations."""

from rest_framework import serializers

from briefings import choices
from briefings.analysis import reasons
from briefings.api.schemas.lines import ActorLine, BriefingLine, ClaimLine, EditionLine, Head, SourceLine, one_of
from briefings.api.schemas.shown import Anchored, Shown, instant, number, text
from briefings.facts.claims import ClaimFacts
from briefings.facts.readings import ChainFacts, CitationFacts, LinkFacts, ReadingFacts


class ChainLink(Shown):
    """One step of a chain."""

    facts = LinkFacts
    actors = ActorLine(many=True)
    candidates = ActorLine(many=True)
    occasion = BriefingLine(allow_null=True)


class AttributionChain(Shown):
    """One chain of attribution, from the source inwards."""

    facts = ChainFacts
    links = ChainLink(many=True)


class QuotedSpan(Shown):
    """Words inside quotation marks, in code points of the source."""

    start = number("First code point, from 0.")
    end = number("Code point after the last one.")
    exact = text("The words.")


class CitedPassage(Anchored):
    """One passage and what it reports."""

    facts = CitationFacts
    left_out = ("id",)
    slug = text("Its public id: the slug of its reading, two hyphens, and its own id there.")
    url = text("Its address, without a host.")
    region = one_of(choices.RegionKind, "Part of the source that it stands in.")
    counted = serializers.BooleanField(
        help_text="Whether it counts towards sources and origins; captions, credits, link lines and widgets do not."
    )
    quoted = QuotedSpan(many=True)
    chains = AttributionChain(many=True)


class CitationDocument(CitedPassage):
    """One passage and what it reports, with the claim it is about."""

    reading = text("Slug of its reading.")
    claim = ClaimLine(help_text="The question it answers.")
    source = SourceLine(help_text="The document it stands in.")
    edition = EditionLine(help_text="The edition of its reading that is shown.")


class ReadingDocument(Head):
    """One cell of the matrix: a claim read for in a source."""

    facts = ReadingFacts
    claim = ClaimLine()
    source = SourceLine()
    citations = CitedPassage(many=True)


class ClaimReading(Shown):
    """A reading, inside its claim."""

    facts = ReadingFacts
    left_out = ("claim",)
    slug = text("Its public id.")
    source = SourceLine()
    citations = CitedPassage(many=True)


class ClaimCounts(Shown):
    """How many sources were read for a claim."""

    sources = number("Sources that carry it, not counting captions, credits, link lines and widgets.")
    not_carried = number("Sources that were checked and do not carry it.")
    citations = number("Passages that carry it.")


class AmountEnvelope(Shown):
    """Outer bounds of the figures that a claim's citations report."""

    min = serializers.DecimalField(19, 4, allow_null=True, help_text="Smallest lower bound; null: one is open.")
    max = serializers.DecimalField(19, 4, allow_null=True, help_text="Largest upper bound; null: one is open.")


class TimeEnvelope(Shown):
    """Outer bounds of the times that a claim's citations report."""

    earliest = serializers.DateField(allow_null=True, help_text="First day; null: one is open.")
    latest = serializers.DateField(allow_null=True, help_text="Last day; null: one is open.")


class Bounds(Shown):
    """A number under every reading of unclear passages."""

    min = number("The least over all readings.")
    best = number("As the curator reads the unclear passages.")
    max = number("The most over all readings.")


class ClaimDocument(Head):
    """One question with a true-or-false core, with every reading, citation and chain."""

    facts = ClaimFacts
    changed_at = instant("When its edition, or that of one of its readings, last started; its own with known_by.")
    credibility = one_of(choices.Credibility, "Admiralty code; null: with known_by.", allow_null=True)
    subject = ActorLine(allow_null=True)
    holder = ActorLine(allow_null=True)
    counts = ClaimCounts(help_text="How many sources were read for it.")
    amounts = AmountEnvelope(allow_null=True, help_text="Bounds of the figures reported; null: none reports one.")
    times = TimeEnvelope(allow_null=True, help_text="Bounds of the times reported; null: none reports one.")
    origins_named = Bounds(help_text="How many origins are named; `sourcing/` says who they are and by which passages.")
    origins_unknown = Bounds(help_text="How many unknown origins may stand behind chains that name none.")
    origins = Bounds(help_text="How many there may be, named and unknown together.")
    verdict = serializers.ChoiceField(
        [reasons.SINGLE, reasons.ESTABLISHED, reasons.NOT_ESTABLISHED], help_text="On the independence of its origins."
    )
    readings = ClaimReading(many=True, help_text="What each source that was read for it says, silence included.")
    known_by = instant("The instant that was asked for; only with known_by.", required=False)
    undated = serializers.ListField(
        child=serializers.CharField(), required=False,
        help_text="Its sources that print no date: known from when they were received; only with known_by.",
    )  # fmt: skip
