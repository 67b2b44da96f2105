"""Canonical JSON, shown to people."""

import json
from typing import Any

from django.utils.html import format_html

from briefings.exchange import parts


def shown(payload: str | None) -> Any:
    """Return a payload as preformatted text, escaped; None: it was redacted."""
    if payload is None:
        return "redacted: only its hash is kept"
    return format_html('<pre class="payload" tabindex="0">{}</pre>', parts.dump(json.loads(payload)))
