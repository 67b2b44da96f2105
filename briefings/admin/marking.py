"""What a marked passage becomes: a citation, a new claim, a region or an aside. Every write is a call of an action.

Facts are added to what stands there at that moment, inside one writer, so two people who mark the same source lose
nothing. Whatever is begun goes into the source's open batch, which is opened with the first of it.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify

from briefings.actions import batches, records
from briefings.actions.transactions import one_writer
from briefings.choices import AsideReason, ChainEnd, ReadingStatus, RegionKind, Speech, State
from briefings.errors import Conflict, Invalid
from briefings.facts import records as facts_of
from briefings.models import Batch, Citation, Claim, Reading, Record, Source, User
from briefings.text import anchors, mentions, quantities, sentences

SLUG_OF_PROPOSITION = 60
OPENING, CLOSING = "“\"‘«", "”\"’»"


def passage(source: Source, start: int, end: int, exact: str) -> dict[str, Any]:
    """Return a marked passage as an anchor. Raises what anchors.check raises: the browser's count is never trusted."""
    anchors.check(source.text.body, start, end, exact)
    return {"start": start, "end": end, "exact": exact}


def cite(*, source: Source, claim: Claim, anchor: Mapping[str, Any], chain: str, by: User) -> Reading:
    """Cite a passage for a claim, in the reading that is there or in a new one. chain: see chains."""
    with one_writer():
        citation = {**anchor, **defaults(source, anchor), "chains": chains(source, anchor, chain)}
        reading = Reading.objects.filter(claim=claim, source=source).first()
        if reading is None:
            return _begin(source, claim, {"status": ReadingStatus.CARRIED, "citations": [citation]}, by)
        facts = facts_of.read(reading)
        if any((each["start"], each["end"]) == (anchor["start"], anchor["end"]) for each in facts["citations"]):
            raise Conflict(f"these very words are cited for {claim.slug} already")
        facts |= {"status": ReadingStatus.CARRIED, "citations": [*facts["citations"], citation]}
        return _edit(source, reading, facts, by)


def begin_claim(*, source: Source, proposition: str, slug: str, category: str, anchor: Mapping[str, Any], chain: str,
                by: User) -> Reading:  # fmt: skip
    """Begin a claim and cite the passage for it: both, or nothing."""
    with one_writer():
        facts = {"proposition": proposition, "category": category}
        wanted = slug.strip() or slug_of(proposition)
        claim = records.create(record_type="claim", slug=wanted, facts=facts, by=by, batch=_batch(source, by))
        return cite(source=source, claim=claim, anchor=anchor, chain=chain, by=by)


def keep_silent(*, source: Source, claim: Claim, by: User) -> Reading:
    """Keep that a source was read for a claim and does not carry it."""
    with one_writer():
        if Reading.objects.filter(claim=claim, source=source).exists():
            raise Conflict(f"{claim.slug} was read in {source.slug} already")
        return _begin(source, claim, {"status": ReadingStatus.NOT_CARRIED, "citations": []}, by)


def add_part(*, source: Source, part: Mapping[str, Any], by: User) -> Record:
    """Add a region (it has a kind) or an aside (a reason) to a source."""
    key, word, allowed = ("asides", "reason", AsideReason) if "reason" in part else ("regions", "kind", RegionKind)
    if part[word] not in allowed.values:
        raise Invalid(f"{word} {part[word]!r} is none of {', '.join(allowed.values)}")
    with one_writer():
        facts = facts_of.read(source)
        return _edit(source, source, {**facts, key: [*facts[key], part]}, by)


def change_part(*, source: Source, key: str, place: tuple[int, int], changes: Mapping[str, Any] | None,
                by: User) -> Record:  # fmt: skip
    """Change the region or aside that stands at a place, or take it out (changes: None). key: regions or asides."""
    with one_writer():
        facts = facts_of.read(records.get("source", source.slug))
        meant = [each for each in facts[key] if (each["start"], each["end"]) == place]
        if not meant:
            raise Conflict(f"no {key} of {source.slug} stand from {place[0]} to {place[1]}: somebody changed them")
        kept = [each for each in facts[key] if each not in meant]
        changed = [{**each, **changes} for each in meant] if changes is not None else []
        return _edit(source, source, {**facts, key: [*kept, *changed]}, by)


