"""The questions, and how each contestant is asked them. What is asked about is taken from the database itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from django.db.models import Count

from briefings.api import cursors
from briefings.facts import canonical
from briefings.models import Claim, PublishedClaim, PublishedLink, PublishedSource

SIZE = 50
ALIKE = {"sources": 3, "silent": 0, "citations": 4, "differences": 8}  # of a claim as there are at every size
IN_A_MATRIX = 100  # claims
COMMONEST, SELDOM = 20, 25  # of the actors who speak now and then, how many speak more; links of one who seldom does
CATEGORY = "training"  # about one claim in ten
_LISTS = ("results", "rows", "data")  # where a page is: ours, Datasette's, Directus's
Paths = dict[str, str]  # contestant to path and query


@dataclass(frozen=True)
class Question:
    """One question. paths: by contestant; who is not there is not asked."""

    name: str
    paths: Paths
    slugs: Callable[[bytes], list[str]] | None = None  # what an answer must agree on; None: nothing is compared
    is_stream: bool = False
    flat: tuple[str, ...] = ()  # contestants that answer with the row alone: only the first slug is compared


def of_page(body: bytes) -> list[str]:
    """Return the slugs of a page."""
    page = orjson.loads(body)
    return [each["slug"] for each in next(page[key] for key in _LISTS if key in page)]


def of_one(body: bytes) -> list[str]:
    """Return the slug of one record with those of its citations."""
    claim = orjson.loads(body)
    if "slug" not in claim:
        claim = claim["data"] if "data" in claim else claim["rows"][0]
    cited = (each["slug"] for reading in claim.get("readings", ()) for each in reading["citations"])
    return [claim["slug"], *cited]


def of_lines(body: bytes) -> list[str]:
    """Return the slugs of an export."""
    return [orjson.loads(line)["slug"] for line in body.splitlines()]


def _ours(resource: str, **asked: Any) -> str:
    return f"/api/v1/{resource}/" + (f"?{urlencode(asked)}" if asked else "")


def asked() -> list[Question]:
    """Return the questions to this database."""
    claims = PublishedClaim.objects.order_by("slug")
    count = claims.count()
    claim = claims[count // 3]
    slug = claim.slug
    page = count // 2 // SIZE
    last = claims[page * SIZE - 1]
    before = last.slug
    others = _products(claim, last, page + 1)
    cursor = cursors.encode(cursors.Cursor(cursors.AFTER, (before,)), bound_to="claims slug")
    of_category = {"category": CATEGORY, "page_size": SIZE}
    listed = urlencode(of_category)
    middle = claims.filter(category=CATEGORY).count() // 2 // SIZE
    word, alike = _word(), _alike()
    often, seldom = _speakers()
    return [
        Question(
            "list",
            {
                "briefings": _ours("claims", **of_category), "limit": f"/documents/claims?{listed}",
                "limit rows": f"/rows/claims?{listed}", "plain": f"/claims/?{listed}", "naive": f"/claims/?{listed}",
                **others["list"],
            },
            of_page,
        ),
        Question(
            "list, two filters",
            {
                "briefings": _ours("claims", **of_category, sources__gte=3),
                "limit": f"/documents/claims?{listed}&sources__gte=3", "plain": f"/claims/?{listed}&sources__gte=3",
                "naive": f"/claims/?{listed}&sources__gte=3",
            },
            of_page,
        ),
        Question(
            "first page",
            {
                "briefings": _ours("claims", page_size=SIZE), "limit": f"/documents/claims?page_size={SIZE}",
                "plain": f"/claims/?page_size={SIZE}", **others["first page"],
            },
            of_page,
        ),
        Question(
            "page in the middle",
            {
                "briefings": _ours("claims", page_size=SIZE, cursor=cursor),
                "limit": f"/documents/claims?page_size={SIZE}&after={before}",
                "plain": f"/claims/?page_size={SIZE}&page={page + 1}", **others["page in the middle"],
            },
            of_page,
        ),
        Question(
            "list, fields",
            {
                "briefings": _ours("claims", **of_category, fields="slug,proposition,counts"),
                "plain": f"/claims/?{listed}",
            },
            of_page,
        ),
        Question(
            "list, expand",
            {"briefings": _ours("claims", **of_category, expand="subject"), "plain": f"/claims/?{listed}"},
            of_page,
        ),
        Question(
            "detail",
            {
                "briefings": _ours(f"claims/{slug}"), "limit": f"/documents/claims/{slug}/",
                "limit rows": f"/rows/claims/{slug}/", "plain": f"/claims/{slug}/", "naive": f"/claims/{slug}/",
                **others["detail"],
            },
            of_one,
            flat=("datasette",),
        ),
        Question(
            "ranked search",
            {
                "briefings": _ours("search", q=word, page_size=SIZE),
                "limit": f"/documents/search?q={word}&page_size={SIZE}", "plain": f"/search/?q={word}&page_size={SIZE}",
            },
        ),
        Question("search, newest first", {"briefings": _ours("claims", q=word, ordering="-changed", page_size=SIZE)}),
        Question("said_by", {"briefings": _ours("claims", said_by=often, page_size=SIZE)}),
        Question("said_by, seldom", {"briefings": _ours("claims", said_by=seldom, page_size=SIZE)}),
        Question("said_by, counted", {"briefings": _ours("claims", said_by=seldom, page_size=SIZE, count="true")}),
        Question("amount of nobody", {"briefings": _ours("claims", amount="0.125", page_size=SIZE)}),
        Question("amount__gte", {"briefings": _ours("claims", amount__gte=500000, page_size=SIZE)}),
        Question("ordering=-sources", {"briefings": _ours("claims", ordering="-sources", page_size=SIZE)}),
        Question("ordering=-changed", {"briefings": _ours("claims", ordering="-changed", page_size=SIZE)}),
        Question("count", {"briefings": _ours("claims", **of_category, count="true")}),
        Question(
            "facets, filtered",
            {"briefings": _ours("claims", category=CATEGORY, page_size=1, facets="credibility,subject,certainty")},
        ),
        Question(
            "facets, unfiltered",
            {"briefings": _ours("claims", page_size=1, facets="category,subject,certainty")},
        ),
        Question("citations", {"briefings": _ours("citations", category=CATEGORY, page_size=SIZE)}),
        Question("sourcing", {"briefings": _ours(f"claims/{alike}/sourcing")}),
        Question("discrepancies", {"briefings": _ours(f"claims/{alike}/discrepancies")}),
        Question("matrix", {"briefings": _matrix()}),
        Question("export page by page", {"plain": f"/claims/?{listed}&page={middle + 1}"}, of_page),
        Question(
            "NDJSON export",
            {
                "briefings": _ours("claims", category=CATEGORY, format="ndjson"),
                "limit": f"/documents/export.ndjson?category={CATEGORY}",
            },
            of_lines,
            is_stream=True,
        ),
    ]  # fmt: skip


def _products(claim: PublishedClaim, last: PublishedClaim, number: int) -> dict[str, Paths]:
    """Return what products are asked, by question: the page in the middle has a number, and follows a last claim."""
    item = Claim.objects.filter(slug=claim.slug).values_list("pk", flat=True).first()
    of = [_datasette(claim, last), _directus(item, number), _strapi(item, number)]
    return {
        question: {name: path for paths in of for name, path in paths.get(question, {}).items()}
        for question in ("list", "first page", "page in the middle", "detail")
    }


def _datasette(claim: PublishedClaim, last: PublishedClaim) -> dict[str, Paths]:
    rows = "/bench/briefings_publishedclaim"
    page = f"{rows}.json?_sort=slug&_shape=objects&_size={SIZE}&_nosuggest=1"  # it would suggest facets unasked
    return {
        "list": {"datasette": f"{page}&category={CATEGORY}"},
        "first page": {"datasette": page},
        "page in the middle": {"datasette": f"{page}&_next={last.slug},{last.pk}"},
        "detail": {"datasette": f"{rows}/{claim.pk}.json?_shape=objects"},
    }


def _directus(item: int | None, number: int) -> dict[str, Paths]:
    nested = {
        "fields": "*,readings.*,readings.citations.*", "deep[readings][_sort]": "slug",
        "deep[readings][citations][_sort]": "position",
    }  # fmt: skip
    paged = f"/items/claims?{urlencode({'sort': 'slug', 'limit': SIZE, 'meta': 'filter_count', **nested})}"
    listed = f"{paged}&{urlencode({'filter[category][_eq]': CATEGORY})}"
    return _both("directus", paged, listed, f"{paged}&page={number}", f"/items/claims/{item}?{urlencode(nested)}")


def _strapi(item: int | None, number: int) -> dict[str, Paths]:
    nested = {
        "populate[readings][sort]": "slug", "populate[readings][populate][citations][sort]": "position",
    }  # fmt: skip
    paged = f"/api/claims?{urlencode({'sort': 'slug', 'pagination[pageSize]': SIZE, **nested})}"  # it counts unasked
    listed = f"{paged}&{urlencode({'filters[category][$eq]': CATEGORY})}"
    middle = f"{paged}&{urlencode({'pagination[page]': number})}"
    return _both("strapi", paged, listed, middle, f"/api/claims/{item or 0:024}?{urlencode(nested)}")


def _both(name: str, paged: str, listed: str, middle: str, detail: str) -> dict[str, Paths]:
    """Return what a product is asked, and of its naive form the list."""
    return {
        "list": {name: listed, f"{name} naive": listed}, "first page": {name: paged},
        "page in the middle": {name: middle}, "detail": {name: detail},
    }  # fmt: skip


def _word() -> str:
    """Return a word of propositions that is neither rare nor everywhere."""
    return "left"


def _alike() -> str:
    """Return the middle one of the claims of which as much is told, so that sizes differ by nothing else."""
    found = PublishedClaim.objects.annotate(differences=Count("discrepancies")).filter(**ALIKE).order_by("slug")
    return found[found.count() // 2].slug


def _speakers() -> tuple[str, str]:
    """Return an actor who speaks now and then, and one who speaks about as seldom at every size."""
    found = PublishedLink.objects.filter(role="originator").values("actor").annotate(n=Count("pk"))
    counts = [*found.order_by("-n", "actor").values_list("actor", "n")]
    often, _ = counts[: COMMONEST + 1][-1]
    seldom, _ = min(counts, key=lambda each: abs(each[1] - SELDOM))
    return often, seldom


def _matrix() -> str:
    """Return the address of a matrix of a hundred claims, as near as can be, at every size.

    Where more were put on record at each occasion, the hundred that were known first are asked for.
    """
    links = PublishedLink.objects.exclude(occasion=None)
    found = links.values("occasion").annotate(n=Count("claim", distinct=True)).values_list("occasion", "n")
    occasion, count = min(found, key=lambda each: (abs(each[1] - IN_A_MATRIX), each[0]))
    sources = dict(PublishedSource.objects.values_list("slug", "known_from"))
    first: dict[str, datetime] = {}
    for claim, source in links.filter(occasion=occasion).values_list("claim", "source"):
        first[claim] = min(first.get(claim, sources[source]), sources[source])
    known_by = sorted(first.values())[min(count, IN_A_MATRIX) - 1]
    return _ours(f"briefings/{occasion}/matrix", known_by=canonical.instant(known_by))
