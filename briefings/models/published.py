"""Published rows: flat, indexed columns that readers filter and sort by.

A disposable projection of the editions in force, without a foreign key into the working tables: a draft cannot leak
through a filter, a count or an ordering, because it is not here. rendering/ alone writes these tables.
"""

from django.db import models
from django.db.models import Q

from briefings.models.documents import Document
from briefings.models.fields import RowNumber


class PublishedRow(models.Model):
    """What every published record has: its document, its slug, and when its edition in force started."""

    document = RowNumber(Document, primary_key=True, on_delete=models.CASCADE, related_name="+")
    slug = models.CharField(max_length=200, unique=True)
    changed_at = models.DateTimeField(help_text="When the edition in force started, UTC; of a claim, or its readings'.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.slug


class PublishedSource(PublishedRow):
    """A source as readers may filter it."""

    kind = models.CharField(max_length=20)
    publisher = models.CharField(max_length=200, null=True)
    language = models.CharField(max_length=35)
    reliability = models.CharField(max_length=1)
    text_access = models.CharField(max_length=10)
    received_at = models.DateTimeField()
    published_earliest = models.DateTimeField(null=True, help_text="First instant at which it can have appeared, UTC.")
    published_latest = models.DateTimeField(null=True, help_text="Last instant at which it can have appeared, UTC.")
    undated = models.BooleanField(default=False, help_text="Whether it prints no time of publication.")
    known_from = models.DateTimeField(null=True, help_text="First instant at which it had appeared for certain, UTC.")

    class Meta:
        indexes = [
            models.Index(fields=["changed_at", "slug"], name="published_source_changed"),
            models.Index(fields=["publisher", "slug"], name="published_source_publisher"),
            models.Index(fields=["undated", "published_latest", "slug"], name="published_source_oldest"),
            models.Index(fields=["undated", "-published_latest", "-slug"], name="published_source_latest"),
        ]


class PublishedAgency(models.Model):
    """That a source credits an agency."""

    source = models.ForeignKey(PublishedSource, on_delete=models.CASCADE, related_name="agencies")
    actor = models.CharField(max_length=200, db_index=True)


class PublishedActor(PublishedRow):
    """An actor as readers may filter it."""

    kind = models.CharField(max_length=20)
    country = models.CharField(max_length=2, null=True)
    parent = models.CharField(max_length=200, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["changed_at", "slug"], name="published_actor_changed"),
            models.Index(fields=["kind", "slug"], name="published_actor_kind"),
            models.Index(fields=["parent"], name="published_actor_parent"),
        ]


class PublishedName(models.Model):
    """One name form of a published actor; folded holds the key that spellings are compared by."""

    actor = models.ForeignKey(PublishedActor, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, db_index=True)


class PublishedNameKey(models.Model):
    """A key that a name form is found by when somebody spells it otherwise; text/likeness.py makes them."""

    name = models.ForeignKey(PublishedName, on_delete=models.CASCADE, related_name="keys", db_index=False)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "key"], name="published_name_key_once")]
        indexes = [models.Index(fields=["key", "name"], name="published_name_key")]


class PublishedBriefing(PublishedRow):
    """An occasion as readers may filter it."""

    kind = models.CharField(max_length=30)
    country = models.CharField(max_length=2, null=True)
    host = models.CharField(max_length=200, null=True)
    place = models.TextField(default="", help_text="Folded for search; empty: not stated.")
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["changed_at", "slug"], name="published_briefing_changed")]


class PublishedAttendance(models.Model):
    """That an actor presented on an occasion, or heard what was presented."""

    briefing = models.ForeignKey(PublishedBriefing, on_delete=models.CASCADE, related_name="attendances")
    actor = models.CharField(max_length=200)
    role = models.CharField(max_length=10, help_text="presenter or audience.")

    class Meta:
        indexes = [models.Index(fields=["actor", "role", "briefing"], name="published_attendance_actor")]


