"""Approve: four eyes, an edition for each record, documents for readers, in one transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery

from briefings import permissions, workflow
from briefings.actions import assignments, contributions, editions, memberships, records
from briefings.actions.transactions import one_writer
from briefings.choices import Credibility, EditionKind, JudgementKind, RecordType, State
from briefings.errors import BriefingsError, Conflict
from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.facts.known import Known
from briefings.facts.records import references
from briefings.models import RECORDS, Document, Edition, Judgement, Record, Source, User
from briefings.rendering import publication
from briefings.rendering.in_force import Held, InForce
from briefings.text import written

Key = tuple[str, str]  # type and slug
Reasons = Iterator[tuple[str, str]]  # code and detail
IN_FORCE = (EditionKind.PUBLISHED, EditionKind.UNMERGED, EditionKind.MERGED)


@dataclass(frozen=True)
class Seen:
    """What the reviewer looked at: approval is of exactly this."""

    version: int
    facts_hash: str


@dataclass(frozen=True)
class Refusal:
    """One record that cannot be approved, and why."""

    record_type: str
    slug: str
    code: str
    detail: str


class Refused(Conflict):
    """Something in the approval is refused; nothing of it happened. refusals lists every reason."""

    code = "approval_refused"

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = refusals
        super().__init__("; ".join(refusal.detail for refusal in refusals))


@dataclass(frozen=True)
class Candidate:
    """One record up for approval, its facts read once."""

    row: Record
    facts: dict[str, Any]
    by: User

    @property
    def key(self) -> Key:
        """Return type and slug."""
        return self.row.record_type.value, self.row.slug

    @property
    def seen(self) -> Seen:
        """Return what a reviewer who looks at it now has seen."""
        return Seen(self.row.version, canonical.hash_of(self.facts))


def seen(record: Record) -> Seen:
    """Return what a reviewer who looks at the record now has seen."""
    return Seen(record.version, canonical.hash_of(facts_of.read(record)))


def candidates(rows: Iterable[Record], by: User) -> list[Candidate]:
    """Return records as they stand now with their facts, in the order in which they refer to each other.

    Costs at most eight queries a type. Raises Invalid for one that is there no more.
    """
    return candidates_under({(row.record_type.value, row.slug) for row in rows}, by)


def candidates_under(keys: Iterable[Key], by: User, ahead: Iterable[Candidate] = ()) -> list[Candidate]:
    """Return the candidates under (type, slug), each once; otherwise as candidates does.

    ahead: some that were read before. Whatever changes a record counts its version up, so those whose version still
    stands are taken as they are, for one query; the rest are read again.
    """
    ordered = memberships.in_order(keys)
    read = {each.key: each for each in ahead}
    now = _versions(read)
    found = {key: each for key, each in read.items() if now.get(key) == each.row.version}
    rows = records.get_all([key for key in ordered if key not in found], with_facts=True)
    again = (Candidate(row, facts_of.of(row), by) for row in rows)
    found |= {each.key: each for each in again}
    return [found[key] for key in ordered]


def _versions(keys: Iterable[Key]) -> dict[Key, int]:
    """Return the versions of records as they stand; one that is not there is left out. Costs one query."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for record_type, slug in keys:
        wanted[record_type].append(slug)
    if not wanted:
        return {}
    selects = (
        f"SELECT '{record_type}', slug, version FROM {RECORDS[record_type]._meta.db_table}"
        f" WHERE slug IN ({', '.join(['%s'] * len(slugs))})"
        for record_type, slugs in wanted.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), [slug for slugs in wanted.values() for slug in slugs])
        return {(record_type, slug): version for record_type, slug, version in cursor}


def refusals(rows: Iterable[Record], by: User, looked_at: Mapping[Key, Seen] | None = None) -> list[Refusal]:
    """Return every reason why by cannot approve these records together; an empty list: they can.

    looked_at: for (type, slug) what the reviewer saw; None skips that check, for a list shown beforehand.
    """
    up = candidates(rows, by)
    return _refusals(up, _around(up), looked_at)


@dataclass(frozen=True)
class Around:
    """What the checks ask about records other than the one up, fetched for all of them at once."""

    together: frozenset[Key]  # of the records up
    contributors: dict[Key, list[User]]
    known: dict[str, Known]  # by record type
    public: frozenset[Key]  # of the records named, those that have an edition in force
    compared: dict[str, list[Held]]  # slug of a reading to the published comparisons that name a citation of it


