"""The addresses of the site with those of the analysis, for tests."""

from django.urls import include, path

import config.urls

urlpatterns = [path("api/v1/", include("briefings.api.analysis_urls")), *config.urls.urlpatterns]
handler400, handler404, handler500 = config.urls.handler400, config.urls.handler404, config.urls.handler500
