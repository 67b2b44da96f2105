"""OpenAPI 3.1 from the views' own declarations: parameters, documents, problems."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from briefings.api import examples, shaping
from briefings.api.filters import Parameter
from briefings.api.problems import MEDIA_TYPE
from briefings.api.schemas.answers import Merged, Problem, Root, Withdrawal
from briefings.api.values import LONGEST_SLUG, SLUG

JSON = "application/json"
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Strong: changes with every byte."
)
LINK = OpenApiParameter(
    "Link", str, OpenApiParameter.HEADER, response=[200], description="The next and the previous page, RFC 8288."
)
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[308], description="The actor that it is now."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="ETags that you hold; 304 when one is still right."
)
SLUG_IN_PATH = OpenApiParameter(
    "slug", {"type": "string", "maxLength": LONGEST_SLUG, "pattern": f"^{SLUG}$"}, OpenApiParameter.PATH,
    description="Public id of the record.",
)  # fmt: skip
# Responses by status: what they hold, and when they come.
NOT_YET = "The site is being filled from a dump and serves nothing yet; `Retry-After` says when to ask again."
TOO_LONG = "It took longer than a request may, and was given up (`too_long`): ask for less. Or: "
PROBLEMS = {
    308: (Merged, "It was merged into another actor."),
    400: (Problem, "A parameter is unknown, repeated, or has a value that is not allowed; `errors` names each."),
    404: (Problem, "Nothing is published at this address."),
    410: (Withdrawal, "It was withdrawn, with the public reason."),
    503: (Problem, TOO_LONG + NOT_YET[0].lower() + NOT_YET[1:]),
}


def as_parameter(name: str, parameter: Parameter) -> OpenApiParameter:
    """Return a parameter of a list as OpenAPI has it."""
    listed = {"style": "form", "explode": False} if parameter.field.schema["type"] == "array" else {}
    return OpenApiParameter(
        name, dict(parameter.field.schema), required=parameter.is_required, description=parameter.extra["help_text"],
        **listed,
    )  # fmt: skip


class PublicSchema(AutoSchema):
    """Describes a public view by its class attributes and its docstring (first line: summary; rest: description)."""

    def get_operation_id(self) -> str:
        """Return resource and kind: claims_list, claims_detail."""
        return f"{self.view.resource}_{self.view.kind}" if self.view.resource else self.view.kind

    def get_tags(self) -> list[str]:
        """Return the resource."""
        return [self.view.resource or "start"]

    def get_summary(self) -> str:
        """Return the view's name."""
        return self.view.described()[0]

    def get_description(self) -> str:
        """Return the view's description, or its name where that says all."""
        name, description = self.view.described()
        return description or f"{name}."

    def get_auth(self) -> list[dict[str, Any]]:
        """Return none: made clients take an empty requirement for one, and want a token."""
        return []

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Return path, query and header parameters."""
        query = [as_parameter(name, parameter) for name, parameter in self.view.query_parameters().items()]
        headers = [IF_NONE_MATCH, ETAG]
        if self.view.kind == "list":
            headers.append(LINK)
        if 308 in self.view.answers:
            headers.append(LOCATION)
        return [*self._path_parameters(), *query, *headers]

    def _path_parameters(self) -> list[OpenApiParameter]:
        if self.view.kind not in ("detail", "editions"):
            return []
        return [SLUG_IN_PATH]

    def get_request_serializer(self) -> None:
        """Return nothing: no operation here takes a body."""
        return None

    def get_response_serializers(self) -> dict[Any, Any]:
        """Return what each status holds."""
        found: dict[Any, Any] = {
            (200, JSON): OpenApiResponse(self.view.answer(), self.view.found),
            **{(200, media): OpenApiResponse(*what) for media, what in self._besides().items()},
            304: OpenApiResponse(None, "What you hold is still right."),
        }
        for status in (*self.view.answers, 503):
            holds, when = PROBLEMS[status]
            media = JSON if status == 308 else MEDIA_TYPE
            found[(status, media)] = OpenApiResponse(holds, when)
        return found

    def _besides(self) -> dict[str, tuple[Any, str]]:
        """Return what 200 may hold besides, by media type."""
        view = self.view
        is_list, is_shaped = hasattr(view, "filters"), hasattr(view, "filters") or hasattr(view, "shape")
        shapes = {shaping.MEDIA_TYPE: (OpenApiTypes.OBJECT, view.found)} if is_shaped else {}
        media = ("text/csv", "application/x-ndjson") if is_list else getattr(view, "streams", ())
        return {**shapes, **dict.fromkeys(media, (OpenApiTypes.STR, view.found))}


def finish(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add examples and what the tags are; take out marks of enums, each of which is written out where it is used."""
    _strip(result)
    examples.put(result)
    used = {tag for path in result["paths"].values() for operation in path.values() for tag in operation["tags"]}
    result["tags"] = [{"name": name, "description": text} for name, text in _tags().items() if name in used]
    return result


def _tags() -> dict[str, str]:
    """Return what each tag holds: the resources as the root describes them."""
    resources = {name: field.help_text for name, field in Root().get_fields().items()}
    return {"start": "The addresses.", **resources, "desk": "Curation by token."}


def _strip(value: Any) -> None:
    if isinstance(value, dict):
        value.pop("x-spec-enum-id", None)
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _strip(part)
