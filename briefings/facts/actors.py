"""Facts of an actor."""

from collections.abc import Mapping

from rest_framework import serializers

from briefings.facts.base import AnchorField, ModelFacts, SlugOf, optional, refuse_circle
from briefings.facts.fields import check_language, check_script, country_field
from briefings.facts.values import WhenField
from briefings.models import Actor, Name, Role, Source

NAMES_AT_MOST = 200  # each is compared with the names of all other actors


class NameFacts(ModelFacts):
    """One form of a name."""

    class Meta:
        model = Name
        fields = ["text", "language", "script", "kind"]
        extra_kwargs = {"language": {"validators": [check_language]}, "script": {"validators": [check_script]}}


class RoleFacts(ModelFacts):
    """An office or membership that one source prints."""

    organisation = optional(Actor, "The body for which the actor holds it; null: not stated.")
    source = SlugOf(Source, help_text="Which source prints it.")
    period = WhenField(help_text="When the actor held it; null: not stated.")
    anchor = AnchorField(help_text="Where the source prints it.")

    class Meta:
        model = Role
        fields = ["title", "organisation", "period", "source", "anchor"]
        printed = ("title",)

    def to_internal_value(self, data):
        source = data.get("source") if isinstance(data, Mapping) else None
        self.context["own"] = source if isinstance(source, str) else None  # a role's words are its source's
        return super().to_internal_value(data)


class ActorFacts(ModelFacts):
    """A person, organisation, state, state body, armed unit, medium or group."""

    names = NameFacts(many=True, allow_empty=False, help_text="Every name form that a source prints.")
    roles = RoleFacts(many=True, required=False, help_text="Every role that a source prints.")
    parent = optional(Actor, "The body that it is part of; null: none, or not stated.")
    merged_into = optional(Actor, "The actor that this row turned out to be.")
    country = country_field("ISO 3166-1 alpha-2 of the state it belongs to; null: not stated.")

    class Meta:
        model = Actor
        fields = ["kind", "names", "roles", "parent", "country", "merged_into"]

    def validate_names(self, names):
        if len(names) > NAMES_AT_MOST and not self.context.get("once_checked"):
            raise serializers.ValidationError(f"{len(names)} name forms: at most {NAMES_AT_MOST} stand on one actor")
        texts = [name["text"] for name in names]
        twice = sorted({text for text in texts if texts.count(text) > 1})
        if twice:
            raise serializers.ValidationError(f"a name form stands once an actor; twice here: {', '.join(twice)}")
        return names

    def validate(self, attrs):
        own = self.context.get("slug")
        for key in ("parent", "merged_into"):
            other = attrs.get(key)
            if other is not None and other.slug == own:
                raise serializers.ValidationError({key: [f"{own} cannot be its own {key}"]})
        target = attrs.get("merged_into")
        if target is not None and target.merged_into_id and not self.context.get("once_checked"):
            raise serializers.ValidationError(
                {"merged_into": [f"{target.slug} is itself merged into {target.merged_into.slug}: merge into that"]}
            )
        refuse_circle(own, attrs.get("parent"), "parent")
        return attrs
