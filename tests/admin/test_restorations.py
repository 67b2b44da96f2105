"""An earlier edition is looked at and becomes the pending revision, of every type. Words typed at a step stay."""

import pytest

from briefings.choices import State
from briefings.facts import records as facts_of
from tests import universe
from tests.admin.desk import messages_of
from tests.universe import TYPES, fresh, published


@pytest.mark.parametrize("record_type", TYPES)
def test_earlier_edition_is_shown_and_becomes_the_pending_revision(record_type, u, colleague, reviewer):
    row = published(record_type)
    first = facts_of.read(row)
    (row,) = u.publish(u.edit(row, **universe.another(record_type, "Other words")))
    page = colleague.get(f"briefings_{record_type}_restore", row.pk, 1)
    assert [each["field"] for each in page.context["changes"]] == [universe.WORDS[record_type]]

    answer = colleague.post(f"briefings_{record_type}_restore", row.pk, 1, version=row.version)

    assert (answer.status_code, fresh(row).state) == (302, State.DRAFT)
    assert facts_of.read(fresh(row)) == first
    assert fresh(row).edition.number == 2  # readers keep it
    assert colleague.open(row, "history").context["events"][0]["event"].user == u.colleague


def test_history_leads_to_each_edition_and_to_its_restoration(u, curator):
    row = published("claim")

    page = curator.open(row, "history")

    assert f"/admin/briefings/claim/{row.pk}/restore/1/" in page.content.decode()


def test_restoring_is_refused_from_an_old_page_and_where_nothing_changes(u, curator, outsider, no_trace):
    row = published("claim")

    assert "nothing to restore" in curator.get("briefings_claim_restore", row.pk, 1).context["problem"]
    for version, said in ((row.version + 1, "you saw version"), ("x", "names no version")):
        assert said in messages_of(curator.post("briefings_claim_restore", row.pk, 1, version=version))[0]
    for number in (2, 10**30):
        assert curator.client.get(f"/admin/briefings/claim/{row.pk}/restore/{number}/").status_code == 404
    assert outsider.post("briefings_claim_restore", row.pk, 1, version=row.version).status_code == 403


def test_withdrawn_record_is_reinstated_before_an_edition_is_restored(u, reviewer):
    (row,) = u.publish(u.edit(published("judgement"), reason="other"))
    reviewer.post("briefings_judgement_withdraw", row.pk, reason="an error")

    assert "it is withdrawn" in reviewer.get("briefings_judgement_restore", row.pk, 1).context["problem"]


def test_words_typed_at_a_step_that_was_refused_are_given_back(u, reviewer):
    (row,) = u.submit(u.edit(published("claim"), proposition="Soldiers left."))

    reviewer.step(row, "approve", facts_hash="0", correction_note="The tense was wrong.")

    (approve,) = [offer for offer in reviewer.open(row).context["offers"] if offer.step == "approve"]
    assert approve.typed == {"correction_note": "The tense was wrong."}
    assert all(not offer.typed for offer in reviewer.open(row).context["offers"])  # once


def test_reason_for_a_step_that_is_gone_is_shown(u, curator, reviewer):
    (row,) = u.submit(u.more("claim"))
    curator.step(row, "recall")

    reviewer.step(row, "return", reason="which minister?")

    page = reviewer.open(row)
    assert page.context["left_over"] == ["which minister?"]
    assert "which minister?" in page.content.decode()
