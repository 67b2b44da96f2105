"""verify finds an audit row edited, removed, re-ordered or cut off, and a tail of editions cut off."""

import pytest

from briefings.models import AuditEvent, ChainHead, Document, Edition
from briefings.rendering import totals
from briefings.verification import chains, checks
from tests.universe import get

EVENT = "briefings_auditevent"


def found() -> list[str]:
    return [str(problem) for problem in checks.run()]


def first() -> str:
    return next(map(str, checks.run()), "all is well")


def event(number: int) -> AuditEvent:
    return AuditEvent.objects.get(sequence=number)


@pytest.mark.parametrize(
    "change",
    [
        "step = 'approve'",
        "user_id = user_id + 1",
        "slug = 'other'",
        "hash_after = ''",
        "happened_at = '2020-01-01 00:00:00+00:00'",
    ],
)
def test_edited_audit_row_is_found(change, tamper):
    tamper(f"UPDATE {EVENT} SET {change} WHERE sequence = 3")

    assert first().startswith(f"audit: {event(3)}: the row does not hash to ")


def test_edited_audit_row_with_its_hash_made_anew_is_found(tamper):
    from briefings.facts import canonical
    from briefings.facts.chains import event_header

    row = event(3)
    row.step = "invented"
    tamper(f"UPDATE {EVENT} SET step = 'invented', hash = '{canonical.hash_of(event_header(row))}' WHERE sequence = 3")

    assert first().startswith(f"audit: {event(4)}: previous_hash is ")


def test_edited_payload_of_an_audit_row_is_found(tamper):
    tamper(f"UPDATE briefings_auditpayload SET body = '{{}}' WHERE event_id = {event(3).pk}")

    assert first().startswith(f"audit: {event(3)}: its payload does not hash to ")


@pytest.mark.parametrize("number", [1, 5])
def test_removed_audit_row_is_found(number, tamper):
    key = event(number).pk
    tamper(f"DELETE FROM briefings_auditpayload WHERE event_id = {key}", f"DELETE FROM {EVENT} WHERE id = {key}")

    assert first() == f"audit: sequence {number}: a row is missing or out of order: found sequence {number + 1}"


def test_reordered_audit_rows_are_found(tamper):
    tamper(
        f"UPDATE {EVENT} SET sequence = 0 WHERE sequence = 3",
        f"UPDATE {EVENT} SET sequence = 3 WHERE sequence = 4",
        f"UPDATE {EVENT} SET sequence = 4 WHERE sequence = 0",
    )

    assert first().startswith(f"audit: {event(3)}: previous_hash is ")


def _keep_head(name: str, gone) -> str:
    """Return SQL that makes the row before the one that is gone the kept head."""
    values = f"count = {gone.sequence - 1}, hash = '{gone.previous_hash}'"
    return f"UPDATE briefings_chainhead SET {values} WHERE name = '{name}'"


def cut_audit_tail(tamper, *, with_head: bool) -> None:
    last = AuditEvent.objects.order_by("-sequence").first()
    head = _keep_head("audit", last)
    tamper(
        f"DELETE FROM briefings_auditpayload WHERE event_id = {last.pk}", f"DELETE FROM {EVENT} WHERE id = {last.pk}",
        *([head] if with_head else []),
    )  # fmt: skip


def test_cut_tail_of_the_audit_is_found_by_the_kept_head(tamper):
    count = AuditEvent.objects.count()

    cut_audit_tail(tamper, with_head=False)

    assert first().startswith(f"audit: head: kept is {count} rows, ")


def test_cut_tail_with_its_head_is_found_by_an_exported_head_only(tamper):
    exported = chains.heads()

    cut_audit_tail(tamper, with_head=True)

    assert found() == []
    (problem,) = map(str, chains.against(exported))
    assert problem.startswith(f"audit: exported head {exported['audit']['count']}: was ")
    assert problem.endswith(f"is cut off before it, at {exported['audit']['count'] - 1} rows")


def test_cut_tail_of_the_editions_is_found_by_an_exported_head(tamper, u):
    exported = chains.heads()
    last = Edition.objects.order_by("-sequence").first()
    table = f"briefings_{last.record_type}"

    tamper(
        f"UPDATE {table} SET edition_id = NULL, state = 'draft' WHERE slug = '{last.slug}'",
        f"DELETE FROM briefings_editionpayload WHERE edition_id = {last.pk}",
        f"DELETE FROM briefings_edition WHERE id = {last.pk}",
        _keep_head("editions", last),
    )
    Document.objects.filter(record_type=last.record_type, slug=last.slug).delete()
    totals.rebuild()

    assert found() == []
    assert [problem.check for problem in chains.against(exported)] == ["editions"]


def test_rewritten_chain_is_found_by_an_exported_head(tamper):
    exported = {**chains.heads(), "audit": {"count": 2, "hash": "f" * 64}}

    assert [str(problem) for problem in chains.against(exported)] == [
        f"audit: exported head 2: was {'f' * 64}, is {event(2).hash}"
    ]


def test_longer_chain_holds_a_head_exported_earlier(u):
    exported = chains.heads()

    u.edit(get("claim", "soldiers-left"), proposition="Anew.")

    assert list(chains.against(exported)) == []
    assert ChainHead.objects.get(name="audit").count == exported["audit"]["count"] + 1
