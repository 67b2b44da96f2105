"""Which fixture record was loaded as what, so that loading again changes nothing."""

from django.db import models


class LoadedFixture(models.Model):
    """One record of fixtures/ as it was last loaded."""

    record_type = models.CharField(max_length=20)
    slug = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the fixture's facts as canonical JSON.")
    edition = models.PositiveIntegerField(help_text="The edition that loading it made.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_type", "slug"], name="loaded_fixture_once")]
