"""The evidence card: whole, checked by the script in the docs, caught when tampered with, and a page to print."""

import copy
import json
import re
import runpy
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.exchange import evidence
from briefings.models import Document
from tests import universe

SCRIPT = settings.BASE_DIR / "docs" / "verify_evidence.py"
wrong = runpy.run_path(str(SCRIPT))["wrong"]
SENT = "/api/v1/claims/nk-troops-in-russia/evidence/"
LEFT = "/api/v1/claims/soldiers-left/evidence/"


def card_at(client, path, **parameters):
    response = client.get(path, parameters)
    assert response.status_code == 200, response.content
    return response.json()


def test_every_card_of_the_five_reports_verifies(five_reports, db):
    bodies = Document.objects.filter(record_type="claim").values_list("body", flat=True)
    cards = [json.loads(json.dumps(evidence.card(json.loads(bytes(body))))) for body in bodies]

    assert len(cards) == 87
    assert {card["claim"]["slug"]: found for card in cards if (found := list(wrong(card)))} == {}


def test_the_script_runs_alone_and_exits_by_what_it_finds(u, client, tmp_path):
    card = card_at(client, LEFT)
    path = tmp_path / "card.json"

    def run(*more):
        path.write_text(json.dumps(card))
        return subprocess.run([sys.executable, "-I", SCRIPT, path, *more], capture_output=True, text=True, check=False)

    assert (run().returncode, run().stdout) == (0, "all is well\n")
    assert run(card["head"]["hash"]).returncode == 0
    assert run("0" * 64).stderr == "the head of the chain is another one\n"
    card["claim"]["proposition"] = "Soldiers have not left."
    assert run().returncode == 1
    assert "the claim is not what its edition says" in run().stderr


def set_at(card, path, value):
    """Change one value of a card, and its hash with it, as somebody would who means to deceive."""
    *way, last = path
    part = card
    for step in way:
        part = part[step]
    part[last] = value(part[last]) if callable(value) else value
    card["sha256"] = evidence.canonical.hash_of({key: card[key] for key in card if key != "sha256"})


FIRST = ("sources", 0, "citations", 0)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ((*FIRST, "quantity", "min"), 9000, "soldiers-left--report-a--c1 has other values than its reading"),
        ((*FIRST, "polarity"), "negative", "soldiers-left--report-a--c1 has other values than its reading"),
        ((*FIRST, "exact"), "1,500 fewer", "the words of soldiers-left--report-a--c1 do not stand in the text"),
        ((*FIRST, "start"), lambda n: n + 1, "the words of soldiers-left--report-a--c1 do not stand in the text"),
        ((*FIRST, "exact_sha256"), "0" * 64, "the words of soldiers-left--report-a--c1 do not hash to what it says"),
        (("sources", 0, "citations"), lambda all_: all_[1:], "report-a has other passages than its reading"),
        (("sources", 1, "status"), "carried", "report-b has other passages than its reading"),
        (("sources", 0, "text"), lambda text: text.replace("agency", "author"),
         "the text of report-a does not hash to what its edition says"),
        (("claim", "proposition"), "No soldier has left.", "the claim is not what its edition says"),
        (("claim", "credibility"), "1", "the claim is not what its edition says"),
        (("editions", 0, "facts", "proposition"), "No soldier has left.",
         "edition 1 of claim soldiers-left does not hash to what it says"),
        (("editions", 0, "approver"), "desk-curator", "edition 1 of claim soldiers-left does not hash to what it says"),
        (("sourcing", "origins_named", "best"), 2, "origins_named is [1, 2, 1], and others are listed"),
        (("sourcing", "origins_named", "max"), 2, "origins_named is [1, 1, 2], and others are listed"),
        (("sourcing", "origins_unknown", "open_ends"), [{"citations": ["made-up"], "via": "source"}],
         "made-up makes a number, and is no passage of the card"),
        (("head", "count"), 3, "edition 1 of claim soldiers-left does not hash to what it says"),
    ],
)  # fmt: skip
def test_what_was_tampered_with_is_caught_even_if_the_card_is_hashed_anew(u, client, path, value, message):
    card = copy.deepcopy(card_at(client, LEFT))
    assert list(wrong(card)) == []

    set_at(card, path, value)
    assert message in list(wrong(card))


def test_a_card_that_was_not_hashed_anew_is_caught_whatever_was_changed(u, client):
    card = card_at(client, LEFT)
    card["sourcing"]["reason"] = "Two bodies affirm it."

    assert list(wrong(card)) == ["the card does not hash to what it says"]


@pytest.mark.parametrize(("access", "words"), [("passages", True), ("hash", False)])
def test_rights_are_obeyed_and_what_is_left_still_verifies(u, client, access, words):
    source = u.edit(universe.published("source"), text_access=access)
    u.publish(source)

    card = card_at(client, LEFT)
    assert card["sources"][0]["text"] is None
    assert (card["sources"][0]["citations"][0]["exact"] is not None) is words
    assert list(wrong(card)) == []
    assert universe.TEXT_A not in json.dumps(card, ensure_ascii=False)
    if not words:
        text = json.dumps(card, ensure_ascii=False) + client.get(LEFT, {"format": "html"}).content.decode()
        withheld = ("more soldiers", "Jose\u0301 Park, a lawmaker", "The agency said")
        assert [stretch for stretch in withheld if stretch in text] == []


def test_the_page_holds_every_passage_and_needs_nothing_but_itself(five_reports, db, client):
    response = client.get(SENT, {"format": "html"})
    page = response.content.decode()

    card = card_at(client, SENT)
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert all(f'id="{each["slug"]}"' in page for source in card["sources"] for each in source["citations"])
    assert card["sha256"] in page
    assert card["head"]["hash"] in page
    assert re.findall(r"<(?:script|link|img|iframe|object|form)\b", page) == []
    assert re.findall(r'\b(?:src|href|style|on\w+)="', page) == []
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy.pop("style-src").startswith("'sha256-")
    assert set(policy.values()) == {"'none'"}
    assert client.get(SENT, {"format": "html"}, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_hostile_words_are_shown_and_turn_nothing_round(u, client):
    words = 'He said \u202e"<script>alert(1)</script>" on Monday.'
    u.publish(u.draft("source", "report-x", {"kind": "post", "received_at": universe.RECEIVED}, text=words))
    u.publish(u.draft("reading", "soldiers-left--report-x", {
        "claim": "soldiers-left", "source": "report-x", "status": "carried",
        "citations": [{"quote": words, "chains": [universe.UNNAMED]}],
    }))  # fmt: skip

    page = client.get(LEFT, {"format": "html"}).content.decode()
    assert "<script" not in page
    assert "\u202e" not in page
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in page


def test_a_card_costs_the_same_with_more_sources(u, client):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            client.get(LEFT)
        return len(caught)

    before = cost()
    for number in range(5):
        slug = f"report-{number}x"
        u.publish(u.draft("source", slug, {"kind": "post", "received_at": universe.RECEIVED}))
        u.publish(u.draft("reading", f"soldiers-left--{slug}", {
            "claim": "soldiers-left", "source": slug, "status": "not_carried",
        }))  # fmt: skip

    assert cost() == before <= 30


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/v1/claims/absent/evidence/", 404), (f"{LEFT}?format=pdf", 400), (f"{LEFT}?known_by=soon", 400)],
)
def test_refusals(u, client, path, status):
    assert client.get(path).status_code == status
