"""What readers are served, as serializers: for the schema only, since documents are rendered bytes.

Fields come from the facts' serializers, so a help text is stated once; rendering's own keys are declared beside them.
"""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.fields import empty

from briefings.facts.base import AnchorFacts, AnchorField, SlugOf
from briefings.facts.values import QuantityFacts, QuantityField, RatioFacts, RatioField, WhenFacts, WhenField

# Words that a source's text_access may withhold (rendering/veil.py): null then.
WITHHELD = frozenset(
    {
        "exact", "literal", "as_printed", "title", "dateline", "translation", "counted", "refers_to", "prefix",
        "suffix",
    }
)  # fmt: skip

HEAD = ("slug", "url", "edition", "published_at", "changed_at")  # come first, as in the documents


class Shown(serializers.Serializer):
    """A mapping in which every key is always there, unless it says otherwise."""

    facts: ClassVar[type[serializers.Serializer] | None] = None
    left_out: ClassVar[tuple[str, ...]] = ()  # facts that are not shown under their own name

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return the declared fields and those of the facts, with the facts' help texts."""
        declared = super().get_fields()
        inherited = self._of_facts()
        for name, field in declared.items():
            if name in inherited and not field.help_text:
                field.help_text = inherited[name].help_text
        kept = {name: shown(field) for name, field in inherited.items() if name not in declared}
        fields = {**{name: declared[name] for name in HEAD if name in declared}, **kept, **declared}
        for name in WITHHELD & fields.keys():
            if not isinstance(fields[name], serializers.BooleanField):  # whether a citation is counted is no word
                fields[name].allow_null = True
        return fields

    def _of_facts(self) -> dict[str, serializers.Field]:
        if self.facts is None:
            return {}
        fields = self.facts().get_fields()
        return {
            name: field for name, field in fields.items() if not field.write_only and name not in self.left_out
        }


def shown(field: serializers.Field) -> serializers.Field:
    """Return a field of facts as readers see it: always there, and never read-only or defaulted."""
    for given, served in _VALUES.items():
        if isinstance(field, given):
            return served(allow_null=field.allow_null or not field.required, help_text=field.help_text)
    if isinstance(field, SlugOf):
        return serializers.CharField(allow_null=field.allow_null, help_text=field.help_text)
    if isinstance(field, serializers.IntegerField):  # its bounds would be those of the database engine
        return number(field.help_text)
    field.required, field.read_only, field.default = True, False, empty
    return field


def text(help_text: str, **options) -> serializers.CharField:
    """Return a field for a text of rendering's own."""
    return serializers.CharField(help_text=help_text, **options)


def instant(help_text: str, **options) -> serializers.DateTimeField:
    """Return a field for an instant in UTC."""
    return serializers.DateTimeField(help_text=help_text, **options)


def number(help_text: str, **options) -> serializers.IntegerField:
    """Return a field for a count."""
    return serializers.IntegerField(min_value=0, help_text=help_text, **options)


class Anchored(Shown):
    """Words of a source, at their place."""

    exact_sha256 = text("SHA-256 of the words, hex; only where text_access withholds them.", required=False)


class Anchor(Anchored):
    """Words of a source, at their place in code points."""

    facts = AnchorFacts
    source = text("Slug of the source, where it is another than the record's own.", required=False)


class When(Shown):
    """A time as the source prints it and as it was resolved."""

    facts = WhenFacts
    anchor = Anchor(allow_null=True)
    literal_anchor = Anchor(allow_null=True)
    earliest = serializers.DateField(allow_null=True)
    latest = serializers.DateField(allow_null=True)


class Quantity(Shown):
    """A figure as printed, never inferred."""

    facts = QuantityFacts


class Ratio(Shown):
    """A ratio such as “double”."""

    facts = RatioFacts


_VALUES: dict[type[serializers.Field], type[Shown]] = {
    AnchorField: Anchor,
    WhenField: When,
    QuantityField: Quantity,
    RatioField: Ratio,
}
