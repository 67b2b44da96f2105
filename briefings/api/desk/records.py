"""Working rows: list, show, begin, edit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from briefings import workflow
from briefings.actions import assignments, contributions, records, sources
from briefings.api.desk import bodies
from briefings.api.desk.base import CURATE, DeskView, answer
from briefings.api.filters import DEFAULT_SIZE, LARGEST_SIZE, Control, Parameter, column, read_given
from briefings.api.values import SLUG, Choice, Text, Whole
from briefings.choices import State
from briefings.errors import Invalid, NotFound
from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.facts.refusals import InvalidFacts
from briefings.models import RECORDS, Batch, Record
from briefings.rendering.pages import PATHS

TYPES = {PATHS[record_type]: record_type for record_type in RECORDS}  # plural to type


def type_of(plural: str) -> str:
    """Return the type. Raises NotFound for a plural that is none."""
    if plural not in TYPES:
        raise NotFound(f"there is no type {plural!r}: {', '.join(TYPES)}")
    return TYPES[plural]


def row_of(plural: str, slug: str) -> Record:
    """Return a working row. Raises NotFound."""
    record_type = type_of(plural)
    try:
        return records.get(record_type, slug)
    except Invalid as error:
        raise NotFound(error.detail) from None


def address(row: Record) -> str:
    """Return where the desk has a record, without a host."""
    return reverse("desk_record", kwargs={"plural": PATHS[row.record_type.value], "slug": row.slug})


def head(row: Record) -> dict[str, Any]:
    """Return where a record stands. Without a query for a row with edition and updated_by."""
    return {
        "type": row.record_type.value,
        "slug": row.slug,
        "url": address(row),
        "state": row.state,
        "version": row.version,
        "edition": row.edition.number if row.edition else None,
        "batch": row.batch_id,
        "updated_at": canonical.instant(row.updated_at),
        "updated_by": row.updated_by.pseudonym,
        "return_reason": row.return_reason or None,
    }


def whole(row: Record) -> dict[str, Any]:
    """Return a record as the desk has it, with the hash that an approval names. Costs thirteen queries at most."""
    row = facts_of.queryset(row.record_type.value).select_related("updated_by").get(pk=row.pk)
    facts = facts_of.of(row)
    assignment = assignments.of(row)
    return {
        **head(row),
        "assigned_to": assignment.assignee.pseudonym if assignment else None,
        "contributors": [user.pseudonym for user in contributions.of(row)],
        "steps": workflow.possible(row),
        "facts_sha256": canonical.hash_of(facts),
        "facts": facts,
    }


def shown(row: Record, status: int = 200, **headers: str) -> HttpResponse:
    """Return the answer that shows a record as it stands now."""
    body = whole(row)
    return answer(body, status, ETag=f'"{body["version"]}"', **headers)


PARAMETERS: dict[str, Parameter] = {
    "state": Parameter(Choice(State), column("state"), "Where it stands."),
    "batch": Parameter(Whole(1), column("batch_id"), "Number of the open batch that it is in."),
    "after": Parameter(Text(200, SLUG, "nis-3000-troops"), column("slug", "gt"), "Only slugs after this one."),
    "page_size": Control(Whole(1, LARGEST_SIZE, DEFAULT_SIZE), "How many records a page holds."),
}


def page(request: Request, given: dict[str, str], rows: QuerySet) -> dict[str, Any]:
    """Return a page of rows as a body, by slug. One query."""
    values = read_given(given, PARAMETERS)
    size = values.pop("page_size", DEFAULT_SIZE)
    for name, value in values.items():
        rows = rows.filter(PARAMETERS[name].where(value))
    found = list(rows.select_related("edition", "updated_by").order_by("slug")[: size + 1])
    kept, url = found[:size], None
    if len(found) > size:
        url = request.build_absolute_uri(f"{request.path}?{urlencode({**given, 'after': kept[-1].slug})}")
    return {"next": url, "results": [head(row) for row in kept]}


class RecordList(DeskView):
    """List working rows, or begin one."""

    name = "records"
    scopes = CURATE
    shapes: ClassVar = {"POST": bodies.New}
    made = 201

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters of the list."""
        return PARAMETERS

    def get(self, request: Request, plural: str) -> HttpResponse:
        """List the working rows of a type, by slug, without their facts."""
        return answer(page(request, self.given, RECORDS[type_of(plural)]._default_manager.all()))

    def post(self, request: Request, plural: str) -> HttpResponse:
        """Begin a record as a draft; a source with its text."""
        return self.once(request, plural=plural)

    def act(self, request: Request, body: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Begin the record."""
        row = begin(type_of(kwargs["plural"]), body, request.user)
        return shown(row, 201, Location=request.build_absolute_uri(address(row)))


def begin(record_type: str, body: dict[str, Any], by: Any) -> Record:
    """Take the action that begins a record of the type."""
    batch = batch_of(body["batch"]) if body.get("batch") else None
    about = {"slug": body["slug"], "facts": body["facts"], "by": by, "batch": batch}
    if len({"text", "html"} & body.keys()) != (record_type == "source"):
        raise bodies.BadBody({"text": ["a source is received with its text, or its html, and nothing else has one"]})
    with placed():
        if "html" in body:
            return sources.receive_html(html=body["html"].encode(), **about)
        if record_type == "source":
            return sources.receive(text=body["text"], **about)
        return records.create(record_type=record_type, **about)


def batch_of(number: int) -> Batch:
    """Return a batch. Raises NotFound."""
    batch = Batch.objects.filter(pk=number).first() if number < 10**15 else None
    if batch is None:
        raise NotFound(f"there is no batch {number}")
    return batch


@contextmanager
def placed() -> Iterator[None]:
    """Name errors in facts from the body's root: /facts/… instead of /…"""
    try:
        yield
    except InvalidFacts as error:
        error.errors = [{**each, "pointer": f"/facts{each['pointer']}"} for each in error.errors]
        raise


class RecordDetail(DeskView):
    """Show a working row, or edit it."""

    name = "record"
    scopes = CURATE
    shapes: ClassVar = {"PUT": bodies.Edited}

    def get(self, request: Request, plural: str, slug: str) -> HttpResponse:
        """Show a record as the desk has it: facts, their hash, and its version as ETag."""
        return shown(row_of(plural, slug))

    def put(self, request: Request, plural: str, slug: str) -> HttpResponse:
        """Replace a record's facts. If-Match names the version that they were made from."""
        row = row_of(plural, slug)
        version = bodies.version(request)
        body = bodies.read(request, bodies.Edited)
        with placed():
            edited = records.edit(record=row, facts=body["facts"], by=request.user, version=version)
        return shown(edited)
