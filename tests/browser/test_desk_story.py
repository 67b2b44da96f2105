"""Two people take a sixth report from pasted text to readers, on the real server, and count what it took them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.hands import Hands, log_in, look, public_claims, served, show

PASSWORD = "the-author-of-the-story"
AUTHOR = (
    "from briefings.models import User; from django.contrib.auth.models import Group; "
    f"u = User.objects.create_user('author', password='{PASSWORD}', is_staff=True, pseudonym='desk-author'); "
    "u.groups.add(Group.objects.get(name='reviewer'))"
)
REPORT = (
    "Seoul: 3,500 troops now in Russia \U0001f1f0\U0001f1f7\U0001fa96\n"
    "The spy agency said \u200fthat North Korea has sent 3,500 troops to Russia. "
    "It expects 12,000 troops by January 2025.\n"
    "They are training with drones. Families of soldiers were relocated. Families were isolated.\n"
    "Interpreters are being recruited. The troops are adapting. Wages of $2,000 a month were promised.\n"
    "A field hospital was set up near the border.\n"
)
CITED = {
    "North Korea has sent 3,500 troops": "nk-troops-sent-so-far",
    "12,000 troops by January 2025": "nk-troops-planned-total",
    "training with drones": "nk-troops-trained-in-drones",
    "Families of soldiers were relocated": "families-relocated",
    "Families were isolated": "families-isolated",
    "Interpreters are being recruited": "russia-recruits-interpreters",
    "The troops are adapting": "nk-troops-adapting",
    "Wages of $2,000 a month were promised": "nk-soldiers-paid",
}
NEW = "a-field-hospital-was-set-up-near-the-border"
SILENT = "storm-corps-sent"
FEWER_THAN = 60


@pytest.fixture
def author(page: Page, server: Server) -> Page:
    """The window of a person who may write and review, but never review what is their own."""
    server.manage("shell", "-c", AUTHOR)
    log_in(page, "author", PASSWORD)
    return page


@pytest.fixture
def reviewer(window: Callable[[], Page], server: Server) -> Page:
    page = window()
    log_in(page, "reviewer", server.accounts["reviewer"])
    return page


def receive(hands: Hands) -> None:
    hands.go("/admin/briefings/source/add/")
    look(hands.page, "source-add")
    hands.fill("Slug:", "report-005")
    hands.fill("Text:", REPORT)
    hands.choose("Kind:", "article")
    hands.press("Save")
    hands.press("Workspace", "link")


def mark_all(hands: Hands) -> None:
    """Mark the headline, cite eight passages, begin a claim, and keep one silence."""
    said = hands.page.locator(".messagelist")
    hands.mark(REPORT.partition("\n")[0])
    hands.key("r")
    hands.press("Mark as a region")
    expect(said).to_contain_text("Marked as a region.")
    for words, claim in CITED.items():
        hands.mark(words)
        hands.key("Enter")
        hands.fill("Search claims", claim)
        hands.take(claim)
        expect(said).to_contain_text(f"Cited for {claim}.")
    hands.mark("A field hospital was set up near the border")
    hands.key("n")
    hands.fill("Proposition, without figures, dates and hedges", "A field hospital was set up near the border.")
    hands.choose("Category", "deployment")
    show(hands.page, "workspace-new-claim", at="#new")
    hands.press("Begin the claim and cite")
    expect(said).to_contain_text("was begun and cited.")
    hands.press(f"Not carried: {SILENT}")
    expect(hands.page.locator("#said")).to_have_text(f"{SILENT}: not carried.")


def give_chain(hands: Hands) -> None:
    """Say of the first passage who said it: an originator, named in the text."""
    hands.touch("North Korea has sent 3,500 troops")
    hands.press("nk-troops-sent-so-far", "link")
    hands.press("Add a link")
    hands.choose("Role", "originator")
    hands.fill("Actors", "nis")
    hands.fill("As printed", "The spy agency", within=".row-links")
    hands.fill("Words", "The spy agency said", within=".row-links .group-anchor")
    hands.choose("Ends with", "originator")
    show(hands.page, "reading-chain", at=".row-links")
    hands.press("Save")
    expect(hands.page.get_by_text("was saved.")).to_be_visible()


def submit(hands: Hands) -> None:
    hands.click(hands.page.locator(".standing dd a", has_text="Report report-005"))
    hands.press("Submit all drafts")
    expect(hands.page.get_by_text("submit all drafts: done.")).to_be_visible()


def test_sixth_report_from_pasted_text_to_readers(author: Page, reviewer: Page, server: Server):
    before = public_claims(server)
    hands = Hands(author)

    receive(hands)
    mark_all(hands)
    look(author, "workspace")
    give_chain(hands)
    look(author, "reading")
    submit(hands)
    hands.check()
    assert hands.count < FEWER_THAN, f"{hands.count} interactions"
    look(author, "batch")

    refused_to_the_author(author)
    assert public_claims(server) == before

    return_with_reason(reviewer)
    fix(author)
    approve(reviewer)

    assert public_claims(server) == before | {NEW}
    assert served(server, "sources/report-005").body["slug"] == "report-005"
    passage = served(server, "readings/nk-troops-sent-so-far--report-005").body["citations"][0]
    assert REPORT[passage["start"] : passage["end"]] == passage["exact"] == "North Korea has sent 3,500 troops"
    silence = served(server, f"readings/{SILENT}--report-005").body
    assert (silence["status"], silence["citations"]) == ("not_carried", [])
    assert server.manage("verify")
    reviewer.goto(f"/api/v1/claims/{NEW}/evidence/?format=html")
    expect(reviewer.get_by_role("heading").first).to_be_visible()
    show(reviewer, "served")


def refused_to_the_author(author: Page) -> None:
    """Nobody approves their own work: the page says so beforehand, and a form sent past it is refused."""
    author.get_by_role("link", name="Review", exact=True).click()
    expect(author.get_by_role("heading", name="What would be refused")).to_be_visible()
    button = author.get_by_role("button", name="Approve all 12")
    expect(button).to_be_disabled()
    look(author, "review-refused")
    button.evaluate("button => { button.disabled = false; button.click(); }")
    expect(author.locator(".messagelist .error")).to_contain_text("author")
    expect(author.get_by_role("heading", name="What would be refused")).to_be_visible()


def return_with_reason(reviewer: Page) -> None:
    reviewer.goto("/admin/")
    look(reviewer, "desk")
    reviewer.get_by_role("link", name="Review batch").first.click()
    reviewer.get_by_label("Reason, for the authors").fill("The chain of the first passage wants its occasion.")
    reviewer.get_by_role("button", name="Return all to their authors").click()
    expect(reviewer.get_by_text("return to its authors: done.")).to_be_visible()


def fix(author: Page) -> None:
    author.goto("/admin/")
    returned = author.get_by_role("region", name="Returned to me")
    expect(returned.get_by_text("wants its occasion").first).to_be_visible()
    look(author, "desk-returned")
    returned.get_by_role("link", name="nk-troops-sent-so-far--report-005").click()
    author.get_by_label("Occasion", exact=True).select_option("nis-briefing-2024-10-23")
    author.get_by_role("button", name="Save").click()
    expect(author.get_by_text("was saved.")).to_be_visible()
    author.locator(".standing dd a", has_text="Report report-005").click()
    author.get_by_role("button", name="Submit all drafts").click()
    expect(author.get_by_text("submit all drafts: done.")).to_be_visible()


def approve(reviewer: Page) -> None:
    reviewer.goto("/admin/")
    reviewer.get_by_role("link", name="Review batch").first.click()
    button = reviewer.get_by_role("button", name="Approve all 12")
    expect(button).to_be_enabled()
    look(reviewer, "review")
    button.click()
    expect(reviewer.get_by_text("is published.")).to_be_visible()
