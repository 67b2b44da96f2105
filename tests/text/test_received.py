"""Reports as received: nothing changed, and what cannot be stored refused."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text import received
from briefings.text.received import NotUtf8, TextEmpty, Unstorable


@pytest.mark.parametrize("text", ["a\r\nb", "\ufeffa", "e\u0301", "é", "to\u00a0 have", "👩\u200d🚀", "\u202eab\u202c"])
def test_decode_changes_nothing(text):
    assert received.decode(text.encode()) == text


def test_decode_keeps_a_byte_order_mark_in_text_and_hash():
    raw = b"\xef\xbb\xbfReport"

    text = received.decode(raw)

    assert text == "\ufeffReport"
    assert received.sha256(text) == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("raw", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", "\u00a0\u2003".encode()])
def test_decode_white_space_only_is_refused(raw):
    with pytest.raises(TextEmpty, match=r"^the text is empty: .* at least one is needed$") as refused:
        received.decode(raw)

    assert refused.value.code == "text_empty"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"caf\xe9 bar", "byte 0xe9 at offset 3 (invalid continuation byte)"),
        (b"a\xff\xfe", "byte 0xff at offset 1 (invalid start byte)"),
        (b"a\xed\xa0\x80", "byte 0xed at offset 1 (invalid continuation byte)"),
        (b"abc\xe2\x80", "byte 0xe2 at offset 3 (unexpected end of data)"),
    ],
)
def test_decode_other_encodings_are_refused_with_the_offset(raw, message):
    with pytest.raises(NotUtf8) as refused:
        received.decode(raw)

    assert refused.value.code == "not_utf8"
    assert str(refused.value) == f"the report is not UTF-8: {message}; convert it to UTF-8 first"


def test_decode_nul_is_refused():
    with pytest.raises(Unstorable, match=r"^the text holds NUL \(U\+0000\) at offset 2: remove it$") as refused:
        received.decode(b"ab\0c")

    assert refused.value.code == "unstorable_text"


def test_refuse_unstorable_lone_surrogate_names_it_and_the_pointer():
    with pytest.raises(Unstorable, match=r"lone surrogate U\+D800 at offset 1") as refused:
        received.refuse_unstorable("a\ud800", pointer="/title")

    assert refused.value.pointer == "/title"


def test_sha256_of_a_lone_surrogate_is_refused():
    with pytest.raises(Unstorable):
        received.sha256("\udfff")


@given(st.text())
def test_decode_gives_back_the_text_or_refuses(text):
    if "\0" in text:
        with pytest.raises(Unstorable):
            received.decode(text.encode())
    elif not text.replace("\ufeff", "").strip():
        with pytest.raises(TextEmpty):
            received.decode(text.encode())
    else:
        assert received.decode(text.encode()) == text
        assert received.sha256(text) == hashlib.sha256(text.encode()).hexdigest()
