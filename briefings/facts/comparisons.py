"""Facts of a comparison."""

from rest_framework import serializers

from briefings.facts.base import ModelFacts, SlugOf, StrictFacts, checked
from briefings.models import Citation, Claim, Comparison


class SideFacts(StrictFacts):
    """One side of a comparison: a claim, or one citation of it."""

    claim = SlugOf(Claim, help_text="The claim.")
    citation = serializers.CharField(
        required=False, allow_null=True, default=None, help_text="One citation of it; null: the claim as a whole."
    )

    def validate(self, attrs):
        slug = attrs["citation"]
        if self.context.get("once_checked"):
            return attrs
        if slug is not None and not Citation.objects.filter(slug=slug, reading__claim=attrs["claim"]).exists():
            raise serializers.ValidationError({"citation": [f"{attrs['claim'].slug} has no citation {slug}"]})
        return attrs


class SideField(serializers.Field):
    """One side, kept in two columns."""

    def __init__(self, side: str, **options):
        self.side = side
        super().__init__(source="*", **options)

    def to_representation(self, comparison):
        return {
            "claim": getattr(comparison, f"{self.side}_claim").slug,
            "citation": getattr(comparison, f"{self.side}_citation"),
        }

    def to_internal_value(self, data):
        given = checked(SideFacts, data, self.context)
        return {f"{self.side}_{key}": value for key, value in given.items()}


class ComparisonFacts(ModelFacts):
    """A curated relation: left <kind> right."""

    left = SideField("left", help_text="The side the relation starts from.")
    right = SideField("right", help_text="The side it goes to.")

    class Meta:
        model = Comparison
        fields = ["kind", "left", "right", "reason"]

    def validate(self, attrs):
        if all(attrs[f"left_{key}"] == attrs[f"right_{key}"] for key in ("claim", "citation")):
            raise serializers.ValidationError({"right": ["nothing is compared with itself"]})
        return attrs
