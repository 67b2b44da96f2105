"""The desk page says what waits for whom and what verify found, and costs the same with one record and with thirty."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from briefings.actions import assignments, batches, records, verify_runs
from briefings.admin import desks
from briefings.models import Document, VerifyRun
from tests.universe import MORE, fresh, published


def queue(desk, name: str) -> list[str]:
    """Return the slugs of a queue on a person's desk page."""
    queues = {each["name"]: each for each in desk.get("index").context["queues"]}
    return [row.slug for row in queues[name]["rows"]] if name in queues else []


def test_draft_waits_for_its_author_only(u, curator, colleague):
    u.more("claim")

    assert queue(curator, "mine") == ["minister-responds"]
    assert queue(colleague, "mine") == []


def test_submission_waits_for_a_reviewer_who_did_not_contribute(u, curator, reviewer, chief):
    u.submit(u.edit(u.more("claim"), by=u.chief, proposition="other"))

    assert queue(reviewer, "review") == ["minister-responds"]
    assert queue(chief, "review") == []
    assert queue(curator, "review") == []


def test_curator_has_no_queue_of_reviews(u, colleague):
    u.submit(u.more("claim"))

    assert [each["name"] for each in colleague.get("index").context["queues"]] == ["returned", "assigned", "mine"]


def test_returned_record_shows_its_reason_escaped(u, curator):
    row = u.submit(u.more("claim"))[0]
    records.return_(record=row, by=u.reviewer, reason="<script>alert(1)</script> the holder is missing")

    page = curator.get("index").content.decode()

    assert queue(curator, "returned") == ["minister-responds"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; the holder is missing" in page


def test_open_batch_tells_how_many_drafts_and_submissions_it_holds(u, reviewer):
    batch = batches.open_(title="Two", by=u.curator)
    u.submit(u.more("claim", batch=batch))
    u.more("actor", batch=batch)

    (shown,) = reviewer.get("index").context["open_batches"]

    assert (shown["row"].pk, shown["drafts"], shown["submitted"]) == (batch.pk, 1, 1)


def test_latest_editions_come_first(u, reviewer):
    u.publish(u.more("claim"))

    assert reviewer.get("index").context["latest"][0]["row"].slug == "minister-responds"


def test_returned_record_that_was_submitted_again_is_no_longer_returned(u, curator):
    row = u.submit(u.more("claim"))[0]
    records.return_(record=row, by=u.reviewer, reason="look again")
    assert (queue(curator, "returned"), queue(curator, "mine")) == ([row.slug], [])
    (row,) = u.submit(fresh(row))
    assert queue(curator, "returned") == []

    records.recall(record=row, by=u.curator)

    assert (queue(curator, "returned"), queue(curator, "mine")) == ([], [row.slug])


def test_assigned_record_is_there_for_its_assignee_only_with_who_assigned_it(u, curator, colleague):
    rows = [u.more("claim"), published("source")]
    assignments.assign(rows=rows, to=u.colleague, by=u.reviewer)

    assert set(queue(colleague, "assigned")) == {row.slug for row in rows}
    assert queue(curator, "assigned") == []
    assert '<span class="note">by reviewer</span>' in colleague.get("index").content.decode()

    assignments.assign(rows=rows, to=None, by=u.curator)
    assert queue(colleague, "assigned") == []


def test_what_one_contributed_to_never_waits_for_ones_own_review_even_when_assigned(u, reviewer):
    row = u.edit(u.more("claim"), by=u.reviewer, proposition="Anew.")
    u.submit(row)
    assignments.assign(rows=[row], to=u.reviewer, by=u.curator)

    assert (queue(reviewer, "review"), queue(reviewer, "assigned")) == ([], [row.slug])


def test_long_queue_shows_the_newest_and_all_of_it_on_a_page_of_its_own(u, curator, django_assert_num_queries):
    for number in range(desks.ROWS_SHOWN + 2):
        u.draft("actor", f"mine-{number}", MORE["actor"][1])
    first = f"mine-{desks.ROWS_SHOWN + 1}"

    assert len(queue(curator, "mine")) == desks.ROWS_SHOWN
    assert queue(curator, "mine")[0] == first
    assert '<a href="?queue=mine">Show all' in curator.get("index").content.decode()
    with django_assert_num_queries(8):  # session, person, 2 steps, the queue, rights of person and groups, roles
        (shown,) = curator.get("index", queue="mine").context["queues"]
    assert (len(shown["rows"]), shown["has_more"]) == (desks.ROWS_SHOWN + 2, False)


@pytest.mark.parametrize("name", ["review", "nonsense", "", "a\0"])
def test_queue_that_is_none_of_the_persons_is_the_whole_desk(name, curator):
    assert len(curator.get("index", queue=name).context["queues"]) == 3


# What verify found


def said_of_verify(desk) -> str:
    page = desk.get("index").content.decode()
    return " ".join(page[page.index("verify-heading") :].split("</section>")[0].split())


def test_desk_says_that_verify_was_never_run(curator):
    assert "Nobody has looked yet." in said_of_verify(curator)


def test_desk_says_when_all_was_well(u, curator, capsys):
    call_command("verify")

    run = VerifyRun.objects.get()
    said = said_of_verify(curator)
    assert (run.problems, run.is_complete, run.first_problem) == (0, True, "")
    assert f"<strong>All was well</strong> at {run.finished_at:%Y-%m-%d %H:%M} UTC" in said
    assert f"{run.editions} editions, {run.audit_events} steps." in said


@pytest.mark.parametrize(("options", "told"), [([], "At least 1 thing wrong"), (["--all"], "2 things wrong")])
def test_desk_names_the_first_thing_that_verify_found_wrong(options, told, u, curator, capsys):
    Document.objects.filter(record_type="claim").update(body=b"{}")

    with pytest.raises(CommandError):
        call_command("verify", *options)

    assert told in said_of_verify(curator)
    assert "The first: document: claim soldiers-left: does not match its editions" in said_of_verify(curator)
    call_command("rebuild")
    call_command("verify")
    assert "All was well" in said_of_verify(curator)


def test_outcome_that_cannot_be_kept_changes_no_outcome(u, capsys):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE briefings_verifyrun RENAME TO elsewhere")

    with transaction.atomic():
        call_command("verify")

    written = capsys.readouterr()
    assert written.out.startswith("all is well: ")
    assert written.err.startswith("the outcome was not kept for the desk page: ")


def test_only_the_newest_runs_are_kept(db):
    for number in range(verify_runs.RUNS_KEPT + 3):
        verify_runs.keep(started_at=timezone.now(), problems=number, is_complete=True, first_problem="x" * number * 9)

    found = list(VerifyRun.objects.order_by("pk").values_list("problems", flat=True))
    assert found == list(range(3, verify_runs.RUNS_KEPT + 3))
    assert max(len(run.first_problem) for run in VerifyRun.objects.all()) == verify_runs.LONGEST_PROBLEM


# What it costs


@pytest.mark.parametrize("count", [1, 30])
def test_desk_page_takes_the_same_queries_for_one_draft_and_for_thirty(count, u, reviewer, django_assert_num_queries):
    batch = batches.open_(title="Many", by=u.reviewer)
    for number in range(count):
        made = u.draft("actor", f"mine-{number}", MORE["actor"][1], by=u.reviewer, batch=batch)
        theirs = u.draft("actor", f"theirs-{number}", MORE["actor"][1], batch=batch)
        u.submit(theirs)
        assignments.assign(rows=[theirs], to=u.reviewer, by=u.curator)
        assert fresh(made).batch_id == batch.pk

    # session, person, rights, 2 steps, 4 queues, verify, 2 of batches, editions
    with django_assert_num_queries(15):
        reviewer.get("index")


def test_staff_without_a_role_has_an_empty_desk(outsider):
    page = outsider.get("index")

    assert page.status_code == 200
    assert "queues" not in page.context
