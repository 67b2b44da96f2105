"""The truth about steps: which leads from which state to which, who may take it, and one actor in every state.

Actors are the one type that can stand in every state. Each was written by `curator`, and edited by `boss` and `editor`;
what readers have of it was approved by `reviewer`. The people beside those of the universe:

    editor   role reviewer; contributed        administrator   role administrator; contributed nothing
    boss     superuser; contributed            left            role reviewer; the account is switched off

tests/actions/test_steps.py asks the actions, tests/admin/test_truth.py the admin.
"""

from django.contrib.auth.models import Group

from briefings import permissions
from briefings.actions import records, withdrawals
from briefings.models import Record, User
from tests.universe import Universe

STATES = (
    "draft", "in_review", "published", "pending", "pending_in_review", "withdrawn", "reinstated", "merged", "discarded",
)  # fmt: skip
ROLES = (
    "curator", "colleague", "reviewer", "editor", "administrator", "chief", "boss", "outsider", "left", "anonymous",
)  # fmt: skip
OUTSIDE = {"outsider", "left", "anonymous"}  # they may nothing
CONTRIBUTED = {"curator", "editor", "boss"}

# Which states a step leads from, and to which state of the row; where a step is not listed the state is wrong.
LEADS: dict[str, dict[str, str]] = {
    "edit": {
        "draft": "draft", "in_review": "draft", "published": "draft", "pending": "draft", "pending_in_review": "draft",
        "reinstated": "draft",
    },
    "submit": {"draft": "in_review", "pending": "in_review", "reinstated": "in_review"},
    "recall": {"in_review": "draft", "pending_in_review": "draft"},
    "return": {"in_review": "draft", "pending_in_review": "draft"},
    "approve": {"in_review": "published", "pending_in_review": "published"},
    "revise": {"published": "draft"},
    "discard": {"draft": "discarded", "pending": "published", "reinstated": "withdrawn"},
    "reopen": {"discarded": "draft"},
    "withdraw": {
        "published": "withdrawn", "pending": "withdrawn", "pending_in_review": "withdrawn", "merged": "withdrawn",
    },
    "reinstate": {"withdrawn": "draft"},
    "unmerge": {"merged": "draft"},
    "restore": {"published": "draft", "pending": "draft", "pending_in_review": "draft", "reinstated": "draft"},
    "merge": {
        "draft": "draft", "in_review": "draft", "published": "draft", "pending": "draft", "pending_in_review": "draft",
        "reinstated": "draft",
    },
}  # fmt: skip
# What becomes of a record that a file changes, by whether revisions are begun: what is not listed is refused. Who may
# edit and begin records may import.
IMPORTED: dict[bool, dict[str, str]] = {
    False: dict.fromkeys(("draft", "pending", "reinstated"), "changed"),
    True: {**dict.fromkeys(("draft", "pending", "reinstated"), "changed"), "published": "revised"},
}
REVIEWERS_ONLY = {"approve", "return", "withdraw"}
NEVER_PUBLIC = {"draft", "in_review", "discarded"}


def expected_code(step: str, state: str, role: str) -> str | None:
    """Return the code of the refusal, or None for a step that succeeds."""
    if role in OUTSIDE or (step in REVIEWERS_ONLY and role in ("curator", "colleague")):
        return "forbidden"
    if step == "restore" and state in NEVER_PUBLIC:
        return "invalid"  # there is no edition 1
    if state not in LEADS[step]:
        return "approval_refused" if step == "approve" else "wrong_state"
    if step == "approve" and role in CONTRIBUTED:
        return "approval_refused"  # superusers and reviewers who contributed are no exception
    if step == "recall" and role not in CONTRIBUTED:
        return "conflict"  # not theirs; a reviewer may return it
    return None


def renamed(text: str) -> dict:
    return {"kind": "person", "names": [{"text": text, "kind": "full"}]}


def person(name: str, role: str | None = None, **columns: bool) -> User:
    """Make one more person of the staff."""
    user = User.objects.create(username=name, pseudonym=f"desk-{name}", is_staff=True, **columns)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def slug_of(state: str) -> str:
    """Return the slug of the actor that stands in a state."""
    return f"one-{state.replace('_', '-')}"


def build(u: Universe) -> Universe:
    """Add the further people to a universe, and one actor in each state."""
    u.boss = person("boss", is_superuser=True)
    u.editor = person("editor", permissions.REVIEWER)
    u.administrator = person("administrator", permissions.ADMINISTRATOR)
    u.left = person("left", permissions.REVIEWER, is_active=False)
    for state in STATES:
        row = u.draft("actor", slug_of(state), renamed("One"))
        row = records.edit(record=row, facts=renamed("Two"), by=u.boss, version=row.version)
        row = records.edit(record=row, facts=renamed("Two of three"), by=u.editor, version=row.version)
        take_to(u, row, state)
    return u


def take_to(u: Universe, row: Record, state: str) -> None:
    """Take a draft to a state."""
    if state == "in_review":
        u.submit(row)
    elif state == "discarded":
        records.discard(record=row, by=u.curator)
    elif state != "draft":
        public(u, row, state)


def public(u: Universe, row: Record, state: str) -> None:
    """Publish the row twice and take it on to its state."""
    (row,) = u.publish(row)
    (row,) = u.publish(u.edit(row, names=renamed("Two and a half")["names"]))
    if state in ("pending", "pending_in_review"):
        row = u.edit(row, names=renamed("Three")["names"])
        row = u.edit(row, names=renamed("Four")["names"], by=u.boss)
        row = u.edit(row, names=renamed("Five")["names"], by=u.editor)
    if state == "pending_in_review":
        u.submit(row)
    if state in ("withdrawn", "reinstated"):
        withdrawals.withdraw(record=row, by=u.reviewer, reason="an error")
    if state == "reinstated":
        records.reinstate(record=row, by=u.curator)
    if state == "merged":
        u.merge(row.slug, into="seoul")