def defaults(source: Source, anchor: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a passage's own words settle: the speech by its quotation marks, the one figure that it prints."""
    words = anchor["exact"]
    is_direct = words[:1] in OPENING and words.rstrip(".,")[-1:] in CLOSING
    found = {"speech": Speech.DIRECT if is_direct else Speech.INDIRECT}
    dates = mentions.date_words(words)
    figures = [each for each in mentions.figures(words) if not any(date.span.overlaps(each.span) for date in dates)]
    amount = quantities.parse_amount(figures[0].literal) if len(figures) == 1 else None
    if amount:
        low, high = amount.min, amount.max
        found["quantity"] = {"literal": figures[0].literal, "comparator": amount.comparator, "min": low, "max": high,
                             "currency": amount.currency}  # fmt: skip
    return found


def chains(source: Source, anchor: Mapping[str, Any], chosen: str) -> list[dict[str, Any]]:
    """Return a new citation's chains: an end by its name, those of the citation named, or, for "", of its sentence."""
    if chosen in (ChainEnd.OWN_VOICE, ChainEnd.NO_SOURCE_GIVEN):
        return [{"alternative": False, "end": chosen, "links": []}]
    rows = Citation.objects.filter(reading__source=source).select_related("reading")
    if chosen:
        like = rows.filter(slug=chosen).first()
        if like is None:
            raise Invalid(f"there is no citation {chosen[:100]!r} in this source")
    else:
        span = sentences.sentence_span(source.text.body, anchor["start"], anchor["end"])
        like = rows.filter(start__gte=span.start, end__lte=span.end).order_by("-pk").first()
    if like is None:
        return [{"alternative": False, "end": ChainEnd.OWN_VOICE, "links": []}]
    own = like.slug.rsplit("--", 1)[1]
    found: list[dict[str, Any]] = next(
        each["chains"] for each in facts_of.read(like.reading)["citations"] if each["id"] == own
    )
    return found


def slug_of(proposition: str) -> str:
    """Return a slug made of a proposition's first words that no claim has. Raises Invalid for words without letters."""
    words = slugify(proposition).replace("_", "-").replace("--", "-")[:SLUG_OF_PROPOSITION]
    stem = words.rsplit("-", 1)[0] if len(words) == SLUG_OF_PROPOSITION else words.strip("-")
    if not stem:
        raise Invalid("no slug can be made of this proposition: type one")
    taken = set(Claim.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


def _begin(source: Source, claim: Claim, facts: dict[str, Any], by: User) -> Any:
    facts = {"claim": claim.slug, "source": source.slug, **facts}
    slug = f"{claim.slug}--{source.slug}"
    return records.create(record_type="reading", slug=slug, facts=facts, by=by, batch=_batch(source, by))


def _edit(source: Source, record: Record, facts: dict[str, Any], by: User) -> Any:
    fresh = records.get(record.record_type, record.slug)
    edited = records.edit(record=fresh, facts=facts, by=by, version=fresh.version)
    if edited.state == State.DRAFT and edited.batch_id is None:
        batch = _batch(source, by)
        if edited.record_type != "source":  # _batch has put the source itself in
            batches.add(batch=batch, rows=[edited], by=by)
    return edited


def open_batch(source: Source) -> Batch | None:
    """Return the open batch that a source's work goes into: its own, else the newest that holds a reading of it."""
    if source.batch is not None:
        return source.batch
    newest = source.readings.filter(batch__isnull=False).select_related("batch").order_by("-batch_id").first()
    return newest.batch if newest else None


def _batch(source: Source, by: User) -> Batch:
    """Return the source's open batch, opened where there is none; a source that is a draft goes into it too."""
    fresh = records.get("source", source.slug)
    found = open_batch(fresh) or batches.open_(title=f"Report {source.slug}", by=by)
    if fresh.state == State.DRAFT and fresh.batch_id is None:
        batches.add(batch=found, rows=[fresh], by=by)
    return found
