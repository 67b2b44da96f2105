"""A curator's spreadsheet: a file refused, a list exported, one cell changed, the dry run looked at, the import."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.hands import log_in, look

FIRST, CHANGED = "Soldiers watched the drill.", "=Soldiers watched “the drill”, 박선원 said; 🪖"


def choose(page: Page, sheet: Path) -> None:
    """Send a file from the page that imports claims."""
    page.goto("/admin/briefings/claim/import/")
    expect(page.get_by_role("heading", name="Import claims")).to_be_visible()
    page.get_by_label("File").set_input_files(sheet)
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_role("heading", name="In all")).to_be_visible()


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("Imported: ")


def test_a_cell_is_changed_in_a_file(page: Page, server: Server, tmp_path: Path):
    log_in(page, "curator", server.accounts["curator"])
    sheet = tmp_path / "claims.csv"
    sheet.write_text(f"slug;proposition;category\nof-a-sheet;{FIRST};war\n", encoding="utf-8")
    choose(page, sheet)
    expect(page.locator("table.refused")).to_contain_text("line 2, category")
    expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)
    look(page, "import-refused")

    sheet.write_text(f"slug;proposition;category\nof-a-sheet;{FIRST};training\n", encoding="utf-8")
    choose(page, sheet)
    confirm(page)

    page.goto("/admin/briefings/claim/?q=of-a-sheet")
    expect(page.get_by_role("link", name="of-a-sheet")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export these as CSV").click()
    exported = download.value.path().read_bytes().decode("utf-8")
    sheet.write_text(exported.replace(f'"{FIRST}"', f'"\'{CHANGED}"'), encoding="utf-8", newline="")
    choose(page, sheet)
    expect(page.locator(".changes .after")).to_have_text(CHANGED)
    look(page, "import-preview")
    confirm(page)

    page.get_by_role("link", name="of-a-sheet").click()
    expect(page.get_by_label("Proposition")).to_have_value(CHANGED)
