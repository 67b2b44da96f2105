"""The pages for people: what is here, what to ask first, and forty questions with their answers."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from briefings.api.base import etag_of, serve
from briefings.choices import LinkRole
from briefings.models import (
    PublishedActor,
    PublishedBriefing,
    PublishedCitation,
    PublishedClaim,
    PublishedLink,
    PublishedName,
    PublishedReading,
    PublishedSource,
)

HTML = "text/html; charset=utf-8"
COUNTED = 10_000  # rows that are counted of a table; a page for people needs no more, and a large table costs no more
HELD: tuple[tuple[str, str, str, type[Model]], ...] = (
    ("sources", "source", "a document as received, with its text as far as its rights allow", PublishedSource),
    ("claims", "claim", "a question with every answer to it", PublishedClaim),
    ("readings", "reading", "what one source says of one claim, silence included", PublishedReading),
    ("citations", "citation", "a passage with its figure, time, certainty and speakers", PublishedCitation),
    ("actors", "actor", "who acts, speaks or relays, in every spelling", PublishedActor),
    ("briefings", "briefing", "an occasion on which information was put on record", PublishedBriefing),
)
QUESTIONS = Path(settings.BASE_DIR) / "docs" / "questions.md"
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
QUESTION = re.compile(r"^\d+\. (.+)\n   \[`(/[^`]+)`\]\((/[^)]+)\)\n   → (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Request:
    """A first request: what it asks, and where."""

    asks: str
    path: str


def held() -> list[dict[str, str]]:
    """Return a line about each type of record that there is. A query each, of 10,000 rows of an index at most."""
    lines = []
    for resource, noun, what, model in HELD:
        count = model._default_manager.order_by()[: COUNTED + 1].count()
        shown = f"{count:,}" if count <= COUNTED else f"more than {COUNTED:,}"
        lines.append({
            "count": shown, "noun": noun if count == 1 else f"{noun}s", "what": what,
            "url": reverse(f"{resource}_list"),
        })  # fmt: skip
    return lines


def first_requests() -> list[Request]:
    """Return requests that this database answers: about the claim that most sources carry. Six queries at most."""
    claim = PublishedClaim.objects.order_by("-sources", "-slug").values("slug", "proposition").first()
    if claim is None:
        return [Request("The addresses of the API", reverse("root"))]
    one, asked = reverse("claims_detail", args=[claim["slug"]]), f"“{claim['proposition']}”"
    sourcing = reverse("claims_sourcing", args=[claim["slug"]])
    word = re.search(r"\w{5,}", claim["proposition"])
    return [
        Request(f"{asked}: every source, passage, figure and speaker", one),
        Request("What its sources amount to: how many named origins, and why", sourcing),
        *_about_its_briefing(claim["slug"]),
        *_about_its_originator(claim["slug"]),
        Request("Where a word stands, in reports, passages and names", _asked("search_list", q=word[0]))
        if word else Request("The whole list of claims", _asked("claims_list")),
        Request("All claims, for a spreadsheet", _asked("claims_list", format="csv", bom="1", formula_safe="1")),
    ]  # fmt: skip


def _about_its_briefing(claim: str) -> list[Request]:
    links = PublishedLink.objects.filter(claim=claim, occasion__isnull=False).order_by("-position", "occasion")
    occasion = links.values_list("occasion", flat=True).first()
    if occasion is None:
        return []
    matrix = reverse("briefings_matrix", args=[occasion])
    return [Request("Who carries what of the briefing, and who was silent", f"{matrix}?format=csv")]


def _about_its_originator(claim: str) -> list[Request]:
    links = PublishedLink.objects.filter(citation__claim=claim, role=LinkRole.ORIGINATOR, actor__isnull=False)
    actor = links.order_by("actor").values_list("actor", flat=True).first()
    name = PublishedName.objects.filter(actor__slug=actor).order_by("pk").values_list("text", flat=True).first()
    if name is None:
        return []
    path = _asked("claims_list", said_by=name, count="true")
    return [Request(f"What else {name} is said to have said, under any spelling", path)]


def _asked(route: str, **parameters: str) -> str:
    return f"{reverse(route)}?{urlencode(parameters)}" if parameters else reverse(route)


def page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    """Return a page that anybody may keep and asks about each time, as everything that readers get."""
    body = render_to_string(f"site/{template}.html", context).encode()
    return serve(request, body, etag_of(body), media_type=HTML)


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Say what this is, what it holds, and what to ask first. Costs a dozen queries, whatever it holds."""
    origin = request.build_absolute_uri("/").rstrip("/")
    return page(request, "landing", held=held(), requests=first_requests(), origin=origin)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Show the forty questions with a link to each answer."""
    return page(request, "questions", sections=forty())


@cache
def forty() -> list[tuple[str, list[dict[str, object]]]]:
    """Return docs/questions.md as sections of questions; the file is part of the program."""
    _, *parts = SECTION.split(QUESTIONS.read_text())
    number = 0
    sections: list[tuple[str, list[dict[str, object]]]] = []
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        found: list[dict[str, object]] = []
        for question, path, link, answer in QUESTION.findall(text):
            number += 1
            told = [part for part in re.split(r"`([^`]*)`", answer) if part.strip()]
            found.append({"number": number, "question": question, "path": path, "link": link, "answer": told})
        sections.append((title, found))
    return sections
