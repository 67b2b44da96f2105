"""Editions: the public steps of one record, and the record as it was."""

from typing import ClassVar

import orjson
from django.http import Http404, HttpResponse
from rest_framework.request import Request

from briefings.api.base import DetailView, PublicView, etag_of, serve, withdrawn
from briefings.api.schemas.editions import EditionList
from briefings.choices import EditionKind
from briefings.models import Document
from briefings.rendering import editions


class EditionsView(PublicView):
    """List editions.

    Every public step of the record, the latest first: who wrote and who approved it, what was corrected, and its
    hashes. `?edition=` on the record gives the facts of one, `?as_of=` the record as it was shown at an instant.
    """

    kind = "editions"
    found = "The editions."
    answers: ClassVar[tuple[int, ...]] = (400, 404, 410)
    record_type: ClassVar[str]

    @classmethod
    def answer(cls) -> type[EditionList]:
        """Return the schema of the answer."""
        return EditionList

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Return the editions. Costs two queries."""
        self.given(request)
        rows = Document.objects.filter(record_type=self.record_type, slug=slug)
        row = rows.values_list("kind", "body").first()
        if row is None:
            raise Http404
        if row[0] == EditionKind.WITHDRAWN:
            return withdrawn(self.record_type, slug, orjson.loads(bytes(row[1])))
        body = orjson.dumps({"results": list(editions.listed(self.record_type, slug))})
        return serve(request, body, etag_of(body))


def view_of(detail: type[DetailView]) -> type[EditionsView]:
    """Return the view of the editions of one type of record."""
    own = {"resource": detail.resource, "record_type": detail.record_type, "__doc__": EditionsView.__doc__}
    return type(f"{detail.__name__.removesuffix('Detail')}Editions", (EditionsView,), own)
