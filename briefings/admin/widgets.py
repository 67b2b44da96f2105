"""The control of a reading's citations: fields for each value and each link, or the same as text."""

from typing import Any

from django import forms

from briefings.admin import likely, parts, shapes, visual
from briefings.errors import BriefingsError


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
