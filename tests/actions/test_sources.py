"""Receiving a source: its text once, as it came."""

import hashlib

import pytest

from briefings.actions import records, sources
from briefings.errors import BriefingsError
from briefings.models import AuditEvent, Source, SourceText
from tests import universe
from tests.universe import MORE

FACTS = MORE["source"][1]


@pytest.mark.parametrize(
    "text",
    [
        "plain", "\ufeffwith a byte order mark", "CR\r\nLF\n\rend",
        "De\u0301j\u00e0 \u00a0vu\u202e", "\U0001f1f0\U0001f1f7 \u200d",
        "trailing space  \n\n", "a\u0001control",
    ],
    ids=repr,
)  # fmt: skip
@pytest.mark.parametrize("as_bytes", [True, False])
def test_text_is_kept_to_the_byte(text, as_bytes, u):
    row = sources.receive(slug="report-d", text=text.encode() if as_bytes else text, facts=FACTS, by=u.curator)

    kept = SourceText.objects.get(source=row)
    assert kept.body == text
    assert kept.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert kept.received_bytes == len(text.encode())


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (b"", "text_empty", "the text is empty: 0 characters"),
        (b" \n\t", "text_empty", "the text is empty: 3 characters"),
        ("\ufeff", "text_empty", "the text is empty: 1 characters"),
        ("", "text_empty", "the text is empty: 0 characters"),
        (b"caf\xe9", "not_utf8", "the report is not UTF-8: byte 0xe9 at offset 3"),
        (b"\xff\xfea\x00", "not_utf8", "byte 0xff at offset 0"),
        (b"a\x00b", "unstorable_text", "the text holds NUL (U+0000) at offset 1"),
        ("a\0b", "unstorable_text", "the text holds NUL (U+0000) at offset 1"),
        ("a\ud800b", "unstorable_text", "the text holds the lone surrogate U+D800 at offset 1"),
        (b"\xed\xa0\x80", "not_utf8", "byte 0xed at offset 0"),
    ],
    ids=repr,
)
def test_text_that_cannot_be_kept_is_refused(text, code, message, u):
    before = AuditEvent.objects.count()

    with pytest.raises(BriefingsError) as refusal:
        sources.receive(slug="report-d", text=text, facts=FACTS, by=u.curator)

    assert refusal.value.code == code
    assert message in str(refusal.value)
    assert AuditEvent.objects.count() == before
    assert not Source.objects.filter(slug="report-d").exists()


@pytest.mark.parametrize("as_bytes", [True, False])
def test_same_text_again_names_the_source_that_has_it(as_bytes, u):
    text = universe.TEXT_A.encode() if as_bytes else universe.TEXT_A

    with pytest.raises(sources.Duplicate) as refusal:
        sources.receive(slug="report-d", text=text, facts=FACTS, by=u.curator)

    assert refusal.value.code == "duplicate_source"
    assert str(refusal.value) == "cannot receive report-d: source report-a (published) has the same text"


def test_text_of_a_discarded_source_is_still_a_duplicate(u):
    records.discard(record=u.more("source"), by=u.curator)

    with pytest.raises(sources.Duplicate, match=r"source report-c \(discarded\) has the same text"):
        sources.receive(slug="report-d", text="A report of its own, report-c.\n", facts=FACTS, by=u.curator)


def test_outsider_does_not_learn_which_texts_are_here(u):
    with pytest.raises(BriefingsError) as refusal:
        sources.receive(slug="report-d", text=universe.TEXT_A, facts=FACTS, by=u.outsider)

    assert refusal.value.code == "forbidden"


def test_facts_that_are_refused_leave_no_text(u):
    facts = {**FACTS, "regions": [{"kind": "headline", "quote": "not there"}]}

    with pytest.raises(BriefingsError, match="/regions/0: the quote 'not there' does not occur in the text"):
        sources.receive(slug="report-d", text="Some text.", facts=facts, by=u.curator)

    assert not SourceText.objects.filter(body="Some text.").exists()
    assert not Source.objects.filter(slug="report-d").exists()


def test_regions_are_resolved_in_the_text_that_came_with_them(u):
    facts = {**FACTS, "regions": [{"kind": "headline", "quote": "\U0001fa96 Two"}]}

    row = sources.receive(
        slug="report-d", text="\U0001f1f0\U0001f1f7 One \U0001fa96 Two three", facts=facts, by=u.curator
    )

    assert [(region.start, region.end) for region in row.regions.all()] == [(7, 12)]
