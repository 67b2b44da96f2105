"""The flat, indexed rows that readers filter and sort by: one function a record type, each row after its parent."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import orjson
from django.db.models import Model

from briefings import models
from briefings.analysis import clock, discrepancies
from briefings.facts import canonical, spans
from briefings.rendering import worlds
from briefings.rendering.documents import amount
from briefings.rendering.in_force import Held, InForce
from briefings.rendering.pages import Page
from briefings.text import edtf, folding, likeness, names

Rendered = dict[str, Any]
Rows = Iterator[Model]
NEVER = datetime.max.replace(tzinfo=UTC)


def write(rows: Iterable[Model]) -> None:
    """Insert rows, those of a table together. Costs a statement for some dozens of rows of one table."""
    tables: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        tables[type(row)].append(row)
    for table, several in tables.items():  # a table comes after the one that its rows name, as its first row did
        table._default_manager.bulk_create(several)


def of(document: models.Document, held: Held, shown: Rendered, in_force: InForce) -> Rows:
    """Return the rows of a record that readers are served; shown: its document."""
    return _OF[document.record_type](document, held, shown, in_force)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _own(document: models.Document, held: Held) -> dict[str, Any]:
    return {"document": document, "slug": held.edition.slug, "changed_at": held.edition.started_at}


def _slug(line: Rendered | None) -> str | None:
    return line["slug"] if line else None


def _source(document: models.Document, held: Held, shown: Rendered, in_force: InForce) -> Rows:
    """Yield a source's row, and one for each agency that it names."""
    facts = held.facts
    published = facts["published"]
    earliest, latest = edtf.instants(published["edtf"]) if published and published["edtf"] else (None, None)
    row = models.PublishedSource(
        **_own(document, held),
        kind=facts["kind"], publisher=_slug(shown["publisher"]), language=facts["language"],
        reliability=facts["reliability"], text_access=facts["text_access"],
        received_at=datetime.fromisoformat(facts["received_at"]),
        published_earliest=earliest, published_latest=latest, undated=latest is None,
        known_from=clock.known_from(facts),
    )  # fmt: skip
    yield row
    yield from (models.PublishedAgency(source=row, actor=agency["actor"]["slug"]) for agency in shown["agencies"])


def _actor(document: models.Document, held: Held, shown: Rendered, in_force: InForce) -> Rows:
    """Yield an actor's row, its name forms, and the keys that other spellings find them by."""
    row = models.PublishedActor(
        **_own(document, held), kind=held.facts["kind"], country=held.facts["country"], parent=_slug(shown["parent"])
    )
    yield row
    for text in dict.fromkeys([*(name["text"] for name in shown["names"]), *shown["merged_names"]]):
        form = models.PublishedName(actor=row, text=text, folded=names.fold_name(text))
        yield form
        yield from (models.PublishedNameKey(name=form, key=key) for key in likeness.stored_keys(text))


def _briefing(document: models.Document, held: Held, shown: Rendered, in_force: InForce) -> Rows:
    """Yield an occasion's row, and one for each who took part."""
    when = held.facts["when"] or {}
    row = models.PublishedBriefing(
        **_own(document, held),
        kind=held.facts["kind"], country=held.facts["country"], host=_slug(shown["host"]),
        place=folding.fold(shown["place"] or "").text,
        earliest=_day(when.get("earliest")), latest=_day(when.get("latest")),
    )  # fmt: skip
    yield row
    for role, lines in (("presenter", shown["presenters"]), ("audience", shown["audience"])):
        yield from (models.PublishedAttendance(briefing=row, actor=line["slug"], role=role) for line in lines)


def _claim(document: models.Document, held: Held, shown: Rendered, in_force: InForce) -> Rows:
    """Yield a claim's row with its envelope, its countries and its discrepancies."""
    row = models.PublishedClaim(
        **{**_own(document, held), "changed_at": datetime.fromisoformat(shown["changed_at"])},
        proposition=held.facts["proposition"], category=held.facts["category"],
        subject=_slug(shown["subject"]), holder=_slug(shown["holder"]), credibility=held.facts["credibility"],
        **envelope(shown),
    )  # fmt: skip
    yield row
    yield from (models.PublishedCountry(claim=row, country=country) for country in held.facts["countries"])
    for columns in differences(shown, in_force):
        yield models.PublishedDiscrepancy(told_of=row, claim=row.slug, **columns)


def differences(shown: Rendered, in_force: InForce) -> list[Rendered]:
    """Return the discrepancies of a claim as columns, in their order; shown: its document."""
    if not shown["readings"]:
        return []
    found = discrepancies.of(shown, worlds.world(Page(in_force), shown))
    return [
        {
            "position": position, "kind": row.kind.value, "compared": (row.field or row.kind).value,
            "severity": row.severity.value, "is_curated": row.is_curated,
            "is_first": row.claims[0] == shown["slug"],
        }
        for position, row in enumerate(found)
    ]  # fmt: skip


