"""A person at the desk: hands that count what they do, eyes that check each page, and the memory of what readers see.

What a story does to a page it does through Hands, so that no interaction goes uncounted. The browser keeps a count of
its own, of every press of the mouse and every key outside a text field; `Hands.check` compares the two.
"""

import base64
import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server

WIDTHS = (390, 1280)
HEIGHT = 900
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
PICTURES = os.environ.get("BRIEFINGS_PICTURES")  # a folder to keep pictures of the pages in

# Counts, over page loads, what a person's hand does: presses of the mouse, and keys that are no text and no modifier.
# A press that the driver took back, because the page moved under it, is pressed again and counts once.
WATCH = """
    const note = () => sessionStorage.setItem("deeds", Number(sessionStorage.getItem("deeds")) + 1);
    const pressed = (event) => event.isTrusted && !event.defaultPrevented && note();
    addEventListener("pointerdown", (event) => setTimeout(pressed, 0, event), true);
    addEventListener("keydown", (event) => {
        if (!event.isTrusted || ["Control", "Shift", "Alt", "Meta"].includes(event.key)) return;
        if (!event.target.matches("input, textarea, select")) note();
    }, true);
"""
# Where words stand on the screen: the page shows them in stretches of its own, with codes for unseen characters.
PLACE = """(text, words) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
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

# Where a page shows what no two runs have alike: the time of a step, how long ago, a hash, a pseudonym.
PASSING = """() => {
    const pattern = /\\d{4}-\\d\\d-\\d\\d[T\\d: Z.]*|\\d+\\s(?:second|minute|hour)s?|[0-9a-f]{32,}|desk-[0-9a-f]{8}/g;
    const boxes = [];
    const put = (what) => {
        for (const box of what.getClientRects()) boxes.push([box.x, box.y, box.width, box.height]);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const found of node.data.matchAll(pattern)) {
            const range = document.createRange();
            range.setStart(node, found.index);
            range.setEnd(node, found.index + found[0].length);
            put(range);
        }
    }
    for (const field of document.querySelectorAll("input, textarea")) if (field.value?.match(pattern)) put(field);
    return boxes;
}"""
# Whether two pictures show the same but for some boxes. A lossy picture differs a little around them, and nowhere much.
ALIKE = """async ([before, now, boxes]) => {
    const read = async (data) => {
        const image = await createImageBitmap(await (await fetch(`data:image/webp;base64,${data}`)).blob());
        const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
        context.drawImage(image, 0, 0);
        for (const [x, y, width, height] of boxes) context.clearRect(x - 16, y - 16, width + 32, height + 32);
        return context.getImageData(0, 0, image.width, image.height);
    };
    const [one, other] = [await read(before), await read(now)];
    const isAsLarge = one.width === other.width && one.height === other.height;
    return isAsLarge && one.data.every((value, at) => Math.abs(value - other.data[at]) < 64);
}"""


class Hands:
    """A person's hands at a page: each click, drag, key and filled field counts as one interaction."""

    def __init__(self, page: Page) -> None:
        self.page, self.filled, self.pressed = page, 0, 0
        page.add_init_script(WATCH)

    @property
    def count(self) -> int:
        return self.filled + self.pressed

    def check(self) -> None:
        """Fail if the browser saw another number of presses and keys than was counted."""
        self.page.wait_for_load_state()
        seen = self.page.evaluate("Number(sessionStorage.getItem('deeds'))")
        assert seen == self.pressed, f"{self.pressed} presses and keys counted, {seen} seen"

    def go(self, path: str) -> None:
        """Open an address: the start of a story, not an interaction."""
        self.page.goto(path)

    def fill(self, label: str, words: str, within: str = "body") -> None:
        self.filled += 1
        self._field(label, within).fill(words)

    def choose(self, label: str, value: str, within: str = "body") -> None:
        self.filled += 1
        self._field(label, within).select_option(value)

    def _field(self, label: str, within: str) -> Locator:
        """Return the first field of that name: a row's own stand before those of the parts inside it."""
        return self.page.locator(within).first.get_by_label(label, exact=True).first

    def press(self, name: str, role: str = "button") -> None:
        self.click(self.page.get_by_role(role, name=name, exact=True))

    def click(self, what: Locator) -> None:
        self.pressed += 1
        what.click()

    def key(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)

    def mark(self, words: str) -> None:
        """Drag over words of the text."""
        self.pressed += 1
        left, top, right, bottom = self._place(words)
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move(right, bottom, steps=4)
        self.page.mouse.up()
        expect(self.page.locator("#marked")).to_have_text(words)

    def touch(self, words: str) -> None:
        """Put the caret into words of the text."""
        self.pressed += 1
        left, top, *_ = self._place(words)
        self.page.mouse.click(left + 4, top)

    def _place(self, words: str) -> tuple[float, float, float, float]:
        """Return where the words begin and end on the screen, once the workspace has arrived and its script runs."""
        text = self.page.locator("#report-text")
        text.wait_for()
        self.page.wait_for_load_state()
        return text.evaluate(PLACE, words)

    def take(self, claim: str) -> None:
        """Press a claim that the search found."""
        self.click(self.page.locator("#found button", has_text=claim).first)


