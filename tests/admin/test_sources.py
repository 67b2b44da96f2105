"""A source comes in with its text, once, as it is; its page shows the text with what was cited from it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from briefings.facts import records as facts_of
from tests.admin.desk import errors_of
from tests.universe import HEADLINE, TEXT_A, TEXT_B, get, published

TYPED = {"slug": "report-c", "kind": "post", "title": "A third"}


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("report.txt", content, content_type="text/plain")


def test_uploaded_file_is_kept_byte_for_byte(curator):
    content = "\ufeffA report\r\nwith e\u0301, \u00a0 and \U0001f1f0\U0001f1f7.\r\n"

    answer = curator.add("source", **TYPED, upload=upload(content.encode()))

    assert answer.status_code == 302, errors_of(answer)
    assert get("source", "report-c").text.body == content
    assert facts_of.read(get("source", "report-c"))["title"] == "A third"


def test_pasted_text_has_the_line_ends_that_were_pasted(curator):
    curator.add("source", **TYPED, text="\r\n  one\r\ntwo\r\n")

    assert get("source", "report-c").text.body == "\n  one\ntwo\n"


def test_regions_of_a_new_source_are_found_in_its_own_text(curator):
    curator.add("source", **TYPED, text="Head\nBody", regions="- kind: headline\n  quote: Head\n")

    region = get("source", "report-c").regions.get()
    assert (region.kind, region.start, region.end) == ("headline", 0, 4)


HTML = b"<html><head><title>no</title></head><body><h1>Head</h1>\r\n<p>caf&eacute;</p></body></html>"


@pytest.mark.parametrize("way", ["upload", "paste"])
def test_html_is_reduced_once_and_its_bytes_are_kept(way, u, curator, outsider):
    file = SimpleUploadedFile("Report.HTML", HTML, content_type="text/html")
    sent = {"upload": file} if way == "upload" else {"text": HTML.decode(), "written_as": "html"}

    answer = curator.add("source", **TYPED, **sent)

    row = get("source", "report-c")
    assert answer.status_code == 302, errors_of(answer)
    assert row.text.body == "Head\n\ncaf\u00e9\n"
    assert bytes(row.original.body) == (HTML if way == "upload" else HTML.replace(b"\r\n", b"\n"))
    saved = curator.open(row, "original")
    assert (saved["Content-Type"], bytes(row.original.body)) == ("application/octet-stream", saved.content)
    assert "attachment" in saved["Content-Disposition"]
    assert "html-1" in curator.open(row).content.decode()
    assert outsider.open(row, "original").status_code == 403
    assert curator.open(published("source"), "original").status_code == 404


def test_html_may_be_kept_as_the_text_that_it_is(curator):
    curator.add("source", **TYPED, upload=SimpleUploadedFile("report.html", HTML), written_as="text")

    assert get("source", "report-c").text.body == HTML.decode()


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"upload": upload(b"caf\xe9")}, "upload", "not UTF-8: byte 0xe9 at offset 3"),
        ({"upload": upload(b"a\0b")}, "upload", "NUL (U+0000) at offset 1"),
        ({"upload": upload(b"")}, "upload", "The submitted file is empty."),
        ({"upload": upload(b" \n\t ")}, "upload", "the text is empty"),
        ({"upload": upload(TEXT_B.encode())}, "upload", "source report-b (published) has the same text"),
        ({"text": TEXT_B}, "text", "source report-b (published) has the same text"),
        ({"text": " \n "}, "text", "the text is empty"),
        ({"text": "<p> </p>", "written_as": "html"}, "text", "the text is empty"),
        ({"text": f"<p>{TEXT_B}", "written_as": "html"}, "text", "has the same text"),
        ({"upload": upload(b"<p>caf\xe9"), "written_as": "html"}, "upload", "is not in utf-8, as it says"),
        ({"text": "one", "written_as": "pdf"}, "written_as", "is not one of the available choices"),
        ({"text": ""}, "text", "A source comes with its text"),
        ({"text": "one", "upload": upload(b"two")}, "upload", "not both"),
        ({"text": "a\0b"}, "text", "Null characters are not allowed."),
        ({"text": "one", "regions": "- kind: headline\n  quote: two\n"}, "regions", "line 1, 0: "),
        ({"text": "one", "slug": "report-b"}, "slug", "that slug is taken"),
    ],
)
def test_text_that_cannot_be_kept_is_refused_and_leaves_no_trace(sent, field, said, curator, no_trace):
    for file in sent.values():
        if not isinstance(file, str):
            file.seek(0)

    answer = curator.add("source", **{**TYPED, **sent})

    assert answer.status_code == 200
    assert said in " ".join(errors_of(answer)[field])


def test_file_that_is_too_large_is_refused_unread(curator, no_trace, monkeypatch):
    monkeypatch.setattr("briefings.text.received.LARGEST", 10)

    answer = curator.add("source", **TYPED, upload=upload(b"x" * 11))

    assert errors_of(answer)["upload"] == ["The file has 11 bytes; at most 10."]


def test_page_shows_the_whole_text_with_regions_and_citations(curator):
    segments = curator.open(published("source")).context["segments"]

    assert "".join(piece.words or "?" for each in segments for piece in each.pieces) == TEXT_A.replace(
        "\u00a0", "?"
    ).replace("\u200f", "?")
    by_words = {"".join(piece.words for piece in each.pieces): each for each in segments}
    headline = by_words[HEADLINE]
    assert (headline.regions, headline.citations) == (["Headline"], ["soldiers-left--report-a--c2"])
    assert headline.css == "region cited"
    (quantity,) = [each for each in segments if each.citations == ["soldiers-left--report-a--c1"]]
    assert [piece.unseen for piece in quantity.pieces if piece.unseen] == [
        "U+00A0 NO-BREAK SPACE", "U+200F RIGHT-TO-LEFT MARK",
    ]  # fmt: skip


def test_page_lists_its_readings(curator):
    readings = curator.open(published("source")).context["readings"]

    assert [each["row"].slug for each in readings] == ["soldiers-left--report-a", "soldiers-planned--report-a"]


def test_hostile_text_is_escaped_and_its_bidi_marks_are_shown(u, curator):
    text = "<script>alert(1)</script> \u202eevil\u2066 {{ x }} \u200b<mark>"
    row = u.draft("source", "hostile", {"kind": "post", "received_at": "2024-10-24T08:31:00Z"}, text=text)

    page = curator.open(row).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<span class="unseen" title="U+202E RIGHT-TO-LEFT OVERRIDE">202E</span>' in page
    assert "\u202e" not in page
    assert "{{ x }}" in page


def test_overlapping_citations_are_shown_as_such(u, curator):
    chains = [{"end": "own_voice"}]
    u.edit(
        get("reading", "soldiers-left--report-b"), status="carried",
        citations=[{"quote": "a day like", "chains": chains}, {"quote": "like any other", "chains": chains}],
    )  # fmt: skip

    segments = curator.open(get("source", "report-b")).context["segments"]

    assert [(("".join(piece.words for piece in each.pieces)), each.css) for each in segments if each.css] == [
        ("a day ", "cited"), ("like", "overlap"), (" any other", "cited"),
    ]  # fmt: skip
