"""Small fields with a standard behind them."""

import re

from rest_framework import serializers

from briefings.facts.base import Line

COUNTRY = re.compile(r"\A[A-Z]{2}\Z")
LANGUAGE = re.compile(r"\A(?:[a-z]{2,3}|x)(?:-[A-Za-z0-9]{1,8})*\Z")
SCRIPT = re.compile(r"\A[A-Z][a-z]{3}\Z")


def check_country(value: str) -> None:
    """Raise unless value has the shape of ISO 3166-1 alpha-2."""
    if not COUNTRY.match(value):
        raise serializers.ValidationError(f"{value!r} is not an ISO 3166-1 alpha-2 code such as KR")


def check_language(value: str) -> None:
    """Raise unless value has the shape of BCP 47."""
    if not LANGUAGE.match(value):
        raise serializers.ValidationError(f"{value!r} is not a BCP 47 tag such as en or ko-Kore")


def check_script(value: str) -> None:
    """Raise unless value has the shape of ISO 15924."""
    if not SCRIPT.match(value):
        raise serializers.ValidationError(f"{value!r} is not an ISO 15924 code such as Latn")


def country_field(help_text: str) -> serializers.CharField:
    """Return a field for one country, or null."""
    return serializers.CharField(required=False, allow_null=True, validators=[check_country], help_text=help_text)


def countries_field(help_text: str) -> serializers.ListField:
    """Return a field for several countries."""
    return serializers.ListField(
        child=serializers.CharField(validators=[check_country]), required=False, default=list, help_text=help_text
    )


def words_field(help_text: str, kind: type[Line]) -> serializers.ListField:
    """Return a field for a list of words of one kind."""
    return serializers.ListField(child=kind(max_length=300), required=False, default=list, help_text=help_text)
