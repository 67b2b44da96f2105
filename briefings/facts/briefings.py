"""Facts of a briefing, the occasion."""

from rest_framework import serializers

from briefings import choices
from briefings.facts.base import AnchoredFacts, ModelFacts, SlugOf, SlugsOf, optional
from briefings.facts.fields import country_field
from briefings.facts.values import WhenField
from briefings.models import Actor, Briefing, BriefingPassage, Source


class BriefingPassageFacts(AnchoredFacts):
    """A passage that states facts about the occasion."""

    source = SlugOf(Source, help_text="Which source prints it.")
    states = serializers.ListField(
        child=serializers.ChoiceField(choices.PassageFact.choices), allow_empty=False,
        help_text="Which facts it states.",
    )  # fmt: skip

    class Meta:
        model = BriefingPassage
        fields = ["source", "states", "start", "end", "exact", "prefix", "suffix", "quote"]


class BriefingFacts(ModelFacts):
    """An occasion on which information was put on record."""

    when = WhenField(help_text="When it took place; null: not stated.")
    country = country_field("ISO 3166-1 alpha-2; null: not stated.")
    host = optional(Actor, "Whose occasion it was; null: not stated.")
    presenters = SlugsOf(Actor, help_text="Who put the information on record.")
    audience = SlugsOf(Actor, help_text="Who it was put to.")
    passages = BriefingPassageFacts(many=True, required=False, help_text="The passages that state these facts.")

    class Meta:
        model = Briefing
        fields = [
            "title", "kind", "when", "place", "country", "host", "committee", "session", "presenters", "audience",
            "passages",
        ]  # fmt: skip

    def validate(self, attrs):
        when = attrs.get("when")
        if when and when["literal"] and not (when["literal_anchor"] or {}).get("source"):
            raise serializers.ValidationError(
                {"when": [f"{when['literal']!r} wants a literal_anchor: the source that prints it, and where"]}
            )
        return attrs
