"""Note in the audit chain that records came from a file."""

from briefings import permissions
from briefings.actions import audit
from briefings.models import AuditEvent, Batch, User


def note(
    *, record_type: str, file: str, sha256: str, created: int, changed: int, batch: Batch | None, by: User
) -> AuditEvent:
    """Append which file was imported and what came of it. Call it in the transaction of the import.

    file: its name; batch: the one that took what was new, None where every record stayed in another.
    """
    permissions.require(by, "create")
    into = {"batch": batch.pk} if batch else {}
    return audit.record(
        step="import", record_type="import", slug=sha256[:12], by=by,
        extra={"file": file, "sha256": sha256, "type": record_type, "created": created, "changed": changed, **into},
    )  # fmt: skip
