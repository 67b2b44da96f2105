"""The short way: plain pages of lists, searches, and documents as they are, answered before the framework is asked.

It knows nothing by itself. Which parameters there are, how their values are read and what they mean is taken from the
views; SQL is compiled from their querysets (statements.py); headers are those of the ordinary answer, learnt when that
is given for the first time. Whatever is not covered here, and every refusal, goes the ordinary way, with the same
answer: tests/api/test_compiled.py compares the two on random requests.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections

from briefings.api import deadlines, documents, facets, pages, parameters, search, shaping
from briefings.api.base import DetailView, ListView, etag_of, is_held
from briefings.api.conditions import has_few
from briefings.api.filters import read_given
from briefings.api.problems import BadParameters
from briefings.api.references import SERVED
from briefings.api.statements import Prepared
from briefings.api.values import LONGEST_SLUG, SLUG

PREFIX = "/api/v1/"
CONTROLS = frozenset({"page_size", "cursor", "ordering", "with_parents", "fields", "omit", "expand", "count", "facets"})
STATEMENTS = 500  # kept for each list, in each process
FRAMES = 2000  # kept in each process
OWN = frozenset({"etag", "content-length", "link"})  # headers that are another in each answer
# What of a request the headers and the absolute addresses of its answer depend on.
SEEN = ("HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_ORIGIN", "wsgi.url_scheme", "SERVER_PORT")
LONGEST_SEEN = 300  # characters of each of these; of who sends more nothing is kept
# Who sends one of these goes the ordinary way: what is learnt from an answer is given to everybody.
PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "SCRIPT_NAME")
OK, NOT_MODIFIED = "200 OK", "304 Not Modified"
SLUG_ALONE = re.compile(SLUG)
log = logging.getLogger(__name__)

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Start = Callable[..., Any]
Key = tuple[Any, ...]
Answers = Callable[[Environ, str], "Answer | None"]  # with the home of a list, or the slug of a document


class Answer:
    """What will be sent: its status, its body, and the headers that are its own."""

    def __init__(self, status: str, body: bytes, own: Mapping[str, str], is_shaped: bool = False) -> None:
        self.status, self.body, self.own, self.is_shaped = status, body, own, is_shaped


def answer(environ: Environ, etag: str, body: Callable[[], tuple[bytes, Mapping[str, str]]], is_shaped: bool) -> Answer:
    """Return 304 for readers who hold what this ETag stands for, else the body, which is made only now."""
    own = {"ETag": f'"{etag}"'}
    if is_held(environ, own["ETag"]):
        return Answer(NOT_MODIFIED, b"", own, is_shaped)
    content, more = body()
    return Answer(OK, content, {**own, **more, "Content-Length": str(len(content))}, is_shaped)


class List:
    """Answers the pages of one list."""

    def __init__(self, view: type[ListView]) -> None:
        self.view, self.path = view, f"{PREFIX}{view.resource}/"
        self.kept: dict[tuple[Any, ...], Prepared] = {}

    @cached_property
    def declared(self) -> dict[str, Any]:
        """Return the list's parameters."""
        return self.view.query_parameters()

    @cached_property
    def uncovered(self) -> frozenset[str]:
        """Return the parameters with which an answer is more than documents in their places."""
        controls = {name for name, each in self.declared.items() if each.is_control and name not in CONTROLS}
        return self.view.computing | controls

    def __call__(self, environ: Environ, home: str) -> Answer | None:
        """Return the answer; None for what goes the ordinary way. home: scheme and host. Raises BadParameters."""
        query = environ.get("QUERY_STRING", "")
        given = parameters.read(environ, self.declared)
        if given.keys() & self.uncovered:
            return None
        values = read_given(given, self.declared)
        is_shaped = shaping.is_asked(values)
        etag = pages.etag(documents.version(), f"{home}{self.path}?{query}")

        def body() -> tuple[bytes, Mapping[str, str]]:
            meant = self.view.filters.meant(values)
            page = self.page(values, meant)
            links = page.links(home + self.path, given)
            bodies = shaping.shaped_as_asked(page.bodies, values, self.view.filters.shape)
            return pages.rendered(bodies, {**facets.asked(self.view, values, meant), **links}), pages.link_header(links)

        return answer(environ, etag, body, is_shaped)

    def page(self, values: Mapping[str, Any], meant: Mapping[str, Any]) -> pages.Page:
        """Return the page for these values, by a statement that was made for others of their shape."""
        window = self.view.window(values)
        names = tuple(sorted(meant))
        side = window.cursor.side if window.cursor else None
        place = self.view.typed(window) if window.cursor else ()
        prepared = self.prepared(names, window, side)
        asked = (place, *(meant[name] for name in names))
        statement = prepared.statement(*asked)
        if statement is None:
            return pages.Page(window, list(prepared.build(*asked)))
        return pages.Page(window, statement.rows(asked), statement.converted)

    def prepared(self, names: tuple[str, ...], window: pages.Window, side: str | None) -> Prepared:
        """Return the queryset for parameters of these names."""
        key = (names, window.columns, window.size, side)
        if key not in self.kept:
            if len(self.kept) >= STATEMENTS:
                self.kept.clear()
            self.kept[key] = Prepared(lambda place, *given: self.rows(window.at(side, place), names, given), most=8)
        return self.kept[key]

    def rows(self, window: pages.Window, names: tuple[str, ...], given: tuple[Any, ...]) -> Any:
        """Return the page's rows as a queryset."""
        asked = dict(zip(names, given, strict=True))
        rows = self.view.filters.narrowed(self.view.queryset(), asked)
        return window.selection(rows, self.view.body, has_few(asked))


