"""Assignments: to whom a record goes, what it leaves alone, when it ends, and the letter that tells of it."""

import json
import logging

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from briefings import permissions
from briefings.actions import approvals, assignments, contributions, records, users, withdrawals
from briefings.errors import BriefingsError
from briefings.facts import canonical
from briefings.models import Assignment, AuditEvent, User
from tests.universe import TYPES, fresh, published, seen


def give(u, row, to, *, by=None) -> list:
    return assignments.assign(rows=[row], to=to, by=by or u.curator, desk_url="http://desk.example/admin/")


def holder(row) -> User | None:
    held = assignments.of(row)
    return held.assignee if held else None


@pytest.mark.parametrize("record_type", TYPES)
def test_assigning_changes_no_fact_no_version_and_no_state(record_type, u):
    row = u.more(record_type)
    before = type(row).objects.filter(pk=row.pk).values().get(), seen(row)

    assert give(u, row, u.colleague) == [row]

    assert (type(row).objects.filter(pk=row.pk).values().get(), seen(row)) == before
    assert holder(row) == u.colleague
    assert contributions.of(row) == [u.curator]


def test_assigning_is_audited_with_who_and_whom_by_pseudonym(u):
    row = u.more("claim")
    give(u, row, u.colleague)
    give(u, row, u.reviewer, by=u.colleague)
    give(u, row, None, by=u.reviewer)

    events = AuditEvent.objects.filter(slug=row.slug).order_by("-sequence")[:3]

    told = [(each.step, each.user.username, json.loads(each.payload.body)) for each in events]
    nothing = {"difference": {}, "reason": ""}
    assert told == [
        ("unassign", "reviewer", {**nothing, "to": None, "from": "desk-reviewer"}),
        ("assign", "colleague", {**nothing, "to": "desk-reviewer", "from": "desk-colleague"}),
        ("assign", "curator", {**nothing, "to": "desk-colleague", "from": None}),
    ]
    assert canonical.sha256(events[0].payload.body) == events[0].payload_hash


def test_assigning_again_to_the_same_person_does_nothing(u):
    row = u.more("claim")
    give(u, row, u.colleague)
    before = AuditEvent.objects.count(), Assignment.objects.get().assigned_at

    assert give(u, row, u.colleague, by=u.reviewer) == []
    assert assignments.assign(rows=[published("claim")], to=None, by=u.reviewer) == []

    assert (AuditEvent.objects.count(), Assignment.objects.get().assigned_at) == before


def nobody_at_the_desk(u) -> list[User]:
    system = User.objects.create(username="loader", pseudonym="loader", is_system=True, is_active=False)
    u.colleague.is_active = False
    u.colleague.save()
    return [u.outsider, system, u.colleague]


def test_person_who_could_not_work_on_it_is_refused(u):
    row = u.more("claim")
    for person in nobody_at_the_desk(u):
        with pytest.raises(BriefingsError) as refusal:
            give(u, row, person)

        assert refusal.value.code == "invalid"
        assert f"cannot assign to {person.username}: that takes an active account with a role" in str(refusal.value)
    assert holder(row) is None


def test_everybody_with_a_role_is_a_colleague_once(u):
    users.change(user=u.reviewer, values={}, roles=permissions.ROLES, by=u.chief)

    assert [person.username for person in permissions.colleagues()] == ["chief", "colleague", "curator", "reviewer"]


def test_person_without_a_role_assigns_nothing(u):
    with pytest.raises(BriefingsError) as refusal:
        give(u, published("claim"), u.curator, by=u.outsider)

    assert refusal.value.code == "forbidden"


def test_several_are_assigned_all_or_none(u):
    gone = records.discard(record=u.more("actor"), by=u.curator)
    row = u.more("claim")

    with pytest.raises(BriefingsError) as refusal:
        assignments.assign(rows=[row, gone], to=u.colleague, by=u.curator)

    assert refusal.value.code == "wrong_state"
    assert str(refusal.value) == (
        "cannot assign actor ministry: it is discarded, assign needs draft or in_review or published"
    )
    assert not Assignment.objects.exists()


