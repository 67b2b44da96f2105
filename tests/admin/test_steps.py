"""The buttons of a record's page: what is offered to whom, what pressing does, and that no direct POST gets past it."""

import pytest

from briefings.choices import State
from briefings.models import Edition
from tests.admin.desk import Desk, messages_of, offered
from tests.universe import TYPES, fresh, get, published

# Who is offered what of a record that the curator wrote.
OFFERS = {
    "draft": {
        "curator": {"submit", "discard"}, "colleague": {"submit", "discard"}, "reviewer": {"submit", "discard"},
        "outsider": set(), "chief": {"submit", "discard"},
    },
    "in_review": {
        "curator": {"recall"}, "colleague": {"recall"}, "reviewer": {"recall", "return", "approve"}, "outsider": set(),
        "chief": {"recall", "return", "approve"},
    },
    "published": {
        "curator": {"revise"}, "colleague": {"revise"}, "reviewer": {"revise", "withdraw"}, "outsider": set(),
        "chief": {"revise", "withdraw"},
    },
    "discarded": {
        "curator": {"reopen"}, "colleague": {"reopen"}, "reviewer": {"reopen"}, "outsider": set(), "chief": {"reopen"},
    },
    "withdrawn": {
        "curator": {"reinstate"}, "colleague": {"reinstate"}, "reviewer": {"reinstate"}, "outsider": set(),
        "chief": {"reinstate"},
    },
}  # fmt: skip
PEOPLE = ("curator", "colleague", "reviewer", "outsider", "chief")


def standing(u, state: str):
    """Return a claim of the curator's in a state."""
    row = u.more("claim")
    if state == "discarded":
        u_steps(u).step(row, "discard")
    if state in ("in_review", "published", "withdrawn"):
        u.submit(row)
    if state in ("published", "withdrawn"):
        u.approve(fresh(row))
    if state == "withdrawn":
        Desk(u.reviewer).post("briefings_claim_withdraw", row.pk, reason="an error")
    return fresh(row)


def u_steps(u) -> Desk:
    return Desk(u.curator)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("state", OFFERS)
def test_page_offers_what_state_and_role_allow(state, person, u):
    row = standing(u, state)
    assert row.state == state

    page = Desk(getattr(u, person)).open(row)

    if person == "outsider":
        assert page.status_code == 403
    else:
        assert set(offered(page)) == OFFERS[state][person]


@pytest.mark.parametrize("record_type", TYPES)
def test_two_people_take_a_draft_to_readers(record_type, u, curator, reviewer):
    row = u.more(record_type)

    curator.step(row, "submit")
    reviewer.step(row, "approve")

    edition = Edition.objects.get(record_type=record_type, slug=row.slug)
    assert (edition.author, edition.approver) == (u.curator, u.reviewer)
    assert fresh(row).state == State.PUBLISHED


@pytest.mark.parametrize("record_type", TYPES)
def test_contributor_is_shown_why_approve_is_shut_and_refused_on_direct_post(record_type, u, chief):
    (row,) = u.submit(u.more(record_type, by=u.chief), by=u.chief)

    page = chief.open(row)
    answer = chief.step(row, "approve")

    why = f"cannot approve {row.label}: chief contributed to it, and nobody approves their own work"
    assert offered(page)["approve"] == [why]
    assert 'class="button" disabled' in page.content.decode()
    assert messages_of(answer) == [why]
    assert fresh(row).state == State.IN_REVIEW
    assert not Edition.objects.filter(record_type=record_type, slug=row.slug).exists()


def test_one_small_edit_makes_a_reviewer_a_contributor(u, reviewer):
    (row,) = u.submit(u.more("claim"))
    reviewer.save(row, counted="ministers")
    (row,) = u.submit(fresh(row))

    answer = reviewer.step(row, "approve")

    assert "reviewer contributed to it" in messages_of(answer)[0]
    assert fresh(row).state == State.IN_REVIEW


def test_approval_is_of_what_the_page_showed(u, reviewer):
    (row,) = u.submit(u.more("claim"))
    page = reviewer.open(row)
    seen = {"version": row.version, "facts_hash": page.context["facts_hash"]}
    row = u.edit(row, proposition="Changed since.")
    u.submit(row)

    answer = reviewer.post("briefings_claim_step", row.pk, "approve", **seen)

    assert "you saw version 2" in messages_of(answer)[0]
    assert fresh(row).state == State.IN_REVIEW


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "１"])
def test_approval_without_a_version_is_refused(version, u, reviewer):
    (row,) = u.submit(u.more("claim"))

    answer = reviewer.step(row, "approve", version=version)

    assert "the form names no version" in messages_of(answer)[0]
    assert fresh(row).state == State.IN_REVIEW


def test_page_lists_what_else_would_be_refused(u, reviewer):
    draft = u.more("actor")
    (row,) = u.submit(u.draft("claim", "c", {"proposition": "p", "category": "plan", "subject": draft.slug}))

    assert offered(reviewer.open(row))["approve"] == [
        "cannot approve claim c: it names actor ministry, which is not published nor in this approval"
    ]


def test_page_shows_a_revision_against_its_edition(u, reviewer):
    row = u.edit(published("claim"), proposition="Soldiers left.")

    changes = reviewer.open(row).context["changes"]

    assert changes == [{"field": "proposition", "before": "Soldiers have left.", "after": "Soldiers left."}]


