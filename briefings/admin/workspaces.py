"""The workspace of a source: its text, what is held of it, and a panel that turns marked words into records."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from briefings import choices
from briefings.admin import coverage, likely, marking, passages, steps
from briefings.admin.access import may
from briefings.admin.lists import row_id
from briefings.errors import BriefingsError, Invalid
from briefings.facts import canonical
from briefings.facts import records as facts_of
from briefings.facts.refusals import InvalidFacts
from briefings.models import Citation, Claim, Source

ENDS = {"own_voice": "The source itself asserts it", "no_source_given": "A source is signalled, not named"}


def page(request: HttpRequest, source: Source, shared: dict[str, Any]) -> HttpResponse:
    """Show a source's workspace. Costs about thirty queries, however much was cited."""
    rows = list(source.readings.select_related("claim"))
    readings = list(facts_of.read_many("reading", [row.pk for row in rows]).values())
    citations = Citation.objects.filter(reading__source=source).select_related("reading__claim")
    citations = list(citations.order_by("start", "end"))
    covered = coverage.measure(source, facts_of.read(source), readings)
    briefing = _briefing(request, source)
    context = {
        **shared,
        "title": f"Workspace of {source.slug}",
        "source": source,
        "source_url": steps.url_of(source),
        "batch": marking.open_batch(source),
        "segments": passages.segments(source.text.body, source.regions.all(), citations, source.asides.all()),
        "length": len(source.text.body),
        "held": [_held(each) for each in citations],
        "parts": _parts(source),
        "covered": covered,
        "left": [[found.start, found.end, kind] for kind, found in covered.left],
        "unread": likely.unread(source, briefing),
        "briefings": likely.briefings(),
        "briefing": briefing,
        "may_mark": may(request, "edit") and may(request, "create"),
        "chains": _chains(source, readings),
        "categories": choices.Category.choices,
        "region_kinds": [each for each in choices.RegionKind.choices if each[0] != choices.RegionKind.BODY],
        "aside_reasons": choices.AsideReason.choices,
    }
    return TemplateResponse(request, "desk/workspace.html", context)


def _briefing(request: HttpRequest, source: Source) -> int | None:
    return row_id(request.GET.get("briefing", "")) or likely.briefing_of(source)


def _held(citation: Citation) -> dict[str, Any]:
    return {"row": citation, "claim": citation.reading.claim, "url": steps.url_of(citation.reading)}


def _parts(source: Source) -> list[dict[str, Any]]:
    """Return the regions and asides of a source, in the order of the text."""
    rows = [{"row": row, "key": "regions", "label": "Region"} for row in source.regions.all()]
    rows += [{"row": row, "key": "asides", "label": "Not a claim"} for row in source.asides.all()]
    return sorted(rows, key=lambda each: each["row"].start)


