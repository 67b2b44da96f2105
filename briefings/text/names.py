"""Names: the key under which spellings of one name meet."""

from __future__ import annotations

import unicodedata


def fold_name(name: str) -> str:
    """Return a key for matching: letters and digits only, no accents, no case.

    "Park Sun-won", "PARK SUNWON" and "Park Sun won" give one key; "Seon" and "Sun" do not: whether these are one person
    is for a person to say. A name without letters or digits gives "".
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return "".join(char for char in decomposed if char.isalnum())
