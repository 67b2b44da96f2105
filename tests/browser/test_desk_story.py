"""Two people take a sixth report from pasted text to readers, on the real server, and count what it took them."""

import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server

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
SILENT = "storm-corps-sent"
AT_MOST = 60
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
PICTURES = os.environ.get("BRIEFINGS_PICTURES")  # a folder to keep pictures of the pages in

# Where words stand on the screen: the page shows them in stretches of its own, with codes for unseen characters.
PLACE = """words => {
    const walker = document.createTreeWalker(document.getElementById("report-text"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        node.parentElement.scrollIntoView({ block: "center" });
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        const boxes = [...range.getClientRects()];
        const [first, last] = [boxes[0], boxes.at(-1)];
        return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
    }
}"""


class Hands:
    """A person's hands at a page: each click, drag, key and filled field counts as one interaction."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def fill(self, label: str, words: str) -> None:
        self.count += 1
        self.page.get_by_label(label, exact=True).fill(words)

    def choose(self, label: str, value: str) -> None:
        self.count += 1
        self.page.get_by_label(label, exact=True).select_option(value)

    def press(self, name: str, role: str = "button") -> None:
        self.count += 1
        self.page.get_by_role(role, name=name, exact=True).click()

    def key(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def mark(self, words: str) -> None:
        """Drag over words of the text."""
        self.count += 1
        left, top, right, bottom = self.page.evaluate(PLACE, words)
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(right, bottom, steps=4)
        self.page.mouse.up()
        expect(self.page.locator("#marked")).to_have_text(words)

    def take(self, claim: str) -> None:
        """Press a claim that the search found."""
        self.count += 1
        self.page.locator("#found button", has_text=claim).first.click()


def log_in(page: Page, person: str, password: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(person)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def look(page: Page, name: str) -> None:
    """Check that a page fits a wide and a narrow window and has no barrier; keep pictures where they are wanted."""
    from axe_playwright_python.sync_playwright import Axe

    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} sticks out at {width}"
        if PICTURES:
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png")
    found = Axe().run(page, options={"runOnly": list(RULES), "preload": False}).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == [], name


def published(server: Server, path: str) -> dict:
    with urllib.request.urlopen(f"{server.url}/api/v1/{path}/", timeout=30) as answer:
        return json.load(answer)


def public_claims(server: Server) -> set[str]:
    """Return the slugs of all claims that readers are served."""
    found, address = set(), f"{server.url}/api/v1/claims/?page_size=100"
    while address:
        with urllib.request.urlopen(address, timeout=30) as answer:
            page = json.load(answer)
        found |= {each["slug"] for each in page["results"]}
        address = page["next"]
    return found


@pytest.fixture
def author(page: Page, server: Server) -> Page:
    """The window of a person who may write and review, but never review what is their own."""
    server.manage("shell", "-c", AUTHOR)
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, "author", PASSWORD)
    return page


@pytest.fixture
def reviewer(browser: Browser, server: Server, console_errors: list[str]) -> Iterator[Page]:
    context = browser.new_context(base_url=server.url, viewport={"width": 1280, "height": 900})
    window = context.new_page()
    window.on("console", lambda message: console_errors.append(message.text) if message.type == "error" else None)
    window.on("pageerror", lambda error: console_errors.append(str(error)))
    log_in(window, "reviewer", server.accounts["reviewer"])
    yield window
    context.close()


def receive(hands: Hands) -> None:
    hands.page.goto("/admin/briefings/source/add/")
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
    hands.press("Begin the claim and cite")
    expect(said).to_contain_text("was begun and cited.")
    hands.press(f"Not carried: {SILENT}")
    expect(hands.page.locator("#said")).to_have_text(f"{SILENT}: not carried.")


def give_chain(hands: Hands) -> None:
    """Say of the first passage who said it: an originator, named in the text."""
    hands.page.locator("#held a", has_text="nk-troops-sent-so-far").evaluate("link => link.click()")
    hands.press("Add a link")
    hands.page.get_by_label("Role", exact=True).select_option("originator")
    hands.page.get_by_label("Actors", exact=True).fill("nis")
    hands.page.locator(".row-links [name$='.as_printed']").fill("The spy agency")
    hands.page.locator(".row-links .group-anchor textarea").first.fill("The spy agency said")
    hands.choose("Ends with", "originator")
    hands.count += 6  # four fields; and a click into the passage and on its link, which the script takes without
    hands.press("Save")
    expect(hands.page.get_by_text("was saved.")).to_be_visible()


def test_sixth_report_from_pasted_text_to_readers(author: Page, reviewer: Page, server: Server):
    before = public_claims(server)
    hands = Hands(author)

    receive(hands)
    mark_all(hands)
    look(author, "workspace")
    give_chain(hands)
    look(author, "reading")
    author.locator(".standing dd a", has_text="Report report-005").click()
    hands.press("Submit all drafts")
    expect(author.get_by_text("submit all drafts: done.")).to_be_visible()
    assert hands.count + 1 < AT_MOST, f"{hands.count + 1} interactions"

    author.get_by_role("link", name="Review", exact=True).click()
    expect(author.get_by_role("heading", name="What would be refused")).to_be_visible()
    expect(author.get_by_role("button", name="Approve all 12")).to_be_disabled()
    look(author, "review-refused")
    assert public_claims(server) == before

    return_with_reason(reviewer)
    fix(author)
    approve(reviewer)

    assert public_claims(server) == before | {"a-field-hospital-was-set-up-near-the-border"}
    assert published(server, "sources/report-005")["slug"] == "report-005"
    passage = published(server, "readings/nk-troops-sent-so-far--report-005")["citations"][0]
    assert REPORT[passage["start"] : passage["end"]] == passage["exact"] == "North Korea has sent 3,500 troops"
    assert server.manage("verify")


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
    look(reviewer, "review")
    reviewer.get_by_role("button", name="Approve all 12").click()
    expect(reviewer.get_by_text("is published.")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["", "source/", "source/2/change/", "reading/1/change/", "reading/1/history/", "reading/add/", "actor/add/",
             "claim/?q=troops", "batch/1/change/", "edition/", "edition/1/change/", "auditevent/1/change/",
             "source/2/workspace/", "reading/1/change/?as=text", "briefing/1/change/", "claim/1/withdraw/"],
)  # fmt: skip
def test_desk_page_has_no_barrier_and_fits(path: str, page: Page, server: Server):
    log_in(page, "reviewer", server.accounts["reviewer"])
    page.goto(f"/admin/briefings/{path}" if path else "/admin/")
    page.wait_for_load_state("load")

    look(page, path.strip("/").replace("/", "-").replace("?", "-") or "index")


def test_passage_is_cited_with_the_keyboard_alone(page: Page, server: Server):
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