class PublishedClaim(PublishedRow):
    """A claim as readers may filter and sort it, with the envelope of what its citations report."""

    proposition = models.TextField()
    category = models.CharField(max_length=30)
    subject = models.CharField(max_length=200, null=True)
    holder = models.CharField(max_length=200, null=True)
    credibility = models.CharField(max_length=1)
    sources = models.PositiveIntegerField(default=0, help_text="Sources that carry it.")
    silent = models.PositiveIntegerField(default=0, help_text="Sources that were checked and do not carry it.")
    citations = models.PositiveIntegerField(default=0, help_text="Its published citations.")
    amount_min = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    amount_max = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    verdict = models.CharField(max_length=20, default="", help_text="Of the independence of its origins.")
    origins_named = models.PositiveIntegerField(default=0, help_text="Origins that are named: as assumed.")
    origins_named_min = models.PositiveIntegerField(default=0, help_text="Origins that are named: least.")
    origins_named_max = models.PositiveIntegerField(default=0, help_text="Origins that are named: most.")
    origins_unknown = models.PositiveIntegerField(default=0, help_text="Unknown origins: as assumed.")
    origins_unknown_min = models.PositiveIntegerField(default=0, help_text="Unknown origins: least.")
    origins_unknown_max = models.PositiveIntegerField(default=0, help_text="Unknown origins: most.")
    origins = models.PositiveIntegerField(default=0, help_text="Origins, named and unknown: as assumed.")
    origins_min = models.PositiveIntegerField(default=0, help_text="Origins, named and unknown: least.")
    origins_max = models.PositiveIntegerField(default=0, help_text="Origins, named and unknown: most.")

    class Meta:
        indexes = [
            models.Index(fields=["changed_at", "slug"], name="published_claim_changed"),
            models.Index(fields=["category", "slug"], name="published_claim_category"),
            models.Index(fields=["subject", "slug"], name="published_claim_subject"),
            models.Index(fields=["holder", "slug"], name="published_claim_holder"),
            models.Index(fields=["sources", "slug"], name="published_claim_sources"),
            models.Index(fields=["verdict", "slug"], name="published_claim_verdict"),
            models.Index(fields=["credibility", "slug"], name="published_claim_credibility"),
            models.Index(fields=["origins_named", "slug"], name="published_claim_named"),
            models.Index(fields=["origins", "slug"], name="published_claim_origins"),
            # What few claims reach, or stay below, is found by these.
            models.Index(fields=["silent"], name="published_claim_silent"),
            models.Index(fields=["origins_unknown"], name="published_claim_unknown"),
            *(
                models.Index(fields=[f"{name}_{end}"], name=f"published_claim_{name.removeprefix('origins_')}_{end}")
                for name in ("origins_named", "origins_unknown", "origins")
                for end in ("min", "max")
            ),
        ]


