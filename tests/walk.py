"""A walk through everything that readers are served: every address of the OpenAPI document for every record, and on."""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml
from django.conf import settings
from django.test import Client

from briefings.models import Document, PublishedCitation
from briefings.rendering.pages import PATHS
from tests.api import corpus
from tests.api.conftest import LISTS

HOST = "http://testserver"
LINK = re.compile(r"<([^>]+)>")
# How a list is asked for besides plainly.
WAYS = ("page_size=3", "page_size=100&count=true", "format=csv", "format=ndjson", "fields=slug,url", "omit=url")
Answer = tuple[Any, ...]


def every_answer(*instants: str) -> dict[str, Answer]:
    """Return what readers are served, by address, whatever leads there. instants: asked for as as_of and known_by.

    Of the pages of a list without their ETag, which is another in each database.
    """
    found, ahead = dict[str, Answer](), list(starts(instants))
    while ahead:
        path = ahead.pop()
        if path not in found:
            response = Client().get(path)
            found[path] = answer(path, response)
            ahead += [address.removeprefix(HOST) for address in led_to(response, found[path][1])]
    return found


def every_document() -> dict[str, Answer]:
    """Return what readers are served of each record, and the first page of each list."""
    slugs = slugs_of_all()
    documents = [f"/api/v1/{resource}/{slug}/" for resource in slugs for slug in slugs[resource]]
    paths = ["/api/v1/", "/api/v1/changes/?page_size=100", *(f"{page}?page_size=100&count=true" for page in PAGES)]
    return {path: answer(path, Client().get(path)) for path in (*paths, *documents)}


def answer(path: str, response: Any) -> Answer:
    """Return what of an answer must be the same in every database that holds the same."""
    etag = None if path.partition("?")[0] in PAGES else response.get("ETag")
    return response.status_code, response.getvalue(), etag, response.get("Location"), response.get("Link")


def changed(before: dict[str, Answer], after: dict[str, Answer]) -> list[str]:
    """Return the addresses that are answered otherwise than before, or in one of the two only."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


PAGES = {f"/api/v1/{resource}/" for resource in LISTS}


def starts(instants: tuple[str, ...]) -> Iterator[str]:
    """Yield where a walk begins."""
    document = yaml.safe_load((settings.BASE_DIR / "docs" / "openapi.yaml").read_text())
    slugs = slugs_of_all()
    for path, operation in corpus.addresses(document, {}):
        names = {each["name"] for each in corpus.parameters(operation)}
        needed = "&".join(corpus.needed(corpus.parameters(operation)))
        for slug in slugs[path.split("/")[3]] if "{slug}" in path else [""]:
            address = f"{path.replace('{slug}', slug)}?{needed}".removesuffix("?")
            yield address
            pasts = [f"{name}={each}" for name in ("as_of", "known_by") if name in names for each in instants]
            yield from (f"{address}{'&' if needed else '?'}{past}" for past in pasts)
    for resource, view in LISTS.items():
        orderings = [f"ordering={name}&page_size=2" for name in view.filters.base_filters["ordering"].columns]
        yield from (f"/api/v1/{resource}/?{way}" for way in (*WAYS, *orderings))


def slugs_of_all() -> dict[str, list[str]]:
    """Return for each resource all that it ever served, withdrawn and merged records too, and one that it never did."""
    found = {resource: ["never-there"] for resource in PATHS.values()}
    for record_type, slug in Document.objects.order_by("record_type", "slug").values_list("record_type", "slug"):
        found[PATHS[record_type]].append(slug)
    found["citations"] += PublishedCitation.objects.order_by("slug").values_list("slug", flat=True)
    return found


def led_to(response: Any, content: bytes) -> Iterator[str]:
    """Yield the addresses of the API that an answer names, in its headers and anywhere in its JSON."""
    yield from LINK.findall(response.get("Link", ""))
    if "Location" in response:
        yield response["Location"]
    if response["Content-Type"].startswith("application/json"):
        yield from addresses_in(json.loads(content))


def addresses_in(value: Any) -> Iterator[str]:
    """Yield every address of the API in some JSON."""
    if isinstance(value, str) and value.removeprefix(HOST).startswith("/api/v1/") and "{" not in value:
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from addresses_in(part)