def log_in(page: Page, person: str, password: str) -> None:
    """Log in as a person does."""
    page.set_viewport_size({"width": WIDTHS[-1], "height": HEIGHT})
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(person)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Desk", exact=True)).to_be_visible()


def look(page: Page, name: str) -> None:
    """Check that a page fits a wide and a narrow window and has no barrier; keep pictures where they are wanted."""
    page.wait_for_load_state()  # a page that is being left has no document
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} sticks out at {width}"
        if PICTURES:
            page.evaluate("scrollTo(0, 0)")
            keep_picture(page, Path(PICTURES) / f"{name}-{width}.webp")
    found = Axe().run(page, options={"runOnly": list(RULES), "preload": False}).response["violations"]
    assert not found, f"{name}: " + "; ".join(f"{each['id']} {each['nodes'][0]['html'][:300]}" for each in found)


def show(page: Page, name: str, at: str = "") -> None:
    """Keep pictures of a page in the middle of work, where pictures are wanted. at: what is brought into view."""
    for width in WIDTHS if PICTURES else ():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if at:
            page.locator(at).first.evaluate("each => each.scrollIntoView({ block: 'center' })")
        keep_picture(page, Path(str(PICTURES)) / f"{name}-{width}.webp")


def keep_picture(page: Page, path: Path) -> None:
    """Write what the window shows as WebP, which takes a third of a PNG.

    A picture that is there already stays where only times and hashes differ: taking all anew shows what changed.
    """
    page.evaluate("document.documentElement.style.caretColor = 'transparent'")  # it blinks
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": 45})["data"]
    session.detach()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and _alike(page, path.read_bytes(), taken):
        path.touch()
    else:
        path.write_bytes(base64.b64decode(taken))


def _alike(page: Page, before: bytes, now: str) -> bool:
    """Compare pictures in a window without the policy of the desk."""
    boxes = page.evaluate(PASSING)
    beside = page.context.new_page()
    found: bool = beside.evaluate(ALIKE, [base64.b64encode(before).decode(), now, boxes])
    beside.close()
    return found


@dataclass(frozen=True)
class Answer:
    """What a reader gets for an address of the API."""

    status: int
    body: dict
    location: str


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        """Follow no redirect: a story wants to see it."""


def served(server: Server, path: str) -> Answer:
    """Ask the API as a reader without a key."""
    try:
        answer = urllib.request.build_opener(_Stay).open(f"{server.url}/api/v1/{path}/", timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status, json.load(answer), answer.headers.get("Location", ""))


def public_claims(server: Server) -> set[str]:
    """Return the slugs of all claims that readers are served."""
    found, address = set(), f"{server.url}/api/v1/claims/?page_size=100"
    while address:
        with urllib.request.urlopen(address, timeout=30) as answer:
            page = json.load(answer)
        found |= {each["slug"] for each in page["results"]}
        address = page["next"]
    return found


def record_path(server: Server, record_type: str, slug: str) -> str:
    """Return the address of a record's page at the desk."""
    look_up = f"from briefings.models import RECORDS; print(RECORDS['{record_type}'].objects.get(slug='{slug}').pk)"
    return f"/admin/briefings/{record_type}/{server.manage('shell', '--no-imports', '-c', look_up).strip()}/change/"
