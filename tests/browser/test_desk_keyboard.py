"""The desk by keyboard alone: no test here touches the mouse, and whatever has the focus shows it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.hands import log_in


def test_text_takes_a_caret_and_no_change(page: Page, server: Server):
    log_in(page, "curator", server.accounts["curator"])
    page.goto("/admin/briefings/source/2/workspace/")
    page.locator("#report-text").focus()
    page.keyboard.press("Control+Home")
    for _ in range(3):
        page.keyboard.press("Control+Shift+ArrowRight")

    expect(page.locator("#marked")).to_contain_text("North")
    page.keyboard.type("zz")
    page.keyboard.press("Delete")
    assert page.evaluate("document.querySelector('#report-text').textContent.slice(0, 6)") == "“North"
    page.keyboard.press("c")
    expect(page.get_by_label("Search claims")).to_be_focused()
