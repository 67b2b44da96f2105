"""Value objects inside a record's facts: When, Quantity, Ratio. Kept as JSON in one column."""

import re
from decimal import Decimal
from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from briefings import choices
from briefings.errors import BriefingsError
from briefings.facts.base import AnchorFacts, Line, Printed, Prose, StrictFacts, checked
from briefings.text import edtf, quantities, written

CURRENCY = re.compile(r"\A[A-Z]{3}\Z")
RESOLVED = (choices.WhenBasis.SAME_SOURCE, choices.WhenBasis.OTHER_SOURCE)


def plain_number(value: Decimal | None) -> int | float | None:
    """Return a decimal as the JSON number with the shortest plain form."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _text(help_text: str, kind: type[Line] = Line, **options) -> Line:
    return kind(required=False, allow_null=True, default=None, help_text=help_text, **options)


class WhenFacts(StrictFacts):
    """A time as a report gives it and as it was resolved."""

    literal = _text("The words as printed.", Printed, max_length=200)
    edtf_printed = _text("EDTF of just what the words print; null: they print no date.", max_length=64)
    edtf = _text("EDTF as resolved; null: unresolved.", max_length=64)
    basis = serializers.ChoiceField(choices.WhenBasis.choices, help_text="What the resolved time rests on.")
    anchor = AnchorFacts(required=False, allow_null=True, default=None, help_text="The passage it was resolved from.")
    literal_anchor = AnchorFacts(
        required=False, allow_null=True, default=None, help_text="Where the words stand, when outside the passage."
    )
    note = Prose(
        required=False, allow_blank=True, default="", max_length=written.LONGEST_REASON,
        help_text="How it was resolved.",
    )  # fmt: skip
    earliest = serializers.DateField(read_only=True, help_text="First day it can mean; null: open. Computed.")
    latest = serializers.DateField(read_only=True, help_text="Last day it can mean; null: open. Computed.")

    def _checked(self, attrs, key):
        try:
            return edtf.bounds(attrs[key]) if attrs[key] is not None else (None, None)
        except BriefingsError as error:
            raise serializers.ValidationError({key: [error.detail]}) from error

    def validate(self, attrs):
        self._checked(attrs, "edtf_printed")
        earliest, latest = self._checked(attrs, "edtf")
        basis = attrs["basis"]
        if basis == choices.WhenBasis.PRINTED and attrs["edtf"] != attrs["edtf_printed"]:
            raise serializers.ValidationError(
                {"basis": [f"printed means edtf = edtf_printed, not {attrs['edtf']} and {attrs['edtf_printed']}"]}
            )
        if basis in RESOLVED and not attrs["anchor"]:
            raise serializers.ValidationError({"anchor": [f"basis {basis} wants the passage it was resolved from"]})
        if basis == choices.WhenBasis.OTHER_SOURCE and not attrs["anchor"].get("source"):
            raise serializers.ValidationError({"anchor": ["basis other_source wants the other source's slug"]})
        return {
            **attrs,
            "earliest": earliest.isoformat() if earliest else None,
            "latest": latest.isoformat() if latest else None,
        }


class PlainDecimalField(serializers.DecimalField):
    """A decimal that a JSON number holds to its last digit."""

    def to_internal_value(self, data):
        value = super().to_internal_value(data)
        if Decimal(str(plain_number(value))) != value:
            raise serializers.ValidationError(f"{value} has more digits than a number in JSON holds")
        return value


def _amount(help_text: str) -> serializers.DecimalField:
    return PlainDecimalField(
        max_digits=19, decimal_places=4, required=False, allow_null=True, default=None, help_text=help_text
    )


class QuantityFacts(StrictFacts):
    """A figure as printed, never inferred."""

    literal = Printed(max_length=200, help_text="The words that give it.")
    comparator = serializers.ChoiceField(choices.Comparator.choices, help_text="How the words bound it.")
    min = _amount("Lower bound; null: open, or the words give no number.")
    max = _amount("Upper bound; null: open, or the words give no number.")
    unit = _text("A common noun in the singular.", max_length=50)
    counted = _text("What is counted, in the words of the claim.", max_length=300)
    per = _text("each, a noun, or an ISO 8601 duration such as P1M.", max_length=50)
    currency = _text("ISO 4217.", max_length=3)

    def validate(self, attrs):
        try:
            quantities.check(attrs["comparator"], attrs["min"], attrs["max"])
        except BriefingsError as error:
            raise serializers.ValidationError({"comparator": [error.detail]}) from error
        if attrs["currency"] is not None and not CURRENCY.match(attrs["currency"]):
            raise serializers.ValidationError(
                {"currency": [f"{attrs['currency']!r} is not an ISO 4217 code such as USD"]}
            )
        return {**attrs, "min": plain_number(attrs["min"]), "max": plain_number(attrs["max"])}


class RatioFacts(StrictFacts):
    """A ratio such as “double”."""

    literal = Printed(max_length=200, help_text="The words that give it.")
    factor = PlainDecimalField(max_digits=19, decimal_places=4, help_text="How many times.")
    refers_to = Line(max_length=300, help_text="Times what, in words.")

    def validate(self, attrs):
        return {**attrs, "factor": plain_number(attrs["factor"])}


@cache
def _order(facts: type[StrictFacts]) -> dict[str, type[StrictFacts] | None]:
    """Return the keys of a value object as declared, with the facts that stand under a key."""
    return {
        name: type(field) if isinstance(field, StrictFacts) else None for name, field in facts().fields.items()
    }


def in_order(facts: type[StrictFacts], value: Any) -> Any:
    """Return a value object with its keys as declared: PostgreSQL's jsonb keeps them in an order of its own."""
    if not isinstance(value, dict):
        return value
    known = {
        key: in_order(under, value[key]) if under else value[key]
        for key, under in _order(facts).items()
        if key in value
    }
    return {**known, **{key: part for key, part in value.items() if key not in known}}


class ValueField(serializers.Field):
    """A value object kept as JSON: checked on the way in, given as it is on the way out."""

    facts: type[StrictFacts]

    def __init__(self, **options):
        super().__init__(**{"required": False, "allow_null": True, **options})

    def to_representation(self, value):
        return in_order(self.facts, value)

    def to_internal_value(self, data):
        return dict(checked(self.facts, data, self.context))


@extend_schema_field(WhenFacts(allow_null=True))
class WhenField(ValueField):
    """A When, or null."""

    facts = WhenFacts


@extend_schema_field(QuantityFacts(allow_null=True))
class QuantityField(ValueField):
    """A Quantity, or null."""

    facts = QuantityFacts


@extend_schema_field(RatioFacts(allow_null=True))
class RatioField(ValueField):
    """A Ratio, or null."""

    facts = RatioFacts
