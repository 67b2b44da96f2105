"""A page as a browser understands it: its elements, its words, its forms; and whether anything in it could run.

Python's parser is no browser: that nothing runs is shown in Chromium as well (tests/browser/test_hostile.py).
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "poster", "cite", "background", "xlink:href"})
OURS = re.compile(r"(?:/(?!/)|\?|#|\.|[a-z0-9][a-z0-9-]*/)", re.ASCII)  # an address of this site, or one from here
PRINTED = re.compile(r"https?://[^/\\]", re.ASCII)  # where a source was published: a link that a person follows
NEVER = frozenset(
    ["iframe", "object", "embed", "base", "marquee", "math", "svg", "animate", "video", "audio", "frame", "style"]
)
ICONS = ("base-svgs", "theme-icon")  # classes of the drawings of Django's admin
CHOOSERS = ("select2",)  # classes of the elements of its choosers, whose script sets styles


@dataclass
class Form:
    """A form: where it goes, and name, kind and value of each field that a browser would send."""

    action: str
    method: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)

    def data(self, **changes: Any) -> dict[str, Any]:
        """Return what a browser sends, with some fields changed."""
        sent: dict[str, Any] = {}
        for name, _, value in self.fields:
            sent.setdefault(name, []).append(value)
        return {**sent, **changes}


class Page(HTMLParser):
    """Parse a page once, for all that is asked of it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shape: list[tuple[str, ...]] = []  # each element with the names of its attributes, in order
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.forms: list[Form] = []
        self.held: list[str] = []  # what fields hold
        self._form: Form | None = None
        self._area: tuple[str, list[str]] | None = None
        self._select: str | None = None
        self._templates = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.shape.append((tag, *sorted(found)))
        self.elements.append((tag, found))
        if tag == "template":
            self._templates += 1
        elif tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "textarea":
            self._area = (found.get("name", ""), [])
        elif tag == "select":
            self._select = found.get("name")
            self._field(found.get("name", ""), "select", "") if "disabled" not in found else None
        elif tag == "option" and "selected" in found and self._form and self._select:
            self._chosen(found.get("value", ""))
        elif tag == "input":
            self._input(found)
        elif tag == "button" and found.get("name") and "disabled" not in found:
            self._field(found["name"], "button", found.get("value", ""))

    def _input(self, found: dict[str, str]) -> None:
        kind = found.get("type", "text")
        self.held.append(found.get("value", ""))
        if "disabled" in found or kind in ("submit", "reset") or not found.get("name"):
            return
        if kind in ("checkbox", "radio") and "checked" not in found:
            self._field(found["name"], "unticked", found.get("value", "on"))
        else:
            self._field(found["name"], kind, found.get("value", ""))

    def _field(self, name: str, kind: str, value: str) -> None:
        if self._form is not None and not self._templates:
            self._form.fields.append((name, kind, value))

    def _chosen(self, value: str) -> None:
        assert self._form is not None
        if self._templates:
            return
        if self._form.fields and self._form.fields[-1] == (self._select, "select", ""):
            self._form.fields.pop()
        self._form.fields.append((str(self._select), "select", value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        elif tag == "form":
            self._form = None
        elif tag == "textarea" and self._area:
            name, parts = self._area
            value = "".join(parts).removeprefix("\n")
            self.held.append(value)
            self._field(name, "textarea", value)
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)
        self.words.append(data)

    @property
    def text(self) -> str:
        """Return all that the page says or holds, line ends as LF."""
        return "\n".join([*self.words, *self.held]).replace("\r\n", "\n")


def faults(html: str) -> list[str]:
    """Return what of a page could run, or leads elsewhere than a page of this site leads."""
    return [fault for tag, attributes in Page(html).elements for fault in _faults(tag, attributes)]


def _faults(tag: str, attributes: dict[str, str]) -> list[str]:
    shown = f"<{tag} {attributes}"[:160]
    is_icon = tag == "svg" and attributes.get("class", "").startswith(ICONS)
    found = [f"no such element here: {shown}"] if tag in NEVER and not is_icon else []
    if tag == "script" and "src" not in attributes and attributes.get("type") != "application/json":
        found.append(f"a script in the page: {shown}")
    if tag == "meta" and "http-equiv" in attributes:
        found.append(f"a page that moves: {shown}")
    is_chooser = attributes.get("class", "").startswith(CHOOSERS)
    for name, value in attributes.items():
        if name.startswith("on") or name in ("srcdoc", "formaction") or (name == "style" and not is_chooser):
            found.append(f"an attribute that runs or paints: {shown}")
        if name == "src" and not value.startswith("/"):
            found.append(f"something fetched that is not of this site: {shown}")
        elif name in ADDRESSES and value and not OURS.match(value) and not (tag == "a" and PRINTED.match(value)):
            found.append(f"an address elsewhere: {shown}")
    return found
