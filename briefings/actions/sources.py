"""Receive a source: keep its text as it came, once."""

from collections.abc import Mapping
from typing import Any, cast

from briefings import permissions
from briefings.actions import records
from briefings.actions.transactions import one_writer
from briefings.errors import Conflict
from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.models import Batch, Record, Source, SourceOriginal, SourceText, User
from briefings.text import markup, received


class Duplicate(Conflict):
    """The same text was received before."""

    code = "duplicate_source"


def receive_html(*, slug: str, html: bytes, facts: Mapping[str, Any], by: User, batch: Batch | None = None) -> Source:
    """Begin a source with the text that its HTML is reduced to, once; the bytes are kept beside it.

    Raises what markup.reduce_html and receive raise.
    """
    return receive(slug=slug, text=markup.reduce_html(html), facts=facts, by=by, batch=batch, html=html)


def receive(
    *, slug: str, text: str | bytes, facts: Mapping[str, Any], by: User, batch: Batch | None = None,
    html: bytes | None = None,
) -> Source:  # fmt: skip
    """Begin a source with its text and return it.

    text: bytes as received (UTF-8, not empty, no NUL) or the text itself; it is kept as it is and never changes.
    html: the document that it was reduced from (receive_html).
    Raises what received.decode raises, Duplicate (naming the source that has the text), InvalidFacts, SlugTaken.
    """
    permissions.require(by, "create")
    body = received.decode(text) if isinstance(text, bytes) else text
    received.refuse_unstorable(body)
    received.refuse_empty(body)
    received.refuse_large(max(len(body.encode()), len(html or b"")))
    digest = received.sha256(body)

    def keep_text(row: Record) -> None:
        source = cast(Source, row)
        SourceText.objects.create(source=source, body=body, sha256=digest, received_bytes=len(body.encode()))
        if html is not None:
            SourceOriginal.objects.create(
                source=source, body=html, sha256=canonical.sha256(html), media_type=markup.MEDIA_TYPE,
                reduction=markup.REDUCTION,
            )  # fmt: skip

    def texts(name: str) -> str:
        return body if name == slug else facts_of.stored_text(name)

    with one_writer():
        other = SourceText.objects.filter(sha256=digest).select_related("source").first()
        if other is not None:
            kept = f"{other.source.slug} ({other.source.state})"
            raise Duplicate(f"cannot receive {slug}: source {kept} has the same text")
        row = records.create(
            record_type="source", slug=slug, facts=facts, by=by, batch=batch, texts=texts, before_parts=keep_text
        )
    return cast(Source, row)
