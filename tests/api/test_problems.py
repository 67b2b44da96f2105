"""Every refusal is a problem of one form."""

import json
from http import HTTPStatus

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from rest_framework import exceptions

from briefings import errors
from briefings.api import problems
from briefings.api.claims import ClaimList
from briefings.facts.refusals import InvalidFacts


def handled(exc):
    response = problems.handler(exc, {"view": ClaimList()})
    return response, json.loads(response.content)


@pytest.mark.parametrize(
    ("exc", "status", "code", "detail"),
    [
        (errors.Conflict("it is a draft"), 409, "conflict", "it is a draft"),
        (errors.Gone("it was withdrawn"), 410, "gone", "it was withdrawn"),
        (errors.PreconditionRequired("say which version"), 428, "precondition_required", "say which version"),
        (Http404("no Claim matches"), 404, "not_found", "nothing is published at this address"),
        (PermissionDenied(), 403, "permission_denied", "You do not have permission to perform this action."),
        (exceptions.ParseError("bad JSON"), 400, "parse_error", "bad JSON"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed", 'Method "PUT" not allowed.'),
    ],
)
def test_what_views_raise_becomes_a_problem(exc, status, code, detail):
    response, body = handled(exc)

    assert body == {
        "type": f"urn:briefings:problem:{code}", "title": HTTPStatus(status).phrase, "status": status,
        "detail": detail, "code": code,
    }  # fmt: skip
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response["Cache-Control"] == "no-cache"


def test_a_pointer_becomes_an_error_at_its_place():
    _, body = handled(errors.Invalid("no such slug", pointer="/subject"))

    assert body["errors"] == [{"pointer": "/subject", "detail": "no such slug", "code": "invalid"}]


def test_refused_facts_name_each_place():
    too_long = exceptions.ErrorDetail("too long", "max_length")

    _, body = handled(InvalidFacts("claim x", {"names": [{"text": [too_long]}]}))

    assert body["code"] == "invalid_facts"
    assert body["errors"] == [{"pointer": "/names/0/text", "detail": "too long", "code": "max_length"}]


def test_a_serializer_refusal_names_each_place():
    _, body = handled(exceptions.ValidationError({"a": ["wrong"]}))

    assert (body["status"], body["code"], body["detail"]) == (400, "invalid", "Invalid input.")
    assert body["errors"] == [{"pointer": "/a", "detail": "wrong", "code": "invalid"}]


def test_too_many_requests_says_when_to_come_again():
    response, _ = handled(exceptions.Throttled(wait=2.5))

    assert (response.status_code, response["Retry-After"]) == (429, "3")


def test_a_defect_is_not_handled():
    assert problems.handler(ValueError("ours"), {"view": ClaimList()}) is None


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (lambda request: problems.bad_request(request, ValueError()), 400, "bad_request"),
        (lambda request: problems.not_found(request, ValueError()), 404, "not_found"),
        (problems.server_error, 500, "server_error"),
    ],
)
def test_below_api_even_failures_are_problems(answer, status, code):
    response = answer(RequestFactory().get("/api/v1/claims/"))
    page = answer(RequestFactory().get("/admin/nowhere/"))

    assert (response.status_code, json.loads(response.content)["code"]) == (status, code)
    assert (page.status_code, page["Content-Type"]) == (status, "text/html; charset=utf-8")


def test_a_defect_tells_readers_nothing(client, monkeypatch, db):
    client.raise_request_exception = False
    monkeypatch.setattr(ClaimList, "queryset", lambda self: 1 / 0)

    response = client.get("/api/v1/claims/")

    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert b"division" not in response.content
