"""What a page costs does not grow with the table: its order comes from an index, first page or later."""

import pytest

from briefings.api import cursors
from tests.api.conftest import LISTS

# Sorted in memory, as there are few: a source without a time of publication has no place in an index both ways.
PLACES = {"slug": "a", "undated": 0, "sources": 1, "origins": 1, "origins_named": 1}
ORDERINGS = [
    (resource, name)
    for resource, view in LISTS.items()
    for name in view.filters.base_filters["ordering"].columns
]


@pytest.mark.sqlite
@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(("resource", "name"), ORDERINGS)
def test_an_ordering_reads_its_index(db, resource, name, is_first):
    view = LISTS[resource]
    columns = view.filters.base_filters["ordering"].columns[name]
    place = tuple(PLACES.get(column.lstrip("-"), "2024-01-01T00:00:00+00:00") for column in columns)
    rows = view().queryset() if is_first else view().queryset().filter(
        cursors.beyond(columns, cursors.Cursor(cursors.AFTER, place))
    )  # fmt: skip

    plan = rows.order_by(*columns).values_list(view.body)[:26].explain()

    assert "TEMP B-TREE" not in plan
    assert is_first or "SEARCH" in plan.splitlines()[0]


@pytest.mark.sqlite
@pytest.mark.parametrize("resource", [name for name, view in LISTS.items() if view.body == "document__body"])
def test_a_page_finds_its_documents_in_the_index_alone(db, resource):
    plan = LISTS[resource]().queryset().order_by("slug").values_list("document__body", "slug")[:26].explain()

    assert "COVERING INDEX" in plan.splitlines()[0]
