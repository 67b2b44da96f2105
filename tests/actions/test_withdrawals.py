"""Withdrawing: at once, with what rests on it after a preview, and back by two people."""

import json

import pytest

from briefings.actions import records, withdrawals
from briefings.choices import State
from briefings.errors import BriefingsError
from briefings.facts import records as facts_of
from briefings.models import AuditEvent, Document, Edition, PublishedCitation, PublishedReading
from tests.universe import fresh, get, published

READINGS = [("reading", "soldiers-left--report-a"), ("reading", "soldiers-left--report-b")]
COMPARISON = ("comparison", "left-refines-planned")


def served(record_type: str, slug: str) -> tuple[str, dict]:
    """Return kind and content of what readers are served."""
    document = Document.objects.get(record_type=record_type, slug=slug)
    return document.kind, json.loads(bytes(document.body))


def withdraw(u, row, **options):
    return withdrawals.withdraw(record=row, by=u.reviewer, reason="an error", **options)


def test_record_that_nothing_rests_on_is_withdrawn_at_once(u):
    row = published("comparison")

    (edition,) = withdraw(u, row)

    assert (edition.kind, edition.number, edition.author, edition.approver) == ("withdrawn", 2, u.reviewer, None)
    assert fresh(row).state == State.WITHDRAWN
    kind, body = served(*COMPARISON)
    assert kind == "withdrawn"
    assert body.keys() == {"withdrawn_at", "reason"}
    assert body["reason"] == "an error"


def test_withdrawn_edition_keeps_the_facts_that_readers_had(u):
    row = published("comparison")
    facts = facts_of.read(row)
    u.edit(row, reason="Unapproved.")

    (edition,) = withdraw(u, fresh(row))

    assert records.edition_facts(edition) == facts


def test_preview_lists_what_rests_on_a_record_nearest_first(u):
    assert withdrawals.preview(published("comparison")) == []
    assert withdrawals.preview(published("claim")) == [COMPARISON, *READINGS]


def test_preview_follows_references_to_their_end(u):
    """The comparison rests on the briefing only by way of the readings whose links name it."""
    assert withdrawals.preview(published("briefing")) == [
        ("reading", "soldiers-left--report-a"), ("reading", "soldiers-planned--report-a"), COMPARISON,
    ]  # fmt: skip


def test_withdrawing_what_others_show_is_refused_and_lists_them(u):
    row, before = published("claim"), (AuditEvent.objects.count(), Edition.objects.count())

    with pytest.raises(withdrawals.Shown) as refusal:
        withdraw(u, row)

    assert refusal.value.code == "withdrawal_cascades"
    assert refusal.value.dependents == [COMPARISON, *READINGS]
    assert str(refusal.value) == (
        "cannot withdraw claim soldiers-left: published records rest on it. Withdrawing it takes off line: "
        "comparison left-refines-planned, reading soldiers-left--report-a, reading soldiers-left--report-b; "
        "agreed to were 0. Preview, and agree to exactly these"
    )
    assert (AuditEvent.objects.count(), Edition.objects.count()) == before
    assert fresh(row).state == State.PUBLISHED


def test_agreed_cascade_takes_all_off_line(u):
    row = published("claim")

    editions = withdraw(u, row, also=withdrawals.preview(row))

    assert {(edition.record_type, edition.slug) for edition in editions} == {
        ("claim", "soldiers-left"),
        COMPARISON,
        *READINGS,
    }
    assert {served(*key)[0] for key in [("claim", "soldiers-left"), COMPARISON, *READINGS]} == {"withdrawn"}
    assert not PublishedReading.objects.filter(claim="soldiers-left").exists()
    assert not PublishedCitation.objects.filter(claim="soldiers-left").exists()
    assert served("source", "report-a")[1]["counts"] == {"carried": 1, "not_carried": 0}


