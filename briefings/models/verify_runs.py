"""Runs of `manage.py verify`: what each found, so that the desk sees when all was last well."""

from django.db import models
from django.db.models import Q


class VerifyRun(models.Model):
    """One run that came to its end. It is a note for people and no proof: who can change tables can change this one."""

    started_at = models.DateTimeField(help_text="When it began, UTC.")
    finished_at = models.DateTimeField(help_text="When it came to its end, UTC.")
    problems = models.PositiveIntegerField(help_text="How many things it found wrong; 0: all was well.")
    is_complete = models.BooleanField(help_text="Whether it looked at everything; else it stopped at a problem.")
    first_problem = models.TextField(blank=True, help_text="The first thing wrong: check, record and detail.")
    editions = models.PositiveBigIntegerField(help_text="How many editions the public chain had.")
    audit_events = models.PositiveBigIntegerField(help_text="How many events the private chain had.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(problems=0, first_problem="") | Q(problems__gt=0) & ~Q(first_problem=""),
                name="verify_run_names_its_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finished_at:%Y-%m-%d %H:%M}: {self.problems} wrong"
