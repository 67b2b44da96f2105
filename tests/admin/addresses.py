"""Every named address of the admin, taken from the admin itself, and what stands in its places."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver

from tests.universe import PUBLISHED, Universe, published

PARTS = {"step": "submit", "what": "cite", "number": 1, "form": "csv", "app_label": "briefings"}


def patterns(of: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield each address below a list of patterns, with its pattern."""
    for each in of:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, before + str(each.pattern))
        else:
            yield before + str(each.pattern), each


def names() -> dict[str, list[str]]:
    """Return the arguments of every named address of the admin."""
    found = {pattern.name: list(pattern.pattern.regex.groupindex) for _, pattern in patterns(admin.site.get_urls())}
    return {name: parts for name, parts in found.items() if name}


NAMES = names()


def arguments(name: str, u: Universe) -> list[Any]:
    """Return what stands in the places of an address: a row there is, a step there is. u: with a batch."""
    return [_argument(name, part, u) for part in NAMES[name]]


def _argument(name: str, part: str, u: Universe) -> Any:
    if part != "object_id":
        return PARTS.get(part, 1)
    kind = name.split("_")[1]
    if kind in PUBLISHED:
        return published(kind).pk
    return {"batch": u.batch.pk, "user": u.curator.pk}.get(kind) or apps.get_model("briefings", kind).objects.first().pk
