"""Write checked facts into working rows: the record's columns, then its parts, which are replaced as a whole."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import models

from briefings.errors import Invalid
from briefings.facts import records as facts_of
from briefings.models import EditionPayload, Reading, Record


def write(rows: Sequence[Record], cleaned: Sequence[dict[str, Any]], *, are_new: bool = False) -> None:
    """Put checked facts into the parts of records of one type. What the facts leave out takes its default.

    The records' own columns are the caller's (parts need their primary keys, so call this after they are saved), and
    so are the ids of citations (minted). are_new: there are no parts yet. Costs a few queries a kind of part.
    """
    if not rows:
        return
    if not are_new:
        for name in _part_names(rows[0]):
            for row in rows:
                getattr(row, name).all().delete()
    given = [split(type(rows[0]), each) for each in cleaned]
    for name in {name: None for _, many, _ in given for name in many}:
        for row, (_, many, _) in zip(rows, given, strict=True):
            if name in many and not (are_new and not many[name]):
                getattr(row, name).set(many[name])
    _add([(row, children) for row, (_, _, children) in zip(rows, given, strict=True)])


def minted(record: Record, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return checked facts with public ids for the citations of a reading; the row counts them, unsaved.

    Raises Invalid for an id under which readers were once served another passage than this one.
    """
    if not isinstance(record, Reading):
        return cleaned
    return {**cleaned, "citations": _with_slugs(record, cleaned.get("citations", []))}


def columns(model: type[Record], cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return the record's own columns for checked facts, defaults filled in."""
    given, _, _ = split(model, cleaned)
    for name, field in facts_of.reader(model.record_type.value).fields.items():
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
    return [str(name) for name in facts_of.reader(record.record_type.value).fields if name in relations]


def _add(owners: list[tuple[Any, dict[str, list[dict[str, Any]]]]]) -> None:
    """Insert the parts of several rows of one model in their order, then the parts of these."""
    for name in {name: None for _, children in owners for name in children}:
        field: Any = owners[0][0]._meta.get_field(name)
        model: type[models.Model] = field.related_model
        has_position = any(column.name == "position" for column in model._meta.concrete_fields)
        parts, many, children = [], [], []
        for owner, given in owners:
            for position, attrs in enumerate(given.get(name, ())):
                own, its_many, its_children = split(model, attrs)
                if has_position:
                    own["position"] = position
                parts.append(model(**{field.field.name: owner, **own}))
                many.append(its_many)
                children.append(its_children)
        if parts:
            model._default_manager.bulk_create(parts)
            _relate(model, parts, many)
            _add(list(zip(parts, children, strict=True)))


def _relate(model: type[models.Model], parts: list[Any], many: list[dict[str, list[Any]]]) -> None:
    """Insert the many-to-many rows of new parts."""
    for name in {name: None for each in many for name in each}:
        field: Any = model._meta.get_field(name)
        own, other = field.m2m_column_name(), field.m2m_reverse_name()
        through = field.remote_field.through
        through._default_manager.bulk_create(
            through(**{own: part.pk, other: target.pk})
            for part, each in zip(parts, many, strict=True)
            for target in each.get(name, ())
        )


def _refuse_reuse(reading: Reading, citations: list[dict[str, Any]]) -> None:
    """Raise Invalid when an id that is not in use now comes back for another passage. Costs two queries, mostly one."""
    if reading._state.adding:
        return  # slugs are never used again, so a new reading has given out no ids
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
    """Give every citation its public id: its own when it has one, else the next that was never given out."""
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


