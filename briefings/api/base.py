"""Views that serve rendered documents: lists, details, and what both share."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import orjson
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import parse_etags
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from briefings.api import cursors, deadlines, documents, exports, facets, pages, parameters, shaping
from briefings.api.conditions import has_few
from briefings.api.filters import DEFAULT_SIZE, Control, Filters, Parameter, read_values
from briefings.api.openapi import PublicSchema
from briefings.api.parameters import refusal
from briefings.api.problems import BadParameters, problem
from briefings.api.references import SERVED
from briefings.api.schemas.answers import page_of
from briefings.api.schemas.shown import Shown
from briefings.api.values import LastInstant, Whole
from briefings.choices import EditionKind
from briefings.exchange import columns
from briefings.rendering import editions

JSON = "application/json"
MOST_EDITIONS = 2**31 - 1  # no column holds a larger number
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

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Begin, unless the short way has used up the time already. Raises TooLong."""
        super().initial(request, *args, **kwargs)
        deadlines.refuse()

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


def serve(
    request: Request, body: bytes | Iterator[bytes], etag: str, headers: Mapping[str, str] | None = None,
    media_type: str = JSON,
) -> HttpResponseBase:
    """Return a body, or 304 for readers who hold it. etag: without its quotation marks; body: whole, or a stream."""
    own = {"ETag": f'"{etag}"', "Cache-Control": CACHE, "Vary": "Accept", **(headers or {})}
    if is_held(request.META, own["ETag"]):
        return HttpResponse(status=304, headers=own)
    if isinstance(body, bytes):
        return HttpResponse(body, content_type=media_type, headers=own)
    lines = () if request.method == "HEAD" else body  # whose length nobody knows: 0 would be a lie
    return StreamingHttpResponse(lines, content_type=media_type, headers=own)


def is_held(meta: Mapping[str, Any], etag: str) -> bool:
    """Return whether a reader says that they hold an answer. meta: the WSGI environment; etag: in quotation marks."""
    given = meta.get("HTTP_IF_NONE_MATCH")
    held = parse_etags(given) if given else ()
    return "*" in held or any(tag.removeprefix("W/") == etag for tag in held)


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
    computing: ClassVar[frozenset[str]] = frozenset()  # parameters with which documents are not given as they are

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters of the list."""
        return cls.filters.in_order()

    @classmethod
    def answer(cls) -> type[Shown]:
        """Return the schema of a page."""
        return page_of(cls.document)

    @classmethod
    def queryset(cls) -> QuerySet:
        """Return all rows, before filters."""
        return cls.rows._default_manager.all()

    @classmethod
    def window(cls, values: Mapping[str, Any]) -> pages.Window:
        """Return which page is asked for. Raises BadParameters for a cursor that is none of this list."""
        name = values.get("ordering") or "slug"
        bound_to, text = f"{cls.resource} {name}", values.get("cursor")
        return pages.Window(
            columns=cls.filters.base_filters["ordering"].columns[name],
            cursor=cursors.decode(text, bound_to=bound_to) if text else None,
            size=values.get("page_size") or DEFAULT_SIZE,
            bound_to=bound_to,
        )

    @classmethod
    def typed(cls, window: pages.Window) -> tuple[Any, ...]:
        """Return a cursor's values as the columns of its ordering hold them."""
        fields = (cls.rows._meta.get_field(column.lstrip("-")) for column in window.columns)
        values = window.cursor.values if window.cursor else ()
        return tuple(
            None if value is None else field.to_python(value)
            for field, value in zip(fields, values, strict=True)
        )

    @classmethod
    def presented(cls, bodies: list[bytes], values: Mapping[str, Any]) -> tuple[list[bytes], dict[str, Any]]:
        """Return the bodies of a page as they are to be given, and what the page says of it."""
        return bodies, {}

    def get(self, request: Request) -> HttpResponseBase:
        """Return a page, or all that matches as a stream.

        A page costs two queries, one of them for the version of the documents; one more for a count, for each facet,
        for each type that is expanded, and up to three for each value up to the first that few rows meet
        (conditions.py).
        """
        given = self.given(request)
        form = given.get("format", "json")
        filters = self.filters(given, self.queryset())
        exports.refuse(given, form)
        values, home = filters.form.cleaned_data, request.build_absolute_uri("/").rstrip("/")
        address = f"{home}{request.path}?{request.META.get('QUERY_STRING', '')}"
        if form != "json":
            return self.exported(request, filters, form, address)
        window = self.window(values)
        etag = pages.etag(documents.version(), address)
        rows = filters.qs
        page = pages.Page(window, list(window.selection(rows, self.body, has_few(filters.given))))
        links = page.links(home + request.path, given)
        bodies, said = self.presented(page.bodies, values)
        bodies = shaping.shaped_as_asked(bodies, values, filters.shape)
        body = pages.rendered(bodies, {**facets.asked(type(self), values, filters.given), **said, **links})
        media_type = shaping.MEDIA_TYPE if shaping.is_asked(values) else JSON
        return serve(request, body, etag, pages.link_header(links), media_type)

    def exported(self, request: Request, filters: Filters, form: str, address: str) -> HttpResponseBase:
        """Return all rows that match. Costs a query for each chunk of them, and one for the version before them.

        What is published meanwhile may stand in the rest of a stream; its ETag is of what was there before, and fits no
        more.
        """
        declared = columns.COLUMNS[self.resource]
        etag = pages.etag(documents.version(), f"{address} {[column.name for column in declared]}")
        order = self.filters.base_filters["ordering"].columns[filters.value("ordering") or "slug"]
        values = filters.form.cleaned_data
        stream = (self.presented(bodies, values)[0] for bodies in exports.chunks(filters.qs, order, self.body))
        if form == "ndjson":
            lines = exports.as_ndjson(stream, values, filters.shape)
        else:
            options = {name: bool(filters.value(name)) for name in exports.CSV_ONLY}
            lines = exports.as_csv(stream, declared, **options)
        return serve(request, lines, etag, exports.headers(form, self.resource), media_type=exports.MEDIA[form])


