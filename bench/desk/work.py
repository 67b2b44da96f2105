"""A desk at work on a generated database, made through the actions: drafts, batches in review, returned, assigned."""

from collections.abc import Iterator
from itertools import islice

from django.contrib.auth.models import Group

from briefings import permissions
from briefings.actions import assignments, batches, records, withdrawals
from briefings.models import Batch, Claim, Comparison, Record, User

SHARE = 100  # one claim in so many is on somebody's desk, in each state
IN_A_BATCH = 20
ASSIGNED_AT_ONCE = 100


def people() -> dict[str, User]:
    """Return a person of each role, made when missing; nobody can log in with them."""
    permissions.ensure_groups()
    found = {}
    for role in permissions.ROLES:
        user, is_new = User.objects.get_or_create(
            username=f"desk-{role}", defaults={"pseudonym": f"desk-{role}", "is_staff": True}
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            user.groups.add(Group.objects.get(name=role))
        found[role] = user
    return found


def fill(several: int) -> None:
    """Put so many claims into each state of the work; a second time changes nothing."""
    if Batch.objects.exists():
        return
    curator, reviewer = people()[permissions.CURATOR], people()[permissions.REVIEWER]
    for number, some in enumerate(_chunks(several)):
        _create("draft", some, curator)
        batch = batches.open_(title=f"Batch {number}", by=curator)
        _create("review", some, curator, batch)
        batches.submit(batch=batch, by=curator)
        back = batches.open_(title=f"Returned {number}", by=curator)
        _create("returned", some, curator, back)
        batches.submit(batch=back, by=curator)
        batches.return_(batch=back, by=reviewer, reason="The date is not in the report.")
    published = Claim.objects.filter(state="published").order_by("-pk")
    for row in published[: several // 2]:
        records.revise(record=row, by=curator)
    rows: list[Record] = [*Claim.objects.filter(state="draft").order_by("pk")[:several]]
    for start in range(0, len(rows), ASSIGNED_AT_ONCE):
        assignments.assign(rows=rows[start : start + ASSIGNED_AT_ONCE], to=curator, by=reviewer)
    for comparison in Comparison.objects.filter(state="published").order_by("pk")[: several // 10]:
        withdrawals.withdraw(record=comparison, by=reviewer, reason="Two claims of different scope.")


def _chunks(several: int) -> Iterator[list[int]]:
    numbers = iter(range(several))
    while some := [*islice(numbers, IN_A_BATCH)]:
        yield some


def _create(name: str, numbers: list[int], by: User, batch: Batch | None = None) -> None:
    facts = {"proposition": "Troops are where nobody saw them.", "category": "deployment"}
    drafts = {f"{name}-{number}": facts for number in numbers}
    records.create_all(record_type="claim", drafts=drafts, by=by, batch=batch)
