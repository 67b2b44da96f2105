"""Documents as the views ask for them: one by its slug, and which version of all of them there is."""

from django.db.models import QuerySet

from briefings.api.statements import Prepared
from briefings.models import Document, DocumentsVersion

Row = tuple[str, bytes, str]  # kind, body, ETag


def _one(record_type: str, slug: str) -> QuerySet:
    rows = Document.objects.filter(record_type=record_type, slug=slug)
    return rows.order_by().values_list("kind", "body", "etag")


_ONE = Prepared(_one)
_VERSION = Prepared(lambda: DocumentsVersion.objects.order_by("pk").values_list("token")[:1])


def row(record_type: str, slug: str) -> Row | None:
    """Return kind, body and ETag of a record's document; None: it never had one. Costs a query."""
    return next(iter(_ONE.rows(record_type, slug)), None)


def version() -> str:
    """Return the token of the documents that there are; empty before the first of them. Costs a query."""
    found = _VERSION.rows()
    return found[0][0] if found else ""
