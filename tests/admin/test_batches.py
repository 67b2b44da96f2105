"""A batch: opened, filled from the lists, submitted, returned, reviewed on one page, approved in whole or in part."""

import pytest

from briefings.actions import batches
from briefings.choices import State
from briefings.models import Batch, Edition
from tests import universe
from tests.admin.desk import counts, errors_of, filled, messages_of
from tests.universe import fresh, get, published


@pytest.fixture
def batch(u) -> Batch:
    """Return an open batch with a draft actor and a draft claim about it."""
    made = batches.open_(title="A sixth report", by=u.curator)
    u.more("actor", batch=made)
    u.draft("claim", "c", {"proposition": "p", "category": "plan", "subject": "ministry"}, batch=made)
    return made


def members(batch: Batch) -> list:
    return batches.members(batch)


def step(desk, batch: Batch, name: str, **data):
    return desk.post("briefings_batch_step", batch.pk, name, **data)


def review(desk, batch: Batch, *, page=None, **data):
    """Send the review form as it was shown, with these choices."""
    page = page or desk.get("briefings_batch_review", batch.pk)
    seen = [f"{each['key']} {each['seen']}" for each in page.context["rows"]]
    return desk.post("briefings_batch_review", batch.pk, **{"seen": seen, **data})


def test_batch_is_opened_by_its_title(u, curator):
    answer = curator.post("briefings_batch_add", title="A sixth report")

    batch = Batch.objects.get()
    assert (batch.title, batch.created_by, answer.status_code) == ("A sixth report", u.curator, 302)
    assert curator.get("briefings_batch_changelist", q="sixth", open="yes").context["cl"].result_count == 1
    assert curator.get("briefings_batch_changelist", open="no").context["cl"].result_count == 0


@pytest.mark.parametrize("title", ["", "  ", "x" * 301, "a\0b"])
def test_batch_without_a_good_title_is_not_opened(title, curator, no_trace):
    answer = curator.post("briefings_batch_add", title=title)

    assert "title" in errors_of(answer)


def test_drafts_are_added_from_their_list(u, curator):
    row = u.more("claim")
    ticked = {"action": "add_to_batch", "_selected_action": [row.pk]}
    page = curator.post("briefings_claim_changelist", **ticked)
    assert [each.slug for each in page.context["rows"]] == [row.slug]
    assert not Batch.objects.exists()

    answer = curator.post("briefings_claim_changelist", **ticked, into="", title="A sixth report")

    batch = Batch.objects.get()
    assert answer.url == f"/admin/briefings/batch/{batch.pk}/change/"
    assert [each.slug for each in members(batch)] == [row.slug]


def test_adding_is_all_or_nothing(u, batch, curator):
    draft, other = u.more("claim"), published("claim")
    ticked = {"action": "add_to_batch", "_selected_action": [draft.pk, other.pk]}
    before = counts()

    for into in (batch.pk, "", "9" * 30, "x"):
        answer = curator.post("briefings_claim_changelist", **ticked, into=into, title="New")
        assert len(messages_of(answer)) == 1
    assert counts() == before
    assert fresh(draft).batch is None


def test_record_in_one_open_batch_is_not_added_to_another(u, batch, curator):
    row = get("claim", "c")
    other = batches.open_(title="Other", by=u.curator)

    answer = curator.post("briefings_claim_changelist", action="add_to_batch", _selected_action=[row.pk], into=other.pk)

    assert f"it is in open batch {batch.pk}" in messages_of(answer)[0]


def test_new_record_goes_into_the_batch_that_its_address_names(batch, curator):
    page = curator.get("briefings_claim_add", batch=batch.pk)
    assert filled(page)["batch"] == batch.pk

    curator.add("claim", slug="d", proposition="q", category="plan", batch=batch.pk)

    assert get("claim", "d") in members(batch)


def test_page_lists_members_and_offers_steps(batch, curator, reviewer):
    page = curator.get("briefings_batch_change", batch.pk)

    assert [each["row"].slug for each in page.context["members"]] == ["ministry", "c"]
    assert [offer.step for offer in page.context["offers"]] == ["submit"]


def test_batch_is_submitted_recalled_and_returned_with_a_reason(u, batch, curator, reviewer):
    step(curator, batch, "submit")
    assert {row.state for row in members(batch)} == {State.IN_REVIEW}
    step(curator, batch, "recall")
    assert {row.state for row in members(batch)} == {State.DRAFT}
    step(curator, batch, "submit")

    assert step(curator, batch, "return", reason="no").status_code == 403
    assert "no reason was given" in messages_of(step(reviewer, batch, "return", reason=" "))[0]
    step(reviewer, batch, "return", reason="which ministry?")

    assert {(row.state, row.return_reason) for row in members(batch)} == {(State.DRAFT, "which ministry?")}


