"""The origins of a claim as computed from what readers are served, for whoever judges or compares it."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from briefings.analysis import sourcing
from briefings.choices import JudgementKind
from briefings.exchange.evidence_page import VERDICTS
from briefings.inquiry import worlds
from briefings.models import Actor, Record

INDEPENDENT = JudgementKind.INDEPENDENCE_ESTABLISHED.value
UNPUBLISHED = "Readers have no passage of it yet, so it has no origins to be judged."


def of(claim: Record) -> dict[str, Any]:
    """Return the verdict, why, the origins and the judgement in force. Costs about a dozen queries."""
    found = _sourcing(claim)
    if found is None:
        return {"verdict": "", "reason": UNPUBLISHED, "origins": [], "judgement": None}
    actors = Actor.objects.filter(slug__in=found.count.assumed.bodies).order_by("slug")
    return {
        "verdict": found.verdict,
        "verdict_in_words": VERDICTS[found.verdict],
        "reason": found.reason,
        "origins": [{"id": row.pk, "slug": row.slug} for row in actors],
        "judgement": found.judgement["slug"] if found.judgement else None,
    }


def _sourcing(claim: Record) -> sourcing.Sourcing | None:
    documents = worlds.documents("claim", [claim.slug])
    if not documents:
        return None
    read = worlds.read(list(documents.values()))
    return sourcing.of(read.claims[0], read.world)


def void(claim: Record, judged: list[str]) -> str:
    """Return why a judgement of these origins does not hold for the claim now; empty where it does. judged: slugs."""
    found = _sourcing(claim)
    if found is None:
        return UNPUBLISHED
    if found.is_of_these({"origins": [{"slug": slug} for slug in judged]}):
        return ""
    now = ", ".join(sorted(found.count.assumed.bodies)) or "none"
    return f"Void as it stands: it is of {', '.join(judged) or 'none'}, and the claim's origins are now {now}."


def judge_url(claim: Record) -> str:
    """Return the address of a new judgement that the claim's origins are independent."""
    return f"{reverse('admin:briefings_judgement_add')}?{urlencode({'kind': INDEPENDENT, 'claim': claim.pk})}"


def compare_url(claim: Record) -> str:
    """Return the address of a new comparison with the claim on its left side."""
    return f"{reverse('admin:briefings_comparison_add')}?{urlencode({'left_claim': claim.pk})}"
