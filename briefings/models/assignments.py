"""Assignments: who is to work on a record next. No part of its facts, so that assigning changes no hash or version."""

from django.db import models

from briefings import choices
from briefings.models.fields import one_of, whole_pair
from briefings.models.records import user_field


class Assignment(models.Model):
    """That a record waits for one person, until it is published, withdrawn, discarded or taken from them."""

    record_type = models.CharField(max_length=20, help_text="Type of the record.")
    slug = models.CharField(max_length=200, help_text="Public id of the record.")
    assignee = user_field("Who is to work on it.")
    assigned_at = models.DateTimeField(help_text="When it was assigned, UTC.")
    assigned_by = user_field("Who assigned it.")

    class Meta:
        constraints = [
            one_of("record_type", choices.RecordType, "assignment_record_type"),
            whole_pair("assignment_assigned_pair", "assigned"),
            models.UniqueConstraint(fields=["record_type", "slug"], name="assignment_once"),
        ]
        indexes = [models.Index(fields=["assignee", "record_type", "slug"], name="assignment_queue")]

    def __str__(self) -> str:
        return f"{self.record_type} {self.slug} to {self.assignee}"
