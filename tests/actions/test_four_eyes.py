"""Nobody approves what they contributed to: for each record type, by every way to contribute."""

import pytest

from briefings.actions import approvals, records, withdrawals
from briefings.choices import State
from briefings.models import Document, Edition, User
from tests import universe
from tests.universe import TYPES, fresh, published


@pytest.fixture
def boss(u) -> User:
    """Return a superuser: even they are held to four eyes."""
    return User.objects.create(username="boss", pseudonym="desk-boss", is_staff=True, is_superuser=True)


def codes(rows, by) -> set[str]:
    return {refusal.code for refusal in approvals.refusals(rows, by)}


@pytest.mark.parametrize("record_type", TYPES)
def test_first_edition_by_its_author_is_refused(record_type, u, boss):
    (row,) = u.submit(u.more(record_type, by=boss), by=boss)

    with pytest.raises(approvals.Refused) as refusal:
        u.approve(row, by=boss)

    assert [each.code for each in refusal.value.refusals] == ["four_eyes"]
    assert f"{row.label}: boss contributed to it, and nobody approves their own work" in str(refusal.value)
    assert fresh(row).state == State.IN_REVIEW
    assert not Edition.objects.filter(record_type=record_type, slug=row.slug).exists()


@pytest.mark.parametrize("record_type", TYPES)
def test_first_edition_by_another_person_is_published(record_type, u, boss):
    (row,) = u.submit(u.more(record_type))

    (edition,) = u.approve(row, by=boss)

    assert (edition.number, edition.kind, edition.author, edition.approver) == (1, "published", u.curator, boss)
    assert Document.objects.get(record_type=record_type, slug=row.slug).kind == "published"


@pytest.mark.parametrize("record_type", TYPES)
def test_revision_by_one_of_its_editors_is_refused(record_type, u, boss):
    row = u.edit(published(record_type), by=boss, **universe.another(record_type, "Words of the boss"))
    row = u.edit(row, **universe.another(record_type, "Words of the curator"))
    (row,) = u.submit(row)

    assert codes([row], boss) == {"four_eyes"}
    assert codes([row], u.curator) == {"four_eyes"}
    assert codes([row], u.reviewer) == set()


@pytest.mark.parametrize("record_type", TYPES)
def test_revision_may_be_approved_by_the_author_of_the_edition_before(record_type, u, boss):
    (row,) = u.submit(u.more(record_type, by=boss), by=boss)
    u.approve(row)
    row = u.edit(row, **universe.another(record_type, "Words of the curator"))
    (row,) = u.submit(row)

    (edition,) = u.approve(row, by=boss)

    assert (edition.number, edition.author, edition.approver) == (2, u.curator, boss)


def test_opening_a_revision_is_a_contribution(u, boss):
    row = records.revise(record=published("claim"), by=boss)
    (row,) = u.submit(u.edit(row, proposition="Of the curator."))

    assert codes([row], boss) == {"four_eyes"}


def test_reopening_a_discarded_draft_is_a_contribution(u, boss):
    row = records.discard(record=u.more("claim"), by=u.curator)
    (row,) = u.submit(records.reopen(record=row, by=boss))

    assert codes([row], boss) == {"four_eyes"}


def test_editing_what_was_undone_since_is_a_contribution(u, boss):
    row = u.edit(published("claim"), by=boss, proposition="Of the boss.")
    row = records.discard(record=row, by=boss)
    (row,) = u.submit(u.edit(row, proposition="Of the curator."))

    assert codes([row], boss) == {"four_eyes"}


def test_reinstating_takes_two_people(u, boss):
    row = u.publish(u.more("claim"))[0]
    withdrawals.withdraw(record=row, by=u.reviewer, reason="an error")
    (row,) = u.submit(records.reinstate(record=row, by=boss))

    assert codes([row], boss) == {"four_eyes"}
    assert codes([row], u.reviewer) == set()


def test_revision_that_was_pending_at_withdrawal_keeps_its_contributors(u, boss):
    row = u.publish(u.more("claim"))[0]
    u.edit(row, by=boss, proposition="Words of the boss, which nobody else has read.")
    withdrawals.withdraw(record=row, by=u.reviewer, reason="an error")

    (row,) = u.submit(records.reinstate(record=row, by=u.curator))

    assert records.facts_of.read(row)["proposition"] == "Words of the boss, which nobody else has read."
    assert codes([row], boss) == {"four_eyes"}


def test_merging_and_unmerging_take_two_people(u, boss):
    from briefings.actions import actors

    twin = universe.get("actor", "twin")
    (row,) = u.submit(actors.merge(actor=twin, into=published("actor"), by=boss, version=twin.version))
    assert codes([row], boss) == {"four_eyes"}

    u.approve(row)
    row = fresh(row)
    (row,) = u.submit(actors.unmerge(actor=row, by=boss, version=row.version))
    assert codes([row], boss) == {"four_eyes"}


def test_submitting_alone_is_no_contribution(u, boss):
    (row,) = u.submit(u.more("claim"), by=boss)

    assert codes([row], boss) == set()


def test_batch_with_one_own_record_is_refused_whole(u, boss):
    mine, other = u.submit(u.more("claim", by=boss), u.more("actor"))

    with pytest.raises(approvals.Refused) as refusal:
        u.approve(mine, other, by=boss)

    assert [(each.slug, each.code) for each in refusal.value.refusals] == [(mine.slug, "four_eyes")]
    assert fresh(other).state == State.IN_REVIEW
