"""The judge of pages sees what it is there to see; what it passes would have to be harmless."""

import pytest

from tests import hostile
from tests.pages import Page, faults

HARMLESS = {"script split by NUL-like entities", "names that hide a page's own"}  # an unknown element; no handler
RUNNING = {**hostile.MARKUP, "link": hostile.ADDRESSES["link with a javascript address"]}


@pytest.mark.parametrize("word", RUNNING)
def test_markup_that_is_not_escaped_is_seen(word):
    assert bool(faults(f"<main>{RUNNING[word]}</main>")) == (word not in HARMLESS)


@pytest.mark.parametrize("word", ["out of a double quotation", "out of a tag"])
def test_breaking_out_of_an_attribute_is_seen(word):
    assert faults(f'<input value="{hostile.BREAKOUTS[word]}">')


@pytest.mark.parametrize(
    "address", ["javascript:ran(1)", "//evil.example/", "data:text/html,x", "\x01javascript:ran(2)"]
)
def test_address_elsewhere_is_seen(address):
    assert faults(f'<a href="{address}">x</a>')


def test_page_of_our_own_is_passed():
    assert faults('<a href="/admin/">x</a><form action="step/"><input value="&lt;script&gt;"></form>') == []


def test_form_is_read_as_a_browser_sends_it():
    page = Page(
        '<form action="/x" method="POST"><input name="a" value="1"><input type="checkbox" name="b">'
        '<select name="c"><option value="1"><option value="2" selected></select><textarea name="d">\n x\n</textarea>'
        '<input name="e" disabled><template><input name="f"></template><button name="g" value="2">Go</button></form>'
    )

    (form,) = page.forms
    assert (form.action, form.method) == ("/x", "post")
    assert [each for each in form.fields if each[1] != "unticked"] == [
        ("a", "text", "1"), ("c", "select", "2"), ("d", "textarea", " x\n"), ("g", "button", "2"),
    ]  # fmt: skip
