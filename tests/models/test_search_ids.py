"""Ids of search rows: one stretch for each kind, within what a column of eight bytes holds."""

from itertools import pairwise

import pytest

from briefings.models.search import DOCUMENTS, KINDS, NUMBERS, id_of, ids_of


def test_kinds_follow_each_other_without_a_gap():
    assert all(ids_of(one)[1] + 1 == ids_of(other)[0] for one, other in pairwise(KINDS))
    assert ids_of(KINDS[0])[0] > 0 and ids_of(KINDS[-1])[1] < 2**63


def test_later_documents_and_later_rows_have_higher_ids():
    ids = [id_of("text", document, number) for document in (1, 2, DOCUMENTS - 1) for number in (0, 1, NUMBERS - 1)]

    assert ids == sorted({*ids})
    assert ids_of("text")[0] < ids[0] and ids[-1] == ids_of("text")[1]


@pytest.mark.parametrize(("document", "number"), [(1, NUMBERS), (1, -1), (DOCUMENTS, 0), (-1, 0)])
def test_rows_beyond_what_an_id_can_tell_are_refused(document, number):
    with pytest.raises(ValueError, match=f"row {number} of document {document}: allowed are 16384 rows"):
        id_of("name", document, number)
