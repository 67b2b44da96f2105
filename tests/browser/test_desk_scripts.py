"""The scripts of the desk when things go wrong: the server is silent, the session has ended, somebody was first.

What goes wrong is said beside the field, with what to do; what was typed or marked stays, and one more press is enough.
"""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.hands import log_in, record_path

SILENT = "The server did not answer. What you typed stands; try again."
ENDED = re.compile("log in again in another window", re.IGNORECASE)
WORKSPACE = "/admin/briefings/source/1/workspace/"
# A claim whose passages are more than its chooser shows at first, and a comparison that names the last of them.
SCENE = """
import json
from briefings.actions import records, sources
from briefings.models import Claim, Citation, Source, User
by = User.objects.get(username="curator")
lines = [f"Line {number} says so." for number in range(130)]
text = "\\n".join(lines)
sources.receive(slug="report-of-many-lines", text=text, by=by,
                facts={"kind": "post", "received_at": "2024-10-24T08:31:00Z"})
records.create(record_type="claim", slug="said-in-many-lines", by=by,
               facts={"proposition": "A line says so.", "category": "plan"})
chains = [{"alternative": False, "end": "own_voice", "links": []}]
cited = [{"start": text.index(line), "end": text.index(line) + len(line), "exact": line, "speech": "indirect",
          "chains": chains} for line in lines]
records.create(record_type="reading", slug="said-in-many-lines--report-of-many-lines", by=by,
               facts={"claim": "said-in-many-lines", "source": "report-of-many-lines", "status": "carried",
                      "citations": cited})
last = Citation.objects.filter(reading__claim__slug="said-in-many-lines").order_by("-start").first().slug
comparison = records.create(record_type="comparison", slug="said-and-said-again", by=by, facts={
    "kind": "same_utterance", "reason": "Both are one.",
    "left": {"claim": "said-in-many-lines", "citation": last},
    "right": {"claim": "war-in-ukraine-began", "citation": None}})
print(json.dumps({"comparison": comparison.pk, "last": last}))
"""


@pytest.fixture
def curator(page: Page, server: Server) -> Page:
    log_in(page, "curator", server.accounts["curator"])
    return page


@pytest.fixture
def quiet(console_errors: list[str]) -> Callable[[], None]:
    """Forget what the console said of an answer that a test made fail; anything else still fails the test."""

    def forget() -> None:
        kept = [each for each in console_errors if not each.startswith("Failed to load resource")]
        console_errors[:] = kept

    return forget


def test_passage_beyond_the_first_page_keeps_its_words_and_is_found(
    curator: Page, server: Server, quiet: Callable[[], None]
):
    made = json.loads(server.manage("shell", "--no-imports", "-c", SCENE))
    curator.goto(f"/admin/briefings/comparison/{made['comparison']}/change/")
    chosen = curator.locator("#id_left_citation")
    search = curator.get_by_label("Search the passages of this claim").first
    expect(chosen).to_have_value(made["last"])
    expect(chosen.locator("option:checked")).to_contain_text("Line 129 says so.")
    expect(curator.locator("#id_left_citation_exact")).to_have_text("Line 129 says so.")

    search.fill("Line 117")
    expect(chosen.locator("option")).to_have_count(3)  # the claim as a whole, what is chosen, what is found
    expect(chosen).to_have_value(made["last"])
    chosen.select_option(label="report-of-many-lines--c118: Line 117 says so.")
    expect(curator.locator("#id_left_citation_exact")).to_have_text("Line 117 says so.")

    curator.route("**/passages/**", lambda route: route.abort())
    search.fill("Line 12")
    told = curator.locator("#id_left_citation + script ~ .told, #id_left_citation + .told")
    expect(told).to_contain_text(SILENT)
    expect(chosen.locator("option:checked")).to_contain_text("Line 117 says so.")
    curator.unroute("**/passages/**")
    told.get_by_role("button", name="Try again").click()
    expect(told).to_have_count(0)
    expect(chosen.locator("option")).to_have_count(14)  # the two, and 12, 112, 120 to 129
    quiet()


def mark(page: Page, words: int = 3) -> str:
    """Mark the first words of the text by keyboard; return them."""
    page.goto(WORKSPACE)
    page.wait_for_load_state()
    page.locator("#report-text").focus()
    page.keyboard.press("Control+Home")
    for _ in range(words):
        page.keyboard.press("Control+Shift+ArrowRight")
    selected = page.evaluate("String(getSelection())").strip()
    expect(page.locator("#marked")).to_have_text(selected)  # it is told a moment after the last key
    return selected


def begin(page: Page) -> None:
    """Type a new claim into the panel."""
    page.keyboard.press("n")
    page.get_by_label("Proposition, without figures").fill("Nothing of this is lost.")
    page.get_by_label("Category").select_option("plan")


def stands(page: Page, words: str) -> None:
    """What was marked and typed is all there."""
    expect(page.locator("#marked")).to_have_text(words)
    expect(page.get_by_label("Proposition, without figures")).to_have_value("Nothing of this is lost.")
    expect(page.get_by_label("Category")).to_have_value("plan")