def test_cascade_is_audited_with_its_cause(u):
    row = published("claim")

    withdraw(u, row, also=withdrawals.preview(row))

    events = AuditEvent.objects.filter(step="withdraw").order_by("sequence")
    causes = {event.slug: json.loads(event.payload.body).get("because_of") for event in events}
    assert causes == {
        "left-refines-planned": "claim soldiers-left", "soldiers-left--report-a": "claim soldiers-left",
        "soldiers-left--report-b": "claim soldiers-left", "soldiers-left": None,
    }  # fmt: skip


@pytest.mark.parametrize("change", ["more", "fewer"])
def test_set_that_changed_since_the_preview_is_refused(change, u):
    row = published("claim")
    agreed = withdrawals.preview(row)
    if change == "more":
        u.publish(u.more("comparison"))
    else:
        withdraw(u, published("comparison"))

    with pytest.raises(withdrawals.Shown, match="agreed to were 3"):
        withdraw(u, row, also=agreed)

    assert fresh(row).state == State.PUBLISHED


def test_drafts_that_name_a_withdrawn_record_are_no_dependents(u):
    draft = u.draft("claim", "of-wire", {"proposition": "P.", "category": "plan", "subject": "twin"})
    (row,) = u.publish(u.more("actor"))
    u.edit(draft, subject="ministry")

    withdraw(u, row)

    assert fresh(draft).state == State.DRAFT


def test_dependent_under_revision_is_withdrawn_and_leaves_review(u):
    reading = u.edit(get("reading", "soldiers-left--report-b"), note="Unapproved.")
    u.submit(reading)
    row = published("claim")

    withdraw(u, row, also=withdrawals.preview(row))

    assert fresh(reading).state == State.WITHDRAWN
    assert "Unapproved" not in json.dumps(served("reading", reading.slug)[1])


def test_withdrawing_twice_is_refused(u):
    row = published("comparison")
    withdraw(u, row)

    with pytest.raises(BriefingsError) as refusal:
        withdraw(u, fresh(row))

    assert refusal.value.code == "wrong_state"


@pytest.mark.parametrize("reason", ["a\0b", "a\ud800b"], ids=repr)
def test_reason_that_cannot_be_kept_is_refused(reason, u):
    before = AuditEvent.objects.count()

    with pytest.raises(BriefingsError, match="the text holds"):
        withdrawals.withdraw(record=published("comparison"), by=u.reviewer, reason=reason)

    assert AuditEvent.objects.count() == before


def test_reinstated_record_stays_410_until_approved(u):
    row = published("comparison")
    withdraw(u, row)

    row = records.reinstate(record=row, by=u.curator)
    assert served(*COMPARISON)[0] == "withdrawn"
    u.submit(row)
    assert served(*COMPARISON)[0] == "withdrawn"
    u.approve(row)

    kind, body = served(*COMPARISON)
    assert (kind, body["edition"]["number"]) == ("published", 3)


def test_reinstating_what_rests_on_a_withdrawn_record_is_refused(u):
    row = published("claim")
    withdraw(u, row, also=withdrawals.preview(row))
    reading = records.reinstate(record=get("reading", "soldiers-left--report-b"), by=u.curator)

    with pytest.raises(BriefingsError, match="it names claim soldiers-left, which is not published"):
        u.approve(*u.submit(reading))


def test_whole_cascade_is_reinstated_in_one_approval(u):
    row = published("claim")
    keys = [*withdrawals.preview(row), ("claim", "soldiers-left")]
    before = {key: served(*key)[1] for key in keys}
    withdraw(u, row, also=keys[:-1])

    u.publish(*[records.reinstate(record=get(*key), by=u.curator) for key in keys])

    for key in keys:
        kind, body = served(*key)
        assert kind == "published"
        assert words_of(body) == words_of(before[key])


def words_of(body: dict) -> str:
    """Return a document without the editions it shows and their instants."""
    return json.dumps(
        {key: value for key, value in body.items() if key not in ("edition", "changed_at", "published_at")}
    )
