"""Names: spellings of one actor's full name, and which source prints which."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from briefings.analysis.discrepancies.rows import Kind, Row, Severity, Side
from briefings.choices import NameKind

Document = dict[str, Any]


def mentions(claims: Iterable[Document], actor: Document) -> Iterator[Document]:
    """Yield where an actor's names may be printed: the anchors of its roles, and of the links that name it."""
    for role in actor["roles"]:
        if role["source"] and role["anchor"]:
            yield {"source": role["source"]["slug"], "anchor": role["anchor"], "citation": None}
    for claim in claims:
        for reading in claim["readings"]:
            for citation in reading["citations"]:
                for link in (link for chain in citation["chains"] for link in chain["links"]):
                    if any(each["slug"] == actor["slug"] for each in link["actors"]):
                        yield {
                            "source": reading["source"]["slug"], "anchor": link["anchor"], "citation": citation["slug"],
                        }  # fmt: skip


def differences(actor: Document, found: Iterable[Document], known: Collection[str] | None = None) -> Iterator[Row]:
    """Yield a row for each script in which sources print different full names of an actor.

    found: its mentions. known: the sources that may be read; None: all.
    """
    read = [each for each in found if each["anchor"] and (known is None or each["source"] in known)]
    for script in dict.fromkeys(name["script"] for name in actor["names"]):
        forms = [
            name["text"]
            for name in actor["names"]
            if name["script"] == script and name["kind"] in (NameKind.FULL, NameKind.NATIVE)
        ]
        sides = [Side(form, mentions=_printing(form, forms, read)) for form in dict.fromkeys(forms)]
        printed = tuple(side for side in sides if side.mentions)
        if len(printed) > 1:
            yield Row(Kind.NAME, Severity.VARIATION, printed, party=actor["slug"])


def _printing(form: str, forms: Sequence[str], found: Sequence[Document]) -> tuple[Document, ...]:
    """Return the mentions that print a form, and no longer form that holds it."""
    longer = [other for other in forms if form in other and other != form]
    here = []
    for each in found:
        words = each["anchor"]["exact"] or ""
        for other in longer:
            words = words.replace(other, "")
        if form in words:
            here.append(each)
    unique = {(each["source"], each["anchor"]["start"], each["citation"]): each for each in here}
    return tuple(unique.values())
