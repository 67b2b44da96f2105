"""HTML, reduced once to the text that a reader sees. The document itself is kept beside it, byte for byte.

Blocks become lines, headings and paragraphs stand apart by an empty one, white space is as a browser shows it; scripts,
styles, forms' controls and what is hidden fall away. No-break spaces, quotation marks and every other character stay.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import unescape

from briefings.errors import Invalid
from briefings.text import received

MEDIA_TYPE = "text/html"
REDUCTION = "html-1"  # told with every original; another way to reduce gets another name
MOST_BYTES = 5_000_000
# What a reader does not see; of the first, everything up to their end tag is no markup.
RAW = frozenset(["script", "style", "noscript", "iframe", "textarea", "title", "xmp"])
UNSEEN = frozenset(["template", "svg", "math", "canvas", "object", "select", "button", "video", "audio"])
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
CLOSED_BY_THE_NEXT = frozenset(["p", "li", "td", "th", "tr", "dt", "dd"])
LINES = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
PARAGRAPHS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "p", "pre"])
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
NO_DOCUMENTS = frozenset(["idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf-7"])
_CHARSET = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,60})((?:[^>\"']++|\"[^\"]*\"|'[^']*')*+)>")
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,60})")
_HIDDEN = re.compile(r"\shidden(?=[\s=/]|\Z)", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
ODD_TAGS_AT_MOST = 20  # whose quotes never close: after so many, every tag ends at the next ">"
LONGEST_TAG = 10_000
_SPACES = re.compile(r"[ \t\n\r\f]+")  # a no-break space is none of these


class NotHtml(Invalid):
    """The document cannot be read as HTML."""

    code = "not_html"


def reduce_html(raw: bytes) -> str:
    """Return the text of an HTML document; a line end closes it.

    Raises NotHtml for a document that is too large or not in the encoding it names; TextEmpty for one without words,
    Unstorable for NUL. Takes time in proportion to the document: the standard library's parser takes its square.
    """
    if len(raw) > MOST_BYTES:
        raise NotHtml(f"the document has {len(raw)} bytes; at most {MOST_BYTES} are reduced: save its text instead")
    markup = _decoded(raw)
    received.refuse_unstorable(markup)
    reader = _Reader()
    for kind, value, is_hidden in _tokens(markup):
        reader.take(kind, value, is_hidden)
    text = reader.text
    received.refuse_unstorable(text)
    received.refuse_empty(text)
    return text


def _decoded(raw: bytes) -> str:
    """Return the document as text, in the encoding of its byte order mark, else of its <meta>, else UTF-8."""
    for mark, name in BYTE_ORDER_MARKS.items():
        if raw.startswith(mark):
            return _in(raw, name)
    named = _CHARSET.search(raw[:4096])
    return _in(raw, named[1].decode() if named else "utf-8")


def _in(raw: bytes, encoding: str) -> str:
    try:
        known = codecs.lookup(encoding)
    except LookupError:
        raise NotHtml(f"the document says it is in {encoding!r}, which is no encoding that is known") from None
    if not getattr(known, "_is_text_encoding", True) or known.name in NO_DOCUMENTS:
        raise NotHtml(f"the document says it is in {encoding!r}, which is no encoding of documents")
    try:
        return raw.decode(known.name)
    except UnicodeDecodeError as error:
        raise NotHtml(
            f"the document is not in {encoding}, as it says: byte 0x{raw[error.start]:02x} at offset {error.start}"
        ) from None


def _tokens(markup: str) -> Iterator[tuple[str, str, bool]]:
    """Yield ("words", text), ("start", tag, whether it hides itself) and ("end", tag), in one pass."""
    at, odd = 0, 0
    while at < len(markup):
        opens = markup.find("<", at)
        if opens != at:
            yield "words", unescape(markup[at : opens if opens >= 0 else len(markup)]), False
        if opens < 0:
            return
        named = _NAME.match(markup, opens)
        if named is None:
            at = _past_declaration(markup, opens)
            if at == opens:  # a "<" of its own
                yield "words", "<", False
                at += 1
            continue
        tag = named[2].lower()
        found = _TAG.match(markup, opens, opens + LONGEST_TAG) if odd < ODD_TAGS_AT_MOST else None
        odd += found is None
        at = found.end() if found else markup.find(">", opens) + 1
        if at == 0:
            return  # as a browser does: a tag that never ends is none, and nothing follows it
        rest = _QUOTED.sub("", found[3]) if found and not named[1] else ""
        yield ("end" if named[1] else "start"), tag, bool(_HIDDEN.search(rest))
        if tag in RAW and not named[1]:
            ends = re.compile(f"</{tag}(?=[\\s/>])", re.IGNORECASE).search(markup, at)
            if ends is None:
                return
            at = ends.start()


def _past_declaration(markup: str, opens: int) -> int:
    """Return where a comment, doctype or processing instruction ends; opens, where there is none."""
    if markup.startswith("<!--", opens):
        ends = markup.find("-->", opens + 4)
        return ends + 3 if ends >= 0 else len(markup)
    if markup.startswith(("<!", "<?", "</"), opens):
        ends = markup.find(">", opens)
        return ends + 1 if ends >= 0 else len(markup)
    return opens


class _Reader:
    """Collects words, and the breaks between them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.breaks = 0  # line ends wanted before the next words
        self.is_spaced = False  # a space wanted before them
        self.unseen = ""  # the tag of the element that hides what is in it, and how many of that tag are open
        self.depth = 0
        self.pre = 0

    @property
    def text(self) -> str:
        """Return what was collected."""
        return "".join(self.parts) + "\n"

    def take(self, kind: str, value: str, is_hidden: bool) -> None:
        """Take the next token."""
        if self.unseen:
            self._pass(kind, value)
        elif kind == "words":
            self._words(value)
        elif kind == "start" and (value in UNSEEN or (is_hidden and value not in VOID)):
            self.unseen, self.depth = value, 1
        else:
            self.pre = max(0, self.pre + (value == "pre") * (1 if kind == "start" else -1))
            self._break(value)

    def _pass(self, kind: str, value: str) -> None:
        if kind == "end" and value in ("body", "html"):
            self.unseen = ""
        elif kind != "words" and value == self.unseen:
            self.depth += 1 if kind == "start" and value not in CLOSED_BY_THE_NEXT else -1
            if self.depth == 0:
                self.unseen = ""

    def _break(self, tag: str) -> None:
        if tag == "br":
            self.breaks = min(self.breaks + 1, 2)
        elif tag in PARAGRAPHS:
            self.breaks = 2
        elif tag in LINES:
            self.breaks = max(self.breaks, 1)

    def _words(self, data: str) -> None:
        if self.pre:
            self._add(data.replace("\r\n", "\n"))
            return
        words = _SPACES.sub(" ", data)
        self.is_spaced = self.is_spaced or words.startswith(" ")
        if bare := words.strip(" "):
            self._add(bare)
            self.is_spaced = words.endswith(" ")

    def _add(self, words: str) -> None:
        if self.parts:
            self.parts.append("\n" * self.breaks or (" " if self.is_spaced and not self.pre else ""))
        self.parts.append(words)
        self.breaks, self.is_spaced = 0, False
