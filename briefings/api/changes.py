"""Changes: every public step in the order in which it was taken, so that a copy can be kept in step."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.http import HttpResponse
from rest_framework.request import Request

from briefings.api.base import PublicView, etag_of, serve
from briefings.api.filters import DEFAULT_SIZE, LARGEST_SIZE, Control, Parameter, column, read_given
from briefings.api.schemas.changes import ChangePage
from briefings.api.values import Choice, Several, Whole
from briefings.choices import EditionKind, RecordType
from briefings.facts import canonical
from briefings.models import Edition
from briefings.rendering.pages import path

PARAMETERS: dict[str, Parameter] = {
    "since": Parameter(
        Whole(default=0), column("sequence", "gt"),
        "Only steps after the one of this number; 0 or nothing: from the first one.",
    ),
    "type": Parameter(Choice(RecordType), column("record_type"), "Type of the record."),
    "type__in": Parameter(Several(Choice(RecordType)), column("record_type", "in"), "Type: any of these."),
    "page_size": Control(Whole(1, LARGEST_SIZE, DEFAULT_SIZE), "How many steps a page holds."),
}  # fmt: skip
COLUMNS = (
    "sequence", "kind", "record_type", "slug", "number", "started_at", "author__pseudonym", "approver__pseudonym",
    "payload__notes", "merge", "hash",
)  # fmt: skip
# The facts are read for merges alone: they name the target, and may be long.
MERGE = Case(
    When(kind=EditionKind.MERGED, then=F("payload__facts")), default=Value(None), output_field=TextField(null=True)
)


def matching(values: Mapping[str, Any]) -> QuerySet:
    """Return the steps that meet every parameter, oldest first."""
    rows = Edition.objects.order_by("sequence")
    for name, value in values.items():
        rows = rows.filter(PARAMETERS[name].where(value))
    return rows


def change(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return one step as readers see it; row: of COLUMNS. What it did not say is null."""
    step = dict(zip(COLUMNS, row, strict=True))
    notes = orjson.loads(step["payload__notes"])
    is_revision = step["kind"] == EditionKind.PUBLISHED and step["number"] > 1
    return {
        "sequence": step["sequence"],
        "kind": "revised" if is_revision else step["kind"],
        "type": step["record_type"],
        "slug": step["slug"],
        "url": path(step["record_type"], step["slug"]),
        "number": step["number"],
        "started_at": canonical.instant(step["started_at"]),
        "author": step["author__pseudonym"],
        "approver": step["approver__pseudonym"],
        "correction_note": notes["correction_note"] or None,
        "reason": notes["reason"] or None,
        "merged_into": orjson.loads(step["merge"])["merged_into"] if step["merge"] else None,
        "sha256": step["hash"],
    }


class ChangeList(PublicView):
    """List changes.

    Every public step in the order in which it was taken: `published`, `revised` (also a record that is back after a
    withdrawal), `withdrawn` (with the public reason), `merged` (with the actor it is now), `un_merged`. Numbers start
    at 1 and have no gap, and none appears before the one ahead of it: keep the last `sequence` you have seen, ask
    for `since` it, and follow `next` until it is null. What readers were never served is never here.
    """

    resource = "changes"
    kind = "list"
    found = "A page of changes."

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters of the feed."""
        return PARAMETERS

    @classmethod
    def answer(cls) -> type[ChangePage]:
        """Return the schema of a page."""
        return ChangePage

    def get(self, request: Request) -> HttpResponse:
        """Return a page. Costs one query."""
        given = self.given(request)
        values = read_given(given, PARAMETERS)
        size = values.pop("page_size", DEFAULT_SIZE)
        rows = matching(values).annotate(merge=MERGE).values_list(*COLUMNS)[: size + 1]
        results = [change(row) for row in rows]
        kept, url = results[:size], None
        if len(results) > size:
            query = urlencode({**given, "since": kept[-1]["sequence"]})
            url = request.build_absolute_uri(f"{request.path}?{query}")
        body = orjson.dumps({"next": url, "results": kept})
        return serve(request, body, etag_of(body), {"Link": f'<{url}>; rel="next"'} if url else {})
