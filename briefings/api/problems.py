"""Problems: every refusal as RFC 9457 ``application/problem+json``."""

import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views import defaults
from rest_framework import exceptions
from rest_framework.views import set_rollback

from briefings.api import deadlines
from briefings.api.deadlines import TooLong
from briefings.errors import BriefingsError, Invalid
from briefings.facts.refusals import entries

MEDIA_TYPE = "application/problem+json"
MOST = 100  # things that are wrong with one request which an answer lists
HEAD, TAIL = 1400, 500  # characters that an answer shows of what is longer than both: most is an echo of the request
PREFIX = "/api/"  # below it every answer is for programs
NOT_FOUND = "nothing is published at this address"
CONVERTED = {Http404: exceptions.NotFound, PermissionDenied: exceptions.PermissionDenied}
PLAIN = {exceptions.NotFound.default_code: NOT_FOUND}


class BadParameters(Invalid):
    """A query string was refused. errors holds {parameter, detail, code, allowed?} for each thing that is wrong."""

    code = "bad_parameters"

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        self.errors = list(errors)
        super().__init__("; ".join(error["detail"] for error in self.errors[:5]))


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Return a problem. more: members of this kind of problem only, such as the reason of a withdrawal."""
    body: dict[str, Any] = {
        "type": f"urn:briefings:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": short(detail),
        "code": code,
        **more,
    }
    if errors:
        body["errors"] = [
            {key: short(part) if isinstance(part, str) else part for key, part in error.items()}
            for error in errors[:MOST]
        ]
    own = {"Cache-Control": "no-cache", **(headers or {})}
    return HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE, headers=own)


def short(text: str) -> str:
    """Return a text, or begin and end of one that is longer than anybody reads."""
    left_out = len(text) - HEAD - TAIL
    return text if left_out <= 0 else f"{text[:HEAD]}… ({left_out} characters left out) …{text[-TAIL:]}"


def handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Turn what a view raised into a problem; None for what is a defect of ours and becomes a 500."""
    exc = next((ours() for theirs, ours in CONVERTED.items() if isinstance(exc, theirs)), exc)
    exc = TooLong() if deadlines.is_meant(exc) else exc
    if isinstance(exc, BriefingsError):
        set_rollback()
        return problem(exc.status, exc.code, exc.detail, errors=_errors_of(exc))
    if not isinstance(exc, exceptions.APIException):
        return None
    set_rollback()
    code = exc.default_code
    detail = PLAIN.get(code) or (exc.default_detail if isinstance(exc, exceptions.ValidationError) else exc.detail)
    return problem(exc.status_code, code, str(detail), errors=_errors_of(exc), headers=_headers(exc, context["view"]))


def _errors_of(exc: Exception) -> list[dict[str, Any]]:
    """Return what is wrong, each at its place."""
    if isinstance(exc, exceptions.ValidationError):
        return entries(exc.detail)
    if getattr(exc, "errors", None):
        return list(exc.errors)  # type: ignore[attr-defined]
    if isinstance(exc, BriefingsError) and exc.pointer:
        return [{"pointer": exc.pointer, "detail": exc.detail, "code": exc.code}]
    return []


def _headers(exc: exceptions.APIException, view: Any) -> dict[str, str]:
    """Return the headers that an answer of this kind must carry."""
    headers = {}
    if isinstance(exc, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(view.allowed_methods)
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(math.ceil(exc.wait))
    return headers


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refused to read."""
    if request.path_info.startswith(PREFIX):
        return problem(400, "bad_request", "the request could not be read")
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that is none of ours."""
    if request.path_info.startswith(PREFIX):
        return problem(404, exceptions.NotFound.default_code, NOT_FOUND)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when we failed; the log says how."""
    if request.path_info.startswith(PREFIX):
        return problem(500, "server_error", "the server failed; the failure was logged")
    return defaults.server_error(request)
