"""The documents of sources, actors, briefings, comparisons and judgements."""

from rest_framework import serializers

from briefings.api.schemas.lines import ActorLine, ClaimLine, Head, SourceLine
from briefings.api.schemas.shown import Anchored, Shown, number, text
from briefings.facts.actors import ActorFacts, NameFacts, RoleFacts
from briefings.facts.briefings import BriefingFacts, BriefingPassageFacts
from briefings.facts.comparisons import ComparisonFacts, SideFacts
from briefings.facts.judgements import JudgementFacts, JudgementPassageFacts
from briefings.facts.sources import AgencyFacts, AsideFacts, RegionFacts, SourceFacts


class Region(Anchored):
    """A stretch of the text that is not body."""

    facts = RegionFacts


class Aside(Anchored):
    """Words of the body that are no claim."""

    facts = AsideFacts


class Agency(Shown):
    """A news agency credited for the whole document."""

    facts = AgencyFacts
    actor = ActorLine()


class SourceCounts(Shown):
    """How many claims a source was read for."""

    carried = number("Claims that it carries.")
    not_carried = number("Claims that it was checked for and does not carry.")


class SourceDocument(Head):
    """One document as received, with its text as far as its rights allow."""

    facts = SourceFacts
    publisher = ActorLine(allow_null=True)
    agencies = Agency(many=True)
    regions = Region(many=True)
    asides = Aside(many=True)
    text_sha256 = text("")
    text_length = number("")
    text = text("The text as received; null: text_access withholds it.", allow_null=True, allow_blank=True)
    counts = SourceCounts(help_text="How many claims it was read for.")


class ActorName(Shown):
    """One form of a name."""

    facts = NameFacts


class ActorRole(Shown):
    """An office or membership that one source prints."""

    facts = RoleFacts
    organisation = ActorLine(allow_null=True)
    source = SourceLine()


class ActorDocument(Head):
    """A person, organisation, state, state body, armed unit, medium or group."""

    facts = ActorFacts
    left_out = ("merged_into",)
    names = ActorName(many=True)
    roles = ActorRole(many=True)
    parent = ActorLine(allow_null=True)
    merged = serializers.ListField(
        child=serializers.CharField(), help_text="Slugs of actors that turned out to be this one."
    )
    merged_names = serializers.ListField(child=serializers.CharField(), help_text="Their name forms.")


class BriefingPassage(Anchored):
    """A passage that states facts about the occasion."""

    facts = BriefingPassageFacts
    source = SourceLine()


class BriefingDocument(Head):
    """An occasion on which information was put on record."""

    facts = BriefingFacts
    host = ActorLine(allow_null=True)
    presenters = ActorLine(many=True)
    audience = ActorLine(many=True)
    passages = BriefingPassage(many=True)


class ComparisonSide(Shown):
    """One side of a comparison: a claim, or one citation of it."""

    facts = SideFacts
    claim = ClaimLine()


class ComparisonDocument(Head):
    """A curated relation: left <kind> right."""

    facts = ComparisonFacts
    left = ComparisonSide()
    right = ComparisonSide()


class JudgementPassage(Anchored):
    """A passage that the judgement rests on."""

    facts = JudgementPassageFacts
    source = SourceLine()


class JudgementDocument(Head):
    """A recorded decision with its reason."""

    facts = JudgementFacts
    actors = ActorLine(many=True)
    claim = ClaimLine(allow_null=True)
    origins = ActorLine(many=True)
    passages = JudgementPassage(many=True)
