"""Views that serve rendered documents: lists, details, and what both share."""

import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

import orjson
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import parse_etags
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from briefings.api import cursors, parameters
from briefings.api.cursors import Cursor
from briefings.api.filters import DEFAULT_SIZE, Filters, Ordering, Parameter
from briefings.api.openapi import PublicSchema
from briefings.api.problems import problem
from briefings.api.references import SERVED
from briefings.api.schemas.answers import page_of
from briefings.api.schemas.shown import Shown
from briefings.choices import EditionKind
from briefings.models import Document

CACHE = "public, max-age=0, must-revalidate"  # kept by anybody, and asked about each time: a withdrawal shows at once


class JsonOnly(BaseContentNegotiation):
    """Everybody gets JSON, whatever they accept; RFC 9110 allows it."""

    def select_parser(self, request, parsers):
        """Return the only parser."""
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        """Return the only renderer."""
        return renderers[0], renderers[0].media_type


class PublicView(APIView):
    """A view for readers: no key, JSON, strict parameters, ETags."""

    authentication_classes: ClassVar = []
    renderer_classes: ClassVar = [JSONRenderer]
    content_negotiation_class = JsonOnly
    schema = PublicSchema()
    resource: ClassVar[str] = ""
    kind: ClassVar[str] = ""
    found: ClassVar[str] = ""  # what 200 means
    answers: ClassVar[tuple[int, ...]] = (400,)  # the statuses besides 200 and 304

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Return none: 405 and OPTIONS say themselves what is allowed."""
        return {}

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters that may stand in the query string."""
        return {}

    @classmethod
    def answer(cls) -> type[Shown]:
        """Return the schema of the answer."""
        raise NotImplementedError

    def given(self, request: Request) -> dict[str, str]:
        """Return the request's parameters. Raises BadParameters."""
        return parameters.read(request.META, self.query_parameters())

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say what may be asked here; the same for every slug."""
        name, description = self.described()
        allow = ", ".join(self.allowed_methods)
        described = [describe(*item) for item in self.query_parameters().items()]
        body = {"name": name, "description": description, "methods": self.allowed_methods, "parameters": described}
        return Response(body, headers={"Allow": allow, "Cache-Control": CACHE})

    @classmethod
    def described(cls) -> tuple[str, str]:
        """Return name and description: the docstring's first line, and the rest of it."""
        first, _, rest = (cls.__doc__ or "").strip().partition("\n\n")
        return first.rstrip("."), " ".join(rest.split())


def describe(name: str, parameter: Parameter) -> dict[str, Any]:
    """Return what OPTIONS says of a parameter."""
    field, _, lookup = name.partition("__")
    return {
        "name": name,
        "field": field,
        "lookup": lookup or "exact",
        "kind": "control" if parameter.is_control else "filter",
        "per_citation": parameter.in_passage,
        "help": parameter.extra["help_text"],
        "schema": parameter.field.schema,
    }


