"""Viewsets with django-filter and numbered pages. NAIVE=1: without the stored counts and composite indexes."""

import os

import django_filters
from django.db.models import Count, F, Q
from rest_framework.pagination import PageNumberPagination
from rest_framework.viewsets import ModelViewSet

from bench.contestants.plain.models import Claim, Text
from bench.contestants.plain.serializers import ClaimSerializer, TextSerializer

IS_NAIVE = os.environ.get("NAIVE") == "1"


class Pages(PageNumberPagination):
    """Numbered pages, with the count of everything."""

    page_size = 25
    page_size_query_param = "page_size"
    max_page_size = 100


class ListedFilters(django_filters.FilterSet):
    """Filters on stored, indexed columns."""

    category = django_filters.CharFilter(field_name="listed__category")
    sources__gte = django_filters.NumberFilter(field_name="listed__sources", lookup_expr="gte")
    ordering = django_filters.OrderingFilter(fields=[("listed__claim_id", "slug"), ("listed__changed_at", "changed")])

    class Meta:
        model = Claim
        fields: list[str] = []


class NaiveFilters(django_filters.FilterSet):
    """Filters on what was entered."""

    category = django_filters.CharFilter()
    sources__gte = django_filters.NumberFilter(field_name="sources", lookup_expr="gte")
    ordering = django_filters.OrderingFilter(fields=["slug"])

    class Meta:
        model = Claim
        fields: list[str] = []


class ClaimViewSet(ModelViewSet):
    """Claims with their readings, citations, chains, links and actors, a query for each."""

    serializer_class = ClaimSerializer
    pagination_class = Pages
    filterset_class = NaiveFilters if IS_NAIVE else ListedFilters
    lookup_field = "slug"

    def get_queryset(self):
        rows = Claim.objects.select_related("subject", "holder").prefetch_related(
            "subject__names", "holder__names", "readings__source__publisher__names",
            "readings__citations__chains__links__actors__names", "readings__citations__chains__links__occasion",
        )  # fmt: skip
        if IS_NAIVE:
            carried = Count("readings", filter=Q(readings__status="carried"), distinct=True)
            silent = Count("readings", filter=Q(readings__status="not_carried"), distinct=True)
            found = Count("readings__citations", distinct=True)
            rows = rows.annotate(sources=carried, silent=silent, number_of_citations=found)
            return rows.filter(state="published").order_by("slug")
        stored = {"sources": "listed__sources", "silent": "listed__silent", "number_of_citations": "listed__citations"}
        return rows.annotate(**{name: F(column) for name, column in stored.items()}).order_by("listed__claim_id")


class SearchViewSet(ModelViewSet):
    """Texts that hold a word, by the same full-text index, the best match first."""

    serializer_class = TextSerializer
    pagination_class = Pages

    def get_queryset(self):
        return Text.objects.extra(
            tables=["briefings_search"], select={"rank": "bm25(briefings_search)"}, order_by=["rank", "id"],
            where=["briefings_search.rowid = briefings_publishedtext.id", "briefings_search MATCH %s"],
            params=[f'"x{self.request.GET["q"]}"'],
        )  # fmt: skip
