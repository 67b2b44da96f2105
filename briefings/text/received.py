"""Reports as received: what is taken in and what is refused, with not one character changed.

CRLF, no-break spaces, a leading U+FEFF, decomposed letters: all kept. The SHA-256 is that of the UTF-8 bytes, so the
bytes that came in can be compared with what is stored.
"""

from __future__ import annotations

import hashlib
import re

from briefings.errors import Invalid

BOM = "\ufeff"
LARGEST = 10_000_000  # bytes of one report
_SURROGATE = re.compile("[\ud800-\udfff]")


class TextEmpty(Invalid):
    """Nothing but white space."""

    code = "text_empty"


class TooLarge(Invalid):
    """More bytes than are kept of one report."""

    code = "text_too_large"


class NotUtf8(Invalid):
    """The bytes are not UTF-8."""

    code = "not_utf8"


class Unstorable(Invalid):
    """A string holds NUL or a lone surrogate: PostgreSQL refuses both, SQLite takes them."""

    code = "unstorable_text"


def decode(raw: bytes) -> str:
    """Return the text of a report.

    A leading byte order mark stays in the text as U+FEFF, so offsets and hash are those of the document received.
    Raises NotUtf8 (with the byte offset), TextEmpty, Unstorable.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(
            f"the report is not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start} ({error.reason}); "
            "convert it to UTF-8 first",
            offset=error.start,
        ) from None
    refuse_unstorable(text)
    refuse_empty(text)
    return text


def refuse_empty(text: str, pointer: str | None = None) -> None:
    """Raise TextEmpty for a text of white space and byte order marks only."""
    if not text.replace(BOM, "").strip():
        raise TextEmpty(
            f"the text is empty: {len(text)} characters, none of them visible; at least one is needed",
            pointer=pointer,
        )


def refuse_large(size: int) -> None:
    """Raise TooLarge for more bytes than are kept of one report."""
    if size > LARGEST:
        raise TooLarge(f"the report has {size} bytes: at most {LARGEST} are allowed")


def refuse_unstorable(text: str, pointer: str | None = None) -> None:
    """Raise Unstorable for NUL and for lone surrogates, naming the first one's offset."""
    nul = text.find("\0")
    if nul >= 0:
        raise Unstorable(f"the text holds NUL (U+0000) at offset {nul}: remove it", pointer=pointer, offset=nul)
    lone = _SURROGATE.search(text)
    if lone:
        raise Unstorable(
            f"the text holds the lone surrogate U+{ord(lone.group()):04X} at offset {lone.start()}: "
            "only whole characters can be stored",
            pointer=pointer,
            offset=lone.start(),
        )


def sha256(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, 64 lower-case hex digits. Raises Unstorable on a lone surrogate."""
    refuse_unstorable(text)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
