"""Approve: four eyes, an edition for each record, documents for readers, in one transaction."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefings import permissions, workflow
from briefings.actions import editions, records
from briefings.actions.transactions import one_writer
from briefings.choices import Credibility, EditionKind, JudgementKind, RecordType, State
from briefings.errors import BriefingsError, Conflict
from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.models import Document, Edition, Judgement, Record, User
from briefings.rendering import publication

ORDER = {record_type: rank for rank, record_type in enumerate(RecordType.values)}
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


def seen(record: Record) -> Seen:
    """Return what a reviewer who looks at the record now has seen."""
    return Seen(record.version, canonical.hash_of(facts_of.read(record)))


def refusals(
    rows: Iterable[Record], by: User, looked_at: Mapping[Key, Seen] | None = None
) -> list[Refusal]:
    """Return every reason why by cannot approve these records together; an empty list: they can.

    looked_at: for (type, slug) what the reviewer saw; None skips that check, for a list shown beforehand.
    """
    rows = list(rows)
    together = {(row.record_type.value, row.slug) for row in rows}
    found: list[Refusal] = []
    for row in rows:
        for check in (_state, _four_eyes, _same_as_seen, _facts_hold, _references, _credibility):
            for code, detail in check(row, by=by, looked_at=looked_at, together=together):
                found.append(Refusal(row.record_type.value, row.slug, code, f"cannot approve {row.label}: {detail}"))
    return found


def _state(row: Record, **_: Any) -> Reasons:
    if row.state != State.IN_REVIEW:
        yield "wrong_state", f"it is {row.state}, approve needs {State.IN_REVIEW.value}"


def _four_eyes(row: Record, *, by: User, **_: Any) -> Reasons:
    if by in records.contributors(row):
        yield "four_eyes", f"{by.username} contributed to it, and nobody approves their own work"


def _same_as_seen(row: Record, *, looked_at: Mapping[Key, Seen] | None, **_: Any) -> Reasons:
    if looked_at is None:
        return
    key = (row.record_type.value, row.slug)
    if key not in looked_at:
        yield "not_seen", "approval names no version and hash for it"
    elif looked_at[key] != (now := seen(row)):
        yield (
            "changed_since_seen",
            f"you saw version {looked_at[key].version} ({looked_at[key].facts_hash[:12]}), "
            f"it is version {now.version} ({now.facts_hash[:12]})",
        )


def _facts_hold(row: Record, **_: Any) -> Reasons:
    try:
        facts_of.clean(row.record_type, facts_of.read(row), slug=row.slug)
    except BriefingsError as error:
        yield error.code, error.detail


def _references(row: Record, *, together: set[Key], **_: Any) -> Reasons:
    named = facts_of.references(row.record_type, facts_of.read(row)) - together - {(row.record_type.value, row.slug)}
    public = set(
        Document.objects.filter(slug__in={slug for _, slug in named}, kind__in=IN_FORCE).values_list(
            "record_type", "slug"
        )
    )
    for record_type, slug in sorted(named - public):
        yield "unpublished_reference", f"it names {record_type} {slug}, which is not published nor in this approval"


def _credibility(row: Record, *, together: set[Key], **_: Any) -> Reasons:
    if getattr(row, "credibility", None) != Credibility.CONFIRMED:
        return
    judged = Judgement.objects.filter(kind=JudgementKind.INDEPENDENCE_ESTABLISHED, claim__slug=row.slug)
    public = [judgement for judgement in judged if judgement.is_public or ("judgement", judgement.slug) in together]
    if not public:
        yield "independence_not_established", "credibility 1 needs a published judgement of independence"


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
    with one_writer():
        fresh = [records.get(row.record_type, row.slug) for row in rows]
        fresh.sort(key=lambda row: (ORDER[row.record_type], row.slug))
        problems = refusals(fresh, by, looked_at)
        if problems:
            raise Refused(problems)
        made = [_publish(row, by, correction_note) for row in fresh]
        publication.publish(made)
        return made


def _publish(row: Record, by: User, correction_note: str) -> Edition:
    workflow.check(row, "approve")
    facts = facts_of.read(row)
    before = records.published_facts(row)
    kind = _kind(row)
    batch = row.batch
    author = records.contributors(row)[-1]
    edition = editions.append(
        record=row, kind=kind, facts=facts, author=author, approver=by, batch=batch,
        correction_note=correction_note if before is not None else "",
    )  # fmt: skip
    records.move(row, by, state=records.AFTER_EDITION[kind], edition=edition, batch=None, return_reason="")
    records.log(
        "approve", row, by, before=before, after=facts, edition=edition.number, was_in_batch=batch.pk if batch else None
    )
    return edition


def _kind(row: Record) -> EditionKind:
    if getattr(row, "merged_into_id", None):
        return EditionKind.MERGED
    if row.edition_kind == EditionKind.MERGED:
        return EditionKind.UNMERGED
    return EditionKind.PUBLISHED
