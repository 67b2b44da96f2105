"""Controls of our own: a reading's citations as fields or as text; a claim's citation chosen by its words."""

from typing import Any

from django import forms
from django.db.models import Q

from briefings.admin import likely, shapes, visual
from briefings.admin.lists import CHARACTERS_AT_MOST, WORDS_AT_MOST
from briefings.errors import BriefingsError
from briefings.exchange import parts
from briefings.models import Citation


class Citations(forms.Textarea):
    """Shows the text of citations as fields; text that does not fit them stays text.

    problems: refusals by the steps of their pointer, to be shown beside the field that each is about.
    """

    template_name = "desk/_citations.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.problems: dict[tuple[str, ...], list[str]] = {}
        self.is_text = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        try:
            found = parts.read(value or "")
        except BriefingsError:
            found = value  # no YAML: only its author can tell what it should be
        if self.is_text or not visual.fits(shapes.CITATIONS, found):
            return context
        context["editor"] = visual.node(shapes.CITATIONS, found, name, self.problems)
        context["occasions"] = self._occasions(found)
        context["locked"] = bool((attrs or {}).get("disabled"))
        return context

    @staticmethod
    def _occasions(found: Any) -> list[str]:
        newest = [briefing.slug for briefing in likely.briefings()]
        return [*newest, *sorted(set(visual.occasions(found)).difference(newest))]


PASSAGES_SHOWN = 100
WORDS_SHOWN = 90


def passages_of(claim: int | None, words: str = "", after: int = 0) -> dict[str, Any]:
    """Return a page of a claim's citations by source, those that hold all words. One query; none for no claim.

    words: each stands in the passage or in the slug of its source. after: how many were shown already.
    """
    wanted = words.split()
    if claim is None or "\0" in words or len(words) > CHARACTERS_AT_MOST or len(wanted) > WORDS_AT_MOST:
        return {"passages": [], "has_more": False}
    rows = Citation.objects.filter(reading__claim=claim)
    for word in wanted:
        rows = rows.filter(Q(exact__icontains=word) | Q(reading__source__slug__icontains=word))
    rows = rows.order_by("reading__source__slug", "start", "pk").values_list("slug", "exact")
    found = list(rows[after : after + PASSAGES_SHOWN + 1])
    shown = [{"slug": slug, "exact": exact, "line": _line(slug, exact)} for slug, exact in found[:PASSAGES_SHOWN]]
    return {"passages": shown, "has_more": len(found) > PASSAGES_SHOWN}


class Passages(forms.Select):
    """One citation of the claim that another field of the form names, or none; the words of each are shown.

    of: name of the field with the claim. The form sets claim to what that field holds.
    """

    template_name = "desk/_passages.html"

    def __init__(self, of: str) -> None:
        super().__init__(attrs={"class": "passages", "data-of": f"id_{of}"})
        self.of = of
        self.claim: int | None = None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        found = passages_of(self.claim)
        words = {each["slug"]: each["exact"] for each in found["passages"]}
        if value and value not in words:
            words |= self._beyond(value)
        self.choices = [("", "the claim as a whole"), *((slug, _line(slug, exact)) for slug, exact in words.items())]
        if value and value not in words:
            self.choices.append((value, f"{value}: no citation of this claim"))
        context = super().get_context(name, value, attrs)
        about = {"exact": words.get(value, ""), "words": words, "words_id": f"id_{name}_words"}
        return {**context, **about, "has_more": found["has_more"]}

    def _beyond(self, slug: str) -> dict[str, str]:
        """Return a citation of the claim that its first page does not show, with its words."""
        rows = Citation.objects.filter(slug=slug, reading__claim=self.claim)
        return dict(rows.values_list("slug", "exact")) if self.claim and "\0" not in slug else {}


def _line(slug: str, exact: str) -> str:
    shown = exact if len(exact) <= WORDS_SHOWN else f"{exact[:WORDS_SHOWN]}…"
    return f"{slug.partition('--')[2]}: {shown}"
