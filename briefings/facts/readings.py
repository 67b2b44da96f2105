"""Facts of a reading with its citations, chains and links."""

import re

from rest_framework import serializers

from briefings import choices
from briefings.facts.base import (
    AnchoredFacts,
    AnchorField,
    ModelFacts,
    Printed,
    SlugOf,
    SlugsOf,
    StrictFacts,
    checked,
    optional,
    resolve,
)
from briefings.facts.fields import words_field
from briefings.facts.values import QuantityField, RatioField, WhenField
from briefings.models import Actor, Briefing, Chain, Citation, Claim, Link, Reading, Source
from briefings.text import regions

CITATION_ID = re.compile(r"\Ac[1-9][0-9]{0,4}\Z")
ORDER = {role: rank for rank, role in enumerate(choices.LinkRole.values)}


class LinkFacts(ModelFacts):
    """One step of a chain."""

    actors = SlugsOf(Actor, help_text="Who; an empty list: not named.")
    candidates = SlugsOf(Actor, help_text="Who it may be, where the passage leaves it open.")
    occasion = optional(Briefing, "Where this link was said; null: not stated.")
    when = WhenField(help_text="When it was said, as the source prints it here; null: it does not say.")
    anchor = AnchorField(required=False, help_text="The words that name them; null only where the basis is unclear.")

    class Meta:
        model = Link
        fields = [
            "role", "actors", "candidates", "as_printed", "distribution", "occasion", "when", "basis", "anchor",
        ]  # fmt: skip
        printed = ("as_printed",)

    def validate(self, attrs):
        if attrs["start"] is None and attrs["basis"] != choices.LinkBasis.UNCLEAR:
            raise serializers.ValidationError({"anchor": [f"basis {attrs['basis']} wants an anchor of its own"]})
        if len(attrs.get("actors", [])) < 2 and attrs.get("distribution"):
            raise serializers.ValidationError({"distribution": ["only several actors on one link have a distribution"]})
        return attrs


class ChainFacts(ModelFacts):
    """One chain of attribution, from the source inwards."""

    links = LinkFacts(many=True, required=False, help_text="From the source inwards.")

    class Meta:
        model = Chain
        fields = ["alternative", "end", "links"]

    def validate(self, attrs):
        roles = [link["role"] for link in attrs.get("links", [])]
        if roles != sorted(roles, key=ORDER.__getitem__):
            raise serializers.ValidationError(
                {"links": [f"links run {' ‹ '.join(choices.LinkRole.values)}, not {' ‹ '.join(roles)}"]}
            )
        problem = _end_problem(attrs["end"], roles)
        if problem:
            raise serializers.ValidationError({"end": [problem]})
        return attrs


def _end_problem(end: str, roles: list[str]) -> str | None:
    """Return why a chain with these link roles cannot end so, or None."""
    originates = bool(roles) and roles[-1] == choices.LinkRole.ORIGINATOR
    if end == choices.ChainEnd.ORIGINATOR and not originates:
        return "a chain that ends with its originator has an originator as its last link"
    if end != choices.ChainEnd.ORIGINATOR and originates:
        return f"a chain whose last link is an originator ends originator, not {end}"
    if end == choices.ChainEnd.OWN_VOICE and roles:
        return "own_voice: the source asserts it itself, so there are no links"
    return None