def _around(up: list[Candidate]) -> Around:
    facts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    at_hand = Known()
    for candidate in up:
        facts[candidate.row.record_type.value].append(candidate.facts)
        at_hand.keep(candidate.row)
        if isinstance(candidate.row, Source):
            at_hand.keep_text(candidate.row.slug, candidate.row.text.body)
    together = frozenset(candidate.key for candidate in up)
    named = {key for record_type, several in facts.items() for its in several for key in references(record_type, its)}
    in_force, read = InForce(), [each.row for each in up if each.row.record_type == RecordType.READING]
    readings = [row.slug for row in read if row.edition]  # no published comparison names one that never was
    in_force.load_naming(("comparison", "reading", slug) for slug in readings)
    return Around(
        together=together,
        contributors=contributions.of_all([candidate.row for candidate in up]),
        known={kind: facts_of.known_to(kind, several, known=at_hand) for kind, several in facts.items()},
        public=_public(named - together),
        compared={slug: in_force.naming("comparison", "reading", slug) for slug in readings},
    )


def _public(keys: set[Key]) -> frozenset[Key]:
    """Return those of the records that have an edition in force."""
    if not keys:
        return frozenset()
    types, slugs = {record_type for record_type, _ in keys}, {slug for _, slug in keys}
    found = Document.objects.filter(record_type__in=types, slug__in=slugs, kind__in=IN_FORCE)
    return frozenset(found.values_list("record_type", "slug"))


def _refusals(up: list[Candidate], around: Around, looked_at: Mapping[Key, Seen] | None) -> list[Refusal]:
    found: list[Refusal] = []
    for candidate in up:
        row = candidate.row
        reasons = [reason for check in CHECKS for reason in check(candidate, around)]
        if looked_at is not None:
            reasons += _same_as_seen(candidate, looked_at)
        found += [
            Refusal(row.record_type.value, row.slug, code, f"cannot approve {row.label}: {detail}")
            for code, detail in reasons
        ]
    return found


def _state(candidate: Candidate, around: Around) -> Reasons:
    if candidate.row.state != State.IN_REVIEW:
        yield "wrong_state", f"it is {candidate.row.state}, approve needs {State.IN_REVIEW.value}"


def _four_eyes(candidate: Candidate, around: Around) -> Reasons:
    if candidate.by in around.contributors[candidate.key]:
        yield "four_eyes", f"{candidate.by.username} contributed to it, and nobody approves their own work"


def _same_as_seen(candidate: Candidate, looked_at: Mapping[Key, Seen]) -> Reasons:
    key = candidate.key
    if key not in looked_at:
        yield "not_seen", "approval names no version and hash for it"
    elif looked_at[key] != (now := candidate.seen):
        yield (
            "changed_since_seen",
            f"you saw version {looked_at[key].version} ({looked_at[key].facts_hash[:12]}), "
            f"it is version {now.version} ({now.facts_hash[:12]})",
        )


def _facts_hold(candidate: Candidate, around: Around) -> Reasons:
    record_type, slug = candidate.key
    try:
        facts_of.clean(record_type, candidate.facts, slug=slug, known=around.known[record_type])
    except BriefingsError as error:
        yield error.code, error.detail


def _references(candidate: Candidate, around: Around) -> Reasons:
    named = references(candidate.row.record_type, candidate.facts) - around.together
    for record_type, slug in sorted(named - around.public):
        yield "unpublished_reference", f"it names {record_type} {slug}, which is not published nor in this approval"


def _merge_target(candidate: Candidate, around: Around) -> Reasons:
    """Readers would be sent round in a circle, or on from there."""
    target = candidate.facts.get("merged_into")
    if target is None or ("actor", target) in around.together:
        return
    if Document.objects.filter(record_type="actor", slug=target, kind=EditionKind.MERGED).exists():
        yield "merge_target_merged", f"readers of actor {target} are themselves sent on to another: merge into that"


def _named_citations(candidate: Candidate, around: Around) -> Reasons:
    """A published comparison would name a citation that its reading no longer has."""
    slug = candidate.row.slug
    if candidate.row.record_type != RecordType.READING:
        return
    kept = {f"{slug}--{citation['id']}" for citation in candidate.facts["citations"]}
    for held in around.compared.get(slug, ()):
        named = {held.facts[side]["citation"] for side in ("left", "right")} - {None}
        gone = sorted(each for each in named - kept if each.rsplit("--", 1)[0] == slug)
        if gone and ("comparison", held.edition.slug) not in around.together:
            yield "citation_in_use", f"comparison {held.edition.slug} names citation {gone[0]}, which it drops"


