"""The start of the API, and what answers at an address that it has not."""

import orjson
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from rest_framework.request import Request

from briefings.api.base import PublicView, etag_of, serve
from briefings.api.schemas.answers import Root

RESOURCES = (
    "sources", "actors", "briefings", "claims", "readings", "citations", "comparisons", "judgements", "search",
    "changes", "discrepancies", "timeline",
)  # fmt: skip


class RootView(PublicView):
    """Return the addresses of the API.

    Start with `claims`. Reading needs no key; what is published only is served.
    """

    kind = "root"
    found = "The addresses."

    @classmethod
    def answer(cls) -> type[Root]:
        """Return the schema of the answer."""
        return Root

    def get(self, request: Request) -> HttpResponse:
        """Return the addresses."""
        self.given(request)
        names = {**{name: f"{name}_list" for name in RESOURCES}, "schema": "schema", "docs": "docs"}
        body = orjson.dumps({name: request.build_absolute_uri(reverse(route)) for name, route in names.items()})
        return serve(request, body, etag_of(body))


class Elsewhere(PublicView):
    """Answer at any other address: 308 where only the last slash is missing, else 404."""

    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse every method alike."""
        raise Http404

    def dispatch(self, request, *args, **kwargs):
        """Lead to the address with the slash, with its query string."""
        if not request.path_info.endswith("/") and _is_ours(request.path_info + "/"):
            return _PermanentRedirect(request.get_full_path(force_append_slash=True))
        return super().dispatch(request, *args, **kwargs)


class _PermanentRedirect(HttpResponsePermanentRedirect):
    status_code = 308  # keeps the method, which 301 does not


def _is_ours(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "cls", None) is not Elsewhere
    except Resolver404:
        return False
