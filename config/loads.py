"""Nobody is served a part of a dump as though it were all: while one is being loaded, every answer is 503."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError

from briefings.api.problems import problem
from briefings.models import Document, UnfinishedLoad
from briefings.models.loads import Unfinished

WAIT = "60"  # seconds after which it is worth asking again
DETAIL = "a dump is being loaded into this database; nothing is served before all of it is there"

Environ = dict[str, Any]
Start = Callable[..., Any]


class Whole:
    """A WSGI application that answers when no load is unfinished.

    A load begins in an empty database only: where there are documents and no load, a process never asks again. Until
    then each request costs two queries.
    """

    def __init__(self, application: Callable[[Environ, Start], Iterable[bytes]]) -> None:
        self.application, self.is_whole = application, False

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer a request, or say that it comes too early."""
        if not self.is_whole and self.is_loading():
            return _refused(start_response)
        return self.application(environ, start_response)

    def is_loading(self) -> bool:
        """Return whether a load is unfinished. What a database that cannot be asked means is left to who asks next."""
        try:
            has_documents = Document.objects.exists()  # asked first: whatever made them has ended if there is no load
            is_loading = UnfinishedLoad.objects.exists()
            self.is_whole = has_documents and not is_loading
            return is_loading
        except DatabaseError:
            return False


def _refused(start_response: Start) -> list[bytes]:
    answer = problem(503, Unfinished.code, DETAIL, headers={"Cache-Control": "no-store", "Retry-After": WAIT})
    start_response(f"{answer.status_code} {answer.reason_phrase}", [*answer.headers.items()])
    return [answer.content]
