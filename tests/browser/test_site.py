"""The pages for people in a browser: no complaint of the console or of axe, wide and narrow, light and dark."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("path", ["/", "/questions/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_accessible_and_fit(page: Page, console_errors: list[str], path: str, scheme: str, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(path)

    found = Axe().run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert console_errors == []


def test_the_landing_page_leads_to_the_documentation(page: Page):
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Documentation").click()

    expect(page).to_have_url(re.compile("/api/docs/$"))
