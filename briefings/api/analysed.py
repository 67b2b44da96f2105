"""What the analysis endpoints share: parameters, a record's document, an answer computed from it."""

from typing import Any, ClassVar

import orjson
from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from briefings.api.base import DetailView, etag_of, serve
from briefings.api.filters import Control, Parameter, read_given
from briefings.api.openapi import SLUG_IN_PATH, PublicSchema
from briefings.api.references import SERVED
from briefings.api.values import LastInstant
from briefings.models import Document

KNOWN_BY = Control(
    LastInstant(),
    "What was known by then: only sources whose latest possible publication is at or before this instant (RFC 3339) or"
    " the end of this day (UTC), and nothing that rests on others. A printed update counts, and where no zone is"
    " printed the latest one, 12 hours west of UTC. A source without a date is known from when it was received,"
    " and listed as `undated` from then on: `/sources/?undated=true` names them all.",
)


class AnalysisSchema(PublicSchema):
    """Describes what is computed about a record, at an address below the record's own."""

    def get_operation_id(self) -> str:
        """Return resource and what is computed: claims_sourcing."""
        return f"{self.view.resource}_{self.view.computed}"

    def _path_parameters(self) -> list[OpenApiParameter]:
        return [SLUG_IN_PATH]


class AnalysisView(DetailView):
    """An answer computed from one record's document."""

    schema = AnalysisSchema()
    computed: ClassVar[str]
    parameters: ClassVar[dict[str, Parameter]] = {"known_by": KNOWN_BY}

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters."""
        return cls.parameters

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Return the answer, or where the record went."""
        values = read_given(self.given(request), self.parameters)
        rows = Document.objects.filter(record_type=self.record_type, slug=slug)
        row = rows.values_list("kind", "body").first()
        if row is None:
            raise Http404
        kind, body = row[0], orjson.loads(bytes(row[1]))
        if kind not in SERVED:
            return self.elsewhere(request, slug, kind, body)
        return self.respond(request, body, values)

    def respond(self, request: Request, record: dict[str, Any], values: dict[str, Any]) -> HttpResponse:
        """Return the answer as JSON."""
        body = orjson.dumps(self.analysed(record, values))
        return serve(request, body, etag_of(body))

    def analysed(self, record: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        """Return what is computed of a record's document."""
        raise NotImplementedError
