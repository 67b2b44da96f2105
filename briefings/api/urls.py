"""The addresses of API version 1."""

from django.urls import include, path, register_converter

from briefings.api import (
    actors,
    briefings,
    changes,
    citations,
    claims,
    comparisons,
    editions,
    judgements,
    readings,
    root,
    search,
    sources,
)
from briefings.api.base import DetailView, ListView
from briefings.api.values import LONGEST_SLUG, SLUG

VIEWS: tuple[tuple[type[ListView], type[DetailView]], ...] = (
    (sources.SourceList, sources.SourceDetail),
    (actors.ActorList, actors.ActorDetail),
    (briefings.BriefingList, briefings.BriefingDetail),
    (claims.ClaimList, claims.ClaimDetail),
    (readings.ReadingList, readings.ReadingDetail),
    (citations.CitationList, citations.CitationDetail),
    (comparisons.ComparisonList, comparisons.ComparisonDetail),
    (judgements.JudgementList, judgements.JudgementDetail),
)


class SlugConverter:
    """A public id; anything else is an address that we do not have."""

    regex = SLUG

    def to_python(self, value: str) -> str:
        """Return the slug. Raises ValueError, which means 404, for one that is longer than any."""
        if len(value) > LONGEST_SLUG:
            raise ValueError(f"a slug has at most {LONGEST_SLUG} characters")
        return value

    def to_url(self, value: str) -> str:
        """Return the slug as it stands in an address."""
        return value


register_converter(SlugConverter, "record")
urlpatterns = [
    path("", root.RootView.as_view(), name="root"),
    path("search/", search.SearchView.as_view(), name="search_list"),
    path("desk/", include("briefings.api.desk.urls")),
    path("changes/", changes.ChangeList.as_view(), name="changes_list"),
    path("", include("briefings.api.analysis_urls")),
]
for many, one in VIEWS:
    urlpatterns += [
        path(f"{many.resource}/", many.as_view(), name=f"{many.resource}_list"),
        path(f"{one.resource}/<record:slug>/", one.as_view(), name=f"{one.resource}_detail"),
    ]
    if one.has_editions:
        view = editions.view_of(one).as_view()
        urlpatterns.append(path(f"{one.resource}/<record:slug>/editions/", view, name=f"{one.resource}_editions"))