def end_by(u, step: str, row) -> None:
    if step == "discard":
        records.discard(record=row, by=u.curator)
        return
    (row,) = u.submit(row)
    approvals.approve(rows=[row], by=u.reviewer, looked_at=seen(row))
    if step == "withdraw":
        give(u, row, u.colleague)
        withdrawals.withdraw(record=row, by=u.reviewer, reason="an error")


@pytest.mark.parametrize("step", ["approve", "discard", "withdraw"])
def test_assignment_ends_when_the_work_is_done_and_only_that_one(step, u):
    row, other = u.more("claim"), u.more("actor")
    assignments.assign(rows=[row, other], to=u.colleague, by=u.curator)

    end_by(u, step, row)

    assert (holder(row), holder(other)) == (None, u.colleague)


@pytest.mark.parametrize("step", ["submit", "return", "edit"])
def test_assignment_stays_while_the_work_goes_on(step, u):
    row = u.more("claim")
    give(u, row, u.colleague)

    if step == "edit":
        u.edit(row, proposition="Anew.")
    else:
        (row,) = u.submit(row)
    if step == "return":
        records.return_(record=row, by=u.reviewer, reason="look again")

    assert holder(fresh(row)) == u.colleague


def test_record_is_assigned_to_one_person_at_most(u):
    give(u, u.more("claim"), u.colleague)
    held = Assignment.objects.values("record_type", "slug", "assigned_at", "assigned_by_id").get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(**held, assignee=u.reviewer)


# Letters


@pytest.fixture
def address(u) -> str:
    users.change(user=u.colleague, values={"email": "colleague@desk.example"}, roles=["curator"], by=u.chief)
    u.colleague.refresh_from_db()
    return u.colleague.email


def test_letter_is_sent_after_the_commit_and_names_the_records(u, address, django_capture_on_commit_callbacks):
    rows = [u.more("claim"), u.more("actor")]
    with django_capture_on_commit_callbacks(execute=True):
        assignments.assign(rows=rows, to=u.colleague, by=u.curator, desk_url="http://desk.example/admin/")
        assert mail.outbox == []

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([address], "Assigned to you: 2 records")
    assert letter.body == (
        "curator assigned to you:\n\n- claim minister-responds\n- actor ministry\n\nhttp://desk.example/admin/\n"
    )


def test_letter_about_many_records_stays_short(u, address, django_capture_on_commit_callbacks):
    facts = {"kind": "group", "names": [{"text": "A", "kind": "full"}]}
    rows = [u.draft("actor", f"actor-{n}", facts) for n in range(23)]
    with django_capture_on_commit_callbacks(execute=True):
        assignments.assign(rows=rows, to=u.colleague, by=u.curator)

    assert mail.outbox[0].body.splitlines()[-1] == "- and 3 more"
    assert mail.outbox[0].body.count("- actor") == 20


def test_no_letter_to_oneself_nor_without_an_address_nor_for_what_was_refused(
    u, address, django_capture_on_commit_callbacks
):
    row = u.more("claim")
    with django_capture_on_commit_callbacks(execute=True):
        give(u, row, u.colleague, by=u.colleague)
        give(u, row, u.reviewer)
        give(u, row, None)
        with pytest.raises(BriefingsError):
            assignments.assign(
                rows=[row, records.discard(record=u.more("actor"), by=u.curator)], to=u.colleague, by=u.curator
            )

    assert mail.outbox == []


def test_mail_server_that_does_not_answer_breaks_nothing_and_is_logged_without_the_address(
    u, address, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    row = u.more("claim")

    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        give(u, row, u.colleague)

    assert holder(row) == u.colleague
    assert "no letter to desk-colleague: ConnectionRefusedError" in caplog.text
    assert address not in caplog.text
