"""The buttons of a record's page: which steps a person is offered, and taking one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from briefings import workflow
from briefings.actions import actors, approvals, assignments, batches, records
from briefings.admin import assigning
from briefings.admin.access import may
from briefings.errors import Invalid
from briefings.models import Record

WORDS = {
    "submit": "Submit for review",
    "recall": "Recall to draft",
    "return": "Return to its authors",
    "approve": "Approve and publish",
    "revise": "Open a revision",
    "discard": "Discard this draft",
    "reopen": "Take up again",
    "withdraw": "Withdraw…",
    "reinstate": "Reinstate as a draft",
    "unmerge": "Un-merge",
    "merge": "Merge into another actor…",
    "leave-batch": "Take out of the batch",
    "assign": "Assign",
}
OWN_PAGE = frozenset({"withdraw", "merge"})  # a page that shows what will happen comes before the button
REASONS = {"return": "Reason, for the authors"}


@dataclass
class Offer:
    """One button, with whatever has to be said beside it."""

    step: str
    label: str
    url: str
    has_own_page: bool = False
    reason_label: str = ""
    takes_note: bool = False
    refusals: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)  # what was typed before a refusal, by name of the field


TYPED = ("reason", "correction_note")  # words that a person types beside a button


def keep_typed(request: HttpRequest, url: str) -> None:
    """Keep the words of a step that was refused, for the next page to show. url: address of the step."""
    typed = {name: request.POST[name] for name in TYPED if request.POST.get(name, "").strip()}
    if typed:
        request.session["typed"] = {"url": url, "typed": typed}


def give_back(request: HttpRequest, offers: list[Offer]) -> list[str]:
    """Put kept words into the offer that they were typed for; return those that no offer takes any longer."""
    kept = request.session.pop("typed", None) if request.method == "GET" else None
    if kept is None:
        return []
    for offer in offers:
        if offer.url == kept["url"]:
            offer.typed = kept["typed"]
            return []
    return list(kept["typed"].values())


def offers(request: HttpRequest, record: Record) -> list[Offer]:
    """Return the steps that the record's state and the person's roles allow; what four eyes forbid comes disabled."""
    return [_offer(request, record, name) for name in _names(request, record)]


def _names(request: HttpRequest, record: Record) -> list[str]:
    names = [name for name in workflow.possible(record) if name != "edit" and may(request, name)]
    names.sort(key=lambda name: name != "approve")  # what goes on stands first
    if "edit" in workflow.possible(record) and may(request, "edit"):
        if record.record_type == "actor" and not record.merged_into_id:
            names.append("merge")
        if record.batch_id and record.state == "draft":
            names.append("leave-batch")
    return names


def _offer(request: HttpRequest, record: Record, name: str) -> Offer:
    offer = Offer(name, WORDS[name], step_url(record, name), has_own_page=name in OWN_PAGE)
    offer.reason_label = REASONS.get(name, "")
    if name == "approve":
        offer.takes_note = bool(record.edition_id)
        offer.refusals = [refusal.detail for refusal in approvals.refusals([record], request.user)]
    return offer


def step_url(record: Record, step: str) -> str:
    """Return the address of a step of a record."""
    base = f"admin:briefings_{record._meta.model_name}"
    if step in OWN_PAGE:
        return reverse(f"{base}_{step}", args=[record.pk])
    return reverse(f"{base}_step", args=[record.pk, step])


def take(record: Record, step: str, request: HttpRequest) -> None:
    """Take a step for the person of a POST. Raises Invalid for no step, else what the action raises."""
    if step not in TAKE:
        raise Invalid(f"there is no step {step}")
    TAKE[step](record, request)


def _plain(action: Callable) -> Callable[[Record, HttpRequest], None]:
    return lambda record, request: action(record=record, by=request.user)


def _approve(record: Record, request: HttpRequest) -> None:
    """Approve what the form says was seen; through the batch where there is one, so that an empty one closes."""
    looked_at = {(record.record_type.value, record.slug): seen_in(request, "version", "facts_hash")}
    note = request.POST.get("correction_note", "")
    if record.batch_id:
        batches.approve(batch=record.batch, by=request.user, looked_at=looked_at, rows=[record], correction_note=note)
    else:
        approvals.approve(rows=[record], by=request.user, looked_at=looked_at, correction_note=note)


def seen_in(request: HttpRequest, version: str, facts_hash: str) -> approvals.Seen:
    """Return what a reviewer's form says was looked at. Raises Invalid where it does not say."""
    return approvals.Seen(version_in(request, version), request.POST.get(facts_hash, ""))


def version_in(request: HttpRequest, name: str = "version") -> int:
    """Return the version a form was made from. Raises Invalid for none."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Invalid(f"the form names no version: {text[:20]!r}")
    return int(text)


def _return(record: Record, request: HttpRequest) -> None:
    records.return_(record=record, by=request.user, reason=request.POST.get("reason", ""))


def _unmerge(record: Record, request: HttpRequest) -> None:
    actors.unmerge(actor=record, by=request.user, version=version_in(request))


def _leave_batch(record: Record, request: HttpRequest) -> None:
    batches.remove(row=record, by=request.user)


def _assign(record: Record, request: HttpRequest) -> None:
    to, address = assigning.person_in(request), assigning.desk_url(request)
    assignments.assign(rows=[record], to=to, by=request.user, desk_url=address)


TAKE: dict[str, Callable[[Record, HttpRequest], None]] = {
    "submit": _plain(records.submit),
    "recall": _plain(records.recall),
    "return": _return,
    "approve": _approve,
    "revise": _plain(records.revise),
    "discard": _plain(records.discard),
    "reopen": _plain(records.reopen),
    "reinstate": _plain(records.reinstate),
    "unmerge": _unmerge,
    "leave-batch": _leave_batch,
    "assign": _assign,
}


def url_of(record: object) -> str:
    """Return the address of a row's page in the admin."""
    return reverse(admin.site.name + f":briefings_{record._meta.model_name}_change", args=[record.pk])
