"""Every page of the desk, found by the admin's own addresses: no barrier, nothing sticking out, a quiet console.

A new address of the admin is visited without being named here; one whose parameters are new fails until EXAMPLES
says what to put in.
"""

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.urls import URLPattern, reverse
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, listen
from tests.browser.hands import log_in, look

PASSWORD = "the-chief-of-the-pages"
# One row of every kind that the desk shows, some of them made for it; printed as the row numbers of a page.
SCENE = f"""
import json
from briefings.actions import batches, records, sources
from briefings.models import RECORDS, AuditEvent, Edition, User
chief = User.objects.create_superuser("chief", password="{PASSWORD}", pseudonym="desk-chief")
curator = User.objects.get(username="curator")
batch = batches.open_(title="A report of two lines", by=curator)
sources.receive(slug="report-of-two-lines", text="One line.\\u200b\\nAnd another.\\n", by=curator, batch=batch,
                facts={{"kind": "post", "received_at": "2024-10-24T08:31:00Z"}})
records.create(record_type="claim", slug="begun-in-a-batch", by=curator, batch=batch,
               facts={{"proposition": "Somebody does something.", "category": "plan"}})
batches.submit(batch=batch, by=curator)
sources.receive_html(slug="report-as-html", html=b"<p>A line.</p><p>And one more.</p>", by=curator,
                     facts={{"kind": "article", "received_at": "2024-10-24T08:31:00Z"}})
rows = {{name: model.objects.filter(edition__isnull=False).order_by("pk").first() for name, model in RECORDS.items()}}
rows |= {{"batch": batch, "edition": Edition.objects.first(), "auditevent": AuditEvent.objects.last(), "user": curator}}
html = RECORDS["source"].objects.get(slug="report-as-html")
print(json.dumps({{"original": html.pk, **{{name: row.pk for name, row in rows.items()}}}}))
"""
# What stands for the parameters of an address, beside the row that it is about.
EXAMPLES = {
    "step": "submit", "what": "cite", "number": "1", "form": "csv", "app_label": "briefings", "content_type_id": 1,
}  # fmt: skip
# Addresses that are no pages: what they answer instead.
ANSWERS = {
    "autocomplete": 403,  # without saying for which field
    "jsi18n": "text/javascript",
    "view_on_site": 404,
    "logout": 405,
    "briefings_claim_origins": "application/json",
    "briefings_claim_passages": "application/json",
    "briefings_source_claims": "application/json",
    "briefings_reading_edtf": "application/json",
    "briefings_source_original": "application/octet-stream",
}
POSTED = ("_step", "_mark", "_apart")  # ends of the names of addresses that take forms only
# Pages that show another one to a person who is logged in, or of a record that never changes.
SHOWN_AS = {
    "login": "index", "briefings_batch_history": "batch-change", "briefings_edition_history": "edition-change",
    "briefings_auditevent_history": "auditevent-change", "briefings_user_history": "user-change",
}  # fmt: skip
# Pages that have every kind of part between them; the contrast of all in the dark is looked at in the deep run.
DARK = (
    "index", "briefings_source_workspace", "briefings_reading_change", "briefings_batch_review",
    "briefings_claim_changelist", "briefings_comparison_change",
)  # fmt: skip
# Pages in a state that their address alone does not tell.
FURTHER = {
    "queue": "/admin/?queue=review",
    "claims-found": "/admin/briefings/claim/?q=troops&state__exact=published",
    "claims-none": "/admin/briefings/claim/?q=nothing-of-that-name",
    "reading-as-text": "/admin/briefings/reading/{reading}/change/?as=text",
    "merge-compared": "/admin/briefings/actor/{actor}/merge/?into=2",
    "workspace-of-html": "/admin/briefings/source/{original}/workspace/",
    "no-such-page": "/admin/briefings/claim/999999/change/",
}


def addresses() -> dict[str, URLPattern]:
    """Return the admin's addresses by name, those of each model among them."""
    found: dict[str, URLPattern] = {}
    waiting = list(admin.site.get_urls())
    while waiting:
        each = waiting.pop(0)
        waiting += getattr(each, "url_patterns", [])
        if isinstance(each, URLPattern) and each.name:
            found[each.name] = each
    return found


