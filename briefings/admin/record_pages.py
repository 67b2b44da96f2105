"""What the page of one record shows beside its form."""

from typing import Any

from django.http import HttpRequest

from briefings.actions import audit, contributions, records
from briefings.admin import steps
from briefings.exchange import parts
from briefings.facts import canonical, order
from briefings.models import RECORDS, Edition, Record


def context(request: HttpRequest, record: Record, facts: dict[str, Any]) -> dict[str, Any]:
    """Return what is known of a record: where it stands, who worked on it, what is new, what can be done.

    facts: as the page shows them; the hash that an approval names is taken over these very facts.
    """
    offers = steps.offers(request, record)
    return {
        "record": record,
        "edition": record.edition,
        "edition_url": steps.url_of(record.edition) if record.edition_id else "",
        "contributors": contributions.of(record),
        "changes": changes(record, facts),
        "left_over": steps.give_back(request, offers),
        "offers": offers,
        "facts_hash": canonical.hash_of(facts),
    }


def changes(record: Record, facts: dict[str, Any]) -> list[dict[str, str]]:
    """Return what differs from the latest edition, field by field; without one, all that is stated."""
    before = records.edition_facts(record.edition) if record.edition_id else None
    return readable(record.record_type.value, audit.difference(before, facts), hide_empty=before is None)


def readable(record_type: str, difference: dict[str, list[Any]], *, hide_empty: bool = False) -> list[dict[str, str]]:
    """Return a difference with its values as text, their keys in the order of the facts."""
    known = order.of(record_type) if record_type in RECORDS else {}
    return [
        {"field": name, "before": _text(old, known.get(name)), "after": _text(new, known.get(name))}
        for name, (old, new) in difference.items()
        if not (hide_empty and new in (None, "", [], {}))
    ]


def _text(value: Any, known: order.Order | None) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, str):
        return value
    return parts.dump(order.put(known or {}, _without_context(value))).strip().removesuffix("\n...")


def _without_context(value: Any) -> Any:
    """Return parts without the words around their anchors: they are computed, and twice as long as what is anchored."""
    if isinstance(value, list):
        return [_without_context(each) for each in value]
    if isinstance(value, dict):
        return {key: _without_context(each) for key, each in value.items() if key not in ("prefix", "suffix")}
    return value


def find(keys: list[tuple[str, str]]) -> dict[tuple[str, str], Record]:
    """Return the rows of (type, slug) pairs, in the pairs' order. Costs a query a type."""
    found: dict[tuple[str, str], Record] = {}
    for record_type in {key[0] for key in keys}:
        slugs = [slug for kind, slug in keys if kind == record_type]
        for row in RECORDS[record_type]._default_manager.filter(slug__in=slugs):
            found[record_type, row.slug] = row
    return {key: found[key] for key in keys if key in found}


def editions_of(record: Record) -> list[Edition]:
    """Return the editions of a record, the latest first."""
    rows = Edition.objects.filter(record_type=record.record_type.value, slug=record.slug)
    return list(rows.select_related("author", "approver").order_by("-number"))
