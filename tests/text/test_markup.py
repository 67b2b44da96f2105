"""HTML becomes the text that a reader sees, and nothing of it runs, hangs or is guessed."""

import time

import pytest

from briefings.errors import BriefingsError
from briefings.text import markup
from tests import hostile

PAGE = """<!DOCTYPE html><html><head><title>Not this</title><style>p { color: red }</style></head>
<body><script>alert("<p>not this</p>")</script>
<h1>Seoul counts
   soldiers</h1><div>By <a href="x">A&nbsp;Writer</a></div>
<p>The agency said \u201c1,500&#160;more\u201d
had left<br>in October &amp; later.</p><p hidden>not this</p>
<ul><li>one</li><li>t<b>w</b>o </li></ul><table><tr><td>a</td><td>b</td></tr></table>
<pre>kept   as
  it is</pre><noscript>not this</noscript></body></html>"""


def test_page_becomes_the_text_that_a_reader_sees():
    assert markup.reduce_html(PAGE.encode()) == (
        "Seoul counts soldiers\n\nBy A\u00a0Writer\n\nThe agency said \u201c1,500\u00a0more\u201d had left\n"
        "in October & later.\n\none\ntwo\na\nb\n\nkept   as\n  it is\n"
    )


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"<p>one", "one\n"),
        (b"plain words", "plain words\n"),
        ("<meta charset=euc-kr><p>\uad6d\uc815\uc6d0</p>".encode("euc-kr"), "\uad6d\uc815\uc6d0\n"),
        ("\ufeff<p>caf\xe9</p>".encode(), "caf\xe9\n"),
        ("<p>caf\xe9</p>".encode("utf-16"), "caf\xe9\n"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>\x93yes\x94</p>', "“yes”\n"),
        (b"<p>&lt;script&gt;alert(1)&lt;/script&gt; &#8238;x</p>", "<script>alert(1)</script> \u202ex\n"),
        (b"<svg><p>no</p></svg><p>yes</p>", "yes\n"),
        (b"<div hidden><p>no<br></p></div>yes", "yes\n"),
        (b"<script>no</body>", "the text is empty"),
        (b"<p>caf\xe9</p>", "is not in utf-8, as it says: byte 0xe9 at offset 6"),
        (b"<meta charset=klingon><p>x</p>", "'klingon', which is no encoding that is known"),
        (b"<meta charset=zlib_codec><p>x</p>", "no encoding of documents"),
        (b"<p>a\0b</p>", "NUL (U+0000)"),
        (b"<p> </p>", "the text is empty"),
        (b"<p title=don't>a</p><p>b < c</p>", "a\n\nb < c\n"),
        (b"<p hidden>no<p>yes", "yes\n"),
        (b"<title>no</title><p data-x='<i>' class=\"a > b\">yes<!-- no --></P>", "yes\n"),
    ],
)
def test_document_is_reduced_or_refused_in_words(raw, text):
    if text.endswith("\n"):
        assert markup.reduce_html(raw) == text
    else:
        with pytest.raises(BriefingsError) as refusal:
            markup.reduce_html(raw)
        assert text in refusal.value.detail


@pytest.mark.parametrize("part", ["<p>", "<!--", "<b", "<![CDATA[", "&", "</p", "<!", "<a b='", "&#x", "<?", "<script>",
                                  "<a \"><a\" ", "<svg>", "</svg>", "<a '>\"", "<p hidden>"])  # fmt: skip
def test_hostile_document_takes_no_longer_than_it_is_long(part):
    raw = (part * (200_000 // len(part)) + "x").encode()
    begun = time.process_time()

    try:
        markup.reduce_html(raw)
    except BriefingsError as error:
        assert error.detail

    assert time.process_time() - begun < 5


def test_document_that_is_too_large_is_refused_unread():
    with pytest.raises(markup.NotHtml, match="at most 5000000"):
        markup.reduce_html(b"x" * 5_000_001)


@pytest.mark.parametrize("word", [*hostile.MARKUP, *hostile.BREAKOUTS, *hostile.UNSEEN])
def test_page_with_a_hostile_string_is_text_without_elements(word):
    raw = f"<html><body><p>Before.</p>{hostile.STRINGS[word]}<p>After.</p></body></html>".encode()

    text = markup.reduce_html(raw)

    assert text.startswith("Before.")
    assert not [made for made in ("<img", "<svg", "onerror=ran(4)", "onload=", "@import") if made in text]