def test_return_without_a_reason_is_refused_and_with_one_is_shown(u, curator, reviewer):
    (row,) = u.submit(u.more("claim"))

    assert "no reason was given" in messages_of(reviewer.step(row, "return", reason="  "))[0]
    reviewer.step(row, "return", reason="<b>which</b> minister?")

    page = curator.open(row).content.decode()
    assert "&lt;b&gt;which&lt;/b&gt; minister?" in page


def test_correction_note_goes_to_readers(u, reviewer):
    (row,) = u.submit(u.edit(published("claim"), proposition="Soldiers left."))

    reviewer.step(row, "approve", correction_note="The tense was wrong.")

    assert "The tense was wrong." in fresh(row).edition.payload.notes


def test_steps_are_taken_by_post_only(u, curator, reviewer, no_trace):
    row = published("claim")

    assert reviewer.get("briefings_claim_step", row.pk, "revise").status_code == 405
    for page in ("change", "history", "withdraw"):
        assert reviewer.open(row, page).status_code == 200
    assert "there is no step destroy" in messages_of(reviewer.step(row, "destroy"))[0]


def test_history_tells_who_did_what_and_why(u, curator, reviewer):
    (row,) = u.submit(u.more("claim"))
    reviewer.step(row, "return", reason="which minister?")

    events = curator.open(row, "history").context["events"]

    assert [(each["event"].step, each["event"].user.username) for each in events] == [
        ("return", "reviewer"), ("submit", "curator"), ("create", "curator"),
    ]  # fmt: skip
    assert events[0]["reason"] == "which minister?"


def test_withdrawal_is_previewed_and_takes_exactly_what_was_agreed(u, reviewer):
    claim = published("claim")
    page = reviewer.open(claim, "withdraw")
    listed = [each["value"] for each in page.context["dependents"]]
    assert listed == [
        "comparison left-refines-planned", "reading soldiers-left--report-a", "reading soldiers-left--report-b",
    ]  # fmt: skip

    for also in ([], listed[:1], [*listed, "claim soldiers-planned"], ["nonsense"]):
        answer = reviewer.post("briefings_claim_withdraw", claim.pk, reason="an error", also=also)
        assert "published records rest on it" in messages_of(answer)[0]
        assert answer.context["reason"] == "an error"
    assert fresh(claim).state == State.PUBLISHED

    answer = reviewer.post("briefings_claim_withdraw", claim.pk, reason="an error", also=listed)

    assert messages_of(answer) == ["claim soldiers-left was withdrawn, with 3 that rested on it."]
    assert fresh(claim).state == published("reading").state == published("comparison").state == State.WITHDRAWN
    assert get("claim", "soldiers-planned").state == State.PUBLISHED


def test_withdrawal_wants_a_reason_and_a_reviewer(u, curator, reviewer, no_trace):
    claim = get("claim", "soldiers-planned")
    listed = [each["value"] for each in reviewer.open(claim, "withdraw").context["dependents"]]

    assert curator.open(claim, "withdraw").status_code == 403
    assert curator.post("briefings_claim_withdraw", claim.pk, reason="x", also=listed).status_code == 403
    answer = reviewer.post("briefings_claim_withdraw", claim.pk, reason=" ", also=listed)
    assert "no reason was given" in messages_of(answer)[0]


def test_withdrawal_of_a_draft_says_why_not(u, reviewer):
    page = reviewer.open(u.more("claim"), "withdraw")

    assert "readers are not served it" in page.context["problem"]


def test_merge_is_compared_proposed_approved_and_taken_back(u, curator, reviewer):
    twin, agency = get("actor", "twin"), published("actor")
    page = curator.get("briefings_actor_merge", twin.pk, into=agency.pk)
    assert [each["row"].slug for each in page.context["both"]] == ["twin", "agency"]
    assert fresh(twin).version == twin.version

    curator.post("briefings_actor_merge", twin.pk, into=agency.pk, version=twin.version)
    assert "approve" not in offered(curator.open(twin))
    curator.step(twin, "submit")
    reviewer.step(twin, "approve")
    assert fresh(twin).state == State.MERGED
    assert "agency" in curator.open(twin).content.decode()

    curator.step(twin, "unmerge")
    curator.step(twin, "submit")
    reviewer.step(twin, "approve")
    assert (fresh(twin).state, fresh(twin).merged_into) == (State.PUBLISHED, None)


def test_merge_is_refused_into_itself_into_drafts_and_from_old_pages(u, curator, outsider, no_trace):
    twin, agency = get("actor", "twin"), published("actor")

    for into, version in ((twin.pk, twin.version), (agency.pk, 0), (agency.pk, 99), (agency.pk, "")):
        answer = curator.post("briefings_actor_merge", twin.pk, into=into, version=version)
        assert len(messages_of(answer)) == 1
    assert curator.post("briefings_actor_merge", twin.pk, into="9" * 30, version=1).context["form"].errors
    assert outsider.post("briefings_actor_merge", twin.pk, into=agency.pk, version=twin.version).status_code == 403


def test_unmerge_from_an_old_page_is_refused(u, curator):
    twin = u.merge("twin", "agency")

    answer = curator.step(twin, "unmerge", version=1)

    assert "you saw version 1" in messages_of(answer)[0]
    assert fresh(twin).state == State.MERGED
