"""Briefings: occasions on which information was put on record."""

from django.db import models

from briefings import choices
from briefings.models.fields import Anchored, one_of, ordered_span, value_list, value_object
from briefings.models.records import Record, record_constraints, record_indexes


class Briefing(Record):
    """One occasion: a committee briefing, remarks to reporters, a statement, a post."""

    record_type = choices.RecordType.BRIEFING

    title = models.CharField(max_length=300, help_text="A neutral label for the occasion.")
    kind = models.CharField(max_length=30, choices=choices.BriefingKind.choices, help_text="What sort of occasion.")
    when = value_object("When it took place; null: not stated.")
    place = models.CharField(max_length=300, null=True, blank=True, help_text="Where, as printed; null: not stated.")
    country = models.CharField(max_length=2, null=True, blank=True, help_text="ISO 3166-1 alpha-2; null: not stated.")
    host = models.ForeignKey(
        "briefings.Actor", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Whose occasion it was; null: not stated.",
    )  # fmt: skip
    committee = models.CharField(max_length=300, null=True, blank=True, help_text="Committee, as printed; null: none.")
    session = models.CharField(max_length=300, null=True, blank=True, help_text="Session, as printed; null: none.")
    presenters = models.ManyToManyField(
        "briefings.Actor", related_name="+", blank=True, help_text="Who put the information on record."
    )
    audience = models.ManyToManyField("briefings.Actor", related_name="+", blank=True, help_text="Who it was put to.")

    class Meta:
        indexes = record_indexes("briefing")
        constraints = [*record_constraints("briefing"), one_of("kind", choices.BriefingKind, "briefing_kind")]


class BriefingPassage(Anchored):
    """A passage that states facts about the occasion itself."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField(default=0)
    source = models.ForeignKey("briefings.Source", on_delete=models.PROTECT, related_name="+", help_text="Where it is.")
    states = value_list("Which facts it states, from the value list of passage facts.")

    class Meta:
        ordering = ["position"]
        constraints = [ordered_span("briefing_passage_span")]