def envelope(shown: Rendered) -> Rendered:
    """Return what a claim's citations amount to as columns; shown: its document."""
    counts, amounts, times = shown["counts"], shown["amounts"] or {}, shown["times"] or {}
    columns = {
        "sources": counts["sources"], "silent": counts["not_carried"], "citations": counts["citations"],
        "amount_min": amount(amounts.get("min")), "amount_max": amount(amounts.get("max")),
        "earliest": _day(times.get("earliest")), "latest": _day(times.get("latest")), "verdict": shown["verdict"],
    }  # fmt: skip
    for name in ("origins_named", "origins_unknown", "origins"):
        bounds = shown[name]
        columns |= {name: bounds["best"], f"{name}_min": bounds["min"], f"{name}_max": bounds["max"]}
    return columns


def _reading(document: models.Document, held: Held, shown: Rendered, in_force: InForce) -> Rows:
    """Yield a reading's row, and rows for its citations, chains and links."""
    row = models.PublishedReading(
        **_own(document, held),
        claim=held.facts["claim"], source=held.facts["source"], status=held.facts["status"],
    )  # fmt: skip
    yield row
    for citation in shown["citations"]:
        yield from _citation(row, citation, held, shown, in_force)


def citation_document(citation: Rendered, shown: Rendered) -> Rendered:
    """Return the document of one citation by itself; shown: that of its reading."""
    head = {"reading": shown["slug"], "claim": shown["claim"], "source": shown["source"]}
    return {**citation, **head, "edition": shown["edition"]}


def citation_body(citation: Rendered, shown: Rendered) -> bytes:
    """Return what readers get of one citation by itself; shown: the document of its reading."""
    return orjson.dumps(citation_document(citation, shown))


def _citation(row: models.PublishedReading, citation: Rendered, held: Held, shown: Rendered, in_force: InForce) -> Rows:
    body = citation_body(citation, shown)
    facts = next(each for each in held.facts["citations"] if citation["slug"].endswith(f"--{each['id']}"))
    kept = models.PublishedCitation(
        slug=citation["slug"], changed_at=held.edition.started_at, body=body, etag=canonical.sha256(body),
        reading=row, claim=row.claim, source=row.source, category=shown["claim"]["category"] or "",
        region=citation["region"], **_values(facts), dated_from=_dated_from(facts["when"], in_force),
    )  # fmt: skip
    yield kept
    for number, chain in enumerate(citation["chains"]):
        yield models.PublishedChain(citation=kept, end=chain["end"], alternative=chain["alternative"])
        for position, link in enumerate(chain["links"]):
            for who in [each["slug"] for each in link["actors"]] or [None]:
                yield models.PublishedLink(
                    citation=kept, claim=row.claim, source=row.source, chain=number, position=position,
                    role=link["role"], basis=link["basis"], actor=who, occasion=_slug(link["occasion"]),
                    end=chain["end"],
                )  # fmt: skip


def _values(facts: dict[str, Any]) -> dict[str, Any]:
    """Return a citation's values as columns."""
    quantity, when, ratio = facts["quantity"] or {}, facts["when"] or {}, facts["ratio"] or {}
    earliest, latest = _day(when.get("earliest")), _day(when.get("latest"))
    return {
        **{key: facts[key] for key in ("modality", "certainty", "polarity", "speech")},
        **{key: quantity.get(key) for key in ("comparator", "unit", "per", "currency")},
        "amount_min": amount(quantity.get("min")),
        "amount_max": amount(quantity.get("max")),
        "factor": amount(ratio.get("factor")),
        "has_when": bool(when),
        "earliest": earliest,
        "latest": latest,
        "span": spans.of(earliest, latest),
        "when_precision": edtf.precision(when["edtf"]) if when.get("edtf") else None,
    }


def _dated_from(when: Rendered | None, in_force: InForce) -> datetime | None:
    """Return since when all other sources that a time rests on are known; never, where readers are not served one."""
    held = [in_force.public("source", slug) for slug in clock.rests_on(when)] if when else []
    return max((clock.known_from(each.facts) if each else NEVER for each in held), default=None)


def _comparison(document: models.Document, held: Held, shown: Rendered, in_force: InForce) -> Rows:
    """Yield a comparison's row."""
    yield models.PublishedComparison(
        **_own(document, held),
        kind=held.facts["kind"], left_claim=held.facts["left"]["claim"], right_claim=held.facts["right"]["claim"],
    )  # fmt: skip


def _judgement(document: models.Document, held: Held, shown: Rendered, in_force: InForce) -> Rows:
    """Yield a judgement's row."""
    yield models.PublishedJudgement(**_own(document, held), kind=held.facts["kind"], claim=held.facts["claim"])


_OF: dict[str, Callable[[models.Document, Held, Rendered, InForce], Rows]] = {
    "source": _source,
    "actor": _actor,
    "briefing": _briefing,
    "claim": _claim,
    "reading": _reading,
    "comparison": _comparison,
    "judgement": _judgement,
}
