"""States and steps of a record: the one table that admin, API, commands and loader obey."""

from dataclasses import dataclass

from briefings.choices import EditionKind, State
from briefings.errors import Conflict
from briefings.models import Record
from briefings.text import written


class WrongState(Conflict):
    """The step is not possible from the state the record is in."""

    code = "wrong_state"


class ReasonWanted(Conflict):
    """The step needs a reason and got none."""

    code = "reason_wanted"


@dataclass(frozen=True)
class Step:
    """One step: from which states it leads, whether it needs a reason, and how many people it takes."""

    name: str
    froms: tuple[State, ...]
    needs_reason: bool = False


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("edit", (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)),  # in_review goes back to draft
        Step("submit", (State.DRAFT,)),
        Step("recall", (State.IN_REVIEW,)),
        Step("return", (State.IN_REVIEW,), needs_reason=True),
        Step("approve", (State.IN_REVIEW,)),
        Step("revise", (State.PUBLISHED,)),
        Step("discard", (State.DRAFT,)),
        Step("reopen", (State.DISCARDED,)),
        # Whatever readers are served can be taken off line at once, a pending revision notwithstanding.
        Step("withdraw", (State.PUBLISHED, State.DRAFT, State.IN_REVIEW, State.MERGED), needs_reason=True),
        Step("reinstate", (State.WITHDRAWN,)),
        Step("unmerge", (State.MERGED,)),
    )
}


def check(record: Record, step: str, reason: str = "") -> None:
    """Raise WrongState or ReasonWanted unless the record can take the step now, else for an unwritable reason."""
    rule = STEPS[step]
    if record.state not in rule.froms:
        allowed = " or ".join(rule.froms)
        raise WrongState(f"cannot {step} {record.label}: it is {record.state}, {step} needs {allowed}")
    if step == "withdraw" and record.edition_kind in (None, EditionKind.WITHDRAWN):
        raise WrongState(f"cannot withdraw {record.label}: readers are not served it; discard a draft instead")
    if rule.needs_reason and not reason.strip():
        raise ReasonWanted(f"cannot {step} {record.label}: no reason was given, {step} needs one")
    about = f"cannot {step} {record.label}: its reason: "
    written.refuse_unwritable(reason, lines=True, at_most=written.LONGEST_REASON, about=about)


def possible(record: Record) -> list[str]:
    """Return the steps the record's state allows, whoever asks."""
    steps = []
    for name in STEPS:
        try:
            check(record, name, reason="asked")
        except WrongState:
            continue
        steps.append(name)
    return steps