def serve(request: Request, body: bytes, etag: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a body, or 304 for readers who hold it. etag: without its quotation marks."""
    own = {"ETag": f'"{etag}"', "Cache-Control": CACHE, "Vary": "Accept", **(headers or {})}
    held = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if "*" in held or any(tag.removeprefix("W/") == own["ETag"] for tag in held):
        return HttpResponse(status=304, headers=own)
    return HttpResponse(body, content_type="application/json", headers=own)


def etag_of(body: bytes) -> str:
    """Return the ETag of a body that has none kept with it."""
    return hashlib.sha256(body).hexdigest()


class ListView(PublicView):
    """A page of documents, chosen by filters, in keyset order: one indexed statement, whatever the page."""

    kind = "list"
    found = "A page of the list."
    rows: ClassVar[type[Model]]
    filters: ClassVar[type[Filters]]
    document: ClassVar[type[Shown]]
    body = "document__body"

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters of the list."""
        return cls.filters.in_order()

    @classmethod
    def answer(cls) -> type[Shown]:
        """Return the schema of a page."""
        return page_of(cls.document)

    def queryset(self) -> QuerySet:
        """Return all rows, before filters."""
        return self.rows._default_manager.all()

    def get(self, request: Request) -> HttpResponse:
        """Return a page."""
        given = self.given(request)
        filters = self.filters(given, self.queryset())
        page = Page(filters, bound_to=self.resource, body=self.body)
        links = page.links(request, given)
        body = page.rendered(links)
        relations = {"next": "next", "previous": "prev"}
        shown = [f'<{links[key]}>; rel="{rel}"' for key, rel in relations.items() if links[key]]
        return serve(request, body, etag_of(body), {"Link": ", ".join(shown)} if shown else {})


class Page:
    """One page: its bodies, and the places that its neighbours start at. Costs one query, with count two."""

    def __init__(self, filters: Filters, *, bound_to: str, body: str) -> None:
        ordering: Ordering = filters.filters["ordering"]
        name = filters.value("ordering") or "slug"
        self.columns = ordering.columns[name]
        self.bound_to = f"{bound_to} {name}"
        text = filters.value("cursor")
        self.cursor = cursors.decode(text, bound_to=self.bound_to) if text else None
        self.count = filters.qs.count() if filters.value("count") else None
        self._read(filters.qs, filters.value("page_size") or DEFAULT_SIZE, body)

    def _read(self, rows: QuerySet, size: int, body: str) -> None:
        """Fetch one row more than the page holds, to know whether there is a page beyond."""
        backward = self.cursor is not None and self.cursor.is_backward
        if self.cursor:
            rows = rows.filter(cursors.beyond(self.columns, self.cursor))
        order = cursors.reversed_columns(self.columns) if backward else self.columns
        found = list(rows.order_by(*order).values_list(body, *self.columns_read)[: size + 1])
        self.more = len(found) > size
        kept = found[:size][::-1] if backward else found[:size]
        self.bodies = [bytes(row[0]) for row in kept]
        self.places = [row[1:] for row in kept]

    @property
    def columns_read(self) -> list[str]:
        """Return the ordering's columns without their signs."""
        return [column.lstrip("-") for column in self.columns]

    def neighbours(self) -> dict[str, Cursor | None]:
        """Return where the next and the previous page start; None: there is none. A place of None: at the beginning."""
        cursor = self.cursor
        if not self.places:  # the rows beyond the cursor are gone: lead back to the place itself
            if cursor is None:
                return {"next": None, "previous": None}
            back = Cursor(cursors.FROM if cursor.is_backward else cursors.UNTIL, cursor.values)
            return {"next": back, "previous": None} if cursor.is_backward else {"next": None, "previous": back}
        after, before = Cursor(cursors.AFTER, self.places[-1]), Cursor(cursors.BEFORE, self.places[0])
        if cursor is None:
            return {"next": after if self.more else None, "previous": None}
        if cursor.is_backward:
            return {"next": after, "previous": before if self.more else None}
        return {"next": after if self.more else None, "previous": before}

    def links(self, request: Request, given: Mapping[str, str]) -> dict[str, str | None]:
        """Return the absolute addresses of the neighbours."""
        kept = {name: value for name, value in given.items() if name != "cursor"}

        def address(cursor: Cursor | None) -> str | None:
            if cursor is None:
                return None
            query = urlencode({**kept, "cursor": cursors.encode(cursor, bound_to=self.bound_to)})
            return request.build_absolute_uri(f"{request.path}?{query}")

        return {key: address(cursor) for key, cursor in self.neighbours().items()}

    def rendered(self, links: Mapping[str, str | None]) -> bytes:
        """Return the page as JSON, its documents as they are, unread."""
        count = {} if self.count is None else {"count": self.count}
        head = orjson.dumps({**count, **links})
        return b"".join([head[:-1], b',"results":[', b",".join(self.bodies), b"]}"])


class DetailView(PublicView):
    """One document. Costs one query."""

    kind = "detail"
    found = "The record."
    answers: ClassVar[tuple[int, ...]] = (400, 404, 410)
    record_type: ClassVar[str]
    document: ClassVar[type[Shown]]

    @classmethod
    def answer(cls) -> type[Shown]:
        """Return the schema of the document."""
        return cls.document

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Return the document, or where it went."""
        self.given(request)
        rows = Document.objects.filter(record_type=self.record_type, slug=slug)
        row = rows.values_list("kind", "body", "etag").first()
        if row is None:
            raise Http404
        kind, body, etag = row
        if kind in SERVED:
            return serve(request, bytes(body), etag)
        return self.elsewhere(request, slug, kind, orjson.loads(bytes(body)))

    def elsewhere(self, request: Request, slug: str, kind: str, body: dict[str, Any]) -> HttpResponse:
        """Return the answer for a record that was served once and is not now."""
        if kind == EditionKind.WITHDRAWN:
            return withdrawn(self.record_type, slug, body)
        if kind == EditionKind.MERGED:
            return merged(request, f"{self.resource}_detail", body["merged_into"])
        raise Http404


def withdrawn(record_type: str, slug: str, body: Mapping[str, Any]) -> HttpResponse:
    """Return 410 with the public reason."""
    detail = f"{record_type} {slug} was withdrawn: {body['reason']}"
    return problem(410, "gone", detail, reason=body["reason"], withdrawn_at=body["withdrawn_at"])


def merged(request: Request, route: str, slug: str) -> HttpResponse:
    """Return 308 to the record it is now; not to be kept unasked, since a merge can be undone."""
    url = reverse(route, kwargs={"slug": slug})
    headers = {"Location": request.build_absolute_uri(url), "Cache-Control": CACHE, "Vary": "Accept"}
    body = orjson.dumps({"merged_into": slug, "url": url})
    return HttpResponse(body, status=308, content_type="application/json", headers=headers)
