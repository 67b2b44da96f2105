"""The desk page says what waits for whom, and costs the same with one record and with twenty."""

import pytest

from briefings.actions import batches, records
from tests.universe import MORE, fresh


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

    assert [each["name"] for each in colleague.get("index").context["queues"]] == ["returned", "mine"]


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


@pytest.mark.parametrize("count", [1, 20])
def test_desk_page_takes_the_same_queries_for_one_draft_and_for_twenty(
    count, u, reviewer, django_assert_num_queries
):
    batch = batches.open_(title="Many", by=u.reviewer)
    for number in range(count):
        made = u.draft("actor", f"mine-{number}", MORE["actor"][1], by=u.reviewer, batch=batch)
        u.submit(u.draft("actor", f"theirs-{number}", MORE["actor"][1], batch=batch))
        assert fresh(made).batch_id == batch.pk

    with django_assert_num_queries(13):  # session, person, rights, 2 steps, 3 queues, 2 of batches, editions
        reviewer.get("index")


def test_staff_without_a_role_has_an_empty_desk(outsider):
    page = outsider.get("index")

    assert page.status_code == 200
    assert "queues" not in page.context
