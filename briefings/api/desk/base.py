"""What all views of the desk share: token, scope, one writer, answers kept for requests sent again, problems."""

from collections.abc import Mapping
from typing import Any, ClassVar

import orjson
from django.http import HttpResponse
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from briefings.actions import tokens
from briefings.actions.approvals import Refused
from briefings.actions.records import Stale
from briefings.actions.transactions import one_writer
from briefings.actions.withdrawals import Shown
from briefings.api import parameters
from briefings.api.base import JsonOnly
from briefings.api.desk import authentication, bodies
from briefings.api.desk.openapi import DeskSchema
from briefings.api.filters import Parameter
from briefings.choices import TokenScope
from briefings.errors import PreconditionFailed
from briefings.facts import canonical
from briefings.facts.base import StrictFacts

ANY = (TokenScope.CURATE.value, TokenScope.REVIEW.value)
CURATE = (TokenScope.CURATE.value,)
REVIEW = (TokenScope.REVIEW.value,)


class DeskView(APIView):
    """A view of the desk. `act` is what POST does, in one transaction with the answer that is kept."""

    authentication_classes: ClassVar = [authentication.TokenAuthentication]
    permission_classes: ClassVar = [IsAuthenticated]
    renderer_classes: ClassVar = [JSONRenderer]
    content_negotiation_class = JsonOnly
    schema = DeskSchema()
    name: str = ""
    scopes: tuple[str, ...] = ANY  # for what changes something; one of them. Reading takes any
    shapes: ClassVar[Mapping[str, type[StrictFacts]]] = {}  # of the body, by method
    made: int = 200  # what POST answers
    has_version: bool = False  # whether If-Match has something to name

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters that may stand in the query string."""
        return {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse who may not, before anything is looked up."""
        super().initial(request, *args, **kwargs)
        is_reading = request.method in ("GET", "HEAD", "OPTIONS")
        authentication.require(request, ANY if is_reading else self.scopes)
        if request.method not in self.allowed_methods:
            self.http_method_not_allowed(request)
        allowed = self.query_parameters() if is_reading else {}
        self.given = parameters.read(request.META, allowed)

    def act(self, request: Request, body: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Do what POST asks for, and return the answer. body: as its shape has it."""
        raise NotImplementedError

    def once(self, request: Request, **kwargs: Any) -> HttpResponse:
        """Act, or give the answer again that the same request got before.

        The body is read before it is this writer's turn: however large it is, it holds up nobody else.
        """
        key = bodies.idempotency_key(request)
        body = bodies.read(request, self.shapes["POST"])
        if bodies.is_conditional(request) and not self.has_version:
            raise PreconditionFailed("If-Match names a version, and nothing has one at this address: leave it out")
        named = request.META.get("HTTP_IF_MATCH", "").strip()
        about = f"{request.method} {request.get_full_path()}\nIf-Match: {named}\n"
        asked = canonical.sha256(about.encode("utf-8", "surrogateescape") + bodies.raw(request))
        with one_writer():
            kept = tokens.answered(token=request.auth, key=key, request_hash=asked) if key else None
            if kept is not None:
                headers = {**kept.headers, "Idempotency-Replayed": "true"}
                return HttpResponse(bytes(kept.body), "application/json", kept.status, headers=headers)
            response = self.act(request, body, **kwargs)
            if key:
                headers = {name: response[name] for name in ("ETag", "Location") if name in response}
                tokens.keep(
                    token=request.auth, key=key, request_hash=asked, status=response.status_code,
                    body=response.content, headers=headers,
                )  # fmt: skip
        return response

    def handle_exception(self, exc: Exception) -> HttpResponse:
        """Answer with a problem that says what a program needs to go on."""
        response = super().handle_exception(exc)
        if more := members(exc):
            response.content = orjson.dumps({**orjson.loads(response.content), **more})
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Let nobody keep an answer."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["Vary"] = "Authorization"
        return response


def members(exc: Exception) -> dict[str, Any]:
    """Return the members that a problem of this kind has beside the usual ones."""
    if isinstance(exc, Stale):
        return {"changes": {name: {"before": old, "after": new} for name, (old, new) in exc.changes.items()}}
    if isinstance(exc, Shown):
        return {"also": [{"type": record_type, "slug": slug} for record_type, slug in exc.dependents]}
    if isinstance(exc, Refused):
        refusals = [{"type": r.record_type, "slug": r.slug, "code": r.code, "detail": r.detail} for r in exc.refusals]
        return {"refusals": refusals}
    return {}


def answer(value: Mapping[str, Any], status: int = 200, **headers: str) -> HttpResponse:
    """Return JSON. headers: with underscores for hyphens."""
    own = {name.replace("_", "-"): text for name, text in headers.items()}
    return HttpResponse(orjson.dumps(value), "application/json", status, headers=own)
