"""The form of a record, of any type: its facts in, its facts out, and every refusal beside the field it is about."""

from typing import Any

from django import forms
from django.utils import timezone

from briefings.admin import choosers, pieces, shapes, visual, widgets
from briefings.admin.lists import row_id
from briefings.errors import BriefingsError
from briefings.exchange import parts
from briefings.facts import order
from briefings.facts import records as facts_of
from briefings.facts.refusals import InvalidFacts
from briefings.models import RECORDS, Actor, Batch, Record, Source
from briefings.models.records import SLUG
from briefings.text import received

# Refusals that are about one field, by code.
PLACES = {
    "slug_taken": "slug",
    "not_utf8": "upload",
    "not_html": "text",
    "text_empty": "text",
    "unstorable_text": "text",
    "duplicate_source": "text",
    "text_too_large": "text",
}
OPEN_BATCHES_SHOWN = 100


class RecordForm(forms.Form):
    """What a person writes of a record. record_type says which; facts fill it, and are kept where nothing was typed."""

    def __init__(self, *args: Any, record_type: str, facts: dict[str, Any] | None = None, source: str | None = None,
                 locked: bool = False, **options: Any) -> None:  # fmt: skip
        self.record_type, self.known, self.source = record_type, facts or {}, source
        texts = parts.StoredTexts()
        self.pieces = pieces.of(record_type, texts, source)
        initial = options.pop("initial", None) or {}
        if args and record_type == "reading":
            args = (_with_citations(args[0], texts, source), *args[1:])
        super().__init__(*args, initial={**self.shown(self.known), **initial}, **options)
        for piece in self.pieces.values():
            self.fields.update(piece.fields)
        for name, field in self.fields.items():
            field.disabled = locked
            field.help_text = field.help_text.replace("null", "empty")  # what the API calls null, a form has empty
            self._fit(name, field)

    def _fit(self, name: str, field: forms.Field) -> None:
        """Give a text area of parts the height of its text, and a choice of passages its claim."""
        if isinstance(field.widget, widgets.Passages):
            of = field.widget.of
            field.widget.claim = row_id(self.data.get(of) if self.is_bound else self.get_initial_for_field(field, of))
        if isinstance(field, pieces.PartsField):
            text = str(self.data.get(name) or self.initial.get(name) or "")
            field.widget.attrs["rows"] = min(max(text.count("\n") + 1, 2), 40)

    def shown(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Return what the fields hold for these facts."""
        shown: dict[str, Any] = {}
        for piece in self.pieces.values():
            if piece.key in facts:
                shown.update(piece.show(facts[piece.key]))
        return shown

    def facts(self) -> dict[str, Any]:
        """Return the facts as typed, with those that the form does not show as they were."""
        facts = dict(self.known)
        for key, piece in self.pieces.items():
            typed = piece.read(self.cleaned_data)
            if typed is pieces.LEFT_OUT:
                facts.pop(key, None)
            elif not _is_same_text(typed, self.known.get(key)):
                facts[key] = typed
        return facts

    def refuse(self, error: BriefingsError) -> None:
        """Show a refusal: each of its errors beside the field its pointer leads to, else above the form."""
        if not isinstance(error, InvalidFacts):
            place = PLACES.get(error.code)
            self.add_error(place if place in self.fields else None, error.detail)
            return
        for problem in error.errors:
            key, *steps = problem["pointer"].split("/")[1:] or [""]
            piece = self.pieces.get(key)
            place = piece.field_at(steps) if piece else None
            if place and isinstance(widget := self.fields[place].widget, widgets.Citations):
                widget.problems.setdefault(tuple(steps), []).append(problem["detail"])
            self.add_error(place, self._worded(problem, place, steps))

    def _worded(self, problem: dict[str, str], place: str | None, steps: list[str]) -> str:
        if not isinstance(self.fields.get(place or ""), pieces.PartsField) or not steps:
            return problem["detail"] if place else f"{problem['pointer']}: {problem['detail']}"
        line = parts.line_of(self.data.get(self.add_prefix(place), ""), steps)
        at = f"line {line}, " if line else ""
        return f"{at}{' › '.join(steps)}: {problem['detail']}"


class AddForm(RecordForm):
    """A record that is begun: with a slug, and perhaps in a batch."""

    slug = forms.CharField(
        max_length=200, validators=[SLUG], help_text="Public id. Minted once, never renamed or reused.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )  # fmt: skip
    batch = choosers.OneField(
        Batch.objects.none(), required=False, help_text="The open batch it goes into; empty: none."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {**defaults(options["record_type"]), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        newest = Batch.objects.filter(closed_at=None).order_by("-pk").values("pk")[:OPEN_BATCHES_SHOWN]
        self.fields["batch"].queryset = Batch.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))


class ReadingAddForm(AddForm):
    """A reading's slug is made of its claim's and its source's."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["slug"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        claim, source = cleaned.get("claim"), cleaned.get("source")
        if claim and source:
            cleaned["slug"] = f"{claim.slug}--{source.slug}"
        elif not self.errors:
            raise forms.ValidationError("A reading is of one claim in one source: choose both.")
        return cleaned


class SourceAddForm(AddForm):
    """A source comes with its text, pasted or uploaded."""

    text = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Paste the document. A browser gives line ends as LF; to keep every byte, upload the file instead.",
    )  # fmt: skip
    upload = forms.FileField(required=False, help_text="Or a file: text in UTF-8, kept byte for byte, or HTML.")
    written_as = forms.ChoiceField(
        choices=[("", "Text; HTML, if the file's name says so"), ("text", "Text, as it is"), ("html", "HTML")],
        required=False,
        help_text="HTML is reduced once to the text that a reader sees, and kept beside it byte for byte.",
    )
    field_order = ["slug", "text", "upload", "written_as", "batch"]

    def __init__(self, *args: Any, **options: Any) -> None:
        now = timezone.now().replace(microsecond=0).isoformat().replace("+00:00", "Z")
        options["initial"] = {"received_at": now, **(options.get("initial") or {})}
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        pasted, upload = cleaned.get("text"), cleaned.get("upload")
        if upload and pasted:
            raise forms.ValidationError({"upload": "Paste the text or upload a file, not both."})
        if upload and upload.size > received.LARGEST:  # before it is read
            raise forms.ValidationError({"upload": f"The file has {upload.size} bytes; at most {received.LARGEST}."})
        if not upload and not pasted and not {"text", "upload"} & self.errors.keys():
            raise forms.ValidationError({"text": "A source comes with its text: paste it, or upload a file."})
        cleaned["body"] = upload.read() if upload else (pasted or "").replace("\r\n", "\n")
        named = (upload.name if upload else "").lower().endswith((".html", ".htm", ".xhtml"))
        cleaned["is_html"] = cleaned.get("written_as") == "html" or (named and not cleaned.get("written_as"))
        return cleaned

    def refuse(self, error: BriefingsError) -> None:
        place = PLACES.get(error.code)
        if place in ("text", "upload"):
            self.add_error("upload" if self.cleaned_data.get("upload") else "text", error.detail)
        else:
            super().refuse(error)