def _credibility(candidate: Candidate, around: Around) -> Reasons:
    if candidate.facts.get("credibility") != Credibility.CONFIRMED:
        return
    judged = Judgement.objects.filter(
        kind=JudgementKind.INDEPENDENCE_ESTABLISHED, claim__slug=candidate.row.slug
    ).select_related("edition")
    if not any(judgement.is_public or ("judgement", judgement.slug) in around.together for judgement in judged):
        yield "independence_not_established", "credibility 1 needs a published judgement of independence"


CHECKS: tuple[Callable[[Candidate, Around], Reasons], ...] = (
    _state, _four_eyes, _facts_hold, _references, _merge_target, _named_citations, _credibility,
)  # fmt: skip


def approve(
    *,
    rows: Iterable[Record],
    by: User,
    looked_at: Mapping[Key, Seen],
    correction_note: str = "",
) -> list[Edition]:
    """Publish submitted records together and return their editions.

    They are published in the order in which they refer to each other. looked_at: for (type, slug) the version and
    hash the reviewer saw. correction_note: for readers, on records that were public before. Raises Refused with every
    reason, and then nothing has happened.
    """
    permissions.require(by, "approve")
    ahead = candidates(rows, by)  # read while other writers have their turn
    with one_writer():
        keys = {candidate.key for candidate in ahead}
        return approve_in_turn(keys, ahead, by=by, looked_at=looked_at, correction_note=correction_note)


def approve_in_turn(
    keys: Iterable[Key], ahead: Iterable[Candidate], *, by: User, looked_at: Mapping[Key, Seen], correction_note: str
) -> list[Edition]:
    """Do what approve does, once it is its turn: call it inside one_writer(), for somebody who may approve.

    ahead: candidates that were read before; those that have changed since are read again.
    """
    about = "cannot approve: the correction note: "
    written.refuse_unwritable(correction_note, lines=True, at_most=written.LONGEST_REASON, about=about)
    up = candidates_under(keys, by, ahead)
    left = {candidate.row.batch_id: candidate.row.batch for candidate in up}
    around = _around(up)
    problems = _refusals(up, around, looked_at)
    if problems:
        raise Refused(problems)
    made = _publish(up, around, by, correction_note)
    assignments.end(candidate.row for candidate in up)
    publication.publish(made)
    for batch in left.values():
        memberships.close_if_empty(batch, by)
    return made


def _publish(up: list[Candidate], around: Around, by: User, correction_note: str) -> list[Edition]:
    before, authors = [records.published_facts(candidate.row) for candidate in up], around.contributors
    batches = [candidate.row.batch for candidate in up]
    for candidate in up:
        workflow.check(candidate.row, "approve")
    made = editions.append(
        [
            editions.Step(
                each.row, _kind(each.row), each.facts, author=authors[each.key][-1], approver=by, batch=each.row.batch,
                correction_note=correction_note if facts is not None else "",
            )
            for each, facts in zip(up, before, strict=True)
        ]
    )  # fmt: skip
    _move([candidate.row for candidate in up], made, by)
    for candidate, facts, batch, edition in zip(up, before, batches, made, strict=True):
        records.log(
            "approve", candidate.row, by, before=facts, after=candidate.facts, edition=edition.number,
            was_in_batch=batch.pk if batch else None,
        )  # fmt: skip
    return made


def _move(rows: list[Record], made: list[Edition], by: User) -> None:
    """Make each record's new edition its latest: one statement for those of one type."""
    alike: dict[tuple[RecordType, State], list[tuple[Record, Edition]]] = defaultdict(list)
    for row, edition in zip(rows, made, strict=True):
        alike[row.record_type, records.AFTER_EDITION[EditionKind(edition.kind)]].append((row, edition))
    for (record_type, state), pairs in alike.items():
        latest: Any = pairs[0][1]
        if len(pairs) > 1:
            theirs = Edition.objects.filter(record_type=record_type, slug=OuterRef("slug")).order_by("-number")
            latest = Subquery(theirs.values("pk")[:1])
        same = [row for row, _ in pairs]
        records.move_all(same, by, state=state, edition=latest, batch=None, return_reason="")
        for row, edition in pairs:
            row.edition = edition


def _kind(row: Record) -> EditionKind:
    if getattr(row, "merged_into_id", None):
        return EditionKind.MERGED
    if row.edition_kind == EditionKind.MERGED:
        return EditionKind.UNMERGED
    return EditionKind.PUBLISHED
