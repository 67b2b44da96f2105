"""Whatever changes a record counts its version up: approvals take what they read beforehand by its version alone."""

import pytest

from briefings.actions import approvals, transactions
from briefings.models import RECORDS, AuditEvent, User
from tests.exchange.test_dumps import history


def as_it_stands() -> dict:
    """Return of every record its version, and all that an approval goes by."""
    rows = [row for model in RECORDS.values() for row in model._default_manager.all()]
    return {
        each.key: (each.row.version, each.seen.facts_hash, each.row.state, each.row.batch_id, each.row.edition_id)
        for each in approvals.candidates(rows, User())
    }


@pytest.mark.sqlite
def test_no_action_changes_a_record_under_its_version(db, monkeypatch):
    usual, before, wrong = transactions.Unit.write, {}, []

    def write(unit):
        usual(unit)
        now = as_it_stands()
        both = now.keys() & before.keys()
        wrong.extend(key for key in both if now[key] != before[key] and now[key][0] == before[key][0])
        before.update(now)

    monkeypatch.setattr(transactions.Unit, "write", write)

    history()

    assert wrong == []
    steps = {*AuditEvent.objects.values_list("step", flat=True)}
    assert steps >= {"create", "edit", "submit", "approve", "withdraw", "reinstate", "discard"}
