"""The same tables, as another application would name them; nothing here is migrated."""

from django.db import models


class Actor(models.Model):
    """An actor."""

    slug = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "briefings_actor"


class Name(models.Model):
    """A name of an actor."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="names")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        managed = False
        db_table = "briefings_name"
        ordering = ["position"]


class Source(models.Model):
    """A report."""

    slug = models.CharField(max_length=200, unique=True)
    title = models.TextField(null=True)
    kind = models.CharField(max_length=20)
    publisher = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    published = models.JSONField(null=True)
    reliability = models.CharField(max_length=1)

    class Meta:
        managed = False
        db_table = "briefings_source"


class Briefing(models.Model):
    """An occasion."""

    slug = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=30)
    when = models.JSONField(null=True)

    class Meta:
        managed = False
        db_table = "briefings_briefing"


class Claim(models.Model):
    """A claim as it was entered."""

    slug = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10)
    proposition = models.TextField()
    category = models.CharField(max_length=30)
    subject = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    counted = models.CharField(max_length=300, null=True)
    unit = models.CharField(max_length=50, null=True)
    countries = models.JSONField()
    credibility = models.CharField(max_length=1)

    class Meta:
        managed = False
        db_table = "briefings_claim"


class ListedClaim(models.Model):
    """A claim with the counts and composite indexes that are stored for lists."""

    document_id = models.BigIntegerField(primary_key=True)
    claim = models.OneToOneField(Claim, models.CASCADE, to_field="slug", db_column="slug", related_name="listed")
    category = models.CharField(max_length=30)
    sources = models.PositiveIntegerField()
    silent = models.PositiveIntegerField()
    citations = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "briefings_publishedclaim"


class Reading(models.Model):
    """What one report says of one claim."""

    slug = models.CharField(max_length=200, unique=True)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="readings")
    source = models.ForeignKey(Source, models.PROTECT, related_name="readings")
    status = models.CharField(max_length=20)
    note = models.TextField()

    class Meta:
        managed = False
        db_table = "briefings_reading"
        ordering = ["slug"]


class Citation(models.Model):
    """One passage."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="citations")
    slug = models.CharField(max_length=220, unique=True)
    position = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=64)
    suffix = models.CharField(max_length=64)
    quantity = models.JSONField(null=True)
    ratio = models.JSONField(null=True)
    when = models.JSONField(null=True)
    modality = models.CharField(max_length=20)
    certainty = models.CharField(max_length=20)
    polarity = models.CharField(max_length=10)
    speech = models.CharField(max_length=10)
    quoted = models.JSONField()
    hedges = models.JSONField()
    translation = models.TextField(null=True)
    note = models.TextField()

    class Meta:
        managed = False
        db_table = "briefings_citation"
        ordering = ["position"]


class Chain(models.Model):
    """A citation's attribution."""

    citation = models.ForeignKey(Citation, models.CASCADE, related_name="chains")
    position = models.PositiveSmallIntegerField()
    alternative = models.BooleanField()
    end = models.CharField(max_length=20)

    class Meta:
        managed = False
        db_table = "briefings_chain"
        ordering = ["position"]


class Link(models.Model):
    """One step of a chain."""

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    actors = models.ManyToManyField(Actor, db_table="briefings_link_actors", related_name="+")
    as_printed = models.CharField(max_length=500)
    distribution = models.CharField(max_length=10, null=True)
    occasion = models.ForeignKey(Briefing, models.PROTECT, null=True, related_name="+")
    when = models.JSONField(null=True)
    basis = models.CharField(max_length=10)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    exact = models.TextField()
    prefix = models.CharField(max_length=64)
    suffix = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = "briefings_link"
        ordering = ["position"]


class Text(models.Model):
    """A stretch of text that is searched, beside its full-text index."""

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=220)
    claim = models.CharField(max_length=200, null=True)
    source = models.CharField(max_length=200, null=True)
    start = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        managed = False
        db_table = "briefings_publishedtext"
