"""The people of the universe at the desk, and the check that a refusal leaves nothing behind."""

import pytest

from briefings.models import AuditEvent
from tests.admin.desk import Desk, counts


@pytest.fixture
def no_trace(db: None):
    """Check at the end of the test that it left no row behind and wrote nothing in the audit chain.

    Ask for it after what arranges the test.
    """
    before, head = counts(), AuditEvent.objects.order_by("-sequence").values_list("hash", flat=True).first()
    yield
    assert counts() == before
    assert AuditEvent.objects.order_by("-sequence").values_list("hash", flat=True).first() == head


@pytest.fixture
def curator(u) -> Desk:
    return Desk(u.curator)


@pytest.fixture
def colleague(u) -> Desk:
    return Desk(u.colleague)


@pytest.fixture
def reviewer(u) -> Desk:
    return Desk(u.reviewer)


@pytest.fixture
def chief(u) -> Desk:
    return Desk(u.chief)


@pytest.fixture
def outsider(u) -> Desk:
    return Desk(u.outsider)


@pytest.fixture
def stranger(u) -> Desk:
    return Desk(None)
