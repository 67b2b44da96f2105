"""Ask for every page of the desk as a person of each role, and count queries and milliseconds."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from briefings.models import RECORDS, AuditEvent, Batch, Edition, User

# What stands for the parameters of an address, beside the row that it is about.
EXAMPLES = {
    "step": "submit", "what": "cite", "number": "1", "form": "csv", "app_label": "briefings", "content_type_id": 1,
}  # fmt: skip
# Forms only, whole lists, what nobody may do, and what is no page.
LEFT_OUT = ("_step", "_mark", "_apart", "_export", "_delete", "logout", "autocomplete", "jsi18n", "view_on_site")
# Pages in a state that their address alone does not tell: name, then the address of the list and what is asked of it.
FURTHER = {
    "searched": {"q": "troops"}, "searched in vain": {"q": "zzqx"}, "of a state": {"state__exact": "in_review"},
    "page 20": {"p": "20"}, "sorted": {"o": "2"},
}  # fmt: skip
ROUNDS = 3


@dataclass(frozen=True)
class Visit:
    """One page as one person saw it: milliseconds of the quickest of ROUNDS."""

    name: str
    status: int
    queries: int
    milliseconds: float


def rows() -> dict[str, int]:
    """Return the row that stands for each model in an address: the first one, and of editions and events the last."""
    found = {
        name: model._default_manager.filter(edition__isnull=False).order_by("pk").first()
        for name, model in RECORDS.items()
    }
    found |= {"batch": Batch.objects.order_by("pk").first(), "user": User.objects.order_by("pk").first()}
    found |= {"edition": Edition.objects.order_by("pk").last(), "auditevent": AuditEvent.objects.order_by("pk").last()}
    return {name: row.pk for name, row in found.items() if row is not None}


def addresses() -> Iterator[tuple[str, str]]:
    """Yield (name, address with query) of every page that can be asked for."""
    known = rows()
    for name, pattern in sorted(_patterns().items()):
        _, model, *_ = [*name.split("_"), ""]
        values = {**EXAMPLES, "object_id": known.get(model, 1)}
        address = reverse(f"admin:{name}", kwargs={each: values[each] for each in pattern.pattern.regex.groupindex})
        yield name, address
        if name.endswith("_changelist"):
            for state, query in FURTHER.items():
                yield f"{name}, {state}", address + "?" + "&".join(f"{key}={value}" for key, value in query.items())
    for model, field in (("reading", "claim"), ("reading", "source"), ("claim", "subject")):
        query = f"app_label=briefings&model_name={model}&field_name={field}&term=re"
        yield f"autocomplete, {field} of a {model}", f"{reverse('admin:autocomplete')}?{query}"


def _patterns() -> dict[str, URLPattern]:
    found: dict[str, URLPattern] = {}
    waiting = list(admin.site.get_urls())
    while waiting:
        each = waiting.pop(0)
        waiting += getattr(each, "url_patterns", [])
        if isinstance(each, URLPattern) and each.name and not each.name.endswith(LEFT_OUT):
            found[each.name] = each
    return found


def visits(user: User) -> Iterator[Visit]:
    """Yield each page as a person sees it."""
    client = Client()
    client.force_login(user)
    for name, address in addresses():
        yield _visit(client, name, address)


def _visit(client: Client, name: str, address: str) -> Visit:
    took = []
    for _ in range(ROUNDS):
        reset_queries()  # the log forgets the oldest of 9,000, and counts would be wrong
        with CaptureQueriesContext(connection) as found:
            started = time.perf_counter()
            answer = client.get(address)
            took.append((time.perf_counter() - started) * 1000)
        if took[-1] > 5_000:
            break
    return Visit(name, answer.status_code, len(found), min(took))


def lines(seen: dict[str, list[Visit]]) -> list[str]:
    """Return the table: a page a line, queries and milliseconds of each role; what is refused has a dash."""
    roles = list(seen)
    head = " | ".join(f"{role}: queries | ms" for role in roles)
    table = [f"| page | {head} |", "|---" * (1 + 2 * len(roles)) + "|"]
    for row in zip(*seen.values(), strict=True):
        shown = [f"{each.queries} | {each.milliseconds:,.0f}" if each.status == 200 else "– | –" for each in row]
        table.append(f"| {row[0].name.removeprefix('briefings_')} | {' | '.join(shown)} |")
    return table
