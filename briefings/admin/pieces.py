"""How each of a record's facts is shown in a form and read back from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from rest_framework import serializers

from briefings.admin import choosers, widgets
from briefings.choices import MEANINGS
from briefings.errors import BriefingsError
from briefings.exchange import parts
from briefings.facts.base import SlugOf, SlugsOf
from briefings.facts.comparisons import SideField
from briefings.facts.records import FACTS
from briefings.facts.values import ValueField
from briefings.models import RECORDS

LEFT_OUT = object()  # nothing was entered: the facts go without the key, so that its default or its refusal holds
HIDDEN = frozenset({"merged_into"})  # merging has a page of its own
LABELS = {"url": "URL", "archive_url": "Archive URL"}


@dataclass(frozen=True)
class Piece:
    """One key of the facts: the form fields it takes, how its value fills them, and how they give it back."""

    key: str
    fields: dict[str, forms.Field]
    show: Callable[[Any], dict[str, Any]]
    read: Callable[[dict[str, Any]], Any]

    def field_at(self, steps: list[str]) -> str:
        """Return the name of the form field that a pointer below the key means."""
        inner = f"{self.key}_{steps[0]}" if steps else ""
        return inner if inner in self.fields else next(iter(self.fields))


def of(record_type: str, texts: parts.Texts, source: str | None) -> dict[str, Piece]:
    """Return a piece for each fact that a person writes, in the order of the facts."""
    model = RECORDS[record_type]
    made = {}
    for key, field in FACTS[record_type]().fields.items():
        if not field.read_only and key not in HIDDEN:
            made[key] = _maker(field)(key, field, model, texts, source)
    return made


def _maker(field: serializers.Field) -> Callable[..., Piece]:
    return next(make for kind, make in _MAKERS if isinstance(field, kind))


def _words(key, field, model, texts, source) -> Piece:
    long = isinstance(model._meta.get_field(key), models.TextField)
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput(attrs={"class": "vTextField"})

    def read(cleaned):
        text = cleaned[key].replace("\r\n", "\n")  # a browser sends CRLF for every line end it was given
        return (None if field.allow_null else "") if text == "" else text

    return _single(key, forms.CharField(strip=False, widget=widget, **_about(key, field)), _or_empty, read)


def _choice(key, field, model, texts, source) -> Piece:
    kinds = model._meta.get_field(key).choices
    missing = None if field.allow_null else LEFT_OUT
    about = _about(key, field)
    meant = [f"{label}: {MEANINGS[value]}." for value, label in kinds if value in MEANINGS]
    about["help_text"] = " ".join([about["help_text"], *meant])
    return _single(
        key,
        forms.ChoiceField(choices=[("", "---------"), *kinds], **about),
        _or_empty,
        lambda cleaned: cleaned[key] or missing,
    )


def _one(key, field, model, texts, source) -> Piece:
    choose = choosers.one(model._meta.get_field(key), **_about(key, field))

    def read(cleaned):
        return cleaned[key].slug if cleaned[key] else None

    return _single(key, choose, lambda slug: _id(choose.queryset, slug), read)


def _many(key, field, model, texts, source) -> Piece:
    choose = choosers.several(model._meta.get_field(key), **_about(key, field))

    def read(cleaned):
        return [row.slug for row in cleaned[key]]

    return _single(key, choose, lambda slugs: _ids(choose.queryset, slugs or []), read)


def _ids(rows: models.QuerySet, slugs: list[str]) -> list[int]:
    return list(rows.filter(slug__in=slugs).order_by("slug").values_list("pk", flat=True))


def _id(rows: models.QuerySet, slug: str | None) -> int | str:
    return next(iter(_ids(rows, [slug])), "") if slug else ""


def _lines(key, field, model, texts, source) -> Piece:
    widget = forms.Textarea(attrs={"rows": 2})
    help_text = f"{field.help_text} One a line."
    return _single(
        key,
        forms.CharField(strip=False, widget=widget, **{**_about(key, field), "help_text": help_text}),
        lambda words: "\n".join(words or []),
        lambda cleaned: [line for line in cleaned[key].replace("\r\n", "\n").split("\n") if line.strip()],
    )


class PartsField(forms.CharField):
    """Parts as text; cleaned, it is what the text says."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return parts.read(text)
        except BriefingsError as error:
            raise forms.ValidationError(error.detail, code=error.code) from None


def _parts(key, field, model, texts, source) -> Piece:
    inner = getattr(field, "facts", None) or type(field.child)
    keys = ", ".join(name for name, part in inner().fields.items() if not part.read_only and name not in _OFFSETS)
    control = widgets.Citations if key == "citations" else forms.Textarea
    widget = control(attrs={"class": "parts", "rows": 6, "spellcheck": "false"})
    listed = "A list; each has" if isinstance(field, serializers.ListSerializer) else "Keys:"
    about = {**_about(key, field), "help_text": f"{field.help_text} YAML. {listed} {keys}."}
    empty = [] if isinstance(field, serializers.ListSerializer) else None

    def read(cleaned):
        return empty if cleaned[key] is None else cleaned[key]

    return _single(
        key, PartsField(strip=False, widget=widget, **about), lambda value: parts.show(value, texts, source), read
    )


_OFFSETS = frozenset({"start", "end", "exact", "prefix", "suffix", "earliest", "latest"})


def _side(key, field, model, texts, source) -> Piece:
    claim, citation = f"{key}_claim", f"{key}_citation"
    column = model._meta.get_field(citation)
    relation = model._meta.get_field(claim)
    choose = choosers.one(relation, **_about(claim, relation))
    words = forms.CharField(
        label=f"{key} citation".capitalize(), help_text=column.help_text, required=False,
        widget=widgets.Passages(of=claim),
    )  # fmt: skip

    def show(side):
        side = side or {"claim": None, "citation": None}
        return {claim: _id(choose.queryset, side["claim"]), citation: side["citation"] or ""}

    def read(cleaned):
        row = cleaned[claim]
        return {"claim": row.slug if row else None, "citation": cleaned[citation] or None}

    return Piece(key, {claim: choose, citation: words}, show, read)


def _single(key: str, field: forms.Field, show: Callable[[Any], Any], read: Callable[[dict], Any]) -> Piece:
    return Piece(key, {key: field}, lambda value: {key: show(value)}, read)


def _about(key: str, field: Any) -> dict[str, Any]:
    """Return label and help text. Nothing is required here: the facts say what is missing, all of it at once."""
    label = LABELS.get(key, key.replace("_", " ").capitalize())
    return {"label": label, "help_text": field.help_text or "", "required": False}


def _or_empty(value: Any) -> Any:
    return "" if value is None else value


_MAKERS: tuple[tuple[type, Callable[..., Piece]], ...] = (
    (SideField, _side),
    (SlugOf, _one),
    (SlugsOf, _many),
    (ValueField, _parts),
    (serializers.ListSerializer, _parts),
    (serializers.ListField, _lines),
    (serializers.ChoiceField, _choice),
    (serializers.Field, _words),
)
