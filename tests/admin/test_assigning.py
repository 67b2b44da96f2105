"""Assigning at the desk: from a record's page, from a list, by script; and what the page and the list say of it."""

import pytest

from briefings.actions import assignments, records
from briefings.models import Assignment
from tests.admin.desk import Desk, messages_of
from tests.universe import TYPES, fresh, published


def holder(row) -> str | None:
    held = assignments.of(row)
    return held.assignee.username if held else None


@pytest.mark.parametrize("record_type", TYPES)
def test_record_is_assigned_and_taken_back_on_its_page(record_type, u, curator):
    row = u.more(record_type)
    assert ">colleague</option>" in curator.open(row).content.decode()

    curator.post(f"briefings_{record_type}_step", row.pk, "assign", to=u.colleague.pk)
    assert holder(row) == "colleague"
    assert curator.open(row).context["assignment"].assigned_by == u.curator
    assert curator.open(row, "history").context["events"][0]["notes"] == "to desk-colleague"

    curator.post(f"briefings_{record_type}_step", row.pk, "assign", to="")
    assert holder(row) is None


@pytest.mark.parametrize("to", ["x", "0", "9" * 30, "1.5", "outsider"])
def test_nobody_of_the_desk_is_refused_with_the_value(to, u, curator, no_trace):
    row, value = published("claim"), str(u.outsider.pk) if to == "outsider" else to

    answer = curator.post("briefings_claim_step", row.pk, "assign", to=value)

    assert messages_of(answer) == [f"cannot assign to {value[:20]!r}: that is nobody who works at the desk"]


def test_ticked_rows_are_assigned_after_a_page_that_asks_to_whom(u, curator):
    rows = [u.more("claim"), published("claim")]
    ticked = [row.pk for row in rows]

    page = curator.post("briefings_claim_changelist", action="assign_to", _selected_action=ticked)
    assert {row.slug for row in page.context["rows"]} == {row.slug for row in rows}
    assert not Assignment.objects.exists()
    answer = curator.post("briefings_claim_changelist", action="assign_to", _selected_action=ticked, to=u.colleague.pk)

    assert messages_of(answer) == ["2 assigned to colleague."]
    assert [holder(row) for row in rows] == ["colleague"] * 2
    listed = curator.get("briefings_claim_changelist")
    assert {row.slug: row.assignee for row in listed.context["cl"].result_list}["soldiers-left"] == "colleague"


def test_ticked_row_that_cannot_be_assigned_keeps_all_as_they_were(u, curator):
    rows = [u.more("claim"), published("claim")]
    records.discard(record=rows[0], by=u.curator)

    answer = curator.post(
        "briefings_claim_changelist", action="assign_to", _selected_action=[row.pk for row in rows], to=u.colleague.pk
    )

    assert "it is discarded, assign needs" in messages_of(answer)[0]
    assert not Assignment.objects.exists()


def test_assignee_finds_it_in_the_list_and_others_do_not(u, curator, colleague):
    assignments.assign(rows=[published("claim")], to=u.colleague, by=u.curator)

    def listed(desk: Desk) -> list[str]:
        page = desk.get("briefings_claim_changelist", queue="assigned")
        return [row.slug for row in page.context["cl"].result_list]

    assert (listed(colleague), listed(curator)) == (["soldiers-left"], [])


def test_withdrawn_record_offers_no_assigning(u, curator, reviewer):
    row = u.publish(u.more("claim"))[0]
    reviewer.post("briefings_claim_withdraw", row.pk, reason="an error")

    assert not curator.open(fresh(row)).context["colleagues"]
