"""The review of a batch on one page: each record's changes against its last edition, and what would be refused."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest

from briefings.actions import approvals, batches
from briefings.admin import origins, passages, record_pages, steps
from briefings.admin.access import may
from briefings.admin.records import taken
from briefings.choices import ChainEnd, ReadingStatus, State
from briefings.errors import Invalid
from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.models import Batch, Citation, Claim, Record, Source

TEXTS_SHOWN = 3


def context(request: HttpRequest, batch: Batch) -> dict[str, Any]:
    """Return the submitted records of a batch as the page shows them."""
    rows = _submitted(batch)
    facts = _facts(rows)
    refusals = approvals.refusals(rows, request.user) if rows else []
    questions = _questions(facts)
    return {
        "rows": [_shown(row, facts[row.record_type.value, row.slug], refusals, questions) for row in rows],
        "texts": _texts(facts),
        "refusals": refusals,
        "others": [row for row in batches.members(batch) if row.state != State.IN_REVIEW],
        "may_approve": may(request, "approve"),
        "may_return": may(request, "return"),
        "return_label": steps.REASONS["return"],
        "takes_note": any(row.edition_id for row in rows),
        "note": request.POST.get("correction_note", ""),
    }


def _submitted(batch: Batch) -> list[Record]:
    return [row for row in batches.members(batch) if row.state == State.IN_REVIEW]


def _facts(rows: list[Record]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the facts of rows by type and slug, in a bounded number of queries a type."""
    found = {}
    for record_type in {row.record_type.value for row in rows}:
        ids = {row.pk: row.slug for row in rows if row.record_type.value == record_type}
        for pk, facts in facts_of.read_many(record_type, list(ids)).items():
            found[record_type, ids[pk]] = facts
    return found


def _questions(facts: dict[tuple[str, str], dict[str, Any]]) -> dict[str, str]:
    """Return the propositions of the claims that readings answer, by slug. Costs one query."""
    slugs = [each["claim"] for (kind, _), each in facts.items() if kind == "reading"]
    return dict(Claim.objects.filter(slug__in=slugs).values_list("slug", "proposition"))


def _texts(facts: dict[tuple[str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the texts that the records are of, to be read beside them: at most three, in five queries."""
    slugs = {slug for kind, slug in facts if kind == "source"}
    slugs |= {each["source"] for (kind, _), each in facts.items() if kind == "reading"}
    citations = Prefetch("readings__citations", Citation.objects.order_by("start", "end"))
    rows = Source.objects.filter(slug__in=slugs).select_related("text").order_by("slug")
    found = rows.prefetch_related("regions", "asides", "readings", citations)[:TEXTS_SHOWN]
    return [
        {
            "row": source,
            "url": steps.url_of(source),
            "segments": passages.segments(
                source.text.body,
                source.regions.all(),
                [each for reading in source.readings.all() for each in reading.citations.all()],
                source.asides.all(),
            ),
        }
        for source in found
    ]


def _passages(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return each passage of a reading: its words, and who is said to say so, from the source inwards."""
    return [
        {
            "exact": each["exact"],
            "chains": [
                " ‹ ".join([*(link["as_printed"] or link["role"] for link in chain["links"]), _end(chain)])
                for chain in each["chains"]
            ],
        }
        for each in facts.get("citations") or []
    ]


def _end(chain: dict[str, Any]) -> str:
    return str(ChainEnd(chain["end"]).label).lower()


def _shown(
    row: Record, facts: dict[str, Any], refusals: list[approvals.Refusal], questions: dict[str, str]
) -> dict[str, Any]:
    key = (row.record_type.value, row.slug)
    return {
        "row": row,
        "url": steps.url_of(row),
        "key": " ".join(key),
        "seen": f"{row.version} {canonical.hash_of(facts)}",
        "question": questions.get(facts.get("claim") or "", "") if row.record_type == "reading" else "",
        "silent": facts.get("status") == ReadingStatus.NOT_CARRIED,
        "passages": _passages(facts) if row.record_type == "reading" else [],
        "changes": record_pages.changes(row, facts),
        "void": origins.void(row.claim, facts["origins"]) if facts.get("kind") == origins.INDEPENDENT else "",
        "refusals": [refusal for refusal in refusals if (refusal.record_type, refusal.slug) == key],
    }


def approved(request: HttpRequest, batch: Batch) -> bool:
    """Approve the batch or the ticked part of it, exactly as the page showed it; say what came of it."""

    def approve() -> None:
        looked_at = _looked_at(request)
        rows = _submitted(batch)
        if request.POST.get("which") != "all":
            ticked = request.POST.getlist("record")
            rows = [row for row in rows if f"{row.record_type.value} {row.slug}" in ticked]
        if not rows:
            raise Invalid(f"cannot approve batch {batch.pk}: nothing was chosen")
        note = request.POST.get("correction_note", "")
        batches.approve(batch=batch, by=request.user, looked_at=looked_at, rows=rows, correction_note=note)

    return taken(request, f"Approved: what was chosen of batch {batch.pk} is published.", approve)


def _looked_at(request: HttpRequest) -> dict[tuple[str, str], approvals.Seen]:
    """Return what the page showed, by type and slug, from its hidden fields "seen": type, slug, version, hash."""
    found = {}
    for value in request.POST.getlist("seen"):
        record_type, slug, version, facts_hash = [*value.split(" "), "", "", "", ""][:4]
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise Invalid(f"the form names no version for {record_type} {slug}"[:200])
        found[record_type, slug] = approvals.Seen(int(version), facts_hash)
    return found
