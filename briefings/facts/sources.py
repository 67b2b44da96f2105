"""Facts of a source."""

from itertools import pairwise

from rest_framework import serializers

from briefings.facts.base import AnchoredFacts, AnchorField, ModelFacts, SlugOf, optional, refuse_circle
from briefings.facts.fields import check_language
from briefings.facts.values import WhenField
from briefings.models import Actor, Agency, Aside, Region, Source


class RegionFacts(AnchoredFacts):
    """A stretch of the text that is not body."""

    class Meta:
        model = Region
        fields = ["kind", "start", "end", "exact", "prefix", "suffix", "quote"]


class AsideFacts(AnchoredFacts):
    """Words of the body that are no claim."""

    class Meta:
        model = Aside
        fields = ["reason", "note", "start", "end", "exact", "prefix", "suffix", "quote"]


class AgencyFacts(ModelFacts):
    """A news agency credited for the whole document."""

    actor = SlugOf(Actor, help_text="The agency.")
    anchor = AnchorField(help_text="Where the source credits it.")

    class Meta:
        model = Agency
        fields = ["actor", "anchor"]


class SourceFacts(ModelFacts):
    """One document as received; its text lies beside and never changes."""

    publisher = optional(Actor, "Who published it; null: not stated.")
    published = WhenField(help_text="When it was published, as it prints it; null: it does not say.")
    updated = WhenField(help_text="When it was last updated, as it prints it; null: it does not say.")
    version_of = optional(Source, "The source that this one is a later version or a reprint of.")
    regions = RegionFacts(many=True, required=False, help_text="Stretches of the text that are not body.")
    asides = AsideFacts(many=True, required=False, help_text="Words of the body that are no claim.")
    agencies = AgencyFacts(many=True, required=False, help_text="News agencies credited for the document.")
    text_sha256 = serializers.SerializerMethodField(help_text="SHA-256 of the text's UTF-8 bytes, hex.")
    text_length = serializers.SerializerMethodField(help_text="Length of the text in code points.")

    class Meta:
        model = Source
        fields = [
            "kind", "title", "publisher", "publisher_basis", "agencies", "dateline", "published", "updated",
            "received_at", "language", "original_url", "archive_url", "regions", "asides", "version_of", "version_kind",
            "reliability", "text_access", "text_sha256", "text_length",
        ]  # fmt: skip
        validators: list = []
        printed = ("title", "dateline")
        extra_kwargs = {"language": {"validators": [check_language]}}

    def get_text_sha256(self, source: Source) -> str:
        return source.text.sha256

    def get_text_length(self, source: Source) -> int:
        return len(source.text.body)

    def validate_regions(self, regions):
        ordered = sorted(regions, key=lambda region: region["start"])
        for before, after in pairwise(ordered):
            if after["start"] < before["end"]:
                raise serializers.ValidationError(
                    f"regions do not overlap: {before['kind']} ends at {before['end']}, "
                    f"{after['kind']} starts at {after['start']}"
                )
        return ordered

    def validate(self, attrs):
        publisher, basis = attrs.get("publisher"), attrs.get("publisher_basis", "not_stated")
        if (publisher is None) != (basis == "not_stated"):
            raise serializers.ValidationError(
                {"publisher_basis": [f"{basis} with publisher {publisher}: not_stated means none, and none means it"]}
            )
        if (attrs.get("version_of") is None) != (attrs.get("version_kind") is None):
            raise serializers.ValidationError({"version_kind": ["version_of and version_kind go together"]})
        own, earlier = self.context.get("slug"), attrs.get("version_of")
        if earlier is not None and earlier.slug == own:
            raise serializers.ValidationError({"version_of": [f"{own} cannot be its own version_of"]})
        refuse_circle(own, earlier, "version_of")
        attrs["asides"] = sorted(attrs.get("asides", []), key=lambda aside: aside["start"])
        return attrs
