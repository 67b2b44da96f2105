"""The desk's own OpenAPI document; readers' document says nothing of the desk."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from briefings.api.openapi import as_parameter
from briefings.api.problems import MEDIA_TYPE
from briefings.api.schemas.answers import Problem

PREFIX = "/api/v1/desk/"
PROBLEMS = {
    400: "The request is not understood; `errors` names each thing that is wrong.",
    401: "No token, or one that is unknown, expired or revoked.",
    403: "The token's scope, or its user's role, does not allow it.",
    404: "There is no such record.",
    409: "The record's state, or a rule such as four eyes, does not allow it; nothing happened.",
    412: "Somebody else changed the record first; `changes` says what.",
    413: "The body is too large.",
    428: "If-Match is wanted.",
}
PATH = {
    "plural": "Type of the record, in the plural.",
    "slug": "Public id of the record.",
    "number": "Number of the batch.",
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


class DeskRecord(serializers.Serializer):
    """A record, or a batch, as the desk has it; docs/desk-api.md names its keys."""

    type = serializers.CharField(required=False, help_text="Type of the record.")
    slug = serializers.CharField(required=False, help_text="Public id of the record.")
    state = serializers.CharField(required=False, help_text="Where it stands.")
    version = serializers.IntegerField(required=False, help_text="Grows with every change; for If-Match.")
    facts_sha256 = serializers.CharField(required=False, help_text="Hash of the facts, which an approval names.")
    facts = serializers.JSONField(required=False, help_text="The record with its parts.")


class DeskSchema(AutoSchema):
    """Describes a view of the desk by its class attributes and the docstrings of its methods."""

    def get_operation_id(self) -> str:
        """Return name and method: desk_records_post."""
        return f"desk_{self.view.name}_{self.method.lower()}"

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
            OpenApiParameter(name, int if name == "number" else str, OpenApiParameter.PATH, description=PATH[name])
            for name in PATH
            if f"{{{name}}}" in self.path
        ]
        if self.method == "GET":
            found += [as_parameter(*each) for each in self.view.query_parameters().items()]
        if self.method == "POST":
            found.append(_header("Idempotency-Key", "The same key and request get the same answer for a day."))
        if self.method == "PUT" or (getattr(self.view, "wants_version", False) and self.method == "POST"):
            found.append(_header("If-Match", 'The version that you saw, such as `"7"`.', required=True))
        return found

    def get_request_serializer(self) -> Any:
        """Return the shape of the body."""
        return self.view.shapes.get(self.method)

    def get_response_serializers(self) -> dict[Any, Any]:
        """Return what each status holds."""
        status = self.view.made if self.method == "POST" else 200
        found: dict[Any, Any] = {status: OpenApiResponse(DeskRecord, "As it stands now.")}
        for code, when in PROBLEMS.items():
            if self.method != "GET" or code in (400, 401, 403, 404):
                found[(code, MEDIA_TYPE)] = OpenApiResponse(Problem, when)
        return found


def _header(name: str, help_text: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=help_text, required=required)
