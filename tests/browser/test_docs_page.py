"""The documentation page: it works without another site, under the strict policy, and asks the API itself."""

from playwright.sync_api import Page, expect

from briefings.api.urls import VIEWS


def test_operations_are_listed(page: Page, console_errors: list[str]):
    page.goto("/api/docs/")

    for many, one in VIEWS:
        for view in (many, one):
            expect(page.locator(f"#operations-{view.resource}-{view.resource}_{view.kind}")).to_be_visible()
    assert console_errors == []


def test_a_list_is_tried_out(page: Page, console_errors: list[str]):
    page.goto("/api/docs/")
    operation = page.locator("#operations-claims-claims_list")

    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.locator('tr[data-param-name="page_size"] input').fill("1")
    operation.get_by_role("button", name="Execute").click()

    expect(operation.locator(".request-url")).to_contain_text("page_size=1")
    answer = operation.locator(".live-responses-table tbody")
    expect(answer.locator(".response-col_status")).to_contain_text("200")
    expect(answer.locator(".response-col_description")).to_contain_text("proposition")
    assert console_errors == []
