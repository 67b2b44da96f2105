"""Keep what a run of `manage.py verify` found, for the desk page."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from briefings.models import ChainHead, VerifyRun

RUNS_KEPT = 100
LONGEST_PROBLEM = 500


def keep(*, started_at: datetime, problems: int, is_complete: bool, first_problem: str = "") -> VerifyRun:
    """Keep the outcome of a run that came to its end; only the newest hundred are kept.

    No event of the audit chain: looking changes nothing, and a head that was exported a moment ago stays the head.
    """
    counts = dict(ChainHead.objects.values_list("name", "count"))
    with transaction.atomic():
        run = VerifyRun.objects.create(
            started_at=started_at, finished_at=timezone.now(), problems=problems, is_complete=is_complete,
            first_problem=first_problem[:LONGEST_PROBLEM], editions=counts.get("editions", 0),
            audit_events=counts.get("audit", 0),
        )  # fmt: skip
        newest = VerifyRun.objects.order_by("-pk").values_list("pk", flat=True)[:RUNS_KEPT]
        VerifyRun.objects.filter(pk__lt=min(newest)).delete()
    return run