def _chains(source: Source, readings: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return what a new citation's attribution may be: the two plain ends, and each chain of this source once."""
    found: dict[str, tuple[str, str]] = {}
    for reading in readings:
        for citation in reading["citations"]:
            named = [link["as_printed"] or link["role"] for chain in citation["chains"] for link in chain["links"]]
            slug = f"{reading['claim']}--{source.slug}--{citation['id']}"
            if named:
                found.setdefault(canonical.hash_of(citation["chains"]), (slug, " ‹ ".join(named)))
    return [*ENDS.items(), *found.values()]


def claims(request: HttpRequest, source: Source) -> HttpResponse:
    """Answer the claims that the words of ?q= may mean, the likely ones first, as JSON."""
    briefing = _briefing(request, source)
    found = likely.search(source, marking.open_batch(source), briefing, request.GET.get("q", ""))
    return JsonResponse({"claims": found})


def mark(request: HttpRequest, source: Source, what: str) -> HttpResponse:
    """Make what was marked a citation, a claim, a region or an aside; refusals come back beside what was typed."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not (may(request, "edit") and may(request, "create")):
        raise PermissionDenied("marking takes the role of a curator")
    is_script = "application/json" in request.headers.get("Accept", "")
    home = reverse("admin:briefings_source_workspace", args=[source.pk])
    try:
        if what not in MARKS:
            raise Invalid(f"there is no mark {what}")
        done = MARKS[what](request, source)
    except BriefingsError as error:
        said = [f"{each['pointer']}: {each['detail']}" for each in getattr(error, "errors", [])] or [error.detail]
        if is_script:
            return JsonResponse({"errors": said}, status=400 if isinstance(error, InvalidFacts) else error.status)
        messages.error(request, " ".join(said))
        return HttpResponseRedirect(home)
    if is_script and what == "silence":
        return JsonResponse({"said": done})
    messages.success(request, done)
    at = row_id(request.POST.get("end", "")) or 0
    url = f"{home}?at={at}"
    return JsonResponse({"url": url}) if is_script else HttpResponseRedirect(url)


def _anchor(request: HttpRequest, source: Source) -> dict[str, Any]:
    start, end = (row_id(request.POST.get(name, "")) for name in ("start", "end"))
    if start is None or end is None:
        raise Invalid("nothing is marked: mark the words first")
    exact = request.POST.get("exact", "").replace("\r\n", "\n")
    body = source.text.body[start:end]
    if body.replace("\r\n", "\n") == exact:  # a form sends every line end as CRLF: only those may differ
        exact = body
    return marking.passage(source, start, end, exact)


def _claim(request: HttpRequest) -> Claim:
    claim = Claim.objects.filter(pk=row_id(request.POST.get("claim", ""))).first()
    if claim is None:
        raise Invalid("no claim was chosen: search for one and take it from the list")
    return claim


def _cite(request: HttpRequest, source: Source) -> str:
    reading = marking.cite(
        source=source, claim=_claim(request), anchor=_anchor(request, source), by=request.user,
        chain=request.POST.get("chain", ""),
    )  # fmt: skip
    return f"Cited for {reading.claim.slug}."


def _begin_claim(request: HttpRequest, source: Source) -> str:
    typed = {name: request.POST.get(name, "") for name in ("proposition", "slug", "category", "chain")}
    reading = marking.begin_claim(source=source, anchor=_anchor(request, source), by=request.user, **typed)
    return f"Claim {reading.claim.slug} was begun and cited."


def _region(request: HttpRequest, source: Source) -> str:
    part = {"kind": request.POST.get("kind", ""), **_anchor(request, source)}
    marking.add_part(source=source, part=part, by=request.user)
    return "Marked as a region."


def _aside(request: HttpRequest, source: Source) -> str:
    part = {"reason": request.POST.get("reason", ""), "note": request.POST.get("note", ""), **_anchor(request, source)}
    marking.add_part(source=source, part=part, by=request.user)
    return "Set aside: not a claim."


WORDED = {"regions": (("kind",), choices.RegionKind), "asides": (("reason", "note"), choices.AsideReason)}


def _part(request: HttpRequest, source: Source) -> str:
    """Change a region or an aside that is there, or take it out."""
    key, is_out = request.POST.get("key", ""), request.POST.get("do") == "out"
    if key not in WORDED:
        raise Invalid(f"there are no {key[:50]!r} to change; allowed: {', '.join(WORDED)}")
    names, allowed = WORDED[key]
    changes = {name: request.POST[name] for name in names if name in request.POST}
    if not is_out and changes.get(names[0]) not in allowed.values:
        raise Invalid(f"{names[0]} {changes.get(names[0], '')!r} is none of {', '.join(allowed.values)}")
    start, end = (row_id(request.POST.get(name, "")) for name in ("start", "end"))
    if start is None or end is None:
        raise Invalid("the form names no place in the text")
    marking.change_part(
        source=source, key=key, place=(start, end), changes=None if is_out else changes, by=request.user
    )
    return "Taken out." if is_out else "Changed."


def _silence(request: HttpRequest, source: Source) -> str:
    reading = marking.keep_silent(source=source, claim=_claim(request), by=request.user)
    return f"{reading.claim.slug}: not carried."


MARKS: dict[str, Callable[[HttpRequest, Source], str]] = {
    "cite": _cite, "claim": _begin_claim, "region": _region, "aside": _aside, "part": _part,
    "silence": _silence,
}  # fmt: skip
