"""The desk by keyboard alone: each flow, with no mouse, and whatever has the focus shows it and is to be seen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.hands import record_path, served
from tests.browser.keys import Keys, log_in

SLUG = "report-by-keyboard"
REPORT = (
    "Seoul: 3,500 troops \U0001f1f0\U0001f1f7 now in Russia\n"
    "The spy agency said North Korea has sent 3,500 troops to Russia.\n"
    "A field kitchen was set up near the border in January 2025.\n"
)
NEW = "a-field-kitchen-was-set-up"
# A report of which nothing is held: it prints a figure and a date.
SCENE = """
from briefings.actions import sources
from briefings.models import User
sources.receive(slug="report-of-two-finds", by=User.objects.get(username="curator"),
                text="There came 3,500 of them.\\nThat was on 4 March 2025.\\n",
                facts={"kind": "post", "received_at": "2025-03-05T08:31:00Z"})
"""


@pytest.fixture
def curator(window: Callable[[], Page], server: Server) -> Keys:
    return person(window(), "curator", server)


@pytest.fixture
def reviewer(window: Callable[[], Page], server: Server) -> Keys:
    return person(window(), "reviewer", server)


def person(page: Page, name: str, server: Server) -> Keys:
    keys = Keys(page)
    log_in(keys, name, server.accounts[name])
    return keys


def said(keys: Keys, words: str) -> None:
    """Wait for the page that a step leads to: it says what was done."""
    expect(keys.page.locator(".messagelist .success")).to_contain_text(words)


def state(keys: Keys, words: str) -> None:
    expect(keys.page.locator(".state")).to_have_text(words)


def test_a_report_goes_from_pasted_text_to_readers(curator: Keys, reviewer: Keys, server: Server):
    receive(curator)
    mark_all(curator)
    give_chain(curator)
    submit(curator)

    return_with_reason(reviewer)
    fix(curator)
    approve_some_then_all(reviewer)
    assert served(server, f"readings/{NEW}--{SLUG}").body["status"] == "carried"
    passage = served(server, f"readings/nk-troops-sent-so-far--{SLUG}").body["citations"][0]
    assert passage["exact"] == "North Korea has sent 3,500 troops to Russia."

    withdraw(reviewer, record_path(server, "claim", NEW))
    assert (served(server, f"claims/{NEW}").status, served(server, f"readings/{NEW}--{SLUG}").status) == (410, 410)
    for keys in (curator, reviewer):
        keys.check()


def receive(keys: Keys) -> None:
    """Go from the desk to the form, paste the text, and go on to the workspace."""
    keys.skip()
    sources = keys.page.locator(".model-source")
    keys.reach(sources.get_by_role("link", name="Add"))
    keys.press("Enter")
    expect(keys.page.get_by_role("heading", name="Add source")).to_be_visible()
    keys.skip()
    keys.field("Slug:", SLUG)
    keys.field("Text:", REPORT)
    keys.choose("Kind:", "Article")
    keys.button("Save")
    said(keys, "was begun as a draft.")
    keys.skip()
    keys.button("Workspace", "link")


def go_to_line(keys: Keys, line: int) -> None:
    """Put the caret at the beginning of a line of the text, once the page is there."""
    keys.page.wait_for_load_state()
    keys.reach(keys.page.locator("#report-text"))
    keys.press("Control+Home", *["ArrowDown"] * line, "Home")


def mark(keys: Keys, line: int, words: str, after: int = 0) -> None:
    """Mark the words that begin after a number of words of a line and end with it, or with a full stop."""
    go_to_line(keys, line)
    keys.press(*["Control+ArrowRight"] * after, "Shift+End")
    if not words.endswith(REPORT.split("\n")[line][-1]):
        keys.press("Shift+ArrowLeft")
    expect(keys.page.locator("#marked")).to_have_text(words)


def kept(keys: Keys, words: str) -> None:
    """Wait until a mark was kept: the page says so, and the caret is in the text again."""
    said(keys, words)
    expect(keys.page.locator("#report-text")).to_be_focused()


def mark_all(keys: Keys) -> None:
    """Mark a region, cite a claim that is there, begin one, jump, set aside, and keep two answers of the list."""
    page = keys.page
    mark(keys, 0, REPORT.split("\n")[0])
    keys.press("r")
    expect(page.locator("#kind")).to_be_focused()
    keys.button("Mark as a region")
    kept(keys, "Marked as a region.")

    mark(keys, 1, "North Korea has sent 3,500 troops to Russia.", after=4)
    keys.press("Enter")
    expect(page.get_by_label("Search claims")).to_be_focused()
    page.keyboard.type("nk-troops-sent-so-far")
    expect(page.locator("#found button")).to_have_count(1)
    keys.press("ArrowDown", "Enter")
    kept(keys, "Cited for nk-troops-sent-so-far.")

    mark(keys, 2, "A field kitchen was set up near the border in January 2025", after=0)
    keys.press("n")
    expect(page.get_by_label("Proposition, without figures")).to_be_focused()
    keys.type("A field kitchen was set up.")
    keys.choose("Category", "Deployment")
    keys.field("Slug; empty: made of the proposition", NEW)
    keys.button("Begin the claim and cite")
    kept(keys, f"Claim {NEW} was begun and cited.")
    answer_the_list(keys)


def answer_the_list(keys: Keys) -> None:
    """Say of two claims of the briefing whether the report carries them."""
    page = keys.page
    keys.button("Carried: go and mark alliance-formalised-by-treaty")
    expect(page.locator("#said")).to_have_text("Mark where alliance-formalised-by-treaty is carried, then press Enter.")
    expect(page.locator("#report-text")).to_be_focused()
    keys.button("Not carried: alliance-formalised-by-treaty")
    expect(page.locator("#said")).to_have_text("alliance-formalised-by-treaty: not carried.")
    expect(page.locator(".cells button[type=submit]:focus")).to_have_count(1)


def give_chain(keys: Keys) -> None:
    """Go from the passage to its reading; add and take out rows, look up an actor, and read a date back in words."""
    page = keys.page
    page.keyboard.press("Control+Home")
    keys.reach(page.locator("#report-text"), back=True)
    keys.press("Control+Home", "ArrowDown", "End", "ArrowLeft")
    keys.button("nk-troops-sent-so-far", "link")
    expect(page.get_by_role("heading", name=f"nk-troops-sent-so-far--{SLUG}")).to_be_visible()

    go_to_line(keys, 1)
    keys.press(*["Control+Shift+ArrowRight"] * 4)
    keys.button("Add a link")
    link = page.locator(".row-links").first
    expect(link.get_by_label("Role")).to_be_focused()
    keys.choose("Role", "Originator", within=link)
    keys.reach(link.get_by_role("textbox", name="Actors"))
    page.keyboard.type("nis")
    keys.button("nis", within=link)
    expect(link.get_by_role("textbox", name="Actors")).to_have_value("nis")
    expect(link.get_by_role("textbox", name="Actors")).to_be_focused()
    keys.field("As printed", "The spy agency", within=link)
    keys.button("Take the marked words for Words that name them", within=link)
    expect(link.get_by_label("Words", exact=True).first).to_have_value("The spy agency said")
    keys.choose("Ends with", "Originator")
    rows_and_dates(keys)
    keys.button("Save")
    said(keys, "was saved.")


def rows_and_dates(keys: Keys) -> None:
    """Add a citation and a link and take both out again, and write a date that is read back."""
    page = keys.page
    keys.field("EDTF as resolved", "2024-10-08/2024-10-13", back=True)
    expect(page.locator("output", has_text="8–13 October 2024")).to_be_visible()
    keys.press("Control+A", "Delete")
    keys.button("Add a citation")
    expect(page.locator(".row-citations")).to_have_count(2)
    added = page.locator(".row-citations").nth(1)
    keys.button("Add a chain", within=added)
    keys.button("Add a link", within=added)
    keys.button("Take out this link", within=added)
    expect(added.get_by_role("button", name="Add a link")).to_be_focused()
    keys.button("Take out this citation", within=added)
    expect(page.locator(".row-citations")).to_have_count(1)
    expect(page.get_by_role("button", name="Add a citation")).to_be_focused()


def submit(keys: Keys) -> None:
    """Go to the batch, submit it, take it back, and submit it again."""
    keys.skip()
    keys.button_like(f"Report {SLUG}")
    expect(keys.page.get_by_role("heading", name="Records in it")).to_be_visible()
    for button in ("Submit all drafts", "Recall to draft", "Submit all drafts"):
        keys.button(button)
        said(keys, f"{button.lower()}: done.")


def return_with_reason(keys: Keys) -> None:
    keys.page.goto("/admin/")
    keys.skip()
    keys.button_like("Review batch")
    expect(keys.page.get_by_role("heading", name="Review of batch")).to_be_visible()
    keys.field("Reason, for the authors", "The second passage wants its date.")
    keys.button("Return all to their authors")
    said(keys, "return to its authors: done.")


def fix(keys: Keys) -> None:
    keys.page.goto("/admin/")
    returned = keys.page.get_by_role("region", name="Returned to me")
    expect(returned.get_by_text("wants its date").first).to_be_visible()
    keys.button(f"{NEW}--{SLUG}", "link", within=returned)
    expect(keys.page.get_by_role("heading", name=f"{NEW}--{SLUG}")).to_be_visible()
    when = keys.page.locator(".group-when").first
    keys.field("As printed", "January 2025", within=when)
    keys.field("EDTF of what is printed", "2025-01", within=when)
    keys.field("EDTF as resolved", "2025-01", within=when)
    keys.choose("Rests on", "Printed", within=when)
    keys.button("Save")
    said(keys, "was saved.")
    keys.button_like(f"Report {SLUG}")
    keys.button("Submit all drafts")
    said(keys, "submit all drafts: done.")


def approve_some_then_all(keys: Keys) -> None:
    page = keys.page
    page.goto("/admin/")
    keys.button_like("Review batch")
    choose = page.get_by_label(f"Choose source {SLUG}")
    keys.reach(choose)
    keys.press("Space")
    expect(choose).to_be_checked()
    keys.button("Approve the chosen")
    said(keys, "is published.")
    keys.button("Review", "link")
    expect(page.get_by_role("heading", name="Review of batch")).to_be_visible()
    keys.button("Approve all 4")
    said(keys, "is published.")


def withdraw(keys: Keys, path: str) -> None:
    page = keys.page
    page.goto(path)
    keys.skip()
    keys.button("Withdraw…", "link")
    expect(page.get_by_text("These published records rest on it")).to_be_visible()
    keys.field("Reason, which readers see", "It was another kitchen.")
    keys.button("Withdraw all 2")
    state(keys, "Withdrawn")


def test_records_that_readers_have(reviewer: Keys, server: Server):
    keys = reviewer
    find_in_list(keys)
    revise_restore_discard(keys)
    assign(keys)
    merge_and_not_the_same(keys, record_path(server, "actor", "presidential-office"))
    keys.check()


def find_in_list(keys: Keys) -> None:
    """Search a list, filter what was found, and open it."""
    page = keys.page
    keys.skip()
    keys.button("Claims", "link", within=page.locator(".model-claim"))
    keys.skip()
    keys.reach(page.get_by_role("textbox", name="Search"))
    page.keyboard.type("war-in")
    keys.press("Enter")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    keys.button("Published", "link", within=page.locator("#changelist-filter"))
    expect(page).to_have_url(re.compile(r"q=war-in&state__exact=published"))


def revise_restore_discard(keys: Keys) -> None:
    page = keys.page
    keys.skip()
    keys.button("war-in-ukraine-began", "link")
    state(keys, "Published")
    keys.skip()
    keys.button("Open a revision")
    state(keys, "Draft")
    keys.field("Counted:", "wars")
    keys.button("Save")
    said(keys, "was saved.")
    keys.button("Submit for review", back=True)
    state(keys, "In Review")
    keys.button("Recall to draft")
    state(keys, "Draft")
    keys.button("History", "link")
    keys.button("restore edition 1", "link")
    expect(page.locator(".changes .before").first).to_have_text("wars")
    keys.button("Restore edition 1")
    said(keys, "edition 1 is the draft now.")
    keys.button("Discard this draft")
    state(keys, "Published")


def assign(keys: Keys) -> None:
    """Assign one record on its page, and take it back in the list."""
    page = keys.page
    keys.choose("Assign to", "curator")
    keys.button("Assign")
    said(keys, "assign: done.")
    page.goto("/admin/briefings/claim/?q=war-in")
    keys.reach(page.locator("#result_list tbody input[type=checkbox]"))
    keys.press("Space")
    keys.reach(page.get_by_label("Action:"), back=True)
    page.keyboard.type("Assign")
    keys.button("Go")
    expect(page.get_by_role("heading", name="Assign records")).to_be_visible()
    keys.button("Assign")
    said(keys, "1 are nobody's now.")


def merge_and_not_the_same(keys: Keys, path: str) -> None:
    page = keys.page
    page.goto("/admin/briefings/actor/duplicates/")
    keys.skip()
    keys.field("Reason why south-korea is another", "The office is a body of the state.")
    keys.button("Not the same : nis and south-korea")
    said(keys, "says that nis is not south-korea")
    page.goto(path)
    keys.skip()
    keys.button("Merge into another actor…", "link")
    expect(page.get_by_role("heading", name="Merge")).to_be_visible()
    keys.find("It is the actor", "south-korea")
    keys.button("Compare")
    expect(page.get_by_role("heading", name="Are these one?")).to_be_visible()
    keys.button("Propose that presidential-office is south-korea")
    state(keys, "Draft")
    keys.button("Discard this draft")
    state(keys, "Published")


def test_jumping_to_what_is_not_held_and_setting_it_aside(curator: Keys, server: Server):
    server.manage("shell", "--no-imports", "-c", SCENE)
    page = curator.page
    page.goto(record_path(server, "source", "report-of-two-finds").replace("/change/", "/workspace/"))
    curator.skip()
    curator.reach(page.locator("#report-text"))

    for words in ("3,500", "4 March 2025", "3,500"):  # from the last on to the first again
        curator.press("j")
        expect(page.locator("#marked")).to_have_text(words)
    curator.press("x")
    expect(page.get_by_label("Reason")).to_be_focused()
    curator.choose("Reason", "Transition")
    curator.button("Set aside")
    kept(curator, "Set aside")
    for _ in range(2):  # the figure is held now
        curator.press("j")
        expect(page.locator("#marked")).to_have_text("4 March 2025")
    curator.check()


@pytest.mark.parametrize("path", ["/admin/", "/admin/briefings/source/2/workspace/"])
def test_page_is_walked_through_and_back(path: str, curator: Keys):
    curator.page.goto(path)
    curator.page.wait_for_load_state("networkidle")

    assert curator.walk() >= 15  # how many there are depends on what is left to read
    curator.check()
