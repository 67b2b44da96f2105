"""Two people at the desk: the curator writes, the reviewer approves, and no page complains under the strict policy."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server

WIDTH, HEIGHT = 1280, 900
NAMES = "- text: Ministry of Unification\n  language: en\n  kind: full\n"
PICTURES = os.environ.get("BRIEFINGS_PICTURES")  # a folder to keep pictures of the pages in


def log_in(page: Page, server: Server, person: str) -> None:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(person)
    page.get_by_label("Password").fill(server.accounts[person])
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def keep(page: Page, name: str) -> None:
    """Check that nothing sticks out of the page, and keep a picture of it where one is wanted."""
    page.wait_for_load_state()  # a page that is being left has no document
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def choose(page: Page, field: str, words: str) -> None:
    """Choose a record as a person does: open the chooser, type, take what is found."""
    page.locator(f"#id_{field} + .select2-container").click()
    page.locator(".select2-search__field").fill(words)
    page.locator(".select2-results__option--highlighted", has_text=words).click()


@pytest.fixture
def another_window(browser: Browser, server: Server, console_errors: list[str]) -> Iterator[Callable[[], Page]]:
    """Open further windows, each with cookies of its own; what their consoles complain of counts too."""
    contexts = []

    def make() -> Page:
        contexts.append(browser.new_context(base_url=server.url, locale="en-GB", timezone_id="UTC"))
        window = contexts[-1].new_page()
        window.on("console", lambda message: console_errors.append(message.text) if message.type == "error" else None)
        window.on("pageerror", lambda error: console_errors.append(str(error)))
        return window

    yield make
    for context in contexts:
        context.close()


def test_two_people_bring_an_actor_to_readers(page: Page, server: Server, another_window: Callable[[], Page]):
    log_in(page, server, "curator")
    keep(page, "index")
    page.goto("/admin/briefings/actor/add/")
    page.get_by_label("Slug").fill("ministry-of-unification")
    page.get_by_label("Kind").select_option("state_body")
    page.get_by_label("Names").fill("- text: [Ministry")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".field-names .errorlist")).to_contain_text("line 2: ")
    expect(page.get_by_label("Names")).to_have_value("- text: [Ministry")
    keep(page, "refused")

    page.get_by_label("Names").fill(NAMES)
    choose(page, "parent", "south-korea")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("actor ministry-of-unification was begun as a draft.")).to_be_visible()
    page.get_by_label("Country").fill("KR")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("actor ministry-of-unification was saved.")).to_be_visible()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".state")).to_have_text("In Review")
    expect(page.get_by_role("button", name="Approve and publish")).to_have_count(0)
    keep(page, "submitted")

    reviewer = another_window()
    log_in(reviewer, server, "reviewer")
    reviewer.goto("/admin/briefings/actor/?queue=review")
    keep(reviewer, "queue")
    reviewer.get_by_role("link", name="ministry-of-unification").click()
    keep(reviewer, "review")
    reviewer.get_by_role("button", name="Approve and publish").click()
    expect(reviewer.locator(".state")).to_have_text("Published")
    reviewer.get_by_role("link", name="History").click()
    expect(reviewer.get_by_role("heading", name="Approve, ")).to_be_visible()
    keep(reviewer, "history")


def test_second_to_save_sees_what_the_first_changed(page: Page, server: Server, another_window: Callable[[], Page]):
    log_in(page, server, "curator")
    page.goto("/admin/briefings/claim/add/")
    page.get_by_label("Slug").fill("a-claim-of-two")
    page.get_by_label("Proposition").fill("Somebody did something.")
    page.get_by_label("Category").select_option("plan")
    page.get_by_role("button", name="Save").click()
    other = another_window()
    log_in(other, server, "reviewer")
    other.goto(page.url)
    other.get_by_label("Proposition").fill("They did something.")
    other.get_by_role("button", name="Save").click()

    page.get_by_label("Proposition").fill("We did something.")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_label("Proposition")).to_have_value("We did something.")
    expect(page.locator(".field-proposition .errorlist")).to_have_text(
        "reviewer changed this too. It is now: They did something."
    )
    keep(page, "stale")


def test_pages_of_the_five_reports_are_quiet(page: Page, server: Server):
    log_in(page, server, "reviewer")
    for record_type in ("source", "actor", "briefing", "claim", "reading", "comparison", "judgement"):
        page.goto(f"/admin/briefings/{record_type}/?state__exact=published")
        keep(page, f"{record_type}-list")
        page.locator("#result_list tbody th a").first.click()
        expect(page.get_by_role("heading", name="Where it stands")).to_be_visible()
        keep(page, record_type)
        page.get_by_role("link", name="Withdraw…").click()
        expect(page.get_by_role("button", name="Withdraw")).to_be_visible()
        keep(page, f"{record_type}-withdraw")
    for listed in ("edition", "auditevent", "batch"):
        page.goto(f"/admin/briefings/{listed}/")
        page.locator("#result_list tbody th a").first.click()
        keep(page, listed)