class Detail:
    """Answers the documents of one type."""

    def __init__(self, view: type[DetailView]) -> None:
        self.view = view

    def __call__(self, environ: Environ, slug: str) -> Answer | None:
        """Return the answer; None for what goes the ordinary way."""
        if environ.get("QUERY_STRING") or len(slug) > LONGEST_SLUG or not SLUG_ALONE.fullmatch(slug):
            return None
        row = self.view.row(slug)
        if row is None or row[0] not in SERVED:
            return None
        return answer(environ, row[2], lambda: (row[1], {}), False)


class Search:
    """Answers searches."""

    def __call__(self, environ: Environ, home: str) -> Answer | None:
        """Return the answer. home: scheme and host. Raises BadParameters."""
        body, headers = search.page(parameters.read(environ, search.PARAMETERS), f"{home}{PREFIX}search/")
        return answer(environ, etag_of(body), lambda: (body, headers), False)


class Application:
    """A WSGI application: the short way in front of the ordinary one."""

    def __init__(self, ordinary: Callable[[Environ, Start], Iterable[bytes]]) -> None:
        self.ordinary = ordinary
        self.frames: dict[Key, Headers] = {}
        self.homes: dict[Key, str] = {}

    @cached_property
    def views(self) -> dict[str, tuple[Answers, Answers]]:
        """Return what answers, by resource: its list, and its documents."""
        from briefings.api.urls import VIEWS  # the addresses are known once the apps are loaded

        return {many.resource: (List(many), Detail(one)) for many, one in VIEWS} | {"search": (Search(), _nothing)}

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer a request."""
        found = self.answered(environ) if environ["REQUEST_METHOD"] == "GET" else None
        if found is None:
            return self.ordinary(environ, start_response)
        key, ready = found
        frame = self.frames.get(key)
        if frame is None:
            return self.ordinary(environ, self.learning(key, start_response))
        start_response(ready.status, [*frame, *ready.own.items()])
        return [ready.body]

    def answered(self, environ: Environ) -> tuple[Key, Answer] | None:
        """Return the answer of the short way with the key of its frame; None: there is no short way."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX) or any(environ.get(name) for name in PERSONAL):
            return None
        resource, _, rest = path[len(PREFIX) :].partition("/")
        found = self.views.get(resource)
        if found is None or (rest and (rest.count("/") != 1 or not rest.endswith("/"))):
            return None
        many, one = found
        seen = tuple(environ.get(name) for name in SEEN)
        close_old_connections()
        try:
            ready = one(environ, rest[:-1]) if rest else many(environ, self.home(seen, environ))
        except (BadParameters, SuspiciousOperation):  # a refusal, told the ordinary way: no failure of ours
            return None
        except Exception as error:  # whatever it is, the ordinary way meets it too, and tells it as a problem
            if not deadlines.is_meant(error):
                log.exception("the short way failed at %s", path)
            return None
        finally:
            close_old_connections()
        return ((resource, bool(rest), ready.status, ready.is_shaped, *seen), ready) if ready else None

    def home(self, seen: Key, environ: Environ) -> str:
        """Return scheme and host, as absolute addresses start. Raises DisallowedHost."""
        found = self.homes.get(seen)
        if found is None:
            found = WSGIRequest(environ).build_absolute_uri("/").rstrip("/")
            _keep(self.homes, seen, found)
        return found

    def learning(self, key: Key, start_response: Start) -> Start:
        """Return a start_response that keeps what is common to the headers of all such answers."""

        def started(status: str, headers: Headers, exc_info: Any = None) -> Any:
            if status == key[2] and not any(name.lower() == "set-cookie" for name, _ in headers):
                own = OWN if status == OK else OWN - {"content-length"}
                frame = [(name, value) for name, value in headers if name.lower() not in own]
                _keep(self.frames, key, frame)
            return start_response(status, headers, exc_info)

        return started


def _nothing(environ: Environ, slug: str) -> None:
    """Return that there is no short way."""


def _keep(kept: dict[Key, Any], key: Key, value: Any) -> None:
    """Keep something, unless its key has what somebody sent to fill the memory."""
    if any(isinstance(part, str) and len(part) > LONGEST_SEEN for part in key):
        return
    if len(kept) >= FRAMES:
        kept.clear()
    kept[key] = value
