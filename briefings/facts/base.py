"""What the facts of all record types share: strictness, slugs of others, anchors."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db import models
from rest_framework import serializers

from briefings.errors import BriefingsError
from briefings.text import anchors, written

ANCHOR_KEYS = ("start", "end", "exact", "prefix", "suffix")
MOST_UNKNOWN = 20  # keys of one mapping that a refusal tells; the rest is more of the same
NO_ANCHOR: dict[str, Any] = {"start": None, "end": None, "exact": "", "prefix": "", "suffix": ""}


class StrictFacts(serializers.Serializer):
    """A mapping in which an unknown key is an error, with the allowed ones named."""

    def to_internal_value(self, data):
        if isinstance(data, Mapping):
            unknown = sorted(str(key) for key in data if key not in self.fields)
            if unknown:
                allowed = ", ".join(sorted(self.fields))
                told = unknown[:MOST_UNKNOWN]
                raise serializers.ValidationError({key: [f"unknown key; allowed: {allowed}"] for key in told})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Text that was given as text: a YAML 007 is a number by now, and no name. Nothing is trimmed."""

    default_error_messages: ClassVar = {"max_length": "%(show_value)d characters: at most {max_length} are allowed"}

    def __init__(self, **options):
        super().__init__(**{"trim_whitespace": False, **options})

    def to_internal_value(self, data):
        if not isinstance(data, str):
            raise serializers.ValidationError(f"text is wanted, not the {type(data).__name__} {data!r}: quote it")
        if not self.allow_blank and not data.strip():
            self.fail("blank")  # white space is kept where it stands beside words, and is no words itself
        return super().to_internal_value(data)


def refuse_unwritable(text: str, context: Mapping[str, Any], *, lines: bool = False) -> None:
    """Raise ValidationError for words that nobody may write; what an edition once kept is not measured again."""
    try:
        if not context.get("once_checked"):
            written.refuse_unwritable(text, lines=lines)
    except BriefingsError as error:
        raise serializers.ValidationError(error.detail, code=error.code) from error


class OnceEmpty(serializers.CharField):
    """Words that may be null, and then never empty; what an edition once kept may be."""

    def run_validation(self, data=serializers.empty):
        if data == "" and self.allow_null and self.context.get("once_checked"):
            return data
        return super().run_validation(data)


class Line(OnceEmpty, Text):
    """Words of the desk's own, in one line, each character of which is seen as it is."""

    has_lines = False

    def to_internal_value(self, data):
        text = super().to_internal_value(data)
        is_too_long = self.max_length is not None and len(text) > self.max_length  # the validators say so, sooner
        if not is_too_long and not self.stands_in_report(text):
            refuse_unwritable(text, self.context, lines=self.has_lines)
        return text

    def run_validators(self, value):
        if not self.context.get("once_checked"):
            super().run_validators(value)

    def stands_in_report(self, text: str) -> bool:
        """Return whether the words are a report's, who keeps every character that it came with."""
        return False


class Prose(Line):
    """Words of the desk's own, in several lines."""

    has_lines = True


class Printed(Line):
    """Words as a report prints them: what nobody sees may stand in them where it stands in the report."""

    def stands_in_report(self, text: str) -> bool:
        try:
            return written.unseen(text) is None or text in text_of(self.context)
        except serializers.ValidationError:
            return False


class Address(OnceEmpty, serializers.URLField):
    """The address of a page, each character of which is seen."""

    def to_internal_value(self, data):
        text = super().to_internal_value(data)
        refuse_unwritable(text, self.context)
        return text


class ModelFacts(StrictFacts, serializers.ModelSerializer):
    """Facts whose columns, choices, lengths and help texts come from a model.

    Meta.one_line names long texts that are one line all the same; Meta.printed those that a report prints.
    """

    serializer_field_mapping: ClassVar = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: Line,
        models.TextField: Prose,
        models.URLField: Address,
    }

    def build_standard_field(self, field_name, model_field):
        field_class, options = super().build_standard_field(field_name, model_field)
        if model_field.null:
            options.pop("allow_blank", None)  # null says that nothing is stated, and nothing says it twice
        if field_name in getattr(self.Meta, "printed", ()):
            field_class = Printed
        elif field_name in getattr(self.Meta, "one_line", ()):
            field_class = Line
        return field_class, options


