"""The addresses of the site: the desk in the admin, the API, its schema and its documentation page."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerSplitView

from briefings.api import site
from briefings.api.described import DocumentView, Obliging, kept
from briefings.api.root import Elsewhere

# Swagger UI writes style attributes and draws its icons from data: addresses; no other page may.
documentation_page = csp_update({"style-src": [SELF, UNSAFE_INLINE], "img-src": [SELF, "data:"]})

# The desk has a document of its own: readers' clients are not made with its operations.
DESK_SCHEMA = {
    "TITLE": "Briefings: the desk",
    "PREPROCESSING_HOOKS": ["briefings.api.desk.openapi.only_desk"],
    "POSTPROCESSING_HOOKS": ["briefings.api.openapi.finish", "briefings.api.desk.openapi.strict"],
}


docs = SpectacularSwaggerSplitView.as_view(url_name="schema", content_negotiation_class=Obliging)
schema = DocumentView.as_view()
desk_schema = DocumentView.as_view(name="briefings-desk", custom_settings=DESK_SCHEMA)


def no_icon(request: HttpRequest) -> HttpResponse:
    """Answer what every browser asks for by itself, so that its console shows no error."""
    return HttpResponse(status=204, headers={"Cache-Control": "public, max-age=86400"})


urlpatterns = [
    path("", site.landing, name="landing"),
    path("questions/", site.questions, name="questions"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("briefings.api.urls")),
    path("api/schema/", schema, name="schema"),
    path("api/desk/schema/", desk_schema, name="desk_schema"),
    path("api/docs/", require_safe(documentation_page(kept(docs))), name="docs"),
    re_path(r"^api(/.*)?$", Elsewhere.as_view()),  # whatever stands below /api/ and is none of these
    path("favicon.ico", no_icon),
]
handler400 = "briefings.admin.unread.refused"
handler403 = "briefings.admin.kept.refused"
handler404 = "briefings.api.problems.not_found"
handler500 = "briefings.api.problems.server_error"