class CitationFacts(AnchoredFacts):
    """One passage and what it reports."""

    id = serializers.CharField(required=False, allow_null=True, help_text="c1, c2…: given once, never reused.")
    quantity = QuantityField(help_text="The figure as printed; null: it gives none.")
    ratio = RatioField(help_text="A ratio such as “double”; null: it gives none.")
    when = WhenField(help_text="When the reported fact takes place; null: it does not say.")
    quoted = serializers.ListField(
        required=False, default=list, help_text="Spans inside quotation marks; none where speech is direct."
    )
    hedges = words_field("Words that hedge, as printed.", Printed)
    chains = ChainFacts(many=True, allow_empty=False, help_text="Its attribution; several where it rests on several.")

    class Meta:
        model = Citation
        fields = [
            "id", "start", "end", "exact", "prefix", "suffix", "quote", "quantity", "ratio", "when", "modality",
            "certainty", "polarity", "speech", "quoted", "hedges", "translation", "note", "chains",
        ]  # fmt: skip

    def to_representation(self, instance):
        shown = super().to_representation(instance)
        quoted = [{key: span[key] for key in ("start", "end", "exact")} for span in instance.quoted]
        return {**shown, "id": instance.slug.rsplit("--", 1)[1], "quoted": quoted}

    def validate_id(self, value):
        if value is not None and not CITATION_ID.match(value):
            raise serializers.ValidationError(f"{value!r} is not a citation id such as c1")
        return value

    def validate(self, attrs):
        attrs = super().validate(attrs)
        for key in ("quantity", "ratio"):
            value = attrs.get(key)
            if value and value["literal"] not in attrs["exact"]:
                raise serializers.ValidationError({key: [f"{value['literal']!r} is not in the passage"]})
        when = attrs.get("when")
        if when and when["literal"] and not when["literal_anchor"] and when["literal"] not in attrs["exact"]:
            raise serializers.ValidationError(
                {"when": [f"{when['literal']!r} is not in the passage: give literal_anchor, where the words stand"]}
            )
        attrs["quoted"] = [_quoted(span, attrs, self.context) for span in attrs["quoted"]]
        return attrs


class QuotedFacts(StrictFacts):
    """A span inside quotation marks, by the words or by their offsets in the source."""

    start = serializers.IntegerField(required=False, help_text="First code point, from 0.")
    end = serializers.IntegerField(required=False, help_text="Code point after the last one.")
    exact = serializers.CharField(required=False, trim_whitespace=False, help_text="The words.")
    quote = serializers.CharField(required=False, trim_whitespace=False, help_text="The words.")
    prefix = serializers.CharField(required=False, trim_whitespace=False, help_text="Settles which of several.")
    suffix = serializers.CharField(required=False, trim_whitespace=False, help_text="Settles which of several.")


def _quoted(given, attrs, context) -> dict:
    """Return a quoted span as start, end, exact in code points of the source. It must lie inside the passage."""
    wanted = {"quote": given} if isinstance(given, str) else given
    if not isinstance(wanted, dict):
        raise serializers.ValidationError({"quoted": ["each is the quoted words, or start, end and exact"]})
    try:
        wanted = checked(QuotedFacts, wanted, context)
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"quoted": error.detail}) from error
    passage, offset = attrs["exact"], attrs["start"]
    if wanted.get("start") is not None and wanted.get("end") is not None:
        wanted = {**wanted, "start": wanted["start"] - offset, "end": wanted["end"] - offset}
    try:
        span = resolve(wanted, passage)
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"quoted": error.detail}) from error
    return {"start": span["start"] + offset, "end": span["end"] + offset, "exact": span["exact"]}


class ReadingFacts(ModelFacts):
    """One cell of the matrix: a claim read for in a source."""

    claim = SlugOf(Claim, help_text="The question.")
    source = SlugOf(Source, help_text="The document read.")
    citations = CitationFacts(many=True, required=False, help_text="The passages that carry the claim.")

    class Meta:
        model = Reading
        fields = ["claim", "source", "status", "note", "citations"]
        validators: list = []

    def validate(self, attrs):
        count = len(attrs.get("citations", []))
        if bool(count) != (attrs["status"] == choices.ReadingStatus.CARRIED):
            raise serializers.ValidationError(
                {"citations": [f"{attrs['status']} with {count} citations: carried has one or more, not_carried none"]}
            )
        ids = [citation["id"] for citation in attrs.get("citations", []) if citation.get("id")]
        if len(ids) != len(set(ids)):
            raise serializers.ValidationError({"citations": [f"an id stands once: {', '.join(ids)}"]})
        if self.context.get("once_checked"):
            return attrs
        spans = [(region.kind, region.start, region.end) for region in attrs["source"].regions.all()]
        for citation in attrs.get("citations", []):
            if regions.straddles(spans, citation["start"], citation["end"]):
                raise serializers.ValidationError(
                    {"citations": [f"{citation['exact'][:60]!r} lies partly in a region and partly outside it"]}
                )
        return attrs
