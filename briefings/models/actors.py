"""Actors: who acts, speaks, relays or is spoken of, with every name form and role."""

from django.db import models
from django.db.models import F, Q

from briefings import choices
from briefings.models.fields import Anchored, one_of, ordered_span, value_object
from briefings.models.records import Record, record_constraints, record_indexes


class Actor(Record):
    """A person, organisation, state, state body, armed unit, medium or group."""

    record_type = choices.RecordType.ACTOR

    kind = models.CharField(max_length=20, choices=choices.ActorKind.choices, help_text="What it is.")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children",
        help_text="The body that it is part of; null: none, or not stated.",
    )  # fmt: skip
    country = models.CharField(
        max_length=2, null=True, blank=True,
        help_text="ISO 3166-1 alpha-2 of the state it belongs to; null: not stated.",
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged",
        help_text="The actor that this row turned out to be. Approving it sends readers there (308).",
    )  # fmt: skip

    class Meta:
        indexes = record_indexes("actor")
        constraints = [
            *record_constraints("actor"),
            one_of("kind", choices.ActorKind, "actor_kind"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="actor_parent_is_another"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="actor_merged_into_another"
            ),
        ]


class Name(models.Model):
    """One form of an actor's name, as some report prints it."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="names")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300, help_text="The name as printed.")
    language = models.CharField(max_length=35, null=True, blank=True, help_text="BCP 47; null: not clear.")
    script = models.CharField(max_length=4, default="Latn", help_text="ISO 15924.")
    kind = models.CharField(max_length=20, choices=choices.NameKind.choices, help_text="What sort of name it is.")

    class Meta:
        ordering = ["position"]
        constraints = [
            one_of("kind", choices.NameKind, "name_kind"),
            models.UniqueConstraint(fields=["actor", "text"], name="name_once_an_actor"),
        ]

    def __str__(self) -> str:
        return self.text


class Role(Anchored):
    """An office or membership that one source prints of an actor."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="roles")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300, help_text="The role as printed.")
    organisation = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The body for which the actor holds it; null: not stated.",
    )  # fmt: skip
    period = value_object("When the actor held it; null: not stated.")
    source = models.ForeignKey(
        "briefings.Source", on_delete=models.PROTECT, related_name="+", help_text="Which source prints it."
    )

    class Meta:
        ordering = ["position"]
        constraints = [ordered_span("role_span")]

    def __str__(self) -> str:
        return self.title
