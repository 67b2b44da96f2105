"""The OpenAPI documents and their page: made once in each process, and kept by readers as all that is read."""

from collections.abc import Callable, Mapping
from functools import wraps
from threading import Lock
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.settings import patched_settings
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from briefings.api.base import CACHE, PublicView, etag_of, is_held, serve
from briefings.api.filters import Control, Parameter, read_given
from briefings.api.values import Word


class Obliging(DefaultContentNegotiation):
    """Who accepts none of what there is gets the first of it; RFC 9110 allows it, and a 406 helps nobody."""

    def select_renderer(self, request, renderers, format_suffix=None):
        """Return the renderer that is accepted, or the first."""
        try:
            return super().select_renderer(request, renderers, format_suffix)
        except NotAcceptable:
            return renderers[0], renderers[0].media_type


class DocumentView(PublicView):
    """Return the OpenAPI document.

    As YAML, or as JSON with `format=json` or where it is accepted before YAML.
    """

    renderer_classes: ClassVar = [OpenApiYamlRenderer, OpenApiYamlRenderer2, OpenApiJsonRenderer, OpenApiJsonRenderer2]
    content_negotiation_class = Obliging
    schema = None
    name = "briefings"  # of the file, and of what is made once
    custom_settings: Mapping[str, Any] = {}

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters."""
        return {"format": Control(Word("yaml", "json"), "`yaml` or `json`, whatever is accepted.")}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse parameters that there are not, before the format chooses what is rendered."""
        read_given(self.given(request), self.query_parameters())
        super().initial(request, *args, **kwargs)

    def get(self, request: Request) -> HttpResponse:
        """Return the document."""
        renderer = request.accepted_renderer
        body = made(self.name, self.custom_settings, renderer)
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        headers = {"Content-Disposition": f'inline; filename="{self.name}.{renderer.format}"'}
        return serve(request, body, etag_of(body), headers, media_type=f"{renderer.media_type}{charset}")


_MADE: dict[tuple[str, str], bytes] = {}
_MAKING = Lock()


def made(name: str, custom_settings: Mapping[str, Any], renderer: BaseRenderer) -> bytes:
    """Return a document's bytes. It is the program's own, the same for everybody; making it takes a second of CPU.

    One at a time: the settings of the desk's document are the generator's for as long as it is made.
    """
    key = (name, renderer.format)
    with _MAKING:
        if key not in _MADE:
            with patched_settings(custom_settings):
                document = SchemaGenerator().get_schema(request=None, public=True)
                _MADE[key] = renderer.render(document, renderer_context={})
        return _MADE[key]


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view's answer be kept and asked about, as everything that readers get."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        if hasattr(response, "render"):
            response.render()
        response["ETag"], response["Cache-Control"] = f'"{etag_of(response.content)}"', CACHE
        if not is_held(request.META, response["ETag"]):
            return response
        names = ("ETag", "Cache-Control", "Vary")
        return HttpResponse(status=304, headers={name: response[name] for name in names if name in response})

    return asked
