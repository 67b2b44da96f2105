"""Hostile strings in the addresses that the desk asks with, and in the files that it takes: nothing breaks or runs.

Each parameter of each address meets a few of them, and each of them meets some parameter.
"""

import csv
import io
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from briefings.exchange.sheets import columns
from tests import hostile
from tests.admin.addresses import NAMES, arguments
from tests.admin.desk import Desk
from tests.admin.test_addresses import every_state
from tests.admin.test_hostile_forms import of_headers
from tests.pages import faults
from tests.universe import TYPES, published

__all__ = ["every_state"]

EACH = 4  # strings a parameter
OF_LISTS = (
    "q", "_popup", "_to_field", "o", "p", "all", "e", "state__exact", "queue", "slug__regex", "batch__title", "<b>",
)  # fmt: skip
OF_PAGES = {
    "autocomplete": ("app_label", "model_name", "field_name", "term", "page"),
    "index": ("queue",),
    "briefings_source_claims": ("q", "briefing"),
    "briefings_source_workspace": ("briefing", "at"),
    "briefings_claim_passages": ("q", "after"),
    "briefings_claim_origins": ("x",),
    "briefings_reading_edtf": ("edtf",),
    "briefings_reading_change": ("as", "_popup"),
    "briefings_reading_add": ("claim", "source", "batch", "_changelist_filters"),
    "briefings_judgement_add": ("actors", "claim"),
    "briefings_actor_duplicates": ("after",),
    "briefings_actor_merge": ("into",),
    "briefings_actor_history": ("p",),
    "briefings_claim_export": ("q", "state__exact", "slug__regex"),
    "login": ("next",),
}
SUBJECT = {"app_label": "briefings", "model_name": "claim", "field_name": "subject", "term": "a"}


def asked(strings: Iterator[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name of an address with what it is asked."""
    lists = {name: OF_LISTS for name in NAMES if name.endswith("_changelist")}
    for name, parameters in {**lists, **OF_PAGES}.items():
        usual = SUBJECT if name == "autocomplete" else {}
        for parameter in parameters:
            yield from ((name, {**usual, parameter: string}) for string in islice(strings, EACH))


def wrong(answer: Any) -> str | None:
    """Return what is wrong with an answer, or None."""
    if answer.status_code not in (200, 302, 400, 403, 404):
        return f"answered {answer.status_code}"
    if answer.status_code == 302 and not answer.url.startswith(("/admin/", "?")):
        return f"leads to {answer.url}"
    if found := of_headers(answer):
        return found
    if answer["Content-Type"].startswith("text/html"):
        return "; ".join(faults(answer.content.decode())[:2]) or None
    return None if answer["X-Content-Type-Options"] == "nosniff" else "a browser may guess what it is"


def test_no_address_breaks_or_runs_what_it_is_asked(every_state, u):
    desk, found, used = Desk(u.chief), [], set()
    desk.client.raise_request_exception = False
    strings = cycle(hostile.SENDABLE.values())

    for name, query in asked(strings):
        fault = wrong(desk.client.get(reverse(f"admin:{name}", args=arguments(name, u)), query))
        used |= set(query.values())
        found += [f"{name} {str(query)[:120]}: {fault}"] if fault else []

    assert found == []
    assert set(hostile.SENDABLE.values()) <= used


@pytest.mark.parametrize("raw", ["%ff", "%C0%80", "%ED%A0%80", "q=%00&q=%ff", "%", "a=1" + "&a=1" * 1200, "%u0041"])
@pytest.mark.parametrize("name", ["briefings_claim_changelist", "briefings_source_claims", "autocomplete"])
def test_address_that_is_no_text_does_not_break(name, raw, every_state, u):
    desk = Desk(u.chief)
    desk.client.raise_request_exception = False

    for query in (raw, f"q={raw}", f"term={raw}&app_label=briefings&model_name=claim&field_name=subject"):
        answer = desk.client.get(reverse(f"admin:{name}", args=arguments(name, u)), QUERY_STRING=query)
        assert wrong(answer) is None


@pytest.mark.parametrize("form", ["csv", "yaml"])
@pytest.mark.parametrize("record_type", TYPES)
def test_no_file_breaks_or_runs_what_it_holds(record_type, form, u, curator, no_trace):
    curator.client.raise_request_exception = False
    writes = {"csv": sheet, "yaml": lines}[form]
    body = writes(record_type, cycle([string[:2000] for string in hostile.ROUNDS if "\0" not in string]))

    sent = {"file": SimpleUploadedFile(f"{hostile.MARKUP['script']}.{form}", body), "title": hostile.MARKUP["script"]}
    answer = curator.post(f"briefings_{record_type}_import", **sent)

    assert answer.status_code == 200
    assert wrong(answer) is None
    assert "line 2" in answer.content.decode() or "line 1" in answer.content.decode()


def sheet(record_type: str, strings: Iterator[str]) -> bytes:
    """Return a spreadsheet with a string in every cell, and rows for records that there are and are not."""
    names = [columns.plain_name(column) for column in columns.of(record_type).values()]
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["slug", "version", *names])
    for slug in (published(record_type).slug, "made-up", next(strings)):
        for version in ("1", next(strings)):
            rows.writerow([slug, version, *(next(strings) for _ in names)])
    return written.getvalue().encode()


def lines(record_type: str, strings: Iterator[str]) -> bytes:
    """Return YAML that says a string of everything, and one that is no key."""
    known = sorted({path[0] for path in columns.of(record_type)})
    said = [{"slug": slug, **{key: next(strings) for key in known}} for slug in ("made-up", next(strings))]
    return yaml.safe_dump([*said, {next(strings): next(strings)}]).encode()