class PublishedCountry(models.Model):
    """A country where a claim's fact takes place."""

    claim = models.ForeignKey(PublishedClaim, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(max_length=2)

    class Meta:
        indexes = [models.Index(fields=["country", "claim"], name="published_country")]


class PublishedDiscrepancy(models.Model):
    """That a claim has a discrepancy of some kind: where the list of all finds it; what it says is computed when asked.

    A discrepancy across two claims is a row of either.
    """

    told_of = models.ForeignKey(PublishedClaim, on_delete=models.CASCADE, related_name="discrepancies")
    claim = models.CharField(max_length=200)
    position = models.PositiveIntegerField(help_text="Its place among those of the claim, from 0.")
    kind = models.CharField(max_length=20)
    compared = models.CharField(max_length=20, help_text="In what passages differ, across sources or within one.")
    severity = models.CharField(max_length=20)
    is_curated = models.BooleanField(default=False)
    is_first = models.BooleanField(default=True, help_text="Whether its claim is the first that it is about.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "position"], name="published_discrepancy_once"),
        ]
        indexes = [
            models.Index(fields=["kind", "claim", "position"], name="published_discrepancy_kind"),
            models.Index(fields=["kind", "severity", "claim", "position"], name="published_discrepancy_weight"),
            models.Index(fields=["compared", "severity", "claim", "position"], name="published_discrepancy_field"),
            models.Index(fields=["severity", "claim", "position"], name="published_discrepancy_severe"),
            models.Index(
                fields=["claim", "position"], condition=Q(is_curated=True), name="published_discrepancy_curated"
            ),
        ]


class PublishedReading(PublishedRow):
    """One cell of the matrix."""

    claim = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    status = models.CharField(max_length=20)

    class Meta:
        indexes = [
            models.Index(fields=["changed_at", "slug"], name="published_reading_changed"),
            models.Index(fields=["claim", "status", "source"], name="published_reading_claim"),
            models.Index(fields=["source", "status", "claim"], name="published_reading_source"),
        ]


class PublishedCitation(models.Model):
    """One passage with its values, flat; its own document, as a citation is listed by itself too."""

    slug = models.CharField(max_length=220, unique=True)
    changed_at = models.DateTimeField(help_text="When the edition of its reading in force started, UTC.")
    body = models.BinaryField(help_text="JSON as served in lists and details of citations.")
    etag = models.CharField(max_length=64)
    reading = models.ForeignKey(PublishedReading, on_delete=models.CASCADE, related_name="citations")
    claim = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    category = models.CharField(max_length=30)
    region = models.CharField(max_length=20)
    modality = models.CharField(max_length=20)
    certainty = models.CharField(max_length=20)
    polarity = models.CharField(max_length=10)
    speech = models.CharField(max_length=10)
    comparator = models.CharField(max_length=10, null=True)
    amount_min = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    amount_max = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    unit = models.CharField(max_length=50, null=True)
    per = models.CharField(max_length=50, null=True)
    currency = models.CharField(max_length=3, null=True)
    factor = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    span = models.PositiveSmallIntegerField(null=True, help_text="How long its time lasts, a class of facts/spans.py.")
    has_when = models.BooleanField(default=False)
    when_precision = models.CharField(max_length=20, null=True)
    dated_from = models.DateTimeField(
        null=True, help_text="Since when the other sources that its time rests on are known, UTC; null: on none."
    )

    class Meta:
        indexes = [
            # A claim's passages in their order, with all that facets count: none is opened to be counted.
            models.Index(
                fields=[
                    "claim", "slug", "source", "region", "modality", "certainty", "polarity", "speech", "comparator",
                    "unit", "per", "currency", "when_precision", "category", "reading",
                ],
                name="published_citation_counted",
            ),
            models.Index(fields=["source", "slug"], name="published_citation_source"),
            models.Index(fields=["changed_at", "slug"], name="published_citation_changed"),
            models.Index(fields=["amount_min", "claim"], name="published_citation_min"),
            models.Index(
                fields=["amount_max", "claim"], name="published_citation_max", condition=Q(amount_max__isnull=False)
            ),
            models.Index(fields=["earliest", "latest", "slug"], name="published_citation_in_order"),
            models.Index(
                fields=["latest", "claim"], name="published_citation_latest", condition=Q(latest__isnull=False)
            ),
            models.Index(
                fields=["earliest"],
                name="published_citation_open",
                condition=Q(latest__isnull=True, earliest__isnull=False),
            ),
            models.Index(
                fields=["latest"],
                name="published_citation_until",
                condition=Q(earliest__isnull=True, latest__isnull=False),
            ),
            models.Index(
                fields=["span", "earliest", "latest"], name="published_citation_span", condition=Q(span__isnull=False)
            ),
            models.Index(
                fields=["currency", "claim"], name="published_citation_currency", condition=Q(currency__isnull=False)
            ),
            models.Index(
                fields=["factor", "claim"], name="published_citation_factor", condition=Q(factor__isnull=False)
            ),
            # Few passages have either; the words that there are are found by steps in these.
            models.Index(fields=["unit", "claim"], name="published_citation_unit", condition=Q(unit__isnull=False)),
            models.Index(fields=["per", "claim"], name="published_citation_per", condition=Q(per__isnull=False)),
        ]


class PublishedLink(models.Model):
    """One actor on one link of a published chain; body is the organisation it counts as."""

    citation = models.ForeignKey(PublishedCitation, on_delete=models.CASCADE, related_name="links")
    claim = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    chain = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20)
    basis = models.CharField(max_length=10)
    actor = models.CharField(max_length=200, null=True, help_text="Null: the link names nobody.")
    occasion = models.CharField(max_length=200, null=True)
    end = models.CharField(max_length=20, help_text="How its chain ends.")

    class Meta:
        indexes = [
            models.Index(fields=["actor", "role", "citation"], name="published_link_actor"),
            models.Index(fields=["occasion", "citation"], name="published_link_occasion"),
            models.Index(
                fields=["claim", "occasion"], name="published_link_claim", condition=Q(occasion__isnull=False)
            ),
        ]


class PublishedChain(models.Model):
    """How one chain of a published citation ends."""

    citation = models.ForeignKey(PublishedCitation, on_delete=models.CASCADE, related_name="chains")
    end = models.CharField(max_length=20)
    alternative = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["end", "citation"], name="published_chain_end")]


class PublishedComparison(PublishedRow):
    """A curated relation."""

    kind = models.CharField(max_length=30)
    left_claim = models.CharField(max_length=200, db_index=True)
    right_claim = models.CharField(max_length=200, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["changed_at", "slug"], name="published_comparison_changed")]


class PublishedJudgement(PublishedRow):
    """A curated decision."""

    kind = models.CharField(max_length=30)
    claim = models.CharField(max_length=200, null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["changed_at", "slug"], name="published_judgement_changed")]
