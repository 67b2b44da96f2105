"""Documents: what readers are served, rendered from the editions in force. A disposable projection."""

from django.db import models

from briefings import choices


class Document(models.Model):
    """The public answer for one record: its bytes, or where it went."""

    record_type = models.CharField(max_length=20, help_text="Type of the record.")
    slug = models.CharField(max_length=200, help_text="Public id of the record.")
    kind = models.CharField(max_length=20, choices=choices.EditionKind.choices, help_text="Kind of its latest edition.")
    edition = models.PositiveIntegerField(help_text="Number of its latest edition.")
    body = models.BinaryField(help_text="JSON as served; for a withdrawn or merged record the facts of that step.")
    etag = models.CharField(max_length=64, help_text="SHA-256 of the body, hex.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_type", "slug"], name="document_once")]

    def __str__(self) -> str:
        return f"{self.record_type} {self.slug}"


class StaleDocument(models.Model):
    """That something which a document shows has changed since it was rendered.

    A row of its own and no column: a publication may mark all documents that show an actor, and writes no body for it.
    """

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="stale")
    since = models.DateTimeField(
        null=True, db_index=True, help_text="When the first of what has changed did; null: all are to be made anew."
    )

    def __str__(self) -> str:
        return f"{self.document} since {self.since}"


class DocumentShows(models.Model):
    """That a document shows something of another record, and changes when that does."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="shows")
    record_type = models.CharField(max_length=20)
    slug = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "record_type", "slug"], name="document_shows_once"),
        ]
        indexes = [models.Index(fields=["record_type", "slug"], name="document_shows_record")]


class DocumentsVersion(models.Model):
    """Which documents there are: one row, whose token is another whenever one of them has changed.

    A random token and no count: a database that was restored and has gone on from there never repeats one.
    """

    token = models.CharField(max_length=32, help_text="Random, hex.")
