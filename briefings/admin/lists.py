"""Changelists that answer any address with a page or a 400, in a number of queries that does not grow with the rows."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter, helpers
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

WORDS_AT_MOST = 12
CHARACTERS_AT_MOST = 200
LARGEST_ID = 2**63 - 1


class BoundedList:
    """A ModelAdmin whose changelist takes the filters it names and nothing else."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False  # a second COUNT over the whole table
    show_facets = admin.ShowFacets.NEVER  # a COUNT for every choice of every filter

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
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search for at most twelve words: each is one more level of the statement."""
        if "\0" in search_term:
            return queryset.none(), False
        if len(search_term) > CHARACTERS_AT_MOST or len(search_term.split()) > WORDS_AT_MOST:
            messages.warning(request, f"A search takes at most {WORDS_AT_MOST} words, {CHARACTERS_AT_MOST} characters.")
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)


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
