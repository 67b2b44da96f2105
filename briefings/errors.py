"""The errors that domain code raises; each carries what a problem+json answer needs.

A message says what was wrong, the value, and what is allowed. Subclasses that one module alone raises live beside it.
"""

from __future__ import annotations

from typing import ClassVar


class BriefingsError(Exception):
    """Base of all refusals: `code` for programs, `detail` for people, `status` for HTTP.

    `pointer` is a JSON pointer to the value that was refused, or None; `params` are the values named in the message.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400

    def __init__(self, detail: str, *, pointer: str | None = None, **params: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.pointer = pointer
        self.params = params

    def __str__(self) -> str:
        return self.detail


class Invalid(BriefingsError):
    """A value is not one of those allowed."""

    code = "invalid"


class Forbidden(BriefingsError):
    """The person may see this but not do it."""

    code = "forbidden"
    status = 403


class NotFound(BriefingsError):
    """Absent, or not to be seen: the answer is the same for both."""

    code = "not_found"
    status = 404


class Conflict(BriefingsError):
    """The record's state does not allow the step."""

    code = "conflict"
    status = 409


class Gone(BriefingsError):
    """Withdrawn, with a public reason."""

    code = "gone"
    status = 410


class PreconditionFailed(BriefingsError):
    """The version sent is not the one in force."""

    code = "precondition_failed"
    status = 412


class PreconditionRequired(BriefingsError):
    """A write came without the version it was made from."""

    code = "precondition_required"
    status = 428
