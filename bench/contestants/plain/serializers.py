"""Nested serializers."""

from rest_framework import serializers

from bench.contestants.plain.models import Actor, Briefing, Chain, Citation, Claim, Link, Reading, Source, Text


class ActorLine(serializers.ModelSerializer):
    """An actor with its first name."""

    name = serializers.SerializerMethodField()

    class Meta:
        model = Actor
        fields = ["slug", "name", "kind"]

    def get_name(self, actor):
        names = actor.names.all()
        return names[0].text if names else None


class BriefingLine(serializers.ModelSerializer):
    """An occasion."""

    class Meta:
        model = Briefing
        fields = ["slug", "title", "kind", "when"]


class SourceLine(serializers.ModelSerializer):
    """A report."""

    publisher = ActorLine()

    class Meta:
        model = Source
        fields = ["slug", "title", "kind", "publisher", "published", "reliability"]


class LinkSerializer(serializers.ModelSerializer):
    """A link."""

    actors = ActorLine(many=True)
    occasion = BriefingLine()

    class Meta:
        model = Link
        fields = [
            "role", "actors", "as_printed", "distribution", "occasion", "when", "basis", "start", "end", "exact",
            "prefix", "suffix",
        ]  # fmt: skip


class ChainSerializer(serializers.ModelSerializer):
    """A chain."""

    links = LinkSerializer(many=True)

    class Meta:
        model = Chain
        fields = ["alternative", "end", "links"]


class CitationSerializer(serializers.ModelSerializer):
    """A citation."""

    chains = ChainSerializer(many=True)

    class Meta:
        model = Citation
        fields = [
            "slug", "start", "end", "exact", "prefix", "suffix", "quantity", "ratio", "when", "modality", "certainty",
            "polarity", "speech", "quoted", "hedges", "translation", "note", "chains",
        ]  # fmt: skip


class ReadingSerializer(serializers.ModelSerializer):
    """A reading."""

    source = SourceLine()
    citations = CitationSerializer(many=True)

    class Meta:
        model = Reading
        fields = ["slug", "source", "status", "note", "citations"]


class ClaimSerializer(serializers.ModelSerializer):
    """A claim with everything under it."""

    subject = ActorLine()
    holder = ActorLine()
    readings = ReadingSerializer(many=True)
    sources = serializers.IntegerField()
    silent = serializers.IntegerField()
    number_of_citations = serializers.IntegerField()

    class Meta:
        model = Claim
        fields = [
            "slug", "proposition", "category", "subject", "holder", "counted", "unit", "countries", "credibility",
            "sources", "silent", "number_of_citations", "readings",
        ]  # fmt: skip


class TextSerializer(serializers.ModelSerializer):
    """A match."""

    class Meta:
        model = Text
        fields = ["kind", "slug", "claim", "source", "start", "text"]