ADDRESSES = addresses()
ANSWERS |= {name: "text/csv" for name in ADDRESSES if name.endswith("_export")}
PAGES = sorted(name for name in ADDRESSES if name not in ANSWERS and not name.endswith(POSTED))


@pytest.fixture(scope="module")
def rows(server: Server) -> dict[str, int]:
    """The row numbers that stand for each model in an address."""
    found: dict[str, int] = json.loads(server.manage("shell", "--no-imports", "-c", SCENE))
    return found


@pytest.fixture(scope="module")
def chief(browser: Browser, server: Server, rows: dict[str, int]) -> Iterator[Page]:
    """The window of a person who may see every page."""
    context = browser.new_context(base_url=server.url, locale="en-GB", timezone_id="UTC")
    page = context.new_page()
    log_in(page, "chief", PASSWORD)
    yield page
    context.close()


@pytest.fixture
def complaints(chief: Page) -> list[str]:
    found: list[str] = []
    listen(chief, found)
    return found


def address(name: str, rows: dict[str, int]) -> str:
    """Return an address with rows and examples in the place of its parameters."""
    _, model, *_ = [*name.split("_"), ""]
    known = {**EXAMPLES, "object_id": rows.get("original" if name.endswith("_original") else model, 1)}
    wanted = ADDRESSES[name].pattern.regex.groupindex
    return reverse(f"admin:{name}", kwargs={parameter: known[parameter] for parameter in wanted})


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_barrier_and_fits(name: str, chief: Page, rows: dict[str, int], complaints: list[str]):
    answer = chief.goto(address(name, rows))

    # Nothing is deleted, and nobody writes editions or audit events: those pages refuse, and say so in words.
    refuses = name.endswith("_delete") or name in ("briefings_edition_add", "briefings_auditevent_add")
    assert answer.status == (403 if refuses else 200)
    assert answer.headers["content-type"].startswith("text/html")
    look(chief, "refused" if refuses else SHOWN_AS.get(name, name.removeprefix("briefings_").replace("_", "-")))
    quiet(complaints, answer.status)


@pytest.fixture
def dark(chief: Page) -> Iterator[Page]:
    """The same window in the hands of a person who works in the dark."""
    chief.emulate_media(color_scheme="dark")
    yield chief
    chief.emulate_media(color_scheme="light")


@pytest.mark.parametrize(
    "name", [name if name in DARK else pytest.param(name, marks=pytest.mark.deep) for name in PAGES]
)
def test_page_is_legible_in_the_dark(name: str, dark: Page, rows: dict[str, int]):
    dark.goto(address(name, rows))
    dark.wait_for_load_state()

    is_dark = "matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.body).backgroundColor"
    assert dark.evaluate(is_dark) == "rgb(20, 24, 29)"
    found = Axe().run(dark, options={"runOnly": {"type": "rule", "values": ["color-contrast"]}, "preload": False})
    assert not found.response["violations"], f"{name}: {found.generate_report()[:600]}"


def test_page_for_logging_in_has_no_barrier_and_fits(page: Page):
    page.goto("/admin/login/")
    expect(page.get_by_label("Password")).to_be_visible()

    look(page, "login")


@pytest.mark.parametrize("name", FURTHER)
def test_page_in_a_further_state_has_no_barrier_and_fits(
    name: str, chief: Page, rows: dict[str, int], complaints: list[str]
):
    answer = chief.goto(FURTHER[name].format(**rows))

    look(chief, name)
    quiet(complaints, answer.status)


def quiet(complaints: list[str], status: int) -> None:
    """Check that the console complained of nothing but the status of a page that refuses."""
    expected = f"Failed to load resource: the server responded with a status of {status}"
    assert [each for each in complaints if status == 200 or not each.startswith(expected)] == []


@pytest.mark.parametrize("name", sorted({*ADDRESSES} - {*PAGES}))
def test_what_is_no_page_answers_as_it_says(name: str, chief: Page, rows: dict[str, int]):
    answer = chief.request.get(address(name, rows), max_redirects=0)

    wanted = 405 if name.endswith(POSTED) else ANSWERS[name]
    assert wanted in (answer.status, answer.headers.get("content-type", "").partition(";")[0])
