"""Changelists that answer any address with a page or a 400, in a number of queries that does not grow with the rows."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter, helpers
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

WORDS_AT_MOST = 12
CHARACTERS_AT_MOST = 200
LARGEST_ID = 2**63 - 1
COUNTED_AT_MOST = 1000


class AtLeast(int):
    """A number of rows that is not known any better: there are these, and more."""

    def __str__(self) -> str:
        return f"more than {int(self)}"


class CappedPaginator(Paginator):
    """Pages of a table of any size: it counts to a thousand and no further, and has the pages of these."""

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, or AtLeast a thousand. Costs one query, which stops there."""
        found = self.object_list.order_by()[: COUNTED_AT_MOST + 1].count()
        return found if found <= COUNTED_AT_MOST else AtLeast(COUNTED_AT_MOST)


def slug_starts(term: str) -> Q:
    """Return the condition that a slug starts with a term, such that an index on slugs is used.

    SQLite's LIKE never uses one, so it gets a range too; PostgreSQL's order of letters is no range of prefixes.
    """
    start = term.strip().lower()
    starts = Q(slug__startswith=start)
    return starts & Q(slug__gte=start, slug__lt=f"{start}~") if connection.vendor == "sqlite" else starts


class SortedByIndex(ChangeList):
    """A page of a list; an address that asks for an order that its headings do not offer gets the usual one."""

    def get_ordering_field(self, field_name: str) -> Any:
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None


class BoundedList:
    """A ModelAdmin whose changelist takes the filters it names and nothing else."""

    list_per_page = 50
    list_max_show_all = 200
    paginator = CappedPaginator
    show_full_result_count = False  # a second COUNT over the whole table
    show_facets = admin.ShowFacets.NEVER  # a COUNT for every choice of every filter

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return SortedByIndex

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Allow what list_filter offers. Django's own rule lets any lookup on a column through, regex included."""
        allowed = set()
        for item in self.get_list_filter(request):
            if isinstance(item, type) and issubclass(item, SimpleListFilter):
                allowed.add(item.parameter_name)
            else:
                name = item[0] if isinstance(item, tuple) else item
                allowed |= {f"{name}__exact", f"{name}__isnull"}
        return lookup in allowed

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        refuse_unusable(request)
        title = self.opts.verbose_name_plural.capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search for at most twelve words: each is one more level of the statement."""
        if "\0" in search_term:
            return queryset.none(), False
        if len(search_term) > CHARACTERS_AT_MOST or len(search_term.split()) > WORDS_AT_MOST:
            messages.warning(request, f"A search takes at most {WORDS_AT_MOST} words, {CHARACTERS_AT_MOST} characters.")
            return queryset.none(), False
        if not search_term.strip():
            return queryset, False
        return self.find(request, queryset, search_term), False

    def find(self, request: HttpRequest, queryset: QuerySet, term: str) -> QuerySet:
        """Return the rows in which every word stands somewhere in the search fields, each row once."""
        found, has_doubles = super().get_search_results(request, queryset, term)
        return queryset.filter(pk__in=found.order_by().values("pk")) if has_doubles else found


def refuse_unusable(request: HttpRequest) -> None:
    """Raise BadRequest for NUL in the address (PostgreSQL refuses it) and for ticked rows that have no row number."""
    if any("\0" in value for values in request.GET.lists() for value in values[1]):
        raise BadRequest("the address holds NUL")
    for value in request.POST.getlist(helpers.ACTION_CHECKBOX_NAME):
        if row_id(value) is None:
            raise BadRequest(f"{value[:50]!r} is no row of this list")


def row_id(value: Any) -> int | None:
    """Return the primary key that a form or an address names, or None for what can be none."""
    text = str(value)
    if not text.isascii() or not text.isdigit() or len(text) > 19:
        return None
    return int(text) if int(text) <= LARGEST_ID else None
