"""Write checked facts into working rows: the record's columns, then its parts, which are replaced as a whole."""

import json
from typing import Any

from django.db import models

from briefings.errors import Invalid
from briefings.facts.records import FACTS
from briefings.models import EditionPayload, Reading, Record


def write(record: Record, cleaned: dict[str, Any]) -> None:
    """Put checked facts into a record's row and parts. What the facts leave out takes its default.

    The record's own save is the caller's (it may be an insert); parts need its primary key, so call this after that.
    Costs a handful of queries a part.
    """
    if isinstance(record, Reading):
        cleaned = {**cleaned, "citations": _with_slugs(record, cleaned.get("citations", []))}
    _, many, children = split(type(record), cleaned)
    for name in _part_names(record):
        getattr(record, name).all().delete()
    for name, rows in many.items():
        getattr(record, name).set(rows)
    for name, rows in children.items():
        _add(record, name, rows)
    if isinstance(record, Reading):
        record.save(update_fields=["citations_minted"])


def columns(model: type[Record], cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return the record's own columns for checked facts, defaults filled in."""
    given, _, _ = split(model, cleaned)
    serializer = FACTS[model.record_type]()
    for name, field in serializer.fields.items():
        if field.read_only or field.source == "*" or name in given:
            continue
        column = model._meta.get_field(name)
        if column.concrete and not column.many_to_many:
            given[name] = column.get_default() if column.has_default() or not column.null else None
    return given


def split(model: type[models.Model], attrs: dict[str, Any]) -> tuple[dict, dict, dict]:
    """Return attrs as (columns, many-to-many lists, lists of parts)."""
    own: dict[str, Any] = {}
    many: dict[str, Any] = {}
    children: dict[str, Any] = {}
    for name, value in attrs.items():
        field = model._meta.get_field(name)
        place = children if field.one_to_many else many if field.many_to_many else own
        place[name] = value
    return own, many, children


def _part_names(record: Record) -> list[str]:
    """Return the relations that hold a record's parts, as its facts name them."""
    relations = {relation.get_accessor_name() for relation in record._meta.related_objects if relation.one_to_many}
    return [str(name) for name in FACTS[record.record_type]().fields if name in relations]


def _add(owner: models.Model, relation: str, rows: list[dict[str, Any]]) -> None:
    """Insert parts in their order, each with its own parts."""
    field: Any = owner._meta.get_field(relation)
    model: type[models.Model] = field.related_model
    has_position = any(column.name == "position" for column in model._meta.concrete_fields)
    for position, attrs in enumerate(rows):
        own, many, children = split(model, attrs)
        if has_position:
            own["position"] = position
        part = model._default_manager.create(**{field.field.name: owner, **own})
        for name, values in many.items():
            if values:
                getattr(part, name).set(values)
        for name, values in children.items():
            _add(part, name, values)


def _refuse_reuse(reading: Reading, citations: list[dict[str, Any]]) -> None:
    """Raise Invalid when an id that is not in use now comes back for another passage. Costs two queries, mostly one."""
    now = {slug.rsplit("--", 1)[1] for slug in reading.citations.values_list("slug", flat=True)}
    back = {each["id"]: (each["start"], each["end"]) for each in citations if each.get("id") and each["id"] not in now}
    if not back:
        return
    editions = EditionPayload.objects.filter(edition__record_type="reading", edition__slug=reading.slug)
    for facts in editions.values_list("facts", flat=True):
        for each in json.loads(facts)["citations"]:
            if back.get(each["id"], (each["start"], each["end"])) != (each["start"], each["end"]):
                other = f"{each['id']} was given to another passage, {each['exact']!r}"
                raise Invalid(f"cannot keep {reading.label}: {other}")


def _with_slugs(reading: Reading, citations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give every citation its public id: its own when it has one, else the next that was never given out.

    Raises Invalid for an id under which readers were once served another passage than this one.
    """
    _refuse_reuse(reading, citations)
    numbers = [int(citation["id"][1:]) for citation in citations if citation.get("id")]
    reading.citations_minted = max([reading.citations_minted, *numbers])
    result = []
    for citation in citations:
        attrs = dict(citation)
        number = attrs.pop("id", None)
        if not number:
            reading.citations_minted += 1
            number = f"c{reading.citations_minted}"
        result.append({**attrs, "slug": f"{reading.slug}--{number}"})
    return result


