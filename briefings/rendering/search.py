"""Search rows: what readers may search of a document, no more than the document shows."""

from collections.abc import Iterable, Iterator
from itertools import chain, count, starmap
from operator import attrgetter
from typing import Any

from briefings.models import Document, PublishedText
from briefings.models.search import id_of, indexed
from briefings.text import searching

Rendered = dict[str, Any]
Stretch = dict[str, Any]  # kind and text, and whatever of the other columns differs from the document's own


def write(documents: Iterable[tuple[Document, Rendered]]) -> None:
    """Write the search rows of documents with what each shows; they must have none."""
    PublishedText.objects.bulk_create(sorted(chain.from_iterable(starmap(rows, documents)), key=attrgetter("id")))


def rows(document: Document, shown: Rendered) -> Iterator[PublishedText]:
    """Yield the search rows of a document, unsaved; shown: what it shows."""
    number = count()
    for stretch in stretches(document.record_type, shown):
        base, whole = stretch.pop("start", 0), stretch.pop("text")
        for start, text, words in searching.parts(whole):
            yield PublishedText(
                id=id_of(stretch["kind"], document.pk, next(number)), document=document, start=base + start, text=text,
                words=indexed(words), **{"record_type": document.record_type, "slug": document.slug, **stretch},
            )  # fmt: skip


def drop(documents: list[Document]) -> None:
    """Delete the search rows of documents."""
    PublishedText.objects.filter(document__in=documents).delete()


def stretches(record_type: str, shown: Rendered) -> Iterator[Stretch]:
    """Yield what may be searched of a document; words that text_access withholds are not in it."""
    if record_type == "source":
        yield from _source(shown)
    elif record_type == "actor":
        names = [*(name["text"] for name in shown["names"]), *shown["merged_names"]]
        yield from ({"kind": "name", "text": text} for text in dict.fromkeys(names) if text)
    elif record_type == "claim":
        yield {"kind": "proposition", "text": shown["proposition"], "claim": shown["slug"]}
    elif record_type == "reading":
        yield from _passages(shown)
    elif record_type == "briefing":
        yield {"kind": "title", "text": shown["title"]}
    else:
        yield {"kind": "reason", "text": shown["reason"]}


def _source(shown: Rendered) -> Iterator[Stretch]:
    if shown["text"]:
        yield {"kind": "text", "text": shown["text"], "source": shown["slug"]}
    elif shown["title"]:
        yield {"kind": "title", "text": shown["title"], "source": shown["slug"]}


def _passages(shown: Rendered) -> Iterator[Stretch]:
    for citation in shown["citations"]:
        if citation["exact"]:
            yield {
                "kind": "passage", "text": citation["exact"], "record_type": "citation", "slug": citation["slug"],
                "claim": shown["claim"]["slug"], "source": shown["source"]["slug"], "start": citation["start"],
            }  # fmt: skip