def checked(facts: type[StrictFacts], data: Any, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return data as the facts of a kind, checked. Raises ValidationError.

    A serializer costs more to build than to use, so those that are not in use are kept. Popping and appending are
    each one step, so that threads share them.
    """
    idle = _IDLE[facts]
    serializer = idle.pop() if idle else facts()
    serializer._context = context
    try:
        return serializer.run_validation(data)
    finally:
        serializer._context = {}
        idle.append(serializer)


_IDLE: dict[type[StrictFacts], list[StrictFacts]] = defaultdict(list)


class SlugOf(serializers.SlugRelatedField):
    """Another record, named by its slug."""

    default_error_messages = {"does_not_exist": "there is no such slug: {value}", "invalid": "a slug is text"}

    def __init__(self, model: type[models.Model], **options):
        super().__init__(slug_field="slug", queryset=model._default_manager.all(), **options)

    def to_internal_value(self, data):
        known = self.context.get("known")
        if known is None or not isinstance(data, str):
            return super().to_internal_value(data)
        row = known.row(self.queryset.model.record_type.value, data)
        if row is None:
            row = super().to_internal_value(data)
            known.keep(row)
        return row


def optional(model: type[models.Model], help_text: str = "") -> SlugOf:
    """Return a field for a slug that may be null or left out."""
    return SlugOf(model, required=False, allow_null=True, help_text=help_text)


class SlugsOf(serializers.Field):
    """Several records of one type, named by their slugs; kept in the order of their slugs, without repeats."""

    def __init__(self, model: type[models.Model], **options):
        self.model = model
        super().__init__(required=options.pop("required", False), **options)

    def to_representation(self, value):
        return sorted(row.slug for row in value.all())

    def to_internal_value(self, data):
        if not isinstance(data, list) or not all(isinstance(slug, str) for slug in data):
            raise serializers.ValidationError("a list of slugs is wanted")
        found = self._rows(set(data))
        missing = [slug for slug in data if slug not in found]
        if missing:
            raise serializers.ValidationError([f"there is no such slug: {slug}" for slug in missing])
        return [found[slug] for slug in sorted(found)]

    def _rows(self, slugs):
        known = self.context.get("known")
        at_hand = {slug: known.row(self.model.record_type.value, slug) for slug in slugs} if known else {}
        found = {slug: row for slug, row in at_hand.items() if row is not None}
        others = slugs - found.keys()
        if others:
            found |= {row.slug: row for row in self.model._default_manager.filter(slug__in=others)}
        return found


def resolve(given: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the whole anchor for what was given of it.

    Offsets, when given, must hold exactly the quote; without them the quote must occur once, or prefix and suffix
    settle which. Prefix and suffix are computed anew. Raises ValidationError with the anchor's own message.
    """
    quote = given.get("quote") or given.get("exact") or ""
    try:
        if given.get("start") is None and given.get("end") is None:
            span = anchors.locate(quote, text, prefix=given.get("prefix") or "", suffix=given.get("suffix") or "")
        else:
            anchors.check(text, given.get("start"), given.get("end"), quote)
            span = anchors.Span(given["start"], given["end"])
    except BriefingsError as error:
        raise serializers.ValidationError(error.detail, code=error.code) from error
    prefix, suffix = anchors.context(text, span.start, span.end)
    return {"start": span.start, "end": span.end, "exact": quote, "prefix": prefix, "suffix": suffix}


def text_of(context: Mapping[str, Any], slug: str | None = None) -> str:
    """Return the text an anchor is resolved in: of the named source, or of the record's own."""
    lookup: Callable[[str], str] = context["texts"]
    name = slug or context.get("own")
    if not name:
        raise serializers.ValidationError("source: say which source the words stand in")
    try:
        return lookup(name)
    except KeyError:
        raise serializers.ValidationError(f"there is no source {name} with a text") from None


def refuse_circle(own: str | None, row: Any, name: str) -> None:
    """Raise when following the link of that name leads from row back to own. Costs a query a step."""
    seen: list[str] = []
    while row is not None and row.slug not in seen:
        seen.append(row.slug)
        if row.slug == own:
            way = " > ".join([own, *seen])
            raise serializers.ValidationError({name: [f"a circle of {name}: {way}"]})
        row = getattr(row, name)


class AnchoredFacts(ModelFacts):
    """A part with an anchor of its own, flat: start, end, exact, prefix, suffix; quote may stand for them."""

    quote = serializers.CharField(
        write_only=True, required=False, trim_whitespace=False,
        help_text="The words, instead of offsets; they must occur once, or prefix and suffix settle which.",
    )  # fmt: skip

    def build_standard_field(self, field_name, model_field):
        field_class, options = super().build_standard_field(field_name, model_field)
        if field_name in ANCHOR_KEYS:
            options["required"] = False
        if field_name in ("exact", "prefix", "suffix"):
            field_class = Text  # compared with the text of the report
        return field_class, options

    def validate(self, attrs):
        source = attrs.get("source")
        text = text_of(self.context, source.slug if source else None)
        given = {key: attrs.pop(key) for key in (*ANCHOR_KEYS, "quote") if key in attrs}
        return {**attrs, **resolve(given, text)}


class AnchorFacts(StrictFacts):
    """An anchor as a value: offsets with their words, or a quote; source where the record has none of its own."""

    source = serializers.CharField(required=False, allow_null=True, help_text="Slug of the source the words stand in.")
    start = serializers.IntegerField(required=False, min_value=0, help_text="First code point, from 0.")
    end = serializers.IntegerField(required=False, min_value=1, help_text="Code point after the last one.")
    exact = serializers.CharField(required=False, trim_whitespace=False, help_text="The words.")
    quote = serializers.CharField(required=False, trim_whitespace=False, write_only=True, help_text="The words.")
    prefix = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, help_text="Computed.")
    suffix = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, help_text="Computed.")

    def validate(self, attrs):
        source = attrs.get("source")
        anchor = resolve(attrs, text_of(self.context, source))
        return {"source": source, **anchor} if source else anchor


class AnchorField(serializers.Field):
    """The anchor of a part, nested under one key and kept in the part's own columns; null where it may have none."""

    def __init__(self, **options):
        super().__init__(source="*", **options)

    def to_representation(self, value):
        if value.start is None:
            return None
        return {key: getattr(value, key) for key in ANCHOR_KEYS}

    def run_validation(self, data=serializers.empty):
        if data is None or data is serializers.empty:
            if self.required:
                raise serializers.ValidationError("an anchor is wanted")
            return dict(NO_ANCHOR)
        given = checked(AnchorFacts, data, self.context)
        own = self.context.get("own")
        if given.get("source", own) != own:
            raise serializers.ValidationError(f"this anchor stands in {own}: leave source out, or change it")
        return {key: given[key] for key in ANCHOR_KEYS}