EDITION = Control(
    Whole(1), "Number of an edition: gives the record's own facts as that edition has them, words of reports as now."
)
AS_OF = Control(
    LastInstant(),
    "The record as it was shown at this instant (RFC 3339) or at the end of this day (UTC). What is withdrawn now is"
    " not shown, and words of reports only as far as they are now.",
)  # fmt: skip


class DetailView(PublicView):
    """One document. Costs one query, in another shape one more for each type that is expanded."""

    kind = "detail"
    found = "The record."
    answers: ClassVar[tuple[int, ...]] = (400, 404, 410)
    record_type: ClassVar[str]
    document: ClassVar[type[Shown]]
    shape: ClassVar[shaping.Shape]
    has_editions: ClassVar[bool] = True

    @classmethod
    def query_parameters(cls) -> dict[str, Parameter]:
        """Return the parameters of one record."""
        past = {"edition": EDITION, "as_of": AS_OF} if cls.has_editions else {}
        return {**cls.shape.members(Control), **past}

    @classmethod
    def answer(cls) -> type[Shown]:
        """Return the schema of the document."""
        return cls.document

    @classmethod
    def row(cls, slug: str) -> documents.Row | None:
        """Return kind, body and ETag of the record. Costs a query."""
        return documents.row(cls.record_type, slug)

    def asked(self, request: Request) -> dict[str, Any]:
        """Return the values of the parameters. Raises BadParameters."""
        given = self.given(request)
        asked = read_values(given, self.query_parameters())
        if asked.get("edition") and (others := given.keys() - {"edition"}):
            raise BadParameters(
                [refusal(name, "not_with_edition", f"{name} means nothing with edition") for name in sorted(others)]
            )
        return asked

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Return the document, or where it went."""
        asked = self.asked(request)
        row = self.row(slug)
        if row is None:
            raise Http404
        kind, body, etag = row
        if kind != EditionKind.WITHDRAWN and asked.get("edition"):
            return self.edition(request, slug, asked["edition"])
        if kind != EditionKind.WITHDRAWN and asked.get("as_of"):
            return self.as_of(request, slug, asked)
        if kind in SERVED:
            return self.shown(request, bytes(body), etag, asked)
        return self.elsewhere(request, slug, kind, orjson.loads(bytes(body)))

    def shown(self, request: Request, body: bytes, etag: str | None, asked: Mapping[str, Any]) -> HttpResponse:
        """Return a document as it is, or in the shape that was asked for."""
        if not shaping.is_asked(asked):
            return serve(request, body, etag or etag_of(body))
        (body,) = shaping.shaped([body], asked, self.shape)
        return serve(request, body, etag_of(body), media_type=shaping.MEDIA_TYPE)

    def edition(self, request: Request, slug: str, number: int) -> HttpResponse:
        """Return the facts of one edition."""
        found = editions.own_facts(self.record_type, slug, number) if number <= MOST_EDITIONS else None
        if found is None:
            return absent("edition", "unknown_edition", f"{self.record_type} {slug} has no edition {number}")
        body = orjson.dumps(found)
        return serve(request, body, etag_of(body), media_type=shaping.MEDIA_TYPE)

    def as_of(self, request: Request, slug: str, asked: Mapping[str, Any]) -> HttpResponse:
        """Return the document that the editions in force at an instant make."""
        found = editions.document_at(self.record_type, slug, asked["as_of"])
        if found is None:
            return absent("as_of", "not_yet_published", f"{self.record_type} {slug} was not published then")
        kind, shown = found
        if kind == EditionKind.MERGED:
            return merged(request, f"{self.resource}_detail", shown["merged_into"])
        return self.shown(request, orjson.dumps(shown), None, asked)

    def elsewhere(self, request: Request, slug: str, kind: str, body: dict[str, Any]) -> HttpResponse:
        """Return the answer for a record that was served once and is not now."""
        if kind == EditionKind.WITHDRAWN:
            return withdrawn(self.record_type, slug, body)
        if kind == EditionKind.MERGED:
            return merged(request, f"{self.resource}_detail", body["merged_into"])
        raise Http404


def absent(parameter: str, code: str, detail: str) -> HttpResponse:
    """Return 404 for what a published record never had, by the parameter that asked for it."""
    return problem(404, "not_found", detail, errors=[refusal(parameter, code, f"{parameter}: {detail}")])


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
