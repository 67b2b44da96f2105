"""Facts of a judgement."""

from rest_framework import serializers

from briefings import choices
from briefings.facts.base import AnchoredFacts, Line, ModelFacts, SlugOf, SlugsOf, optional
from briefings.facts.fields import words_field
from briefings.models import Actor, Claim, Judgement, JudgementPassage, Source


class JudgementPassageFacts(AnchoredFacts):
    """A passage that the judgement rests on."""

    source = SlugOf(Source, help_text="Which source prints it.")

    class Meta:
        model = JudgementPassage
        fields = ["source", "start", "end", "exact", "prefix", "suffix", "quote"]


class JudgementFacts(ModelFacts):
    """A recorded decision with its reason."""

    actors = SlugsOf(Actor, help_text="Who is judged.")
    names = words_field("Name forms that are judged, where they stand on one actor.", Line)
    claim = optional(Claim, "Whose origins are judged independent; null for persons.")
    origins = SlugsOf(Actor, help_text="The exact set of origins judged.")
    passages = JudgementPassageFacts(many=True, required=False, help_text="The passages it rests on.")

    class Meta:
        model = Judgement
        fields = ["kind", "actors", "names", "claim", "origins", "passages", "reason"]

    def validate(self, attrs):
        if attrs["kind"] == choices.JudgementKind.INDEPENDENCE_ESTABLISHED:
            if not attrs.get("claim") or len(attrs.get("origins", [])) < 2:
                raise serializers.ValidationError({"origins": ["independence is of a claim and two or more origins"]})
            return attrs
        if attrs.get("claim"):
            raise serializers.ValidationError({"claim": ["a judgement of persons has no claim"]})
        if len(attrs.get("actors", [])) + len(attrs.get("names", [])) < 2 or not attrs.get("actors"):
            raise serializers.ValidationError({"actors": ["two actors are judged, or several names of one"]})
        return attrs
