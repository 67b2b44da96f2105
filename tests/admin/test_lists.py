"""The lists: every type, searched and filtered, as many queries for twenty rows as for one."""

import pytest

from briefings.models import AuditEvent
from tests import universe
from tests.admin.desk import messages_of
from tests.universe import PUBLISHED, TYPES

SEARCHES = {
    "source": "seoul counts", "actor": "국정원", "briefing": "of october", "claim": "have left", "reading": "had left",
    "comparison": "counts what", "judgement": "body",
}  # fmt: skip
FILTERS = {
    "source": "reliability__exact=F", "actor": "kind__exact=state_body", "briefing": "kind__exact=committee_briefing",
    "claim": "category__exact=deployment", "reading": "status__exact=carried", "comparison": "kind__exact=refines",
    "judgement": "kind__exact=not_same_person",
}  # fmt: skip


def listed(response) -> set[str]:
    assert response.status_code == 200
    return {row.slug for row in response.context["cl"].result_list}


@pytest.mark.parametrize("record_type", TYPES)
def test_list_shows_every_record_with_its_state(record_type, u, curator):
    draft = u.more(record_type)

    page = curator.get(f"briefings_{record_type}_changelist")

    assert {draft.slug, PUBLISHED[record_type]} <= listed(page)
    assert "Draft" in page.content.decode()


@pytest.mark.parametrize("record_type", TYPES)
def test_search_finds_a_record_by_its_words(record_type, curator):
    found = listed(curator.get(f"briefings_{record_type}_changelist", q=SEARCHES[record_type]))

    assert PUBLISHED[record_type] in found
    assert not listed(curator.get(f"briefings_{record_type}_changelist", q="zzz"))


@pytest.mark.parametrize("record_type", TYPES)
def test_filters_by_state_and_type_narrow_the_list(record_type, u, curator):
    draft = u.more(record_type)
    name, value = FILTERS[record_type].split("=")

    assert draft.slug in listed(curator.get(f"briefings_{record_type}_changelist", state__exact="draft"))
    assert PUBLISHED[record_type] not in listed(
        curator.get(f"briefings_{record_type}_changelist", state__exact="draft")
    )
    assert PUBLISHED[record_type] in listed(curator.get(f"briefings_{record_type}_changelist", **{name: value}))


def test_queues_hold_what_waits_for_the_person_who_looks(u, curator, colleague, reviewer):
    mine, submitted = u.more("claim"), u.submit(u.more("actor"))[0]

    assert listed(curator.get("briefings_claim_changelist", queue="mine")) == {mine.slug}
    assert listed(colleague.get("briefings_claim_changelist", queue="mine")) == set()
    assert listed(curator.get("briefings_actor_changelist", queue="review")) == set()
    assert listed(reviewer.get("briefings_actor_changelist", queue="review")) == {submitted.slug}


def test_returned_queue_holds_what_came_back_with_a_reason(u, curator, reviewer):
    row = u.submit(u.more("claim"))[0]
    reviewer.step(row, "return", reason="which minister?")

    assert listed(curator.get("briefings_claim_changelist", queue="returned")) == {row.slug}


@pytest.mark.parametrize("record_type", TYPES)
def test_queries_of_a_list_do_not_grow_with_its_rows(record_type, u, curator, django_assert_num_queries):
    address = f"briefings_{record_type}_changelist"
    one = PUBLISHED[record_type]
    for number in range(20):
        add_copy(u, record_type, number)

    # session, person, rights of person and groups, roles (edit), count, rows; of readings also the index of passages
    with django_assert_num_queries(9 if record_type == "reading" else 8):
        assert one in listed(curator.get(address, q=one))
    with django_assert_num_queries(8):
        assert len(listed(curator.get(address))) > 20


def add_copy(u, record_type: str, number: int) -> None:
    slug, facts = universe.MORE[record_type]
    slug = f"{slug}-{number}"
    if record_type == "reading":
        claim = u.draft("claim", f"claim-{number}", universe.MORE["claim"][1])
        facts, slug = {**facts, "claim": claim.slug}, f"{claim.slug}--report-b"
    u.draft(record_type, slug, facts)


@pytest.mark.parametrize(
    "query",
    [
        {"slug__regex": "("}, {"slug__iregex": "a"}, {"updated_at__year": "0"}, {"unheard_of": "1"},
        {"created_by__password__startswith": "p"}, {"source__text__body__contains": "x"},
        {"q": "\0"}, {"state__exact": "a\0"},
        {"_to_field": "created_by"},
    ],
)  # fmt: skip
def test_address_that_asks_for_what_no_filter_offers_is_refused(query, curator):
    assert curator.get("briefings_reading_changelist", **query).status_code == 400


@pytest.mark.parametrize(
    "query", [{"p": "9" * 30}, {"p": "x"}, {"o": "99.-1.x"}, {"all": "1"}, {"_facets": "True"}, {"state__isnull": "?"}]
)
def test_odd_page_or_order_is_answered_with_a_list(query, curator):
    assert curator.get("briefings_claim_changelist", **query).status_code in (200, 302)


@pytest.mark.parametrize("term", ["a " * 1200, "x" * 201])
def test_endless_search_finds_nothing_and_says_why(term, curator):
    page = curator.get("briefings_claim_changelist", q=term)

    assert listed(page) == set()
    assert "A search takes at most 12 words, 200 characters." in messages_of(page)


@pytest.mark.parametrize("ticked", ["x", "9" * 40, "-1", "1.5", "١"])
def test_ticked_row_that_is_none_is_refused(ticked, curator, no_trace):
    page = curator.post("briefings_claim_changelist", action="add_to_batch", _selected_action=[ticked])

    assert page.status_code == 400


def test_audit_event_shows_what_changed(u, curator):
    u.edit(u.more("claim"), proposition="A minister steps down.")

    page = curator.get("briefings_auditevent_change", AuditEvent.objects.last().pk)
    assert "A minister steps down." in page.content.decode()


def test_editions_and_audit_events_are_read_only(u, curator, chief, no_trace):
    edition, event = universe.published("claim").edition, AuditEvent.objects.last()

    for desk in (curator, chief):
        shown = desk.get("briefings_edition_change", edition.pk)
        assert "Soldiers have left." in shown.content.decode()
        assert event.payload_hash in desk.get("briefings_auditevent_change", event.pk).content.decode()
        assert desk.get("briefings_edition_changelist", q="soldiers-left").status_code == 200
        assert desk.get("briefings_auditevent_changelist", type="claim").status_code == 200
        assert desk.post("briefings_edition_change", edition.pk, slug="other").status_code == 403
        assert desk.post("briefings_auditevent_change", event.pk, step="other").status_code == 403
        assert desk.get("briefings_edition_add").status_code == 403
        assert desk.get("briefings_auditevent_add").status_code == 403
