"""The evidence card of a claim: JSON to check, a page to print."""

from typing import Any

import orjson
from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import HttpResponse
from rest_framework.request import Request

from briefings.api.analysed import KNOWN_BY, AnalysisView
from briefings.api.base import etag_of, serve
from briefings.api.filters import Control
from briefings.api.schemas.evidence import EvidenceDocument
from briefings.api.values import Word
from briefings.exchange import evidence, evidence_page

Document = dict[str, Any]


class ClaimEvidence(AnalysisView):
    """Return the evidence card of a claim.

    All that the claim rests on, in one piece: what each source says, passage by passage with its place, hash and
    values; chains, origins, verdict and its reason; discrepancies; the editions in force of every record that is used,
    with their facts and hashes; the head of the public chain. `docs/verify_evidence.py` checks a card that was kept,
    offline and without this program. What rights withhold is null. `format=html` is a page to read and to print.
    """

    resource = "claims"
    record_type = "claim"
    computed = "evidence"
    found = "The card."
    document = EvidenceDocument
    streams = ("text/html",)  # besides JSON
    parameters = {
        "known_by": KNOWN_BY,
        "format": Control(
            Word("json", "html", default="json"), "`json`, or `html`: a page that needs nothing but itself, for A4."
        ),
    }

    def respond(self, request: Request, record: Document, values: Document) -> HttpResponse:
        """Return the card in the format that was asked for. Costs about thirty queries."""
        card = self.analysed(record, values)
        if values.get("format") != "html":
            body = orjson.dumps(card)
            return serve(request, body, etag_of(body))
        page = evidence_page.html(card, request.build_absolute_uri()).encode()
        return serve(request, page, etag_of(page), media_type="text/html; charset=utf-8")

    def analysed(self, record: Document, values: Document) -> Document:
        """Return the card."""
        return evidence.card(record, values.get("known_by"))


# The page brings its own style and nothing else: no script, no image, no form, no frame.
NOTHING = ("script-src", "img-src", "font-src", "connect-src", "form-action")
view = csp_replace({"style-src": [evidence_page.STYLE_HASH], **{name: [NONE] for name in NOTHING}})(
    ClaimEvidence.as_view()
)
