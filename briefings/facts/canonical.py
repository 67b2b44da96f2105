"""Canonical JSON: one text for one content, so that a hash means something.

Keys sorted, no spaces, UTF-8 without escapes, instants in UTC with microseconds, decimals in their shortest plain form.
Amounts are limited to 15 digits before and 4 after the point, where Python's own shortest form is plain.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

ZERO_HASH = "0" * 64


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def instant(value: datetime) -> str:
    """Return an aware datetime as RFC 3339 in UTC with six digits of microseconds."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def dumps(value: Any) -> str:
    """Return value as canonical JSON. Raises ValueError for NaN and infinities."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain
    )


def sha256(text: str | bytes) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, or of bytes, in hex."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def hash_of(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    return sha256(dumps(value))
