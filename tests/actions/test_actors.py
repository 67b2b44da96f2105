"""Merging two actors and taking it back: both by two people, with every document that shows the actor."""

import json

import pytest

from briefings.actions import actors, records
from briefings.choices import State
from briefings.errors import BriefingsError
from briefings.facts import records as facts_of
from briefings.models import AuditEvent, Document, PublishedClaim, PublishedName, StaleDocument
from tests.universe import fresh, get


def served(record_type: str, slug: str) -> tuple[str, dict]:
    document = Document.objects.get(record_type=record_type, slug=slug)
    return document.kind, json.loads(bytes(document.body))


def bodies() -> dict:
    return {(d.record_type, d.slug): (d.kind, json.loads(bytes(d.body))) for d in Document.objects.all()}


def merge(u, slug: str, into: str):
    row = get("actor", slug)
    return actors.merge(actor=row, into=get("actor", into), by=u.curator, version=row.version)


def test_proposed_merge_changes_nothing_for_readers(u):
    before = bodies()

    row = merge(u, "twin", "agency")
    u.submit(row)

    assert bodies() == before


def test_approved_merge_sends_readers_on(u):
    u.merge("twin", into="agency")

    assert served("actor", "twin") == ("merged", {"merged_into": "agency"})
    assert served("actor", "agency")[1]["merged"] == ["twin"]
    assert [name.actor.slug for name in PublishedName.objects.filter(text="The agency's twin")] == ["agency"]
    assert get("actor", "twin").state == State.MERGED


def test_documents_that_show_a_merged_actor_show_the_other(u):
    assert served("claim", "soldiers-planned")[1]["subject"]["slug"] == "twin"

    u.merge("twin", into="agency")

    assert served("claim", "soldiers-planned")[1]["subject"] == {
        "slug": "agency",
        "name": "The agency",
        "kind": "state_body",
    }
    assert PublishedClaim.objects.get(slug="soldiers-planned").subject == "agency"
    assert not StaleDocument.objects.exists()


def test_unmerging_brings_every_document_back(u):
    before = bodies()
    row = u.merge("twin", into="agency")

    row = actors.unmerge(actor=row, by=u.curator, version=row.version)
    assert served("actor", "twin")[0] == "merged"
    u.publish(row)

    after = bodies()
    kind, twin = after.pop(("actor", "twin"))
    _, twin_before = before.pop(("actor", "twin"))
    assert (kind, {**twin, "edition": None}) == ("un_merged", {**twin_before, "edition": None})
    assert after == before
    assert get("actor", "twin").state == State.PUBLISHED


def test_new_record_may_name_a_merged_actor(u):
    u.merge("twin", into="agency")

    u.publish(u.draft("claim", "of-twin", {"proposition": "P.", "category": "plan", "subject": "twin"}))

    assert served("claim", "of-twin")[1]["subject"]["slug"] == "agency"


def test_chain_of_merges_is_followed_to_its_end(u):
    u.merge("twin", into="agency")
    row = get("actor", "agency")
    u.publish(u.edit(row, merged_into="assembly"))

    assert served("actor", "twin")[1] == {"merged_into": "assembly"}
    assert served("claim", "soldiers-planned")[1]["subject"]["slug"] == "assembly"
    assert served("claim", "soldiers-planned")[1]["holder"]["slug"] == "assembly"


def refuses(message: str, call) -> None:
    before = AuditEvent.objects.count()
    with pytest.raises(BriefingsError, match=message):
        call()
    assert AuditEvent.objects.count() == before


def test_merge_into_itself_is_refused(u):
    refuses("twin cannot be its own merged_into", lambda: merge(u, "twin", "twin"))


def test_merge_into_a_draft_is_refused(u):
    u.more("actor")

    refuses("ministry is draft, not published", lambda: merge(u, "twin", "ministry"))


def test_merge_into_a_merged_actor_is_refused(u):
    u.merge("twin", into="agency")

    refuses("cannot merge actor wire into actor twin: twin is merged, not published", lambda: merge(u, "wire", "twin"))


def test_merge_of_an_actor_that_others_are_merged_into_is_refused(u):
    u.merge("twin", into="agency")

    refuses("twin is merged into it; un-merge that first", lambda: merge(u, "agency", "assembly"))


def test_circle_of_merges_by_editing_is_refused(u):
    merge(u, "twin", "agency")

    refuses("twin is itself merged into agency", lambda: u.edit(get("actor", "agency"), merged_into="twin"))


def test_merge_of_a_version_that_is_gone_is_refused(u):
    row = get("actor", "twin")
    u.edit(row, country="KP")

    with pytest.raises(records.Stale):
        actors.merge(actor=row, into=get("actor", "agency"), by=u.curator, version=row.version)


def test_unmerge_of_a_version_that_is_gone_is_refused(u):
    row = u.merge("twin", into="agency")

    with pytest.raises(records.Stale):
        actors.unmerge(actor=row, by=u.curator, version=row.version - 1)

    assert fresh(row).state == State.MERGED


def test_discarded_unmerge_is_merged_again(u):
    row = u.merge("twin", into="agency")
    row = actors.unmerge(actor=row, by=u.curator, version=row.version)

    row = records.discard(record=row, by=u.curator)

    assert row.state == State.MERGED
    assert facts_of.read(row)["merged_into"] == "agency"
    assert served("actor", "twin") == ("merged", {"merged_into": "agency"})


def test_discarded_unmerge_is_possible_when_the_other_was_merged_meanwhile(u):
    row = u.merge("twin", into="agency")
    row = actors.unmerge(actor=row, by=u.curator, version=row.version)
    u.merge("agency", into="assembly")

    row = records.discard(record=row, by=u.curator)

    assert row.state == State.MERGED
    assert served("actor", "twin")[1] == {"merged_into": "assembly"}


def test_actor_of_an_unmerge_may_be_merged_elsewhere(u):
    row = u.merge("twin", into="agency")
    row = actors.unmerge(actor=row, by=u.curator, version=row.version)
    u.publish(u.edit(row, merged_into="wire"))

    assert served("actor", "twin") == ("merged", {"merged_into": "wire"})
    assert served("actor", "agency")[1]["merged"] == []
    assert served("actor", "wire")[1]["merged"] == ["twin"]


def test_circle_of_merges_by_way_of_a_pending_unmerge_is_refused(u):
    row = u.merge("twin", into="agency")
    actors.unmerge(actor=row, by=u.curator, version=row.version)
    (back,) = u.submit(u.edit(get("actor", "agency"), merged_into="twin"))

    with pytest.raises(BriefingsError, match="readers of actor twin are themselves sent on to another"):
        u.approve(back)