def test_mark_and_proposition_outlive_a_silent_server_a_reload_and_a_log_out(
    curator: Page, server: Server, quiet: Callable[[], None]
):
    words = mark(curator)
    begin(curator)
    send = curator.get_by_role("button", name="Begin the claim and cite")
    error = curator.locator("#new .errornote")

    curator.route("**/mark/claim/", lambda route: route.abort())
    send.click()
    expect(error).to_have_text(SILENT)
    stands(curator, words)
    curator.unroute("**/mark/claim/")
    curator.route("**/mark/claim/", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    send.click()
    expect(error).to_contain_text("The server failed (502).")
    stands(curator, words)
    curator.unroute("**/mark/claim/")

    curator.reload()
    stands(curator, words)
    curator.goto("/admin/")
    expect(curator.get_by_role("heading", name="Desk", exact=True)).to_be_visible()
    curator.goto(WORKSPACE)
    stands(curator, words)

    session = [each for each in curator.context.cookies() if each["name"] == "sessionid"]
    curator.context.clear_cookies(name="sessionid")
    curator.get_by_label("Search claims").evaluate("each => each.closest('details').open = true")
    curator.get_by_label("Search claims").fill("storm")
    expect(curator.locator("#found + .told")).to_have_text(ENDED)
    curator.locator("#new").evaluate("each => each.closest('details').open = true")
    send.click()
    expect(error).to_have_text(ENDED)
    stands(curator, words)
    curator.context.add_cookies(session)
    send.click()
    expect(curator.locator(".messagelist .success")).to_contain_text("was begun and cited.")
    expect(curator.get_by_label("Proposition, without figures")).to_have_value("")
    quiet()


def test_refusal_of_a_mark_is_said_beside_it_and_the_mark_stays(curator: Page, quiet: Callable[[], None]):
    words = mark(curator, 5)
    curator.keyboard.press("n")
    curator.get_by_label("Proposition, without figures").fill("x")
    curator.get_by_label("Slug; empty").fill("storm-corps-sent")
    curator.get_by_role("button", name="Begin the claim and cite").click()

    expect(curator.locator("#new .errornote")).to_contain_text("storm-corps-sent")
    expect(curator.locator("#marked")).to_have_text(words)
    curator.keyboard.press("Escape")
    expect(curator.locator("#report-text")).to_be_focused()
    expect(curator.locator("#marked")).to_have_text(words)
    quiet()


def test_date_and_actor_that_cannot_be_looked_up_say_so_and_stay_typed(
    curator: Page, server: Server, quiet: Callable[[], None]
):
    curator.goto(record_path(server, "reading", "nk-troops-sent-so-far--report-000"))
    expect(curator.locator(".row-citations").first).to_be_visible()
    for pattern in ("**/edtf/**", "**/autocomplete/**"):
        curator.route(pattern, lambda route: route.abort())
    dates, actors = curator.get_by_label("EDTF as resolved").first, curator.get_by_role("textbox", name="Actors").first
    dates.fill("2024-10")
    actors.fill("nis")

    for field, value in ((dates, "2024-10"), (actors, "nis")):
        told = field.locator("xpath=..").locator(".told")
        expect(told).to_contain_text(SILENT)
        expect(field).to_have_value(value)
    for pattern in ("**/edtf/**", "**/autocomplete/**"):
        curator.unroute(pattern)
    dates.locator("xpath=..").get_by_role("button", name="Try again").click()
    expect(dates.locator("xpath=..").locator("output")).to_have_text("October 2024")
    expect(dates.locator("xpath=..").locator(".told")).to_have_count(0)
    quiet()


def test_record_outlives_a_silent_server_and_a_log_out_until_it_is_kept(
    curator: Page, server: Server, quiet: Callable[[], None]
):
    words = "Of this long sentence nothing is lost."
    address, save = re.compile("/claim/add/"), curator.get_by_role("button", name="Save")
    told = curator.locator(".submit-row + .told")
    curator.goto("/admin/briefings/claim/add/")
    curator.get_by_label("Slug").fill("storm-corps-sent")
    curator.get_by_label("Proposition").fill(words)
    curator.get_by_label("Category").select_option("plan")

    curator.route(address, lambda route: route.abort())
    save.click()
    expect(told).to_have_text(SILENT)
    curator.unroute(address)
    curator.route(address, lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    save.click()
    expect(told).to_contain_text("The server failed (502).")
    curator.unroute(address)
    session = [each for each in curator.context.cookies() if each["name"] == "sessionid"]
    curator.context.clear_cookies(name="sessionid")
    save.click()
    expect(told).to_have_text(ENDED)
    curator.context.add_cookies(session)
    expect(curator.get_by_label("Proposition")).to_have_value(words)
    assert words not in curator.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")

    save.click()
    expect(curator.locator(".field-slug .errorlist")).to_contain_text("storm-corps-sent")
    expect(curator.get_by_label("Proposition")).to_have_value(words)
    curator.get_by_label("Slug").fill("of-this-nothing-is-lost")
    save.click()
    expect(curator.locator(".messagelist .success")).to_contain_text("was begun as a draft.")
    expect(curator.get_by_label("Proposition")).to_have_value(words)
    quiet()
