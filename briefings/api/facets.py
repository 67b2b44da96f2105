"""Facets and counts: how many records of a filtered list there are, and how many have each value.

Of a whole list, and of one category, both are read from the totals that publishing keeps; else they are counted.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from briefings.api.conditions import as_list, plain
from briefings.api.statements import Prepared
from briefings.models import PublishedCitation, PublishedCountry, PublishedTotal
from briefings.rendering.facets import FACETS, MANY, SCOPED, Facet, kept
from briefings.rendering.totals import ALL, in_words, written

MOST = 100  # values of one facet: the commonest
Meant = Mapping[str, Any]
Values = list[dict[str, Any]]


def _commonest(resource: str, scope: str, facet: str) -> QuerySet:
    rows = PublishedTotal.objects.filter(resource=resource, scope=scope, facet=facet)
    return rows.order_by("-count", "is_null", "value").values_list("is_null", "value", "count")[:MOST]


_TOTALS = Prepared(_commonest)
_TOTAL = Prepared(
    lambda resource, scope, facet, value: PublishedTotal.objects.filter(
        resource=resource, scope=scope, facet=facet, is_null=False, value=value
    ).values_list("count")
)


def asked(view: Any, values: Mapping[str, Any], meant: Meant) -> dict[str, Any]:
    """Return the count and the facets of a list that were asked for. Costs a query each.

    values: of the list's parameters, as read; meant: what narrows the list of them.
    """
    if not values.get("count") and not values.get("facets"):
        return {}
    meant = view.filters.counted(values, meant)
    found: dict[str, Any] = {"count": count(view, meant)} if values.get("count") else {}
    if values.get("facets"):
        found["facets"] = {name: facet(view, name, meant) for name in values["facets"]}
    return found


def count(view: Any, meant: Meant) -> int:
    """Return how many records match."""
    resource, scope = view.resource, scope_of(view.resource, meant)
    if scope is not None:
        return next((number for _, _, number in _TOTALS.rows(resource, scope, ALL)), 0)
    one = of_one_value(resource, meant)
    if one is not None:
        return next((number for (number,) in _TOTAL.rows(resource, *one)), 0)
    return view.filters.narrowed(view.queryset(), meant).count()


def facet(view: Any, name: str, meant: Meant) -> Values:
    """Return the commonest values of a facet among the records that match."""
    scope = scope_of(view.resource, meant)
    if scope is None or name in MANY:
        return list(counted(view, FACETS[view.resource][name], meant))
    value_of = in_words(view.resource, name)
    return [
        {"value": None if is_null else value_of(value), "count": number}
        for is_null, value, number in _TOTALS.rows(view.resource, scope, name)
    ]


def scope_of(resource: str, meant: Meant) -> str | None:
    """Return the scope of the totals that hold for what was asked; None: there are none."""
    if not meant:
        return ALL
    return meant["category"] if resource in SCOPED and meant.keys() == {"category"} else None


def of_one_value(resource: str, meant: Meant) -> tuple[str, str, str] | None:
    """Return scope, facet and value of the total that counts what was asked; None: there is none.

    There is one for a single value that a facet has, in all of the list or in a category.
    """
    asked = {name: plain(value) for name, value in meant.items()}
    scope = asked.pop("category") if resource in SCOPED and len(asked) == 2 and "category" in asked else ALL
    name, value = next(iter(asked.items()))
    several = as_list(value)
    if len(asked) > 1 or len(several) > 1 or name not in kept(resource):
        return None
    return scope, name, written(several[0])


def counted(view: Any, facet: Facet, meant: Meant) -> QuerySet:
    """Return the values of a facet, the commonest first, each with how many different records have it."""
    rows = view.filters.narrowed(view.queryset(), meant)
    found = _rows(facet, rows, view.filters.conditions(meant)[1]).order_by().values(value=F(facet.column))
    found = found.annotate(count=Count(facet.record, distinct=facet.record != "pk"))
    return found.order_by("-count", F("value").asc(nulls_last=True))[:MOST]


def _rows(facet: Facet, rows: QuerySet, passage: Q) -> QuerySet:
    """Return the rows of a facet's table that belong to the records that match, and meet what was asked of passages."""
    if facet.table is rows.model:
        return rows
    if facet.table is PublishedCountry:
        return PublishedCountry.objects.filter(claim__in=rows.values("pk"))
    passages = rows
    if rows.model is not PublishedCitation:
        passages = PublishedCitation.objects.filter(passage, claim__in=rows.values("slug"))
    if facet.table is PublishedCitation:
        return passages
    return facet.table._default_manager.filter(facet.rows, citation__in=passages.values("pk"))
