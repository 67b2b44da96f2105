"""Pages of the desk cost what they show, however many records there are: bounded counts, searches by index, plans."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.actions import batches, withdrawals
from briefings.admin import audit, desks, filters, lists
from briefings.admin import withdrawals as withdrawal_pages
from briefings.models import RECORDS, AuditEvent, Claim, Edition
from tests.admin.desk import Desk
from tests.universe import MORE, TYPES, published


def queries(desk: Desk, name: str, *args, **query) -> int:
    """Return how many queries a page takes."""
    with CaptureQueriesContext(connection) as found:
        assert desk.get(name, *args, **query).status_code == 200
    return len(found)


def plan_of(rows) -> str:
    return rows.explain()


# Counting


def test_list_counts_to_its_bound_and_says_that_there_are_more(u, curator, monkeypatch):
    monkeypatch.setattr(lists, "COUNTED_AT_MOST", 3)
    for number in range(4):
        u.draft("claim", f"claim-{number}", MORE["claim"][1])

    page = curator.get("briefings_claim_changelist")
    assert page.context["cl"].result_count == 3
    assert "more than 3 claims" in " ".join(page.content.decode().split())
    with CaptureQueriesContext(connection) as found:
        curator.get("briefings_claim_changelist", q="claim-")
    (count,) = [each["sql"] for each in found if "COUNT(" in each["sql"]]
    assert "LIMIT 4" in count


def test_list_within_the_bound_is_counted_exactly(u, curator):
    page = curator.get("briefings_claim_changelist")

    assert page.context["cl"].result_count == Claim.objects.count() == 2
    assert "2 claims" in " ".join(page.content.decode().split())


def test_page_past_the_last_one_leads_to_the_list(u, curator):
    assert curator.get("briefings_claim_changelist", p="20").status_code in (200, 302)


# Searching


def found(desk: Desk, name: str, term: str) -> list[str]:
    return [row.slug for row in desk.get(f"briefings_{name}_changelist", q=term).context["cl"].result_list]


@pytest.mark.parametrize(
    ("term", "slugs"),
    [
        ("soldiers-left", {"soldiers-left", "soldiers-left--report-a", "soldiers-left--report-b"}),
        ("Soldiers-Left-", {"soldiers-left--report-a", "soldiers-left--report-b"}),
        ("left", {"left-refines-planned"}), ("efines", set()), ("%", set()),
        ("_oldiers", set()), ("~", set()), ("é", set()),
    ],
)  # fmt: skip
def test_editions_are_found_by_the_start_of_a_slug(term, slugs, curator):
    assert set(found(curator, "edition", term)) == slugs


def test_audit_events_are_found_by_the_start_of_a_slug_or_by_a_user_name(u, curator):
    u.more("claim", by=u.colleague)

    assert set(found(curator, "auditevent", "minister")) == {"minister-responds"}
    assert found(curator, "auditevent", "colleague") == ["minister-responds"]
    assert len(found(curator, "auditevent", "reviewer")) == AuditEvent.objects.filter(user=u.reviewer).count()


def test_every_type_that_actions_write_events_of_can_be_searched():
    from django.conf import settings

    texts = [path.read_text() for path in (settings.BASE_DIR / "briefings" / "actions").glob("*.py")]
    written = {name for text in texts for name in re.findall(r'record_type="(\w+)"', text)}

    assert written <= set(audit.TYPES)
    assert "batch" in written


@pytest.mark.parametrize(
    ("term", "slugs"),
    [
        ("had left", {"soldiers-left--report-a"}), ("left report-b", {"soldiers-left--report-b"}),
        ("reportedly rea", {"soldiers-planned--report-a"}), ("10,000", {"soldiers-planned--report-a"}),
        ("left december", set()), ("(", set()), ("*", set()), ('"', set()), ("a " * 12, set()),
    ],
)  # fmt: skip
def test_readings_are_found_by_slug_or_by_a_published_passage(term, slugs, curator):
    if term.startswith("a "):
        assert curator.get("briefings_reading_changelist", q=term).status_code == 200
        return
    assert set(found(curator, "reading", term)) == slugs


def test_readings_that_readers_do_not_have_are_found_by_their_passages_too(u, curator):
    u.edit(published("reading"), citations=[{"quote": "The rest is silence.", "chains": [{"end": "own_voice"}]}])

    assert found(curator, "reading", "rest silence") == ["soldiers-left--report-a"]
    assert found(curator, "reading", "a wholly other passage") == []


# Plans


@pytest.mark.sqlite
@pytest.mark.parametrize("record_type", TYPES)
@pytest.mark.parametrize("queue", ["mine", "returned", "review"])
def test_queue_reads_the_rows_of_its_state_newest_first_from_an_index(queue, record_type, u):
    rows = filters.QUEUES[queue](RECORDS[record_type].objects.all(), u.reviewer)

    plan = plan_of(rows.order_by("-updated_at")[: desks.ROWS_SHOWN])

    assert f"USING INDEX {record_type}_queue (state=?)" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.sqlite
@pytest.mark.parametrize("record_type", TYPES)
def test_list_of_a_state_is_read_from_an_index(record_type, u):
    plan = plan_of(RECORDS[record_type].objects.filter(state="published").order_by("-pk")[:50])

    assert f"USING INDEX {record_type}_listed (state=?)" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.sqlite
def test_assigned_records_are_reached_through_their_assignments(u):
    plan = plan_of(filters.QUEUES["assigned"](Claim.objects.all(), u.reviewer))

    assert "assignment_queue (assignee_id=? AND record_type=?)" in plan
    assert "SCAN briefings_claim" not in plan


@pytest.mark.sqlite
@pytest.mark.parametrize("model", [Edition, AuditEvent])
def test_search_by_slug_reads_a_stretch_of_an_index(model, u):
    rows = model.objects.filter(lists.slug_starts("soldiers"), record_type__in=audit.TYPES)

    assert re.search(
        r"SEARCH \w+ USING (COVERING )?INDEX \w+ \(record_type=\? AND slug>\? AND slug<\?\)", plan_of(rows)
    )


@pytest.mark.sqlite
@pytest.mark.parametrize("condition", [{"kind": "withdrawn"}, {"record_type": "judgement"}])
def test_editions_of_a_kind_or_type_are_read_from_an_index(condition, u):
    assert "TEMP B-TREE" not in (plan := plan_of(Edition.objects.filter(**condition).order_by("-pk")[:50]))
    assert "USING INDEX edition_of_" in plan


# Withdrawing


def test_withdrawal_of_more_than_anybody_looks_through_is_not_offered(u, reviewer, monkeypatch):
    claim = published("claim")
    monkeypatch.setattr(withdrawal_pages, "DEPENDENTS_AT_MOST", 2)

    page = reviewer.open(claim, "withdraw")

    assert page.context["problem"].startswith("more than 2 published records rest on it")
    assert len(page.context["dependents"]) == 2
    assert 'name="also"' not in page.content.decode()


@pytest.mark.parametrize("most", [0, 1, 2, 3, 4, 30])
def test_bounded_preview_is_whole_or_has_more_than_its_bound(most, u):
    whole = withdrawals.preview(published("actor"))
    bounded = withdrawals.preview(published("actor"), at_most=most)

    assert bounded == whole or (len(bounded) > most and set(bounded) < set(whole))


# The same queries for one and for thirty


def test_history_takes_the_same_queries_for_few_events_and_for_many(u, curator):
    row = u.more("claim")
    few = queries(curator, "briefings_claim_history", row.pk)
    for number in range(30):
        u.edit(row, proposition=f"Words number {number}.")

    assert queries(curator, "briefings_claim_history", row.pk) == few == 10


@pytest.mark.parametrize("record_type", ["claim", "source"])
def test_page_takes_the_same_queries_for_one_reading_and_for_thirty(record_type, u, curator):
    claim, source = u.more("claim"), u.more("source")
    kept = {"claim": claim, "source": source}[record_type]

    def read(number: int) -> None:
        if record_type == "claim":
            u.draft("source", f"source-{number}", MORE["source"][1])
            pair = (claim.slug, f"source-{number}")
        else:
            u.draft("claim", f"claim-{number}", MORE["claim"][1])
            pair = (f"claim-{number}", source.slug)
        u.draft("reading", "--".join(pair), {"claim": pair[0], "source": pair[1], "status": "not_carried"})

    read(0)
    one = queries(curator, f"briefings_{record_type}_change", kept.pk)
    for number in range(1, 30):
        read(number)

    assert queries(curator, f"briefings_{record_type}_change", kept.pk) == one <= 30


def test_batch_takes_the_same_queries_for_one_record_and_for_thirty(u, curator):
    batch = batches.open_(title="Many", by=u.curator)
    u.draft("actor", "actor-0", MORE["actor"][1], batch=batch)
    one = queries(curator, "briefings_batch_change", batch.pk)
    for number in range(1, 30):
        u.draft("actor", f"actor-{number}", MORE["actor"][1], batch=batch)

    assert queries(curator, "briefings_batch_change", batch.pk) == one <= 20


@pytest.mark.parametrize("name", ["edition", "auditevent", "batch"])
def test_other_lists_take_the_same_queries_however_many_rows(name, u, curator):
    few = queries(curator, f"briefings_{name}_changelist")
    for number in range(30):
        batches.open_(title=f"Batch {number}", by=u.curator)

    assert queries(curator, f"briefings_{name}_changelist") == few == 8


@pytest.mark.parametrize("name", ["edition", "auditevent"])
def test_long_list_is_not_sorted_by_a_column_without_an_index(name, u, curator):
    page = curator.get(f"briefings_{name}_changelist", o="2")

    assert {*page.context["cl"].result_list.query.order_by} == {"-pk"}