def test_review_shows_every_member_with_its_changes(u, batch, curator, reviewer):
    row = u.edit(published("claim"), proposition="Soldiers left.")
    batches.add(batch=batch, rows=[row], by=u.curator)
    step(curator, batch, "submit")

    rows = reviewer.get("briefings_batch_review", batch.pk).context["rows"]

    changes = {each["row"].slug: each["changes"] for each in rows}
    assert changes["soldiers-left"] == [
        {"field": "proposition", "before": "Soldiers have left.", "after": "Soldiers left."}
    ]
    assert {"field": "subject", "before": "", "after": "ministry"} in changes["c"]


def test_reviewer_approves_all_and_the_batch_closes(u, batch, curator, reviewer):
    step(curator, batch, "submit")

    answer = review(reviewer, batch, which="all")

    assert messages_of(answer) == [f"Approved: what was chosen of batch {batch.pk} is published."]
    assert get("claim", "c").state == get("actor", "ministry").state == State.PUBLISHED
    assert Batch.objects.get(pk=batch.pk).closed_by == u.reviewer
    page = reviewer.get("briefings_batch_change", batch.pk)
    assert [each["row"].slug for each in page.context["editions"]] == ["ministry", "c"]


def test_reviewer_approves_a_part_that_is_closed_under_references(batch, curator, reviewer):
    step(curator, batch, "submit")

    refused = review(reviewer, batch, record=["claim c"])
    assert "it names actor ministry, which is not published nor in this approval" in messages_of(refused)[0]
    assert get("claim", "c").state == State.IN_REVIEW

    review(reviewer, batch, record=["actor ministry"])
    assert (get("actor", "ministry").state, get("claim", "c").state) == (State.PUBLISHED, State.IN_REVIEW)
    review(reviewer, batch, record=["claim c"])
    assert get("claim", "c").state == State.PUBLISHED


def test_nothing_chosen_approves_nothing(batch, curator, reviewer):
    step(curator, batch, "submit")

    for data in ({}, {"record": ["claim soldiers-left"]}, {"record": ["nonsense"]}):
        assert "nothing was chosen" in messages_of(review(reviewer, batch, **data))[0]
    assert "names no version" in messages_of(review(reviewer, batch, which="all", seen=["claim c x y"]))[0]
    assert "approval names no version and hash" in messages_of(review(reviewer, batch, which="all", seen=[]))[0]


def test_contributor_sees_the_refusal_before_the_button_and_is_refused(u, batch, curator, chief):
    chief.save(get("claim", "c"), proposition="p, says the chief")
    step(curator, batch, "submit")

    page = chief.get("briefings_batch_review", batch.pk)
    answer = review(chief, batch, page=page, which="all")

    assert [refusal.code for refusal in page.context["refusals"]] == ["four_eyes"]
    assert "chief contributed to it" in messages_of(answer)[0]
    assert not Edition.objects.filter(slug__in=["c", "ministry"]).exists()


def test_curator_sees_the_review_and_cannot_approve(batch, curator):
    step(curator, batch, "submit")
    page = curator.get("briefings_batch_review", batch.pk)

    assert "Approve" not in page.content.decode()
    assert review(curator, batch, page=page, which="all").status_code == 403
    assert {row.state for row in members(batch)} == {State.IN_REVIEW}


def test_review_is_of_what_was_shown(u, batch, curator, reviewer):
    step(curator, batch, "submit")
    page = reviewer.get("briefings_batch_review", batch.pk)
    u.submit(u.edit(get("claim", "c"), proposition="changed since"))

    answer = review(reviewer, batch, page=page, which="all")

    assert "you saw version" in messages_of(answer)[0]
    assert get("actor", "ministry").state == State.IN_REVIEW


def test_approving_the_last_member_on_its_own_page_closes_the_batch(u, curator, reviewer):
    made = batches.open_(title="One", by=u.curator)
    (row,) = u.submit(u.more("actor", batch=made))

    reviewer.step(row, "approve")

    assert Batch.objects.get(pk=made.pk).closed_at is not None


def test_draft_is_taken_out_of_its_batch(batch, curator):
    curator.step(get("claim", "c"), "leave-batch")

    assert [row.slug for row in members(batch)] == ["ministry"]


def test_steps_of_a_batch_are_taken_by_post_and_by_people_with_a_role(batch, curator, outsider, no_trace):
    assert curator.get("briefings_batch_step", batch.pk, "submit").status_code == 405
    assert step(curator, batch, "destroy").status_code == 404
    assert curator.post("briefings_batch_change", batch.pk, title="x").status_code == 405
    for address in ("change", "review"):
        assert outsider.get(f"briefings_batch_{address}", batch.pk).status_code == 403
    assert step(outsider, batch, "submit").status_code == 403
    assert review(outsider, batch, page=curator.get("briefings_batch_review", batch.pk)).status_code == 403


def test_queries_of_a_review_grow_by_a_known_number_a_record(u, curator, reviewer, django_assert_max_num_queries):
    made = batches.open_(title="Twenty", by=u.curator)
    for number in range(20):
        u.draft("claim", f"c-{number}", universe.MORE["claim"][1], batch=made)
    step(curator, made, "submit")

    with django_assert_max_num_queries(30 + 20 * 6):
        reviewer.get("briefings_batch_review", made.pk)
