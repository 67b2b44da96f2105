"""The matrix of a briefing: claims put on record there, by sources."""

import csv
import io
from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.request import Request

from briefings.analysis import matrix
from briefings.api.analysed import KNOWN_BY, AnalysisView
from briefings.api.base import etag_of, serve
from briefings.api.filters import Control
from briefings.api.schemas.analysis import MatrixDocument
from briefings.api.sourcing import MOST_CLAIMS, claims_at, clock_line
from briefings.api.values import Word
from briefings.inquiry import worlds

Document = dict[str, Any]


class BriefingMatrix(AnalysisView):
    """Return the matrix of a briefing.

    Each claim that was put on record there, by each source that was read for one of them: carried with its values,
    checked and silent, or not checked. Silence and not having looked are not the same.
    """

    resource = "briefings"
    record_type = "briefing"
    computed = "matrix"
    found = "The matrix."
    document = MatrixDocument
    streams = ("text/csv",)  # besides JSON
    parameters = {
        "known_by": KNOWN_BY,
        "format": Control(
            Word("json", "csv", default="json"),
            "`json`, or `csv`: a row for each passage, or for a cell without any. The name of its file says what"
            " `is_complete` does.",
        ),
    }

    def respond(self, request: Request, record: Document, values: Document) -> HttpResponse:
        """Return the matrix in the format that was asked for. Costs about a dozen queries."""
        found = self.analysed(record, values)
        if values.get("format") != "csv":
            body = orjson.dumps(found)
            return serve(request, body, etag_of(body))
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, matrix.COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(matrix.flat(found))
        body = out.getvalue().encode()
        part = "" if found["is_complete"] else f"-first-{MOST_CLAIMS}-claims"  # a table has no place to say so
        name = {"Content-Disposition": f'attachment; filename="{record["slug"]}-matrix{part}.csv"'}
        response = serve(request, body, etag_of(body), name)
        if response.status_code == 200:
            response["Content-Type"] = "text/csv; charset=utf-8"
        return response

    def analysed(self, record: Document, values: Document) -> Document:
        """Return the matrix."""
        slugs = list(claims_at(record["slug"], values.get("known_by")))
        claims = worlds.documents("claim", slugs[:MOST_CLAIMS])
        read = worlds.read(list(claims.values()), values.get("known_by"))
        found = matrix.matrix(read.claims, record["slug"])
        return {**found, "is_complete": len(slugs) <= MOST_CLAIMS, **clock_line(values, read)}
