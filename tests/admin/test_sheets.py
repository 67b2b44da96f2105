"""Files at the desk: exported from a list, shown before anything is written, imported as one batch or not at all."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from briefings.models import AuditEvent, Batch
from tests.admin.desk import Desk, messages_of
from tests.universe import get


def export(desk: Desk, record_type: str, form: str = "csv", **query: Any) -> bytes:
    return desk.get(f"briefings_{record_type}_export", form, **query).content


def upload(desk: Desk, record_type: str, raw: bytes, name: str = "a.csv", **options: Any) -> Any:
    return desk.post(f"briefings_{record_type}_import", file=SimpleUploadedFile(name, raw), **options)


def confirm(desk: Desk, record_type: str, page: Any, **changed: Any) -> Any:
    """Press the button of a dry run's page: what it holds is sent."""
    asked = page.context["asked"]
    sent = {
        "file_name": asked.name, "content": page.context["content"], "seen": page.context["run"].seen,
        "batch": asked.batch.pk if asked.batch else "", "title": asked.title,
    }  # fmt: skip
    if asked.begin_revisions:
        sent["begin_revisions"] = "on"
    return desk.post(f"briefings_{record_type}_import", **{**sent, **changed})


def test_story_of_a_changed_cell(u, curator):
    row = u.more("claim")
    raw = export(curator, "claim", q="minister")
    assert raw.decode().count("\r\n") == 2

    page = upload(curator, "claim", raw.replace(b"A minister acts.", b"A minister answers."))
    assert page.status_code == 200
    (told,) = page.context["taken"]
    assert told["changes"] == [
        {"field": "proposition", "before": "A minister acts.", "after": "A minister answers."}
    ]
    assert get("claim", row.slug).version == row.version
    assert not Batch.objects.exists()

    answer = confirm(curator, "claim", page)

    now = get("claim", row.slug)
    assert answer.status_code == 302
    assert now.proposition == "A minister answers."
    assert now.batch.title == "Import of a.csv"
    last = AuditEvent.objects.order_by("sequence").last()
    assert (last.step, last.record_type) == ("import", "import")
    assert messages_of(answer) == ["Imported: 0 begun, 1 changed, all of it as drafts."]
