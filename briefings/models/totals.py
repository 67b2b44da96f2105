"""Totals: how many records of a list have each value of each facet, kept so that nobody counts a whole list."""

from django.db import models


class PublishedTotal(models.Model):
    """How many published records of one list have one value of one facet.

    A disposable projection of the other published rows, kept in step by rendering/totals.py. scope: all of the list
    (empty), or its records of one category. A null value is empty, and says so.
    """

    resource = models.CharField(max_length=20, help_text="The list.")
    scope = models.CharField(max_length=30, help_text="A category; empty: all of the list.")
    facet = models.CharField(max_length=20, help_text="Name of the facet; empty: the number of records.")
    is_null = models.BooleanField()
    value = models.CharField(max_length=220, help_text="As text that sorts as the value does.")
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "scope", "facet", "is_null", "value"], name="published_total_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["resource", "scope", "facet", "-count", "is_null", "value"], name="published_total_commonest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.scope} {self.facet}: {self.count}"
