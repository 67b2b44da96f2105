"""The desk's own OpenAPI document; readers' document says nothing of the desk."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from briefings.api.openapi import NOT_YET, as_parameter
from briefings.api.problems import MEDIA_TYPE
from briefings.api.schemas import desk
from briefings.api.schemas.answers import Problem
from briefings.api.schemas.shown import Shown
from briefings.api.values import LONGEST_SLUG, SLUG
from briefings.rendering.pages import PATHS

PREFIX = "/api/v1/desk/"
PROBLEMS = {
    400: "The request is not understood; `errors` names each thing that is wrong.",
    401: "No token, or one that is unknown, expired or revoked.",
    403: "The token's scope, or its user's role, does not allow it.",
    404: "There is no such record.",
    409: "The record's state, or a rule such as four eyes, does not allow it; nothing happened.",
    411: "The body has no Content-Length.",
    412: "Somebody else changed the record first; `changes` says what.",
    413: "The body is too large.",
    428: "If-Match is wanted.",
    503: NOT_YET,
}
# Names in addresses: their schema, and what they are.
PATH: dict[str, tuple[dict[str, Any], str]] = {
    "plural": ({"type": "string", "enum": list(PATHS.values())}, "Type of the record, in the plural."),
    "slug": (
        {"type": "string", "maxLength": LONGEST_SLUG, "pattern": f"^{SLUG}$"}, "Public id of the record."
    ),
    "number": ({"type": "integer", "minimum": 0}, "Number of the batch."),
}  # fmt: skip
VERSION = {"type": "string", "pattern": '^"(0|[1-9][0-9]{0,8})"$'}
KEY = {"type": "string", "pattern": "^[!-~]{1,100}$"}
# Operations that are no step: what each is called, and what it answers with.
OPERATIONS: dict[tuple[str, str], tuple[str, type[Shown]]] = {
    ("records", "GET"): ("records_list", desk.DeskRecordPage),
    ("records", "POST"): ("records_create", desk.DeskRecord),
    ("record", "GET"): ("record_detail", desk.DeskRecord),
    ("record", "PUT"): ("record_edit", desk.DeskRecord),
    ("record_withdraw", "GET"): ("record_withdraw_preview", desk.DeskDependents),
    ("batches", "GET"): ("batches_list", desk.DeskBatchPage),
    ("batches", "POST"): ("batches_open", desk.DeskBatch),
    ("batch", "GET"): ("batch_detail", desk.DeskBatch),
}


def without_desk(endpoints: list[tuple], **_: Any) -> list[tuple]:
    """Leave the desk out of readers' document."""
    return [each for each in endpoints if not each[0].startswith(PREFIX)]


def only_desk(endpoints: list[tuple], **_: Any) -> list[tuple]:
    """Keep the desk alone, for its own document."""
    return [each for each in endpoints if each[0].startswith(PREFIX)]


class TokenScheme(OpenApiAuthenticationExtension):
    """How a token is sent."""

    target_class = "briefings.api.desk.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer"}


class DeskSchema(AutoSchema):
    """Describes a view of the desk by its class attributes and the docstrings of its methods."""

    def get_operation_id(self) -> str:
        """Return what is done: desk_records_create, desk_record_submit."""
        return f"desk_{self._operation()[0]}"

    def _operation(self) -> tuple[str, type[Shown]]:
        """Return name and answer; a step is called as its view, and answers with what it changed."""
        name = self.view.name
        step = (name, desk.DeskBatch if name.startswith("batch_") else desk.DeskRecord)
        return OPERATIONS.get((name, self.method), step)

    def get_tags(self) -> list[str]:
        """Return the one tag."""
        return ["desk"]

    def _docstring(self) -> tuple[str, str]:
        first, _, rest = (getattr(self.view, self.method.lower()).__doc__ or "").strip().partition(". ")
        return first.rstrip("."), rest.strip()

    def get_summary(self) -> str:
        """Return the first sentence of the method's docstring, or what the step does."""
        own = getattr(self.view, "summary", "") if self.method == "POST" else ""
        return own or self._docstring()[0]

    def get_description(self) -> str:
        """Return the rest of it."""
        return self._docstring()[1] or f"{self.get_summary()}."

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Return path, query and header parameters."""
        found = [
            OpenApiParameter(name, schema, OpenApiParameter.PATH, description=help_text)
            for name, (schema, help_text) in PATH.items()
            if f"{{{name}}}" in self.path
        ]
        if self.method == "GET":
            found += [as_parameter(*each) for each in self.view.query_parameters().items()]
        if self.method == "POST":
            found.append(_header("Idempotency-Key", KEY, "The same key and request get the same answer for a day."))
        if self.method == "PUT" or (getattr(self.view, "wants_version", False) and self.method == "POST"):
            found.append(_header("If-Match", VERSION, 'The version that you saw, such as `"7"`.', required=True))
        return found

    def get_request_serializer(self) -> Any:
        """Return the shape of the body."""
        return self.view.shapes.get(self.method)

    def get_response_serializers(self) -> dict[Any, Any]:
        """Return what each status holds."""
        status = self.view.made if self.method == "POST" else 200
        found: dict[Any, Any] = {status: OpenApiResponse(self._operation()[1], "As it stands now.")}
        for code, when in PROBLEMS.items():
            if self.method != "GET" or code in (400, 401, 403, 404, 503):
                found[(code, MEDIA_TYPE)] = OpenApiResponse(Problem, when)
        return found


def _header(name: str, schema: dict[str, Any], help_text: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.HEADER, description=help_text, required=required)


def strict(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say what the generator does not: a body has no other keys than those declared, and no empty list of records."""
    for name, component in result.get("components", {}).get("schemas", {}).items():
        if name.endswith("Request"):
            component["additionalProperties"] = False
            component["properties"].get("records", {})["minItems"] = 1
    return result