class EditForm(RecordForm):
    """A record that is there: the version it was read at travels with the form."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    replaced_by: "EditForm | None" = None  # after a clash: the form to show in its place

    def caught_up(self, changes: dict[str, Any], record: Record) -> "EditForm":
        """Return the form as it has to be shown after somebody else saved first.

        What was not touched takes the other person's value. What both changed keeps this person's text, and an error
        beside it says what it is now. changes: field to (before, now), as Stale has them.
        """
        data = self.data.copy()
        data["version"] = str(record.version)
        clashes: dict[str, str] = {}
        for key, pair in changes.items():
            before, now = (order.put(order.of(self.record_type).get(key) or {}, value) for value in pair)
            piece = self.pieces.get(key)
            for name, was in piece.show(before).items() if piece else ():
                shown = piece.show(now)[name]
                if _typed(data, name, was) == _flat(was):
                    data.setlist(name, shown if isinstance(shown, list) else [shown])
                else:
                    clashes[name] = f"{record.updated_by.username} changed this too. It is now: {_readable(now)}"
        form = type(self)(data, record_type=self.record_type, facts=facts_of.read(record), source=self.source)
        form.is_valid()
        for name, text in clashes.items():
            form.add_error(name, text)
        return form


def defaults(record_type: str) -> dict[str, Any]:
    """Return what the columns of a new record hold unless somebody says otherwise."""
    fields = [field for field in RECORDS[record_type]._meta.concrete_fields if field.has_default() and field.editable]
    return {field.name: field.default for field in fields if not callable(field.default)}


def _with_citations(data: Any, texts: parts.Texts, source: str | None) -> Any:
    """Return what was sent, with the fields of the visual editor as the one text that they stand for."""
    if data is None:
        return None
    if source is None:  # a reading that is begun: of the source that was chosen
        chosen = Source.objects.filter(pk=row_id(data.get("source", ""))).values_list("slug", flat=True)
        source = chosen.first()
    text = visual.folded(shapes.CITATIONS, data, texts, source)
    if text is None:
        return data
    data = data.copy()
    data[shapes.CITATIONS.key] = text
    return data


def _is_same_text(typed: Any, known: Any) -> bool:
    """Return whether text differs in nothing but the line ends, which a browser rewrites."""
    return isinstance(typed, str) and isinstance(known, str) and typed == known.replace("\r\n", "\n")


def _typed(data: Any, name: str, was: Any) -> Any:
    return sorted(data.getlist(name)) if isinstance(was, list) else data.get(name, "").replace("\r\n", "\n")


def _flat(shown: Any) -> Any:
    return sorted(map(str, shown)) if isinstance(shown, list) else str(shown).replace("\r\n", "\n")


def _readable(value: Any) -> str:
    return value if isinstance(value, str) else parts.dump(value).strip()


class MergeForm(forms.Form):
    """Which actor a row turned out to be."""

    into = choosers.one(Actor._meta.get_field("merged_into"), label="It is the actor")
