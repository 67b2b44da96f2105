"""Readers are served what the editions in force say: documents, the rows that filter and search them, and totals."""

from collections.abc import Iterator
from itertools import islice

import orjson
from django.db.models import Exists, OuterRef

from briefings.facts import canonical
from briefings.models import Document, Edition, StaleDocument
from briefings.rendering import totals as kept_totals
from briefings.rendering.in_force import Held, InForce
from briefings.rendering.publication import Key, body_of, fetch, keys_in_force, rows_of
from briefings.verification import anchors, published
from briefings.verification.problems import Problem

TOGETHER = 100  # records looked at together: what they are checked against is fetched at once


def editions_in_force() -> Iterator[Problem]:
    """Yield what is wrong with the anchors of each edition in force, with its document and the rows beside that.

    A document that is marked stale is no problem, nor are its rows: it will be rendered again.
    """
    keys = keys_in_force()
    while some := [*islice(keys, TOGETHER)]:
        in_force = InForce()
        fetch(some, in_force)
        held = [each for key in some if (each := in_force.get(*key)) is not None]
        yield from anchors.moved(
            (f"{_label(each)} edition {each.edition.number}", each.edition.record_type, each.edition.slug, each.facts)
            for each in held
        )
        yield from _documents(held, in_force)


def _label(held: Held) -> str:
    return f"{held.edition.record_type} {held.edition.slug}"


def _documents(several: list[Held], in_force: InForce) -> Iterator[Problem]:
    there = _fresh({(held.edition.record_type, held.edition.slug) for held in several})
    documents = [row for row in there.values() if row is not None]
    kept = published.kept(documents)
    for held in several:
        key = (held.edition.record_type, held.edition.slug)
        if key not in there:
            yield Problem("document", _label(held), "is missing")
        elif (row := there[key]) is not None:
            shown, shows = body_of(held, in_force)
            if orjson.dumps(shown) != bytes(row.body) or canonical.sha256(bytes(row.body)) != row.etag:
                yield Problem("document", _label(held), "does not match its editions")
            if (row.kind, row.edition) != (held.edition.kind, held.edition.number):
                wrong = f"says {row.kind} edition {row.edition}, in force is {held.edition}"
                yield Problem("document", _label(held), wrong)
            yield from published.differing(_label(held), kept[row.pk], rows_of(row, held, shown, shows, in_force))


def _fresh(keys: set[Key]) -> dict[Key, Document | None]:
    """Return the documents of records; None: it is there, and stale."""
    rows = Document.objects.filter(record_type__in={key[0] for key in keys}, slug__in={key[1] for key in keys})
    stale = {*StaleDocument.objects.filter(document__in=rows).values_list("document", flat=True)}
    found = {(row.record_type, row.slug): None if row.pk in stale else row for row in rows}
    return {key: found[key] for key in keys & found.keys()}


def invented() -> Iterator[Problem]:
    """Yield every document without an edition behind it."""
    edition = Edition.objects.filter(record_type=OuterRef("record_type"), slug=OuterRef("slug"))
    for key in Document.objects.filter(~Exists(edition)).order_by("pk").values_list("record_type", "slug"):
        yield Problem("document", " ".join(key), "has no edition behind it")


def totals() -> Iterator[Problem]:
    """Yield every kept total that is not what the published rows add up to."""
    kept, counted = kept_totals.stored(), kept_totals.everything()
    for total in sorted(kept.keys() | counted.keys()):
        if kept[total] != counted[total]:
            resource, scope, facet, is_null, value = total
            label = " ".join(part for part in (resource, scope, facet, "null" if is_null else value) if part)
            yield Problem("total", label, f"says {kept[total]}, counted are {counted[total]}")
