"""Errors carry what an answer needs."""

import pytest

from briefings import errors


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (errors.BriefingsError, "refused", 400),
        (errors.Invalid, "invalid", 400),
        (errors.Forbidden, "forbidden", 403),
        (errors.NotFound, "not_found", 404),
        (errors.Conflict, "conflict", 409),
        (errors.Gone, "gone", 410),
        (errors.PreconditionFailed, "precondition_failed", 412),
        (errors.PreconditionRequired, "precondition_required", 428),
    ],
)
def test_error_has_code_status_and_detail(error, code, status):
    raised = error("no claim x", pointer="/claim", claim="x")

    assert (raised.code, raised.status, raised.detail, str(raised)) == (code, status, "no claim x", "no claim x")
    assert (raised.pointer, raised.params) == ("/claim", {"claim": "x"})
    assert isinstance(raised, errors.BriefingsError)
